"""How the API refuses: one shape for everything, with a code for the program and words for whoever reads its log."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wardmote.casework.errors import (
    CaseworkError,
    EditedMeanwhile,
    NotFound,
    NotNow,
    NotPermitted,
    ProofNeeded,
    PurposeNeeded,
    TokenRefused,
    WrongEntry,
)
from wardmote.web.store.django_store import TrailUnwritten

PURPOSE_HEADER = "Wardmote-Purpose"


@dataclass(frozen=True)
class Refusal:
    """One kind of refusal: its status, its code, what is wrong where the error does not say, and what to do."""

    status: int
    code: str
    what_to_do: str
    message: str = ""


REFUSALS: dict[type[Exception], Refusal] = {
    NotFound: Refusal(
        404, "not-found", "Check the address and the reference, then try again.", "There is nothing here."
    ),
    TokenRefused: Refusal(401, "token-refused", "Send a token that is in force in the header Authorization: Bearer."),
    NotPermitted: Refusal(403, "not-permitted", "Ask a colleague whose role or agency may do this."),
    ProofNeeded: Refusal(
        403, "proof-needed", "Do this on its page: it needs a person who has just proved who they are, not a token."
    ),
    PurposeNeeded: Refusal(428, "purpose-needed", f"Send one of the purposes offered in the header {PURPOSE_HEADER}."),
    NotNow: Refusal(409, "not-now", "Read the case again, then decide."),
    EditedMeanwhile: Refusal(409, "edited-meanwhile", "Read the case again, then repeat the change."),
    WrongEntry: Refusal(422, "wrong-entry", "Correct the field and send it again."),
    TrailUnwritten: Refusal(
        503,
        "trail-unwritten",
        "Try again in a minute. Nothing was shown or changed.",
        "The look could not be recorded.",
    ),
}
UNREADABLE = Refusal(400, "unreadable", "Send a body of JSON.", "The body of the request could not be read.")
TOO_LARGE = Refusal(413, "too-large", "Send less in one request.", "The body of the request is too large.")
WRONG_METHOD = Refusal(405, "wrong-method", "See the header Allow.", "This address is not asked that way.")
FAULT = Refusal(500, "fault", "Try again. If it happens again, tell whoever runs Wardmote.", "Something went wrong.")


def refused(refusal: Refusal, message: str = "", field: str = "", what_to_do: str = "") -> HttpResponse:
    """The one shape. `field` is empty unless one field is to blame."""
    told = {
        "code": refusal.code,
        "message": message or refusal.message,
        "field": field,
        "what_to_do": what_to_do or refusal.what_to_do,
    }
    answer = JsonResponse(told, status=refusal.status)
    if refusal.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def not_found() -> HttpResponse:
    """The same bytes for what is not there, for what is hidden, and for an address that does not exist."""
    return refused(REFUSALS[NotFound])


def fault() -> HttpResponse:
    """Something failed that should not have."""
    return refused(FAULT)


def wrong_method(allowed: Iterable[str]) -> HttpResponse:
    """The address is there, and is asked in another way."""
    answer = refused(WRONG_METHOD)
    answer["Allow"] = HttpResponseNotAllowed(allowed)["Allow"]
    return answer


def refusal_of(error: Any) -> HttpResponse:
    """What casework said, in the shape of the API."""
    kind = next(REFUSALS[kind] for kind in type(error).__mro__ if kind in REFUSALS)
    return refused(kind, kind.message or str(error), getattr(error, "field", ""))


def answer_errors(api: NinjaAPI) -> None:
    """Every error the API can meet before or inside an operation, given the one shape."""
    for kind in (CaseworkError, TrailUnwritten):
        api.add_exception_handler(kind, lambda request, error: refusal_of(error))
    api.add_exception_handler(AuthenticationError, lambda request, error: refusal_of(TokenRefused()))
    api.add_exception_handler(Http404, lambda request, error: not_found())
    api.add_exception_handler(HttpError, lambda request, error: refused(UNREADABLE))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: refused(TOO_LARGE))
    api.add_exception_handler(ValidationError, _misfit)


def _misfit(request: HttpRequest, error: Any) -> HttpResponse:
    """The first field that does not fit its shape. What was sent is not repeated: it may be personal."""
    first: dict[str, Any] = error.errors[0]
    where, *path = first["loc"]
    field = "" if where == "body" and len(path) == 1 else str(path[-1])
    said = {"missing": f"Send {field}.", "extra_forbidden": f"There is no field {field}."}
    return refused(REFUSALS[WrongEntry], said.get(first["type"], f"{first['msg']}."), field)
