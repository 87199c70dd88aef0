"""In memory: keys to the API."""

from collections.abc import Sequence
from dataclasses import replace

from wardmote.casework.audit import AuditEvent
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import ApiToken


class TokensInMemory(TrailInMemory):
    """Keys to the API."""

    def __init__(self) -> None:
        super().__init__()
        self._tokens: dict[str, ApiToken] = {}

    def token(self, token_id: str) -> ApiToken | None:
        return self._tokens.get(token_id)

    def tokens_of(self, user_id: str) -> Sequence[ApiToken]:
        theirs = [token for token in self._tokens.values() if token.user == user_id]
        return sorted(theirs, key=lambda token: (token.made_at, token.id), reverse=True)

    def add_token(self, token: ApiToken, event: AuditEvent) -> None:
        self.append(event)
        self._tokens[token.id] = token

    def revoke_token(self, token_id: str, event: AuditEvent) -> None:
        self.append(event)
        self._tokens[token_id] = replace(self._tokens[token_id], revoked=True)
