"""A percentage that disagrees with the counts printed beside it: a change, a direction, a multiple or a share."""

import re
from collections.abc import Iterator

from wardmote.claims.lint.passages import Document, Sentence
from wardmote.claims.lint.quantities import Quantity
from wardmote.claims.lint.remark import Remark, shortened
from wardmote.claims.lint.words import DOWN, UP

NAME = "percent-disagrees"
WHY = "The percentage and the counts printed beside it cannot both be right."
SETTLE = "Work the percentage out again from the counts, or correct the counts."
CAUGHT = (
    "| Burglary | 300 | 330 | +15% |",
    "Incidents reduced by 12% (2,400 to 2,250).",
    "There were 1,320 incidents, up 20% from 1,200.",
    "Arson increased by a third, from 60 to 90.",
    "Incidents dropped by 25%: 800 in 2021/22 and 640 in 2022/23.",
    "In 2022 there were 150 fires; in 2023 there were 120, a fall of 30%.",
    "Burglary rose by 20%, from 300 to 330.",
    "Thefts fell from 310 to 352.",
    "There were 240 fires in 2021 compared with 200 in 2020, a rise of 40%.",
    "In all, 30 of 400 (9%) were repeat victims.",
    "Complaints doubled, from 100 to 140.",
    "Robbery was down 12% at 440, compared with 480 the year before.",
    "In all 1,250 residents (12.5% of the borough's 11,000) smoke.",
    "Of the 200 residents asked, 90 (60%) felt safe.",
    "There were 1,240 offences, down 12% from 1,380 the year before.",
    "Officers recorded 90 thefts, an increase of 25% on the 80 of 2021.",
)
PASSED = (
    "| Burglary | 300 | 330 | +10% |",
    "| Burglary | 330 | 300 | 27% |",
    "There were 1,320 incidents, up 10% from 1,200.",
    "Arson increased by half, from 60 to 90.",
    "Incidents dropped by 20%: 800 in 2021/22 and 640 in 2022/23.",
    "Burglary rose by 10%, from 300 to 330.",
    "Burglary rose around 21%, from 100 to 120.5.",
    "In all, 30 of 400 (7.5%) were repeat victims.",
    "Complaints nearly doubled, from 100 to 190.",
    "Compliance rose from 85% to 97%.",
    "There were 240 fires in 2021 compared with 200 in 2020, a rise of 20%.",
    "Burglary fell 10% from 500 to 450 and theft rose 50% from 40 to 60.",
    "There were 1,240 offences, down 10% from 1,380 the year before.",
    "There were 40 thefts and 15 robberies, and 12% of calls came at night.",
    "Calls fell by 12% in both wards, from 500 to 440 and from 300 to 264.",
)
_NEAR = r"(?:just |only |around |about |approximately |nearly |almost |over |under |some |more than |less than |a total of |the |its )*"
_FROM_TO = re.compile(rf"\bfrom {_NEAR}<(?P<a>\d+)>[^<>.;]{{0,70}}? to {_NEAR}<(?P<b>\d+)>")
_IN_BRACKETS = re.compile(rf"\({_NEAR}<(?P<a>\d+)> to {_NEAR}<(?P<b>\d+)>\)")
_AGAINST = re.compile(
    rf"<(?P<b>\d+)>[^<>.;]{{0,80}}?\b(?:compared (?:with|to)|against|up from|down from|as against|versus) {_NEAR}<(?P<a>\d+)>"
)
_TO_FROM = re.compile(rf"\bto {_NEAR}<(?P<b>\d+)>(?:(?! and )[^<>.;]){{0,60}}? from {_NEAR}<(?P<a>\d+)>")
_THEN = re.compile(
    rf"<(?P<b>\d+)>[^<>;]{{0,20}}\({_NEAR}<(?P<a>\d+)> (?:in the |the )?(?:year before|previous|last|prior)"
)
_BETWEEN = re.compile(
    rf"<(?P<b>\d+)>[^<>;]{{0,60}}?\b(?:up|down|rise|fall|increase|decrease|reduction|drop|more|fewer)\b[^<>.;]{{0,20}}<\d+>[^<>.;]{{0,25}}?"
    rf"\b(?:from|on|compared (?:with|to)|against|over|than) {_NEAR}<(?P<a>\d+)>"
)
_OF = re.compile(rf"<(?P<x>\d+)>(?: \w+){{0,2}}? (?:of|out of|from) {_NEAR}<(?P<n>\d+)>|<(?P<x2>\d+)>/<(?P<n2>\d+)>")
_OF_FIRST = re.compile(rf"\b[Oo]f {_NEAR}<(?P<n>\d+)>[^<>.;]{{0,60}}?,? {_NEAR}<(?P<x>\d+)> ?\(")
_OF_ITS_BASE = re.compile(
    rf"<(?P<x>\d+)>[^<>.;]{{0,40}}?(?:\(|, |, or |, which is )<(?P<p>\d+)> of {_NEAR}(?:[\w'’]+ ){{0,4}}?<(?P<n>\d+)>"
)
_MULTIPLES = {"doubled": 2.0, "trebled": 3.0, "tripled": 3.0, "quadrupled": 4.0, "halved": 0.5}
_MULTIPLE = re.compile(
    r"\b(?P<more>more than |over |at least )?(?P<near>nearly |almost |around |about |roughly |virtually )?(?P<word>"
    + "|".join(_MULTIPLES)
    + r")\b",
    re.IGNORECASE,
)
_DIRECTION_WORD = 45  # characters before a pair in which its verb is looked for
_ROUGH_EXTRA = {True: 1.0, False: 0.0}


