"""The numbers of a sentence, read once: what kind each is, its value, how finely it was printed, whether it is rough.

Dates, ages, lengths of time, ordinals, citations of law, page numbers and names that hold digits are read too, as
kinds that measure nothing, so that no rule takes a year for a count.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal[
    "count", "percent", "fraction", "points", "money", "rate", "date", "age", "time", "citation", "ordinal", "name"
]
_MEASURING = {"count", "percent", "fraction", "points", "money", "rate"}

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SMALL_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
_WORD_NUMBER = rf"(?:(?i:{_SMALL_WORDS}))(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPAN = r"(?:minutes?|hours?|hrs?|days?|nights?|evenings?|weeks?|weekends?|fortnights?|months?|quarters?|years?|terms?)"
_CITES = (
    r"[Rr]egulations?|[Rr]egs?\.?|[Ss]ections?|ss?\.|SI|[Ss]chedules?|[Pp]arts?|[Aa]rticles?|[Pp]aragraphs?|[Cc]hapters?"
    r"|[Pp]ages?|pp?\.|[Ff]igures?|[Tt]ables?|[Cc]harts?|[Aa]ppendix|[Aa]nnex|[Vv]ersion|[Cc]lause|[Pp]hases?|[Tt]iers?"
    r"|[Pp]riority|[Oo]bjective|[Ss]tage|[Ll]evels?|[Gg]rade|[Cc]ategory|[Bb]and|[Rr]oom|[Uu]nit|[Bb]eat|[Zz]one|[Ww]ave"
)

_TOKEN = re.compile(
    "|".join(
        (
            rf"(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? (?:19|20)\d\d\b)?"
            rf"|\b{_MONTH}\b\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b"
            rf"|\b{_MONTH}\b\.? ['’]?\d{{2,4}}\b(?!,\d|\.\d|%)"
            r"|\b(?:19|20)\d\d ?(?:[/–-]|to) ?(?:(?:19|20)\d\d|\d\d)\b(?!,?\d)|['’]\d\d\b"
            r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|(?<![£$€\d,.])\b(?:19|20)\d\d\b(?![,.]\d|%|\s?per\b)"
            r"|\b24/7\b|\b\d{1,2}[:.]\d\d ?(?:am|pm)?\b(?=\s*(?:am|pm|hours|to \d|and \d{1,2}[:.]))|\b\d{1,2} ?(?:am|pm)\b|\b\d\d:\d\d\b)",
            rf"(?P<citation>\b(?:{_CITES}) ?\d+[A-Z]*(?:\(\w+\))*(?:/\d+)?(?:(?:, | to | and |–|-)\d+[A-Z]*(?:\(\w+\))*)*)",
            r"(?P<age>\b(?:aged?|ages) (?:of )?(?:under |over |between )?\d+(?: ?(?:to|and|or|–|-) ?(?:\d+|over|under|above|older))*\b"
            r"|\b\d+(?:-| )years?(?:-| )olds?\b|\b(?:under|over)(?:-| )\d\ds?\b(?= |-|,(?!\d)|\.(?!\d))(?! ?%)|\b\d+ ?(?:-|–|to) ?\d+(?:-| )years?(?:-| )olds?\b"
            r"|\b\d+ (?:or|and) (?:over|under|older|above)\b|\b\d+\+)",
            rf"(?P<time>\b(?:{_DIGITS}|{_WORD_NUMBER})(?:-| )?(?:(?:working|calendar|consecutive|school|full)[ -])?{_SPAN}\b(?! ?%)"
            rf"|\b(?:last|past|next|previous|first|final|every|within|nearly|over the) (?:{_DIGITS}|{_WORD_NUMBER}) {_SPAN}\b)",
            r"(?P<ordinal>\b\d+(?:st|nd|rd|th)\b)",
            rf"(?P<rate>(?P<rv>{_DIGITS})\s?(?:\w+ ){{0,3}}?(?:per|for every|in every) (?P<rk>(?:1|10|100),?000(?:,000)?|thousand|million|hundred thousand)\b)",
            rf"(?P<points>(?P<qv>{_DIGITS}) (?:percentage|per cent|percent|%)[ -]points?\b)",
            rf"(?P<percent>(?P<pv>{_DIGITS}|\b{_WORD_NUMBER}) ?(?:%|per ?cent\b|pc\b))",
            rf"(?P<money>[£$€] ?(?P<mv>{_DIGITS})(?: ?(?P<mk>k|m|bn|million|billion|thousand)\b)?)",
            r"(?P<name>\b\d[\d,.]*[ -]?(?:m|metres?|meters?|km|kilometres?|miles?|hectares?|acres?|mph|kg|tonnes?|litres?)\b|\b(?=\w*\d)(?=\w*[A-Za-z])\w+(?:-\w+)?\b|\{[^{}\s]+\}|\bhttps?://\S+|\bwww\.\S+|\b0\d{3,4} ?\d{3} ?\d{3,4}\b|\b999\b|\b101\b)",
            r"(?P<fraction>\b(?:(?:[Aa]|one|[Tt]wo|three|nearly a|almost a|over a) (?:third|quarter|fifth|sixth|eighth|tenth)s?|(?:[Tt]wo|[Tt]hree)-(?:thirds|quarters|fifths)|[Hh]alf)\b(?! (?:of the time|party|parties|term|sector)))",
            rf"(?P<count>(?<![\w.,/]){_DIGITS}(?!\w|/\d)|\b{_WORD_NUMBER}\b(?: (?:hundred|thousand|million|dozen))?|\ba dozen\b)",
        )
    )
)
_ROUGH = re.compile(
    r"\b(?:around|about|approximately|approx\.?|roughly|nearly|almost|over|under|more than|less than|fewer than|just over|just under"
    r"|some|circa|c\.|up to|at least|at most|in excess of|close to|above|below|well over)\s*\Z",
    re.IGNORECASE,
)
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "hundred": 1e2, "dozen": 12}


@dataclass(frozen=True)
class Quantity:
    """A number as printed. `decimals` is how many places it shows; `per` is a rate's base, 0 for other kinds."""

    kind: Kind
    value: float
    decimals: int
    start: int
    end: int
    text: str
    rough: bool = False
    per: int = 0

    @property
    def measures(self) -> bool:
        return self.kind in _MEASURING

    @property
    def half_step(self) -> float:
        """Half of the last printed digit: the most that rounding can have moved it."""
        return FRACTION_SLACK if self.kind == "fraction" else 0.5 * 10.0**-self.decimals


