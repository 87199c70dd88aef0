"""An abbreviation nobody wrote out, or one that was explained and is not used."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from wardmote.claims.lint.passages import Document, Passage
from wardmote.claims.lint.remark import Remark

NAME = "undefined-abbreviation"
UNUSED = "unused-abbreviation"
WHY = "Never written out in the text, nor in a glossary."
CAUGHT = (
    "The DAT met monthly.",
    "Officers avoided an S17 referral.",
    "The Joint Tasking Group (JTG) was formed.",
)
PASSED = (
    "The Joint Tasking Group (JTG) was formed. The JTG meets monthly.",
    "The JTG (Joint Tasking Group) was formed. It reports to JTG members.",
    "The NHS and the UK government.",
    "We did NOT do this. We could not do this.",
    "Travel by the A2, the M25 or to ME4 4TR.",
    "# Glossary\n\nJTG\tJoint Tasking Group\n\n# Text\n\nThe JTG met.",
    "GROUP IV MET IN ROOM TWO",
)
KNOWN = frozenset(
    [
        "UK",
        "US",
        "USA",
        "EU",
        "UN",
        "GB",
        "NHS",
        "GP",
        "BBC",
        "ITV",
        "TV",
        "DVD",
        "CD",
        "PC",
        "IT",
        "ID",
        "PDF",
        "URL",
        "AM",
        "PM",
        "AD",
        "BC",
        "OK",
        "FAQ",
        "CCTV",
        "DNA",
        "HIV",
        "AIDS",
        "MP",
        "VAT",
        "MOT",
        "PIN",
        "SMS",
        "GPS",
        "HM",
        "KC",
        "QC",
        "OBE",
        "MBE",
        "CBE",
        "COVID",
        "PPE",
        "NB",
        "PS",
        "PA",
        "HR",
        "TBC",
        "TBD",
        "NA",
        "AGM",
        "WC",
        "USB",
        "SIM",
        "LED",
        "DJ",
        "DIY",
        "POINTS",
        "GCSE",
        "A&E",
        "Q&A",
        "B&B",
        "GDPR",
        "LGBT",
        "LGBTQ",
        "CEO",
        "AI",
        "HQ",
        "PE",
    ]
)  # what a general reader knows without being told
SHOUTED = frozenset(
    ["TOTAL", "DRAFT", "NOTE", "NOTES", "TABLE", "NEW", "ALL", "NOT", "AND", "YES", "NO", "OR", "EVENT", "OPEN", "DATE", "NAME",
     "MAP", "WARD", "KEY", "END", "SEE", "FOR", "THE", "IF", "ONLY", "WHY", "WHAT", "WHEN", "WHO", "HOW", "PART", "PAGE", "AREA",
     "TYPE", "RATE", "YEAR", "MONTH", "CRIME", "PLAN", "RED", "AMBER", "GREEN", "HIGH", "LOW", "JAN", "FEB", "MAR", "APR", "MAY",
     "JUN", "JUL", "AUG", "SEP", "SEPT", "OCT", "NOV", "DEC", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "NORTH", "SOUTH",
     "EAST", "WEST", "STOP", "GO", "MUST", "DO", "IS", "OF", "TO", "BY", "WE", "CHAIR", "SMART"]
)  # fmt: skip
"""Words in capitals, in headings of tables or for emphasis, and no abbreviations."""
_TOKEN = re.compile(r"(?<![\w/@.#&{-])[A-Z][A-Z&]{0,4}[A-Z](?=s?\b)(?:s\b)?(?!\w|[/-]\d|\.\w|@)")
_SECTION = re.compile(r"(?<![\w/{'’-])(?:S|s\.) ?(\d{1,3}[A-Z]?)\b(?!\w|[.,]\d|%)")
_ROMAN = re.compile(r"(?=[IVXL]+\Z)X{0,3}(?:IX|IV|V?I{0,3})\Z")
_SMALL = {"and", "of", "the", "for", "in", "on", "to", "a", "with", "by"}
_ACT = re.compile(r"\b(?:Act|Order|Regulations)\b")


def remarks(document: Document) -> Iterator[Remark]:
    defined = definitions(document)
    uses = _uses(document)
    for short, lines in uses.items():
        if short in KNOWN or short in SHOUTED or short in defined or _ROMAN.match(short):
            continue
        where = f" Used on line {', '.join(map(str, sorted(set(lines))[:6]))}." if len(set(lines)) > 1 else ""
        yield Remark(
            lines[0],
            NAME,
            short,
            WHY + where,
            f"Write {short} out where it is first used, and add it to the glossary if there is one.",
        )
    yield from _sections(document)
    for short, (line, meaning) in defined.items():
        if (
            not any(at != line for at in uses.get(short, []))
            and uses.get(short, []).count(line) <= 1
            and not _mixed_use(short, document, line)
        ):
            yield Remark(
                line,
                UNUSED,
                short,
                f"Explained as “{meaning}” and not used again.",
                "Write the name in full and leave the abbreviation out, or use it.",
            )


def definitions(document: Document) -> dict[str, tuple[int, str]]:
    """Each abbreviation with the line and the words that explain it; a glossary goes before the text."""
    return {short: places[0] for short, places in all_definitions(document).items()}


@lru_cache(maxsize=4)
def all_definitions(document: Document) -> dict[str, list[tuple[int, str]]]:
    """Each abbreviation with every explanation of it, those of the glossary first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for passage in document.glossary:
        entry = _glossary_entry(passage)
        if entry:
            for short in _parts(entry[0]):
                found[short].append((passage.line, entry[1]))
    for passage in document.passages:
        if passage in document.glossary:
            continue
        for short, meaning, position in _explained(passage.text):
            found[short].append((passage.line_at(position), meaning))
    return dict(found)


