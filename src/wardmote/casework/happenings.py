"""From cases, complaints, people and lines of the call to what happened where and to whom: the same for every store."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from wardmote.casework.normal_forms import address_form, uprn_form
from wardmote.casework.nouns import CallLine, Case, Complaint, Happening, PersonOnCase


def assembled(
    cases: Mapping[str, Case],
    uprns: Mapping[str, str],
    complaints: Sequence[Complaint],
    people: Sequence[PersonOnCase],
    lines: Sequence[CallLine],
    same: Mapping[str, str],
    since: date,
) -> list[Happening]:
    """`cases` are those opened since a day and those the complaints are about; `same` marks one person under two numbers.

    A line of the call that led to one of these cases is not counted again, nor is what ended in error.
    """
    places = _Places(cases, uprns)
    found = [
        *_of_cases(cases, places, since),
        *_of_complaints(cases, places, complaints, same),
        *_of_people(cases, people, same, since),
        *_of_lines(cases, places, lines),
    ]
    return sorted(found, key=lambda each: (each.on, each.reference, each.about, each.key, each.source))


class _Places:
    """Which place words name: a property by its number where a case that says the same words has one, else the words."""

    def __init__(self, cases: Mapping[str, Case], uprns: Mapping[str, str]) -> None:
        numbered = ((case.place, uprn_form(uprns.get(case.reference, ""))) for case in cases.values())
        self.numbers = {address_form(place): number for place, number in numbered if number}

    def key(self, words: str) -> str:
        form = address_form(words)
        return f"uprn {self.numbers[form]}" if form in self.numbers else form


def _of_cases(cases: Mapping[str, Case], places: _Places, since: date) -> Iterator[Happening]:
    for case in cases.values():
        if case.opened_on >= since:
            yield Happening("place", places.key(case.place), case.place, "case", case.reference, case.opened_on)


def _of_complaints(
    cases: Mapping[str, Case], places: _Places, complaints: Sequence[Complaint], same: Mapping[str, str]
) -> Iterator[Happening]:
    for each in complaints:
        case = cases[each.case]
        yield Happening("place", places.key(case.place), case.place, "complaint", each.case, each.made_on)
        if each.person:
            key = same.get(each.person, each.person)
            yield Happening("person", key, "", "complaint", each.case, each.made_on, "reporter", each.person)


def _of_people(
    cases: Mapping[str, Case], people: Sequence[PersonOnCase], same: Mapping[str, str], since: date
) -> Iterator[Happening]:
    for part in people:
        case = cases[part.case]
        if case.opened_on >= since and not part.ended_on:
            key = same.get(part.person, part.person)
            yield Happening("person", key, "", "case", part.case, case.opened_on, part.role, part.person)


def _of_lines(cases: Mapping[str, Case], places: _Places, lines: Sequence[CallLine]) -> Iterator[Happening]:
    for line in lines:
        if line.case not in cases:
            yield Happening("place", places.key(line.where), line.where, "call", line.reference, line.raised_on)


def shown_of(found: Sequence[Happening]) -> list[str]:
    """The cases, lines and people that a look at all of this shows, for the trail."""
    return sorted({each.reference for each in found}) + sorted({each.person for each in found if each.person})
