"""Run every rule over a document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from wardmote.claims.lint.passages import Document, read_document
from wardmote.claims.lint.remark import Remark
from wardmote.claims.lint.rules import (
    abbreviations,
    arithmetic,
    bare_percentages,
    causes,
    connectives,
    implied_bases,
    law,
    margins,
    naming,
    outputs,
    points,
    records,
    significance,
    small_counts,
    unquantified,
)


class Rule(Protocol):
    """What every module of `rules` holds: examples that are caught, examples that pass, and the rule itself."""

    NAME: str
    CAUGHT: tuple[str, ...]
    PASSED: tuple[str, ...]

    @staticmethod
    def remarks(document: Document) -> Iterator[Remark]: ...


RULES: tuple[Rule, ...] = (
    unquantified, significance, causes, records, implied_bases, bare_percentages, arithmetic, points, margins, connectives,
    abbreviations, naming, small_counts, law, outputs,
)  # type: ignore[assignment]  # fmt: skip


def lint(path: Path) -> list[Remark]:
    """Every remark on a file, by line and rule. Raises WrongUse when it cannot be read."""
    return lint_document(read_document(path))


def lint_document(document: Document) -> list[Remark]:
    return sorted({remark for rule in RULES for remark in rule.remarks(document)})
