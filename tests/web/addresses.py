"""Every address of the application, as a test walks them: its name, what it takes, how it is asked."""

from functools import cache

from django.urls import URLResolver, get_resolver, reverse

from wardmote.web.access import ADDRESSES
from wardmote.web.api.operations import schema

SOMETHING = {
    "reference": "CSP-26-0002", "note_id": "n1", "action_id": "a1", "document_id": "d1", "export_id": "e1", "map_id": "m1",
    "person": "p1", "about": "address", "part_id": "r1", "relation_id": "t1", "detail_id": "d1", "link_id": "l1",
    "grant_id": "g1", "opening_id": "e1", "notice_id": "t1", "user_id": "sam", "role": "R2", "code": "marlbridge",
    "agreement_id": "location-cases", "token_id": "t1", "line_reference": "DC-26-0001", "review_id": "v1", "meeting_id": "m1", "item_id": "i1", "recommendation_id": "w1",
}  # fmt: skip
"""For whatever an address takes: what a test names that cares only for the address. All but the first is mostly not there."""


@cache
def patterns():
    """The pattern of each address by the name `ADDRESSES` knows it under."""
    return dict(_named(get_resolver().url_patterns, ""))


def _named(found, space):
    for pattern in found:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield space + (pattern.name or str(pattern.pattern)), pattern


def takes(name):
    """The names of what an address takes: ("reference", "note_id")."""
    return tuple(patterns()[name].pattern.converters)


def path(name, **given):
    """The address of what is given, and of `SOMETHING` where nothing is."""
    return reverse(name, kwargs={key: given.get(key, SOMETHING[key]) for key in takes(name)})


def is_api(name):
    return name.startswith("api:")


def asked(name):
    """How to ask for it without changing anything, where there is such a way."""
    return "GET" if "GET" in ADDRESSES[name].methods else "POST"


@cache
def fields_of(name):
    """What the body of an operation of the API takes, as its own description says. None where it takes none."""
    described = schema()
    for ways in described["paths"].values():
        for operation in ways.values():
            if operation["operationId"] == name.removeprefix("api:") and "requestBody" in operation:
                shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
                return described["components"]["schemas"][shape]["properties"]
    return None


def example_body(name):
    """A body that fits an operation: the examples of its own description."""
    return {field: told["examples"][0] for field, told in fields_of(name).items() if "examples" in told}
