"""The accounts application."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "wardmote.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from wardmote.web.accounts import trail

        trail.listen()