def remarks(document: Document) -> Iterator[Remark]:
    headings: tuple[str, ...] = ()
    for passage in document.prose:
        if passage.kind == "row":
            headings = headings if any(map(_COUNT_CELL.fullmatch, passage.cells)) else passage.cells
            for why in _row(passage.cells, headings):
                yield Remark(passage.line, NAME, shortened(passage.text.replace("\t", " "), 60), f"{WHY} {why}", SETTLE)
    for sentence in document.sentences:
        for why in (*_shares(sentence), *_changes(sentence)):
            yield Remark(sentence.line, NAME, shortened(sentence.text, 60), f"{WHY} {why}", SETTLE)


_AGAINST_ANOTHER = re.compile(r"\b(?:against|elsewhere|relative|compared)\b", re.IGNORECASE)
_COUNT_CELL, _STEP_CELL = re.compile(r"\d{1,3}(?:,\d{3})+|\d+"), re.compile(r"([+\-−–])\s?(\d+(?:\.(\d+))?)\s?%")


def _row(cells: tuple[str, ...], headings: tuple[str, ...]) -> Iterator[str]:
    """Two counts of a table row and the signed percentage that follows them; either count may be the earlier.

    A column whose heading sets this place against another says something else than how the two counts changed.
    """
    over = headings if len(headings) == len(cells) else ("",) * len(cells)
    for first, second, step, heading in zip(cells, cells[1:], cells[2:], over[2:], strict=False):
        signed = _STEP_CELL.fullmatch(step)
        if (
            not signed
            or _AGAINST_ANOTHER.search(heading)
            or not _COUNT_CELL.fullmatch(first)
            or not _COUNT_CELL.fullmatch(second)
        ):
            continue
        counts = [int(cell.replace(",", "")) for cell in (first, second)]
        said = float(signed[2]) * (1 if signed[1] == "+" else -1)
        half = 0.5 * 10.0 ** -len(signed[3] or "")
        changes = [100 * (after / before - 1) for before, after in (counts, counts[::-1]) if before]
        if changes and not any(abs(change - said) <= half + 1e-9 for change in changes):
            yield f"From {first} to {second} is {changes[0]:+.1f}%, not {step}."


