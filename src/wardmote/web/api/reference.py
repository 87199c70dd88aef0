"""Writes docs/reference/api.md from the description of the API, so that the page cannot drift.

Run by docs/generate.py as a program of its own: describing the API needs settings, and these are made for the moment.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

INTRODUCTION = """\
A program works for a person with a token, and reaches what that person's roles reach: each operation calls the same verb
as its page. The description for programs is at `/api/openapi.json` (OpenAPI 3.1).

* **Token.** Made by the person on their own page, *Your sign-in*, *See your tokens*; shown once. Send it as
  `Authorization: Bearer TOKEN`. It lasts at most 90 days, and stops the same instant its maker's account, agency or roles
  do. A token for reading changes nothing. A cookie lets nobody in.
* **Purpose.** The first time a token opens a case it says what for, in the header `Wardmote-Purpose`. Without it the answer
  is 428, and lists what is offered.
* **What is guarded twice** (the most protected entries, exports, access, roles) needs a person who has just proved who
  they are. A token is refused it.
* **Hidden and missing** are the same answer.
* **Every use** is in the trail as its maker's, with the id of the token.
"""


def page() -> str:
    """The page: every operation, what it takes, who reaches it, and every way it refuses."""
    from wardmote.web.access import ADDRESSES
    from wardmote.web.api.answers import FAULT, REFUSALS, TOO_LARGE, UNREADABLE, WRONG_METHOD
    from wardmote.web.api.operations import schema

    described = schema()
    parts = ["# API\n\n*Made by `make docs` from the code; do not edit.*\n", INTRODUCTION, "## Operations\n"]
    for path, ways in described["paths"].items():
        for method, operation in ways.items():
            who = ADDRESSES[f"api:{operation['operationId']}"].who
            parts.append(f"### `{method.upper()} {path}`\n\n{operation['description']} Reached by: {who}.\n")
            if rows := [*_parameters(operation), *_body(operation, described)]:
                parts.append(_table(("field", "where", "takes"), *rows))
    kinds = [*REFUSALS.values(), UNREADABLE, TOO_LARGE, WRONG_METHOD, FAULT]
    rows = [(str(kind.status), f"`{kind.code}`", kind.what_to_do) for kind in kinds]
    parts.append(
        "## Refusals\n\nAlways one shape: `code`, `message`, `field` (empty unless one field is to blame), `what_to_do`.\n"
    )
    parts.append(_table(("status", "code", "what to do"), *rows))
    return "\n".join(parts)


def _parameters(operation: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for told in operation["parameters"]:
        yield f"`{told['name']}`", told["in"], _takes(told["schema"])


def _body(operation: dict[str, Any], described: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    if "requestBody" not in operation:
        return
    shape = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = described["components"]["schemas"][shape]
    for name, told in fields["properties"].items():
        needed = "needed; " if name in fields.get("required", []) else ""
        yield f"`{name}`", "body", needed + _takes(told)


def _takes(told: dict[str, Any]) -> str:
    """In words: one of a list, how long, what it is."""
    inner = told.get("items", told)
    said = [", ".join(f"`{value}`" for value in inner["enum"])] if "enum" in inner else []
    said += [told["description"].rstrip(".")] if "description" in told else []
    if not said:
        said = [{"date": "a day, like 2026-06-14"}.get(told.get("format", ""), str(told.get("type", "")))]
    return "; ".join(said)


def _table(*rows: tuple[str, ...]) -> str:
    head, *body = rows
    lines = [head, tuple("---" for _ in head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def main() -> None:
    """Prints the page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"WARDMOTE_FOLDER": folder, "WARDMOTE_KEY_DIR": folder + "/keys"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "wardmote.web.settings.local"
        import django

        django.setup()
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
