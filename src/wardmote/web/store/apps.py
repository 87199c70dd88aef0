"""The store application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "wardmote.web.store"
    label = "store"