def _marked(sentence: Sentence) -> str:
    """The sentence with each count or percentage as <its number in the list of figures>."""
    text, end, parts = sentence.text, 0, []
    for index, quantity in enumerate(sentence.figures):
        parts += [text[end : quantity.start], f"<{index}>"]
        end = quantity.end
    return "".join(parts) + text[end:]


def _shares(sentence: Sentence) -> Iterator[str]:
    """x of n (p%)."""
    figures, marked = sentence.figures, _marked(sentence)
    for match in (*_OF.finditer(marked), *_OF_FIRST.finditer(marked), *_OF_ITS_BASE.finditer(marked)):
        groups = match.groupdict()
        x, n = (figures[int(groups.get(name) or groups.get(f"{name}2") or 0)] for name in ("x", "n"))
        percent = figures[int(groups["p"])] if "p" in groups else _beside(figures, marked, match)
        if percent is None or percent.kind != "percent" or not _is_part(x, n):
            continue
        true = 100 * x.value / n.value
        if abs(true - percent.value) > percent.half_step + _ROUGH_EXTRA[percent.rough] + 1e-9:
            yield f"{x.text} of {n.text} is {true:.1f}%, not {percent.text}."


def _is_part(x: Quantity, n: Quantity) -> bool:
    """Two exact counts of which the first can be a part of the second."""
    return x.kind == n.kind == "count" and 0 < n.value >= x.value and not (x.rough or n.rough)


def _beside(figures: tuple[Quantity, ...], marked: str, match: "re.Match[str]") -> Quantity | None:
    """The percentage in brackets or after a comma just behind the pair, or "75.5% (" just before it."""
    after = re.match(
        r"[^<>.;]{0,40}?(?:\(|, |or |is |are |– |- )" + _NEAR + r"<(\d+)>",
        marked[match.end() - (marked[match.end() - 1] == "(") :],
    )
    before = re.search(r"<(\d+)>[^<>.;,]{0,30} \(\Z", marked[: match.start()])
    for found in (after, before):
        if found and figures[int(found[1])].kind == "percent":
            return figures[int(found[1])]
    return None


def _changes(sentence: Sentence) -> Iterator[str]:
    figures, marked = sentence.figures, _marked(sentence)
    spans = [
        m for pattern in (_FROM_TO, _IN_BRACKETS, _TO_FROM, _AGAINST, _THEN, _BETWEEN) for m in pattern.finditer(marked)
    ]
    if not spans:
        yield from _dated(sentence, marked)
    seen: set[tuple[str, str]] = set()
    for match in spans:
        key = (match["a"], match["b"])
        before, after = figures[int(match["a"])], figures[int(match["b"])]
        if (
            key in seen
            or key[::-1] in seen
            or before.kind != after.kind
            or before.kind in ("points",)
            or not before.value
            or before.text[:1] == "{"
        ):
            continue
        if before.per != after.per:
            continue
        seen.add(key)
        yield from _check(marked, match, figures, before, after, len(spans) == 1)


def _dated(sentence: Sentence, marked: str) -> Iterator[str]:
    """Two counts with a year each, and one percentage: "800 in 2021/22 and 640 in 2022/23, a fall of 25%"."""
    figures = sentence.figures
    counts = [q for q in figures if q.kind == "count"]
    dates = [re.search(r"(?:19|20)\d\d", q.text) for q in sentence.quantities if q.kind == "date"]
    years = [int(match[0]) for match in dates if match]
    changes = [q for q in figures if q.kind in ("percent", "fraction")]
    if (len(counts), len(years), len(changes), len(figures)) != (2, 2, 1, 3) or years[0] == years[1]:
        return
    before, after = counts if years[0] < years[1] else counts[::-1]
    if before.value and _is_change(marked, changes[0], figures):
        yield from _percent(changes[0], before, after, 100 * (after.value / before.value - 1))


