"""Programs that use the API with somebody's token."""

import json
from collections.abc import Collection

from django.test import Client

from wardmote.casework.nouns import SignedIn
from wardmote.casework.tokens import make_token
from wardmote.web.clock import now
from wardmote.web.store.django_store import DjangoStore


class Program:
    """Asks the API with one token, for one purpose."""

    def __init__(self, token: str, purpose: str = "case-work") -> None:
        self.token = token
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {token}", "Wardmote-Purpose": purpose}

    def get(self, path: str, **headers: str):
        return self.client.get(path, headers={**self.headers, **headers})

    def post(self, path: str, body: object, **headers: str):
        sent = json.dumps(body)
        return self.client.post(path, sent, content_type="application/json", headers={**self.headers, **headers})


def token_for(person: str, deeds: Collection[str] = ("read", "write"), days: int = 30) -> str:
    """A token made as its page makes it, by a person who has just proved who they are."""
    store = DjangoStore()
    by = SignedIn(store.user(person), f"making-{person}", now(), "test", proven_at=now())
    return make_token(store, by, name="a test", deeds=deeds, days=days)[1]
