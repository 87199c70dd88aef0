"""The one exception to the gate: counts the law has published however small, of the whole area, signed for by two people.

The yearly counts of ASB case reviews (Anti-social Behaviour, Crime and Policing Act 2014 s.104(9)) are ordinarily nought to
five. Such a received figure is named in `statutory_small_counts` under [disclosure]. It is shown exact when it is a plain
count, of a year or more, divided by nothing, and two people have signed it with their keys, as it is now: another number
asks for two signatures again. Until then it is withheld like any other, and publishing is refused.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wardmote.assessment.release.signatures import Signature, keep, kept, sign, standing
from wardmote.disclosure.gate import names_few
from wardmote.errors import PublishingRefused, WrongUse
from wardmote.findings.received import ReceivedFigure
from wardmote.partnership import Partnership
from wardmote.periods import Period

SIGNERS = 2
YEAR = 12  # months


@dataclass(frozen=True)
class StatutoryCount:
    """One named exception: the number as it is now, who has signed it, and why it is not shown (nothing, once it is)."""

    figure: str
    number: str  # the received figure as JSON, just as it is signed
    signatures: tuple[Signature, ...]
    faults: tuple[str, ...]

    @property
    def signers(self) -> tuple[str, ...]:
        return _names(self.signatures)


def statutory_counts(
    partnership: Partnership, received: Mapping[str, ReceivedFigure], areas: Sequence[str]
) -> dict[str, StatutoryCount]:
    """The named exceptions the gate would withhold, by id of received figure; `areas` are names no such count may bear."""
    named = partnership.disclosure.statutory_small_counts
    counts = [_judged(partnership, name, received.get(name), areas) for name in named]
    return {count.figure: count for count in counts if count}


def _judged(
    partnership: Partnership, name: str, figure: ReceivedFigure | None, areas: Sequence[str]
) -> StatutoryCount | None:
    if figure is None:
        return StatutoryCount(
            name, "", (), (f"statutory small count {name}: no register has a received figure of that id",)
        )
    if not names_few(figure, partnership.disclosure):
        return None
    signatures = tuple(_signed(partnership, figure))
    signers = _names(signatures)
    faults = [f"statutory small count {name}: {fault}" for fault in _not_a_total(figure, areas)]
    if len(signers) < SIGNERS:
        faults.append(
            f"statutory small count {name}: signed by {' and '.join(signers) or 'nobody'}, and {SIGNERS} people must: "
            f"wardmote publish {partnership.root} --small-count {name} --key FILE"
        )
    return StatutoryCount(name, figure.model_dump_json(), signatures, tuple(faults))


def _names(signatures: Sequence[Signature]) -> tuple[str, ...]:
    return tuple(sorted({signature.name for signature in signatures}))


def _not_a_total(figure: ReceivedFigure, areas: Sequence[str]) -> Iterator[str]:
    """Why a number is no yearly count of the whole area."""
    plain = figure.denominator is None and figure.numerator in (None, figure.value) and figure.unit != "%"
    if not plain or figure.value is None or not float(figure.value).is_integer():
        yield "it is not a plain count (a share or a rate would divide it)"
    if figure.source_class in ("health", "deaths"):
        yield f"its class is {figure.source_class}, which no law here has published"
    if (
        not figure.start
        or not figure.end
        or figure.end < figure.start
        or len(Period(figure.start, figure.end).months) < YEAR
    ):
        yield "it counts less than twelve months (start and end say which)"
    told = f"{figure.label} {figure.note}".casefold()
    yield from (
        f"it names {area}; only a total of the whole area is excepted" for area in areas if area.casefold() in told
    )


def sign_small_count(
    partnership: Partnership, received: Mapping[str, ReceivedFigure], name: str, key: Path
) -> list[str]:
    """Sign one named exception; everybody who has signed it as it is now. Raises WrongUse or PublishingRefused."""
    if name not in partnership.disclosure.statutory_small_counts or name not in received:
        raise WrongUse(
            f"--small-count {name}: name it in statutory_small_counts under [disclosure] of partnership.toml, and keep "
            "the number in registers/received_figures.csv under that id"
        )
    figure = received[name]
    signature = sign(key, partnership.people.keys, _subject(name), _digest(figure), "statutory-small-count")
    before = {other.name for other in _signed(partnership, figure)}
    if signature.name in before:
        raise PublishingRefused(f"{signature.name} has signed {name} already; another person must")
    faults = list(_not_a_total(figure, ()))
    if faults:
        raise PublishingRefused(f"{name} is not signed: {'; '.join(faults)}")
    keep(partnership.published, _subject(name), signature)
    return sorted({*before, signature.name})


def _signed(partnership: Partnership, figure: ReceivedFigure) -> list[Signature]:
    subject = _subject(figure.id)
    given = standing(kept(partnership.published, subject), partnership.people.keys, subject, _digest(figure))
    return [signature for signature in given if signature.role == "statutory-small-count"]


def _subject(name: str) -> str:
    return f"statutory small count {name}"


def _digest(figure: ReceivedFigure) -> str:
    return hashlib.sha256(figure.model_dump_json().encode()).hexdigest()