def _check(
    marked: str, match: "re.Match[str]", figures: tuple[Quantity, ...], before: Quantity, after: Quantity, alone: bool
) -> Iterator[str]:
    clause = _clause(marked, match, alone)
    said = _direction(clause, marked, match)
    true = 100 * (after.value / before.value - 1)
    if said and true and said != (1 if true > 0 else -1):
        yield f"From {before.text} to {after.text} is a {'rise' if true > 0 else 'fall'}."
        return
    multiple = _MULTIPLE.search(clause)
    if multiple:
        yield from _multiple(multiple, before, after)
        return
    percents = [
        figures[int(i)] for i in re.findall(r"<(\d+)>", clause) if figures[int(i)].kind in ("percent", "fraction")
    ]
    percents = [p for p in percents if p not in (before, after)]
    if len(percents) == 1 and _is_change(clause, percents[0], figures):
        yield from _percent(percents[0], before, after, true)


def _clause(marked: str, match: "re.Match[str]", alone: bool) -> str:
    """The stretch around a pair, up to the next pair's conjunction."""
    if alone:
        return marked
    start = max(marked.rfind(word, 0, match.start()) for word in (" and ", "; ", " while ", " but ", " whereas "))
    ends = [
        at for word in (" and ", "; ", " while ", " but ", " whereas ") if (at := marked.find(word, match.end())) >= 0
    ]
    return marked[max(0, start) : min(ends, default=len(marked))]


def _direction(clause: str, marked: str, match: "re.Match[str]") -> int:
    """1, -1, or 0 when the words around the pair point both ways or none."""
    near = marked[max(0, match.start() - _DIRECTION_WORD) : match.start()] + match[0]
    near = re.split(r"; |\band\b|\bwhile\b|\bbut\b", near[: near.find(match[0])])[-1] + match[0]
    up, down = UP.search(near), DOWN.search(near)
    return 0 if bool(up) == bool(down) else 1 if up else -1


def _is_change(clause: str, percent: Quantity, figures: tuple[Quantity, ...]) -> bool:
    """Whether a percentage tells of a change and not of a share."""
    at = clause.find(f"<{figures.index(percent)}>")
    around = clause[max(0, at - 50) : at + 40]
    return bool(
        (UP.search(around) or DOWN.search(around))
        and not re.search(r">\s+of (?!the (?:rise|fall))", around[around.find("<") :][:12])
    )


def _percent(percent: Quantity, before: Quantity, after: Quantity, true: float) -> Iterator[str]:
    extra = 1.0 if percent.rough else 0.0
    low, high = (
        100
        * (
            (after.value + sign * after.half_step * _printed(after))
            / (before.value - sign * before.half_step * _printed(before))
            - 1
        )
        for sign in (-1, 1)
    )
    least, most = sorted((abs(low), abs(high)))
    if before.rough or after.rough:
        least, most = 0.9 * least - 2, 1.1 * most + 2
    if (
        before.kind == "percent"
        and abs(abs(after.value - before.value) - percent.value) <= percent.half_step + 1e-9
        and abs(abs(true) - percent.value) > 1
    ):
        yield f"From {before.text} to {after.text} is {abs(after.value - before.value):g} percentage points, or {abs(true):.0f}%."
    elif not least - percent.half_step - extra - 1e-9 <= percent.value <= most + percent.half_step + extra + 1e-9:
        yield f"From {before.text} to {after.text} is {true:+.1f}%, not {percent.text}."


def _printed(quantity: Quantity) -> float:
    """Counts are exact; percentages, rates and money are rounded."""
    return 0.0 if quantity.kind == "count" and not quantity.decimals else 1.0


def _multiple(multiple: "re.Match[str]", before: Quantity, after: Quantity) -> Iterator[str]:
    wanted, ratio = _MULTIPLES[multiple["word"].lower()], after.value / before.value
    slack = 0.2 if multiple["near"] else 0.1
    least, most = wanted * (1 - slack), wanted * (1 + slack)
    if multiple["more"]:
        least, most = (0.0, wanted) if wanted < 1 else (wanted, float("inf"))
    if not least <= ratio <= most:
        yield f"From {before.text} to {after.text} is {ratio:.2f} times, not “{multiple[0].strip()}”."
