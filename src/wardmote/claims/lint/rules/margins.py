"""A margin that chance may explain: a share against its target, a rate against the nation's, a reduction aimed at."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.quantities import Quantity
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.rules.implied_bases import pairs_in
from wardmote.claims.lint.words import REFERENCE
from wardmote.findings.printed import rate_range, share_range, smallest_reduction, total_needed

NAME = "margin-of-chance"
TARGET = "target-without-count"
CAUGHT = (
    "Orders completed on time were on target (81.2%, target 81%).",
    "Of 120 orders 92 (76.7%) were completed, above the target of 75%.",
    "The rate of suicide per 100,000 people is 12.4, above the national 11.0; there were 61 deaths.",
    "Our ambition is a 10% reduction in suicides. There were 61 suicides in three years.",
    "The 24 re-offenders were 9.6% of the cohort, higher than the national average of 8.5%.",
)
PASSED = (
    "Of 12,000 orders 9,600 (80.0%) were completed, above the target of 75%.",
    "The rate of theft is 12.4 per 1,000, above the national 8.0; there were 4,100 thefts.",
    "The target is 75%.",
    "Calls were answered in 98% of cases against a target of 60%.",
    "Our ambition is a 10% reduction in thefts. There were 12,400 thefts in the year.",
)
SETTLE_COUNT = "Print how many cases the share is of, and its interval."
FEWEST = 30  # below this many cases needed, almost any base would do, and a missing one is not worth a remark
MANY = 1_000  # above this many needed, few partnerships have enough
_TARGET_VALUE = re.compile(
    r"(?<!\bon )(?<!\babove )(?<!\bbelow )(?<!\bunder )(?<!\bover )\btargets?\b[^.;%\d(<]{0,30}?<(\d+)>|\btarget (?:of|is|was|:) ?<(\d+)>|<(\d+)> (?:\w+ )?target\b",
    re.IGNORECASE,
)
_CASES = re.compile(
    r"\b(?:cases?|deaths?|suicides?|incidents?|crimes?|offences?|admissions?|collisions?|casualties|fires?|assaults?|robberies|burglaries|thefts?|killed|people|reports?|victims?|homicides?|murders?|overdoses?)\b",
    re.IGNORECASE,
)
_RATE_SAID = re.compile(
    r"\b(?:rate|rates)\b[^.;]{0,80}?(?:per|for every) (\d{1,3}(?:,\d{3})+|thousand|million)\b", re.IGNORECASE
)
_AIM = re.compile(
    r"\b(?:ambition|target|aim\w*|goal|objective|commit\w+|plan\w*|seek\w*|want\w*)\b[^.;]{0,40}?\b(?:an? |of |by )?(\d+(?:\.\d+)?)(?:%| per ?cent) "
    r"(?:reduction|fall|decrease|cut|drop) in (?:the )?(?:\w+ )*?(?P<what>\w{4,})(?: rates?| numbers?| levels?)?\b(?=[\s.,;)]|\Z)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\bchance\b|\bcannot be told\b|\bno counts? (?:was|were) (?:sent|given|printed)\b", re.IGNORECASE)
"""The passage says itself that the margin may be chance."""


def remarks(document: Document) -> Iterator[Remark]:
    for sentence in document.sentences:
        if not _OWNED.search(sentence.passage.text):
            yield from _targets(sentence)
            yield from _against_others(sentence)
        yield from _aims(sentence, document)


def _targets(sentence: Sentence) -> Iterator[Remark]:
    marked = _marked(sentence)
    for match in _TARGET_VALUE.finditer(marked):
        target = sentence.figures[int(match[1] or match[2] or match[3])]
        shares = [q for q in sentence.figures if q.kind == "percent" and q is not target and q.value <= 100]
        if target.kind != "percent" or not shares or target.value > 100:
            continue
        value = min(shares, key=lambda q: abs(q.start - target.start))
        if value.value != target.value:
            yield from _against_target(sentence, value, target)


def _against_target(sentence: Sentence, value: Quantity, target: Quantity) -> Iterator[Remark]:
    words = f"{value.text} against {target.text}"
    counted = _cases_of(sentence, value)
    if counted:
        low, high = share_range(*counted)
        if low <= target.value <= high:
            why = f"{counted[0]:,} of {counted[1]:,} could be anything from {low:.1f}% to {high:.1f}% by chance, which holds the target of {target.text}."
            yield Remark(
                sentence.line, NAME, words, why, "Say that it cannot be told from the target, or give more cases."
            )
        return
    needed = total_needed(value.value, target.value)
    if needed >= MANY:
        why = f"No number of cases is printed, and it would take {needed:,} for {value.text} to be told from {target.text}: chance explains a margin like this."
        yield Remark(sentence.line, NAME, words, why, SETTLE_COUNT)
    elif needed >= FEWEST:
        why = f"No number of cases is printed; it takes at least {needed:,} for {value.text} to be told from {target.text}."
        yield Remark(sentence.line, TARGET, words, why, SETTLE_COUNT)


def _cases_of(sentence: Sentence, value: Quantity) -> tuple[int, int] | None:
    """The count and total behind a percentage, when the sentence prints them."""
    counts = [q for q in sentence.figures if q.kind == "count" and q.value == int(q.value) and q.value > 0]
    for part in counts:
        for whole in counts:
            if whole.value > part.value and abs(100 * part.value / whole.value - value.value) <= value.half_step + 0.05:
                return int(part.value), int(whole.value)
    totals = [
        q
        for q in counts
        if re.search(r"\b(?:of|n ?=|out of|from|base:?) ?(?:the )?\Z", sentence.text[: q.start], re.IGNORECASE)
    ]
    if len(totals) == 1:
        whole_ = int(totals[0].value)
        return round(value.value * whole_ / 100), whole_
    return None


def _against_others(sentence: Sentence) -> Iterator[Remark]:
    """A rate or share against a reference, where the number of cases is printed in the sentence or next to it."""
    mine, reference, per = _two_rates(sentence)
    if not mine or not reference or mine.value == reference.value:
        return
    words = f"{mine.text} against {reference.text}"
    if per:
        cases = _number_of_cases(sentence)
        if not cases:
            return
        low, high = rate_range(mine.value, cases)
        if low <= reference.value <= high:
            why = f"With {cases:,} cases a rate of {mine.value:g} has a 95% interval of {low:.2f} to {high:.2f}, which holds the {reference.value:g} it is compared with: chance explains the difference."
            yield Remark(
                sentence.line,
                NAME,
                words,
                why,
                "Print the interval, and say that it cannot be told from the reference.",
            )
        return
    pair = next((p for p in pairs_in(sentence) if p.percent == mine), None)
    if pair and pair.base.base >= pair.count.value:
        low, high = share_range(int(pair.count.value), max(int(pair.count.value), round(pair.base.base)))
        if low <= reference.value <= high:
            why = f"{pair.count.text} at {mine.text} has a 95% interval of {low:.1f}% to {high:.1f}%, which holds the {reference.text} it is compared with."
            yield Remark(
                sentence.line,
                NAME,
                words,
                why,
                "Print the base and the interval, and say that it cannot be told from the reference.",
            )


def _two_rates(sentence: Sentence) -> tuple[Quantity | None, Quantity | None, bool]:
    """The area's own rate or share, the reference's, and whether they are rates."""
    rates = [q for q in sentence.figures if q.kind == "rate"]
    stated = bool(_RATE_SAID.search(sentence.text))
    if rates or stated:
        numbers = [
            q
            for q in sentence.figures
            if q.kind in ("rate", "count") and (q.kind == "rate" or _like_a_rate(sentence, q))
        ]
        return (*_mine_and_other(sentence.text, numbers), True)
    return (*_mine_and_other(sentence.text, [q for q in sentence.figures if q.kind == "percent"]), False)


def _like_a_rate(sentence: Sentence, quantity: Quantity) -> bool:
    """A bare number that is a rate: printed with decimals, or named as the reference's, and not the base itself."""
    before, after = sentence.text[: quantity.start], sentence.text[quantity.end :]
    if re.search(r"(?:per|for every) \Z", before) or _CASES.match(after.lstrip()):
        return False
    return quantity.decimals > 0 or bool(REFERENCE.search(before[-40:]))


