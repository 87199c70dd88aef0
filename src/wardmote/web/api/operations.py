"""What there is to ask and to do. Each operation calls the same verb of casework as its page, and checks nothing itself."""

import inspect
from collections.abc import Callable
from functools import cache, wraps
from typing import Annotated, Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from ninja import Header, NinjaAPI, Path, Query

from wardmote import __version__
from wardmote.casework import closure, looks, referrals, triage, work
from wardmote.casework.errors import PurposeNeeded, WrongEntry
from wardmote.casework.nouns import Action, CaseFile, CasePage, Note, SignedIn, Standing, Wanted
from wardmote.vocabulary.roles import CAPABILITIES
from wardmote.web.api import shapes
from wardmote.web.api.answers import PURPOSE_HEADER, REFUSALS, answer_errors, refused
from wardmote.web.api.token import Token
from wardmote.web.pages.asking import casebook, who

Deed = TypeVar("Deed", bound=Callable[..., Any])
Purpose = Annotated[
    str,
    Header(
        alias=PURPOSE_HEADER,
        max_length=80,
        description="What the case is opened for. Needed once for each case and token; the refusal lists what is offered.",
    ),
]
OfCase = Annotated[shapes.Reference, Path()]
OfThing = Annotated[str, Path(pattern="^[-a-zA-Z0-9_]{1,80}$")]
ALWAYS = (400, 401, 403, 413, 422, 500, 503)
ON_A_CASE = (404, 409, 428)

