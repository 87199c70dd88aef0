"""The API tried against its own description by schemathesis, as two roles, inside this process."""

import os
from urllib.parse import parse_qs, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from attacks.tokens import token_for
from wardmote.web.wsgi import application

pytestmark = pytest.mark.django_db
REAL = ("CSP-26-0001", "CSP-26-0002", "CSP-26-0004", "CSP-26-9999")
"""Cases that are there, and one that is not: a made-up reference never gets past "not found"."""
BY_THE_RULES = [positive_data_acceptance]
"""The one check left out: a body that fits its shape may still name an agency that is not there, or come too late."""


def tried(person, cases):
    """Every operation, with what fits its description and what does not; returns how many requests were answered."""
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    headers = {"Authorization": f"Bearer {token_for(person)}", "Wardmote-Purpose": "case-work", "Host": "localhost"}
    operations = [found.ok() for found in described.get_all_operations()]
    each = max(2, cases // len(operations)) // 2
    return sum(
        tried_as(operation, mode, headers, each) for operation in operations for mode in schemathesis.GenerationMode
    )


def tried_as(operation, mode, headers, times):
    """One operation, asked rightly or wrongly so many times at most."""
    answered = 0

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=times, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def attempt(case):
        nonlocal answered
        if mode.is_positive and "reference" in (case.path_parameters or {}):
            case.path_parameters["reference"] = REAL[answered % len(REAL)]
        answer = case.call(headers=headers)
        if set(case.query or {}) <= asked_in(answer):
            sent = {"headers": headers}
            case.validate_response(answer, excluded_checks=BY_THE_RULES, headers=headers, transport_kwargs=sent)
            answered += 1

    attempt()
    return answered


def asked_in(answer):
    """The query parameters as they were sent: one with nothing in it is made up and judged, but never leaves."""
    return set(parse_qs(urlsplit(answer.request.url).query, keep_blank_values=True))


@pytest.mark.parametrize("person", ["priya", "jo"])
@pytest.mark.parametrize("cases", [150, pytest.param(1000, marks=pytest.mark.prove)])
def test_the_api_answers_as_it_is_described(person, cases, monkeypatch):
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    answered = tried(person, cases)
    print(answered)
    assert answered >= cases * 0.6
