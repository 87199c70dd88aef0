"""The account: who a person is to the casebook, and how they sign in. Roles are kept with the cases' store."""

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


def new_account_id() -> str:
    """Opaque, and never used again."""
    return "u" + secrets.token_hex(8)


class Account(AbstractBaseUser):
    """A person who works in one agency. A disabled account is shut out at its next request."""

    id = models.CharField(primary_key=True, max_length=40, default=new_account_id)
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=150)
    agency = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    opened_on = models.DateField(null=True)
    attested_on = models.DateField(null=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "agency"]

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


class SignInSession(AbstractBaseSession):
    """A session whose owner can be told of it: whose it is, when it began, when and from where it was last seen.

    `name` is what the trail calls it. The key and what the session holds are as Django keeps them.
    """

    name = models.CharField(max_length=40, default="", blank=True, db_index=True)
    account = models.CharField(max_length=40, default="", blank=True, db_index=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=80, default="", blank=True)

    @classmethod
    def get_session_store_class(cls) -> type:
        from wardmote.web.accounts.sessions import SessionStore

        return SessionStore
