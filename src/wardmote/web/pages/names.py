"""Names for the codes and ids that casework keeps."""

from functools import cached_property

from django.db.models import CharField, Value
from django.http import HttpRequest

from wardmote.casework.nouns import RECEIVERS
from wardmote.web.accounts.models import Account
from wardmote.web.store.models import Agency


class Names:
    """Names of agencies and people, read once for a page and only if it asks."""

    @cached_property
    def agencies(self) -> dict[str, str]:
        return {code: name for code, name, agency in self._known if agency is None}

    @cached_property
    def people(self) -> dict[str, tuple[str, str]]:
        """Name and agency of each person."""
        return {account: (name, agency) for account, name, agency in self._known if agency is not None}

    @cached_property
    def _known(self) -> list[tuple[str, str, str | None]]:
        """Everybody with their agency, and every agency with none: one query, as every page asks both."""
        nobody = Value(None, output_field=CharField(null=True))
        agencies = Agency.objects.order_by().values_list("code", "name", nobody)
        return list(agencies.union(Account.objects.values_list("id", "name", "agency"), all=True))

    def agency(self, code: str) -> str:
        """An agency, or whoever outside the partnership something was sent to."""
        return self.agencies.get(code) or RECEIVERS.get(code, code)

    def person(self, account: str) -> str:
        """Sam Reed (Marlbridge Council); nothing for nobody. What an agency's name has in brackets is left out."""
        if not account:
            return ""
        name, code = self.people.get(account, ("Somebody no longer here", ""))
        agency = self.agency(code).partition(" (")[0]
        return f"{name} ({agency})" if agency else name


def names_on(request: HttpRequest) -> Names:
    """The names of one page: what one part of it has read, the others use."""
    if not hasattr(request, "_names"):
        request._names = Names()  # type: ignore[attr-defined]
    return request._names  # type: ignore[attr-defined]
