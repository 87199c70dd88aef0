"""Single sign-on by OpenID Connect: off unless the environment names a provider, and then for the people of one agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ISSUER, CLIENT, SECRET, AGENCY = (f"WARDMOTE_SSO_{name}" for name in ("ISSUER", "CLIENT_ID", "SECRET_FILE", "AGENCY"))
CLAIM, FACTOR = "WARDMOTE_SSO_CLAIM", "WARDMOTE_SSO_SECOND_FACTOR"
NEEDED = (ISSUER, CLIENT, SECRET, AGENCY)


@dataclass(frozen=True)
class SingleSignOn:
    """One provider. `claim` is what identifies a person; `factor` is the claim and value that say a second factor was used.

    `factor` reads "amr:mfa" or "acr:<value>" (RFC 8176, OpenID Connect Core 2); blank trusts the provider with none.
    """

    issuer: str
    client_id: str
    secret: str
    agency: str
    claim: str = "sub"
    factor: str = "amr:mfa"


def configured(environment: Mapping[str, str]) -> SingleSignOn | None:
    """What the environment says; None when it says nothing, or too little to start safely (`refusals` says what)."""
    if not all(environment.get(name) for name in NEEDED):
        return None
    file = Path(environment[SECRET])
    return SingleSignOn(
        issuer=environment[ISSUER].rstrip("/"),
        client_id=environment[CLIENT],
        secret=file.read_text(encoding="utf-8").strip() if file.is_file() else "",
        agency=environment[AGENCY],
        claim=environment.get(CLAIM) or "sub",
        factor=environment.get(FACTOR, "amr:mfa"),
    )
