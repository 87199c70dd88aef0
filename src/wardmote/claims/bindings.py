"""What the tokens of a chapter stand for: figures, findings, facts, received figures, targets, and names of the folder.

In a chapter `area`, `wards`, `this` and `before` stand for the partnership's own code, ward vintage and periods, so
that text written this year still binds next year: {asb-incidents/area/this}, {change:asb-incidents/area/before~this}.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wardmote.claims import wording
from wardmote.disclosure.gate import Release
from wardmote.findings.finding import Finding
from wardmote.findings.received import Fact, ReceivedFigure
from wardmote.findings.target import target_id
from wardmote.partnership import Partnership


class Unbound(Exception):
    """A token names nothing that was found, received or cited; the message says what and what to do."""


@dataclass(frozen=True)
class Bindings:
    """Everything a chapter may name."""

    partnership: Partnership
    release: Release
    received: Mapping[str, ReceivedFigure] = field(hash=False)
    facts: Mapping[str, Fact] = field(hash=False)
    targets: Mapping[str, tuple[float, str]] = field(hash=False)  # indicator id to target and unit

    def expand(self, name: str) -> str:
        """An id with `area`, `wards`, `this` and `before` replaced by the partnership's own."""
        parts = name.split("/")
        if len(parts) > 1:
            parts[1] = re.sub(r"\barea\b", self.partnership.area, parts[1])
            parts[1] = re.sub(r"@wards\b", f"@{self.partnership.ward_vintage}", parts[1])
        if len(parts) > 2:
            span, semicolon, rest = parts[2].partition(";")
            span = re.sub(r"\bthis\b", str(self.partnership.this), span)
            span = re.sub(r"\bbefore\b", str(self.partnership.before), span)
            parts[2] = span + semicolon + rest
        return "/".join(parts)

    def finding(self, name: str) -> Finding:
        """The finding of that id. Raises Unbound."""
        found = self.release.findings.get(self.expand(name))
        if found is None:
            raise Unbound(f"there is no finding '{self.expand(name)}'; ids are listed in findings.json")
        return found

    def number(self, token: str) -> tuple[str, str]:
        """The printed text of a token and the id it traces to. Raises Unbound."""
        kind, colon, name = token.partition(":")
        if colon and kind in _FINDING_WORDS:
            found = self.finding(name)
            if found.verdict == "withheld":
                return wording.WITHHELD, found.id
            return _FINDING_WORDS[kind](found), found.id
        if colon and kind in ("fact", "received", "target"):
            return self._cited(kind, name)
        name, _, part = token.partition(":")
        figure = self.release.figures.get(self.expand(name))
        if figure is None:
            raise Unbound(f"there is no figure '{self.expand(name)}'; ids are listed in figures.json")
        if part not in ("", "interval"):
            raise Unbound(f"'{part}' is not a part of a figure; write {{{name}}} or {{{name}:interval}}")
        return (wording.interval(figure) if part else wording.number(figure)), figure.id

    def _cited(self, kind: str, name: str) -> tuple[str, str]:
        if kind == "fact" and name in self.facts:
            return wording.fact(self.facts[name]), f"fact:{name}"
        if kind == "received" and name in self.received:
            return wording.received(self.received[name]), f"received:{name}"
        if kind == "target" and name in self.targets:
            return wording.target(*self.targets[name]), target_id(name)
        register = {"fact": "facts", "received": "received_figures", "target": "indicators"}[kind]
        raise Unbound(f"there is no {kind} '{name}'; add it to registers/{register}.csv")

    def label(self, name: str) -> str | None:
        """Words of the folder that carry digits or change each year: {this}, {before}, {area}, {partnership}."""
        words = {
            "this": self.partnership.this.prose,
            "before": self.partnership.before.prose,
            "area": self.partnership.area_name,
            "partnership": self.partnership.name,
        }
        return words.get(name)


_FINDING_WORDS: dict[str, Callable[[Finding], str]] = {
    "change": wording.change,
    "range": wording.change_range,
    "detectable": wording.detectable,
    "signed-change": wording.signed_change,
    "signed-range": wording.signed_range,
}
