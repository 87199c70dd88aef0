"""Counts and percentages printed side by side that are shares of different bases, none of which is printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wardmote.claims.lint.passages import Document, Passage, Sentence
from wardmote.claims.lint.quantities import Quantity
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import REFERENCE
from wardmote.findings.printed import ImpliedBase, implied_base

NAME = "implied-base"
SEVERAL = "several-denominators"
WHY = "A share is read against the base a reader has in mind."
SETTLE = "Print the base beside each share, with its source and year, or use one base throughout."
CAUGHT = (
    "Debt troubles 12% of adults, 15% of households and 9% of respondents.",
    "Burglary was 9.1 per 1,000 households and violence 310 per 100,000 population.",
    "The survey found 4,000 people, 10% of those asked, afraid to go out. Depression affects 9,000 people, or 15%.",
    "There are 2,000 drinkers at risk, which is 0.8% of the population of the borough. The population of the borough is 210,000.",
)
PASSED = (
    "There were 300 crimes; 30 (10%) were burglaries and 60 (20%) were thefts.",
    "In all 120 (40%) were women and 180 (60%) were men.",
    "Theft fell by 10% to 900 and arson rose by 20% to 60.",
    "Satisfaction stood at 71% (n=120). Trust was 64% (base: 350 residents).",
    "Of 400 orders, 302 (75.5%) were completed.",
)
_STEP = re.compile(
    r"\b(?:rose|risen|fell|fallen|increas\w*|decreas\w*|reduc\w*|drop\w*|declin\w*|grew|grown|up|down|higher|lower|rise|fall|more|fewer|less|change|target|cut)\b"
    r"(?: \w+){0,4}? (?:by |of |around |about |nearly |over |approximately |some |to )*\Z",
    re.IGNORECASE,
)
_STEP_AFTER = re.compile(
    r"\A(?:[ -](?:\w+ )?(?:increase|rise|reduction|fall|decrease|drop|decline|higher|lower|more|fewer|less|up|down|growth|target|confidence|change|cut)\b)",
    re.IGNORECASE,
)
_BASE_SAID = re.compile(r"(?:\bn ?= ?|\b(?:base|sample)(?: size)?(?: of| was|:)? |\bout of |\basked )\Z", re.IGNORECASE)
_NAMED = re.compile(r"\A,? of (?:the |all |our |those |these |its |their )?((?:\w+[- ]?){1,4})", re.IGNORECASE)
_POPULATION = re.compile(r"\b(?:population|residents|people living|inhabitants)\b", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"\A (?:of|among|amongst) (?:the |all |our |its |local |those |people |registered )*((?!total|which|them|these|those|this)[a-z]+)",
    re.IGNORECASE,
)
_PER_WHAT = re.compile(
    r"\A,? (?:of (?:the )?)?(population|residents|people|households|homes|dwellings|adults|children|women|men|registered|working|vehicles|premises|visitors)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pair:
    """A count and a percentage of one thing, and the base the two imply. `named` is "of …" after the percentage."""

    sentence: Sentence
    count: Quantity
    percent: Quantity
    base: ImpliedBase
    named: str

    def __str__(self) -> str:
        return f"{self.count.text} at {self.percent.text}"


def remarks(document: Document) -> Iterator[Remark]:
    for passage in document.prose:
        yield from _named_bases(passage)
    for section in document.by_section():
        pairs = [pair for passage in section for sentence in passage.sentences for pair in pairs_in(sentence)]
        unsaid = [pair for pair in pairs if not _is_printed(pair, section)]
        apart = _apart(unsaid)
        if apart:
            listed = "; ".join(f"{pair} implies {pair.base.base:,.0f}" for pair in apart)
            yield Remark(
                apart[0].sentence.line, SEVERAL, "; ".join(map(str, apart)),
                f"Shares printed together rest on {_groups(apart)} different bases, and none is printed: {listed}.", SETTLE,
            )  # fmt: skip
            yield from (_remark(pair) for pair in apart)
        yield from (
            _remark(pair, wrong)
            for pair in unsaid
            if pair not in apart
            for wrong in [_wrong_population(pair, document)]
            if wrong
        )


def _named_bases(passage: Passage) -> Iterator[Remark]:
    """Shares of three kinds of base in a passage of prose, or rates on two in a sentence."""
    if passage.kind == "row":
        return
    shares = {
        match[1].lower(): q.text
        for s in passage.sentences
        for q in s.figures
        if q.kind == "percent" and (match := _OF_WHOM.match(s.text[q.end :]))
    }
    if len(shares) >= 3:
        listed = ", ".join(f"{text} of {name}" for name, text in shares.items())
        yield Remark(
            passage.line,
            SEVERAL,
            listed,
            f"{WHY} Here the shares are of {len(shares)} different things, and cannot be set against each other.",
            SETTLE,
        )
    for sentence in passage.sentences:
        rates = {(q.per, _whom(sentence, q)) for q in sentence.figures if q.kind == "rate"}
        whom = {"people" if name in ("population", "residents") else name for _, name in rates if name}
        if len({per for per, _ in rates}) > 1 or len(whom) > 1:
            listed = ", ".join(f"per {per:,}{' ' + name if name else ''}" for per, name in sorted(rates))
            why = f"{WHY} Rates on different bases stand in one sentence and cannot be set against each other."
            yield Remark(sentence.line, SEVERAL, listed, why, SETTLE)


def _whom(sentence: Sentence, rate: Quantity) -> str:
    match = _PER_WHAT.match(sentence.text[rate.end :])
    return match[1].lower() if match else ""


def _remark(pair: Pair, against: str = "") -> Remark:
    base = pair.base
    why = f"{pair.count.text} is {pair.percent.text} of about {base.base:,.0f} ({base.least:,.0f} to {base.most:,.0f} with rounding), a base that is not printed."
    named = (
        f" It is said to be a share of the {pair.named}: is that what was counted?"
        if _POPULATION.search(pair.named)
        else ""
    )
    return Remark(pair.sentence.line, NAME, shortened(str(pair)), why + named + against, SETTLE)


def _may_be_a_part(sentence: Sentence, quantity: Quantity) -> bool:
    """A count that is not itself said to be the base: "71% (n=120)"."""
    said = _BASE_SAID.search(sentence.text[: quantity.start])
    return quantity.kind == "count" and quantity.value >= 10 and not quantity.text.startswith("{") and not said


def pairs_in(sentence: Sentence) -> Iterator[Pair]:
    """Counts with the percentage that restates them. Changes, targets and other areas' shares are not restatements."""
    shares = [q for q in sentence.figures if q.kind == "percent" and _is_share(sentence.text, q)]
    counts = [q for q in sentence.figures if _may_be_a_part(sentence, q)]
    for share in shares:
        near = [c for c in counts if _joined(sentence.text, c, share)]
        if not near:
            continue
        count = min(near, key=lambda c: abs(c.start - share.start))
        counts.remove(count)
        base = implied_base(count.value, share.value, share.half_step)
        if base and share.value < 100 and not _is_its_base(sentence.text, count, share):
            named = _NAMED.match(sentence.text[share.end :])
            yield Pair(sentence, count, share, base, named[1].strip() if named else "")