def _mine_and_other(text: str, numbers: list[Quantity]) -> tuple[Quantity | None, Quantity | None]:
    others = [
        q
        for q in numbers
        if REFERENCE.search(re.split(r"[,;]|\d", text[: q.start])[-1])
        or REFERENCE.match(text[q.end :].lstrip(" (").removeprefix("for ").removeprefix("in "))
    ]
    own = [q for q in numbers if q not in others]
    if len(others) != 1 or not own:
        return None, None
    return min(own, key=lambda q: abs(q.start - others[0].start)), others[0]


def _number_of_cases(sentence: Sentence) -> int:
    """The count of cases in the sentence, or in the one after or before it; 0 when there is none or more than one."""
    before, after = sentence.neighbours
    for place in (sentence, after, before):
        if place is None:
            continue
        counts = [
            q for q in place.figures
            if q.kind == "count" and not q.decimals and q.value >= 1 and not re.search(r"(?:per|every) \Z", place.text[: q.start])
            and _CASES.search(place.text[q.end : q.end + 40])
        ]  # fmt: skip
        if len(counts) == 1:
            return int(counts[0].value)
    return 0


def _aims(sentence: Sentence, document: Document) -> Iterator[Remark]:
    """A reduction aimed at that is smaller than the smallest the printed number of cases could show."""
    for match in _AIM.finditer(sentence.text):
        stem = match["what"].lower().rstrip("s")[:7]
        cases = _largest_count_of(stem, document)
        if not cases:
            continue
        smallest = smallest_reduction(cases)
        if float(match[1]) < smallest:
            why = f"The document counts {cases:,}; against that, a fall of less than {smallest:.0f}% cannot be told from chance, so a {match[1]}% reduction could not be shown to have happened."
            yield Remark(
                sentence.line,
                NAME,
                shortened(match[0]),
                why,
                "Aim at something that can be shown: more years together, a wider area, or what is done.",
            )


def _largest_count_of(stem: str, document: Document) -> int:
    """The largest count printed in the document in a sentence about the thing."""
    if len(stem) < 5:
        return 0
    found = [0]
    for sentence in document.sentences:
        if stem in " ".join(s.text.lower() for s in (*sentence.neighbours, sentence) if s):
            found += [int(q.value) for q in sentence.figures if q.value >= 5 and _counts_cases(sentence, q)]
    return max(found)


def _counts_cases(sentence: Sentence, quantity: Quantity) -> bool:
    """A whole number of cases, and not the base of a rate."""
    return (
        quantity.kind == "count"
        and not quantity.decimals
        and not re.search(r"(?:per|every) \Z", sentence.text[: quantity.start])
        and bool(_CASES.match(sentence.text[quantity.end :].lstrip()))
    )


def _marked(sentence: Sentence) -> str:
    text, end, parts = sentence.text, 0, []
    for index, quantity in enumerate(sentence.figures):
        parts += [text[end : quantity.start], f"<{index}>"]
        end = quantity.end
    return "".join(parts) + text[end:]