@lru_cache(maxsize=20_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text, in order."""
    return tuple(_quantity(match, text) for match in _TOKEN.finditer(text))


def _quantity(match: "re.Match[str]", text: str) -> Quantity:
    kind = next(name for name in _KINDS if match[name] is not None)
    printed = match[{"rate": "rv", "points": "qv", "percent": "pv", "money": "mv"}.get(kind, kind)]
    value, decimals = _fraction(printed) if kind == "fraction" else _value(printed) if kind in _MEASURING else (0.0, 0)
    if kind == "money" and match["mk"]:
        value *= _SCALE[match["mk"]]
    per = _per(match["rk"]) if kind == "rate" else 0
    if match["name"] is not None and match["name"].startswith("{"):
        kind = "count"  # a bound number of one of our own chapters
    if match[0].lower() == "one":
        kind = "name"  # a pronoun as often as a number
    rough = bool(_ROUGH.search(text[max(0, match.start() - 25) : match.start()]))
    return Quantity(kind, value, decimals, match.start(), match.end(), match[0], rough, per)  # type: ignore[arg-type]


_KINDS = (
    "date",
    "citation",
    "age",
    "time",
    "ordinal",
    "rate",
    "points",
    "percent",
    "money",
    "name",
    "fraction",
    "count",
)


_PARTS = {
    "half": 50.0,
    "third": 100 / 3,
    "quarter": 25.0,
    "fifth": 20.0,
    "sixth": 100 / 6,
    "eighth": 12.5,
    "tenth": 10.0,
}
FRACTION_SLACK = 4.0  # points of a per cent by which "a third" may be off


def _fraction(printed: str) -> tuple[float, int]:
    """ "two thirds" in per cent."""
    words = printed.lower().replace("-", " ").split()
    times = next((_UNITS[word] for word in words if word in _UNITS), 1)
    part = next(value for name, value in _PARTS.items() if words[-1].startswith(name))
    return times * part, 0


def _per(printed: str) -> int:
    words = {"thousand": 1_000, "hundred thousand": 100_000, "million": 1_000_000}
    return words[printed] if printed in words else int(printed.replace(",", ""))


def _value(printed: str) -> tuple[float, int]:
    """The value and the decimals shown; a number written in words shows none."""
    plain = printed.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain), len(plain.partition(".")[2])
    if plain.lower() == "a dozen":
        return 12.0, 0
    total = 0.0
    for word in plain.lower().replace("-", " ").split():
        total = total * _SCALE[word] if word in _SCALE else total + _UNITS.get(word, 0)
    return total, 0
