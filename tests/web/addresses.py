"""Every address of the application, as a test walks them: its name, what it takes, how it is asked."""

from functools import cache

from django.urls import URLResolver, get_resolver, reverse

from wardmote.web.access import ADDRESSES
from wardmote.web.api.operations import schema


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
    """The address, given at least what it takes."""
    return reverse(name, kwargs={key: given[key] for key in takes(name)})


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
