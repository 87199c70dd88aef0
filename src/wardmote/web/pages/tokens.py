"""Your tokens: the keys you made for programs that work for you. Each is shown once, and can be ended at any time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wardmote.casework import permissions
from wardmote.casework.errors import NotFound
from wardmote.casework.tokens import make_token, revoke_token, tokens_of
from wardmote.web.pages.asking import casebook, who
from wardmote.web.pages.case_forms import answered, line, one_of, typed_in
from wardmote.web.pages.form_fields import Form
from wardmote.web.pages.wording import TOKEN_DEEDS

LENGTHS = {"7": "7 days", "30": "30 days", "90": "90 days"}


class TokenForm(Form):
    """A key for a program: what it is for, what it may do, how long it lasts."""

    name = line("What will use the token?", "Enter what will use the token.", "For example: weekly report")
    deeds = one_of("What may it do?", "Choose what it may do.", TOKEN_DEEDS, initial="read")
    days = one_of("How long does it last?", "Choose how long it lasts.", LENGTHS, initial="30")


def show(request: HttpRequest) -> HttpResponse:
    """The tokens this person made, those in force first."""
    by = who(request)
    made = tokens_of(casebook(), by)
    live = [token for token in made if permissions.can_use_token(by.user, token, by.today)]
    ended = [token for token in made if token not in live]
    return render(request, "tokens.html", {"by": by, "live": live, "ended": ended, "may": by.user.roles_on(by.today)})


def make(request: HttpRequest) -> HttpResponse:
    """Make one, and show it on the answer to the form: it is in no address, no message and no database."""
    by = who(request)
    permissions.check_make_token(by)

    def do(entered: dict[str, Any]) -> HttpResponse:
        deeds, days = entered["deeds"].split("+"), int(entered["days"])
        token, shown = make_token(casebook(), by, name=entered["name"], deeds=deeds, days=days)
        return render(request, "token_made.html", {"token": token, "shown": shown})

    return answered(request, TokenForm(typed_in(request)), "token_form.html", {}, do)


def revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    """Ask once more, then end it."""
    by, store = who(request), casebook()
    token = next((token for token in tokens_of(store, by) if token.id == token_id), None)
    if token is None:
        raise NotFound
    if request.method == "POST":
        revoke_token(store, by, token_id)
        messages.success(request, f"The token for {token.name} is ended. Whatever uses it is refused from now on.")
        return redirect("tokens")
    return render(request, "token_end.html", {"token": token})
