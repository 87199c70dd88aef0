"""Names for the codes and ids that casework keeps."""

from functools import cached_property

from wardmote.web.accounts.models import Account
from wardmote.web.pages.asking import casebook


class Names:
    """Names of agencies and people, read once for a page and only if it asks."""

    @cached_property
    def agencies(self) -> dict[str, str]:
        return {agency.code: agency.name for agency in casebook().agencies()}

    @cached_property
    def people(self) -> dict[str, tuple[str, str]]:
        """Name and agency of each person."""
        rows = Account.objects.values_list("id", "name", "agency")
        return {account: (name, agency) for account, name, agency in rows}

    def agency(self, code: str) -> str:
        return self.agencies.get(code, code)

    def person(self, account: str) -> str:
        """Sam Reed (Marlbridge Council); nothing for nobody. What an agency's name has in brackets is left out."""
        if not account:
            return ""
        name, code = self.people.get(account, ("Somebody no longer here", ""))
        agency = self.agency(code).partition(" (")[0]
        return f"{name} ({agency})" if agency else name
