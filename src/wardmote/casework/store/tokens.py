"""What a store does with the keys to the API."""

from collections.abc import Sequence
from typing import Protocol

from wardmote.casework.audit import AuditEvent
from wardmote.casework.nouns import ApiToken


class TokensStore(Protocol):
    """Keys to the API. None of them is personal data beyond whose it is."""

    def token(self, token_id: str) -> ApiToken | None: ...

    def tokens_of(self, user_id: str) -> Sequence[ApiToken]:
        """Every token a person ever made, the newest first."""
        ...

    def add_token(self, token: ApiToken, event: AuditEvent) -> None: ...

    def revoke_token(self, token_id: str, event: AuditEvent) -> None: ...