def _parts(short: str) -> list[str]:
    """ "ABC DEF" explains each of its words as well, since they are used apart."""
    words = short.split()
    return [singular(word) for word in words] if len(words) > 1 else [singular(short)]


def singular(short: str) -> str:
    return re.sub(r"['’]?s\Z", "", short) if re.search(r"[A-Z]['’]?s\Z", short) else short


def _glossary_entry(passage: Passage) -> tuple[str, str] | None:
    cells = passage.cells
    bracketed = re.search(r"(.+) \(([A-Z][\w&]*[A-Z][\w&]*)\)\Z", cells[0]) if cells else None
    if bracketed:
        return bracketed[2], bracketed[1]
    if len(cells) >= 2 and re.search(r"[A-Z].*[A-Z]|[A-Z]\d", cells[0]) and len(cells[0]) <= 15:
        return cells[0], cells[1]
    match = re.match(r"([A-Z][\w&]*(?: [A-Z]{2,})?)\s*(?:[:=–—-]|\bis\b|\bmeans\b|\bstands for\b)\s+(.+)", passage.text)
    return (match[1], match[2]) if match and re.search(r"[A-Z].*[A-Z]", match[1]) else None


def _explained(text: str) -> Iterator[tuple[str, str, int]]:
    """ "Long Form (LF)", "LF (long form)", "LF stands for long form"."""
    for match in re.finditer(
        r"\((?:the |or |hereafter )?[\"“'‘]?([A-Z][\w&]*[A-Z0-9][\w&]*(?: [A-Z]{2,})*)[\"”'’]?(?:[;,][^()]*)?\)", text
    ):
        meaning = long_form(match[1], text[: match.start()])
        if meaning:
            for short in _parts(match[1]):
                yield short, meaning, match.start()
    for match in re.finditer(r"\b([A-Z][\w&]*[A-Z][\w&]*)(?:['’]s)? \(([^()]{5,90})\)", text):
        words = match[2].split()
        if len(words) >= 2 and words[0][0].lower() == match[1][0].lower():
            yield singular(match[1]), match[2], match.start()
    for match in re.finditer(r"\b([A-Z][A-Z&]+)(?: stands for |, short for |, that is,? )([^.;,()]{5,80})", text):
        yield match[1], match[2], match.start()


def long_form(short: str, before: str) -> str:
    """The words just before a bracket that spell the abbreviation, blank when they do not."""
    letters = re.sub(r"[^A-Za-z]", "", singular(short).replace(" ", "")).lower()
    words = re.findall(r"[\w'’&/,-]+", before)[-len(letters) * 3 - 4 :]
    for count in range(max(2, len(letters) // 2), len(words) + 1):
        taken = words[-count:]
        if taken[0][0].lower() == letters[0] and _spells(letters, taken):
            return " ".join(taken)
    return ""


def _spells(letters: str, words: list[str]) -> bool:
    """Whether the letters are met in order among the beginnings of the words, or inside words in their place."""
    initials = "".join(part[0].lower() for word in words for part in re.split(r"[-/]", word.strip(",'’")) if part)
    return _within(letters, initials) or (
        len(letters) <= 3 * len(words)
        and _within(letters, "".join(words).lower())
        and len(words) >= 2
        and initials[-1] in letters
    )


def _within(needle: str, hay: str) -> bool:
    letters = iter(hay)
    return all(letter in letters for letter in needle)


def _uses(document: Document) -> dict[str, list[int]]:
    """The lines on which each abbreviation stands outside the glossary, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    words = {word for passage in document.passages for word in re.findall(r"\b[a-z]{2,}\b", passage.text)}
    for passage in document.prose:
        if _shouted(passage.text):
            continue
        for match in _TOKEN.finditer(passage.text):
            short = singular(match[0])
            if short.lower() not in words or short in ("IT",):
                found[short].append(passage.line_at(match.start()))
    return dict(found)


def _shouted(text: str) -> bool:
    """A line in capitals, of which no word is an abbreviation."""
    letters = [character for character in text if character.isalpha()]
    return len(text.split()) > 2 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _mixed_use(short: str, document: Document, line: int) -> bool:
    """Whether a name that is not all capitals is used somewhere beside its explanation, in any spelling of case."""
    pattern = re.compile(rf"(?<!\w){re.escape(short)}(?:['’]?s)?(?!\w)", re.IGNORECASE)
    inside = {passage.line for passage in document.glossary}
    return sum(len(pattern.findall(p.text)) for p in document.passages if p.line not in inside) > (
        0 if line in inside else 1
    )


def _sections(document: Document) -> Iterator[Remark]:
    """ "S17" or "s.17" where no Act is named in the passage or a glossary explains it."""
    seen: set[str] = set()
    for passage in document.prose:
        for match in _SECTION.finditer(passage.text):
            short = f"S{match[1]}"
            if (
                short in seen
                or _ACT.search(passage.text)
                or any(short.lower() in p.text.lower().replace(".", "") for p in document.glossary)
            ):
                continue
            seen.add(short)
            yield Remark(
                passage.line_at(match.start()), NAME, match[0], "A section is cited and no Act is named with it, nor in a glossary.",
                f"Write “section {match[1]}” and the name of the Act.",
            )  # fmt: skip