api = NinjaAPI(
    title="Wardmote",
    version=__version__,
    description="The casebook for programs, under the rules of its pages. Every look is written down.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
answer_errors(api)


def reads(path: str, answer: Any) -> Callable[[Deed], Deed]:
    """An operation that changes nothing."""
    return _operation("GET", path, answer, Token("read"))


def writes(path: str, answer: Any) -> Callable[[Deed], Deed]:
    """An operation that changes something."""
    return _operation("POST", path, answer, Token("write"))


def _operation(method: str, path: str, answer: Any, token: Token) -> Callable[[Deed], Deed]:
    refusals = ALWAYS + (ON_A_CASE if "{" in path else ())
    declared = {200: answer, **dict.fromkeys(refusals, shapes.Refused)}

    def listed(deed: Deed) -> Deed:
        name: Any = deed.__name__
        operation = api.api_operation([method], path, auth=token, response=declared, operation_id=name, url_name=name)
        operation(_only_named(deed))
        return deed

    return listed


def _only_named(deed: Deed) -> Deed:
    """Refuses a parameter the operation does not take: left aside in silence, a misspelt one would widen what is asked."""
    known = shapes.Narrowed.model_fields if "asked" in inspect.signature(deed).parameters else {}

    @wraps(deed)
    def named(request: HttpRequest, *given: Any, **named: Any) -> Any:
        if set(request.GET) - set(known):
            takes = f"takes {', '.join(known)}" if known else "takes none"
            raise WrongEntry("", f"The address has a parameter that is not known here. This operation {takes}.")
        return deed(request, *given, **named)

    return named  # type: ignore[return-value]


@api.exception_handler(PurposeNeeded)
def offer_purposes(request: HttpRequest, error: PurposeNeeded) -> HttpResponse:
    """The case may be opened: say what for, as its page would offer."""
    reference = request.resolver_match.kwargs["reference"]  # type: ignore[union-attr]
    offered = ", ".join(looks.purposes_offered(casebook(), who(request), reference))
    todo = f"Send one of these in the header {PURPOSE_HEADER}: {offered}."
    return refused(REFUSALS[PurposeNeeded], str(error), PURPOSE_HEADER, todo)


# Who


@reads("/me", shapes.MeOut)
def who_am_i(request: HttpRequest) -> dict[str, object]:
    """Whose token this is, and what it reaches today."""
    by = who(request)
    may = [capability for capability in CAPABILITIES if by.user.may(capability, by.today)]
    roles = [role.code for role in by.user.roles_on(by.today)]
    person = {"id": by.user.id, "name": by.user.name, "agency": by.user.agency, "roles": roles}
    return {**person, "may": may, "token": request.token}  # type: ignore[attr-defined]


@reads("/agencies", list[shapes.AgencyOut])
def agencies(request: HttpRequest) -> list[dict[str, object]]:
    """The partners, and the people who work in each."""
    by, people = who(request), casebook().users()
    return [
        {**vars(agency), "people": [_person(p, by) for p in people if p.agency == agency.code and not p.disabled]}
        for agency in casebook().agencies()
    ]


def _person(person: Any, by: SignedIn) -> dict[str, object]:
    return {"id": person.id, "name": person.name, "roles": [role.code for role in person.roles_on(by.today)]}


# Looking


@reads("/cases", shapes.PageOut)
def list_cases(request: HttpRequest, asked: Annotated[shapes.Narrowed, Query()]) -> CasePage:
    """A page of the cases this person sees, filtered and sorted."""
    wanted = Wanted(
        statuses=frozenset(asked.status),
        kinds=frozenset(asked.kind),
        lead_agency=asked.agency,
        words=asked.words,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return looks.list_cases(casebook(), who(request), wanted)


@reads("/cases/{reference:reference}", shapes.FileOut)
def open_case(request: HttpRequest, reference: OfCase, purpose: Purpose = "") -> CaseFile:
    """A case with what hangs on it. Protected entries are masked."""
    return looks.open_case(casebook(), who(request), reference, purpose)


@reads("/cases/{reference:reference}/notes/{slug:note_id}", shapes.NoteOut)
def open_note(request: HttpRequest, reference: OfCase, note_id: OfThing, purpose: Purpose = "") -> Note:
    """One entry with its text. The most protected need a person at the keyboard, and are refused to a token."""
    return looks.open_note(casebook(), who(request), reference, note_id, purpose=purpose)


@reads("/cases/{reference:reference}/looks", list[shapes.LookOut])
def who_looked(request: HttpRequest, reference: OfCase) -> list[Any]:
    """Who saw this case, when, what for, and who got it. For auditors, and privacy officers for their own agency."""
    return [record.event for record in looks.who_saw(casebook(), who(request), reference)]


# Doing


@writes("/referrals", shapes.StandingOut)
def refer(request: HttpRequest, entered: shapes.Refer) -> Standing:
    """Open a case and ask an agency to take it."""
    return referrals.open_or_refer(casebook(), who(request), **entered.dict())


@writes("/cases/{reference:reference}/answer", shapes.StandingOut)
def answer_referral(
    request: HttpRequest, reference: OfCase, entered: shapes.AnswerReferral, purpose: Purpose = ""
) -> Standing:
    """Accept, signpost or refuse what was referred to one's agency."""
    asked = (casebook(), who(request), reference)
    if entered.answer == "accepted":
        return triage.accept(*asked, lead_person=entered.lead_person, purpose=purpose)
    if entered.answer == "signposted":
        return triage.signpost(*asked, to=entered.to, why=entered.why, purpose=purpose)
    return triage.refuse(*asked, why=entered.why, purpose=purpose)


@writes("/cases/{reference:reference}/notes", shapes.MadeOut)
def add_note(request: HttpRequest, reference: OfCase, entered: shapes.AddNote, purpose: Purpose = "") -> Note:
    """Add an entry in the name of one's agency."""
    return work.add_note(casebook(), who(request), reference, **entered.dict(), purpose=purpose)


@writes("/cases/{reference:reference}/actions", shapes.ActionOut)
def add_action(request: HttpRequest, reference: OfCase, entered: shapes.AddAction, purpose: Purpose = "") -> Action:
    """Say who does what by when."""
    return work.add_action(casebook(), who(request), reference, **entered.dict(), purpose=purpose)


@writes("/cases/{reference:reference}/actions/{slug:action_id}/done", shapes.ActionOut)
def complete_action(
    request: HttpRequest, reference: OfCase, action_id: OfThing, entered: shapes.Complete, purpose: Purpose = ""
) -> Action:
    """Say that an action is done, and what came of it."""
    store, by = casebook(), who(request)
    return work.complete_action(store, by, reference, action_id, outcome=entered.outcome, purpose=purpose)


@writes("/cases/{reference:reference}/close", shapes.StandingOut)
def close(request: HttpRequest, reference: OfCase, entered: shapes.Close, purpose: Purpose = "") -> Standing:
    """End a case whose actions are all done."""
    return closure.close(casebook(), who(request), reference, **entered.dict(), purpose=purpose)


@writes("/cases/{reference:reference}/reopen", shapes.StandingOut)
def reopen(request: HttpRequest, reference: OfCase, entered: shapes.Reopen, purpose: Purpose = "") -> Standing:
    """Take a closed case up again."""
    return closure.reopen(casebook(), who(request), reference, why=entered.why, purpose=purpose)


@cache
def schema() -> dict[str, Any]:
    """The description of the API, in OpenAPI 3.1."""
    return api.get_openapi_schema(path_prefix="/api/")


@login_not_required
def describe(request: HttpRequest) -> HttpResponse:
    """The description, for a program. It holds no data."""
    return JsonResponse(schema())


def addresses() -> list[URLPattern]:
    """The operations as addresses of the application. A token is asked instead of a signed-in session."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        login_not_required(pattern.callback)
    return found