def _is_share(text: str, quantity: Quantity) -> bool:
    before, after = text[: quantity.start], text[quantity.end :]
    clause = re.split(r"[,;(]", before)[-1]
    return not (
        _STEP.search(before)
        or _STEP_AFTER.match(after)
        or REFERENCE.search(clause)
        or re.search(r"\b(?:target|compared (?:with|to)|against|than|from|to)\b[^,;]*\Z", clause)
    )


def _joined(text: str, count: Quantity, share: Quantity) -> bool:
    """Nothing between the two but words that restate: no other figure's clause, no comparison."""
    first, second = sorted((count, share), key=lambda q: q.start)
    between = text[first.end : second.start]
    if len(between) > 200 or re.search(r"[.]\s|\b(?:while|whereas|target|compared|against|than)\b", between):
        return False
    return not any(first.end <= q.start < second.start and q.measures for q in _all(text))


def _all(text: str) -> tuple[Quantity, ...]:
    from wardmote.claims.lint.quantities import quantities

    return quantities(text)


def _is_its_base(text: str, count: Quantity, share: Quantity) -> bool:
    """ "62% of 1,240", "of 1,240 people 62%": the count is what the share is taken of."""
    if share.end <= count.start and re.fullmatch(
        r",? of (?:the |all |our |those |these |some |about |around |over |nearly )*", text[share.end : count.start]
    ):
        return True
    return bool(
        re.search(
            r"\b(?:of|out of|among|amongst|from|sample of|base of) (?:the |all |our |these |those |a total of )*\Z",
            text[: count.start],
            re.IGNORECASE,
        )
    ) and not re.search(r"\btotal of \Z", text[: count.start])


def _is_printed(pair: Pair, section: list[Passage]) -> bool:
    """Whether a number printed nearby could be the base."""
    figures = [q for passage in section for sentence in passage.sentences for q in sentence.figures]
    return any(q.kind == "count" and q.value != pair.count.value and pair.base.holds(q.value) for q in figures)


def _apart(pairs: list[Pair]) -> list[Pair]:
    """The pairs whose bases cannot be one number; none when each says in words what it is a share of."""
    names = [pair.named.lower() for pair in pairs]
    if all(names) and len(set(names)) == len(names):
        return []
    if all(left.base.agrees(right.base) for left in pairs for right in pairs):
        return []
    return pairs


def _groups(pairs: list[Pair]) -> int:
    kept: list[Pair] = []
    for pair in pairs:
        if not any(pair.base.agrees(other.base) for other in kept):
            kept.append(pair)
    return len(kept)


def _wrong_population(pair: Pair, document: Document) -> str:
    """A share of "the population" whose base is not the population printed elsewhere in the document."""
    if not _POPULATION.search(pair.named):
        return ""
    for sentence in document.sentences:
        for quantity in sentence.figures:
            if quantity.kind != "count" or quantity.value < 1000 or quantity is pair.count or sentence is pair.sentence:
                continue
            if re.search(r"\bpopulation\b", sentence.text, re.IGNORECASE) and not sentence.text[
                quantity.end :
            ].lstrip().startswith("%"):
                holds = (
                    pair.base.least <= quantity.value + quantity.half_step
                    and pair.base.most >= quantity.value - quantity.half_step
                )
                return "" if holds else f" Elsewhere the document gives a population of {quantity.text}."
    return ""
