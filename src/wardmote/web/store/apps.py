"""The store application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "wardmote.web.store"
    label = "store"

    def ready(self) -> None:
        from wardmote.web.durability import attempts

        attempts.listen()
