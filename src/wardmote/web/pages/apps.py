"""The pages application."""

from django.apps import AppConfig


class Pages(AppConfig):
    name = "wardmote.web.pages"
    label = "pages"
