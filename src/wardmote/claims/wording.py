"""How a released number is printed: rounded once, here, so that text, tables, charts and maps show the same."""

from wardmote.findings.figure import Figure
from wardmote.findings.finding import Finding
from wardmote.findings.received import Fact, ReceivedFigure

WITHHELD = "[c]"
NOT_SENT = "[x]"


def number(figure: Figure) -> str:
    """ "7,386", "26.6", "8.9%"; [c] when withheld, [x] when nothing was sent."""
    if figure.disclosure.state == "suppressed":
        return WITHHELD
    if figure.value is None:
        return NOT_SENT
    return _in_unit(figure.value, figure.unit)


def interval(figure: Figure) -> str:
    """ "7,219 to 7,556"; [x] where there is none."""
    if figure.disclosure.state == "suppressed":
        return WITHHELD
    if figure.interval is None:
        return NOT_SENT
    return f"{_in_unit(figure.interval.lower, figure.unit)} to {_in_unit(figure.interval.upper, figure.unit)}"


def _in_unit(value: float, unit: str) -> str:
    if unit == "%":
        return f"{percent(value)}%"
    if unit == "percentage points":
        return f"{value:+.1f}".replace("-", "−") if abs(value) >= 0.05 else "0.0"
    if unit == "standard deviations":
        return f"{value:.2f}"
    return f"{value:,.1f}" if unit.startswith("per ") else f"{value:,.0f}"


def percent(value: float) -> str:
    """Whole percent, with one decimal under ten."""
    return f"{value:.1f}" if abs(value) < 9.95 else f"{value:.0f}"


def change(finding: Finding) -> str:
    """The size of a change without its direction: "7%"."""
    return _size(finding.effect.ratio) if finding.effect else NOT_SENT


def change_range(finding: Finding) -> str:
    """The likely range of a rise or fall: "6% to 19%"."""
    if finding.effect is None:
        return NOT_SENT
    near, far = sorted((finding.effect.lower, finding.effect.upper), key=lambda ratio: abs(ratio - 1))
    return f"{_size(near)} to {_size(far)}"


def signed_change(finding: Finding) -> str:
    """ "−7%", for a table."""
    return _signed(finding.effect.ratio) if finding.effect else NOT_SENT


def signed_range(finding: Finding) -> str:
    """ "−14% to +1%", for a table."""
    effect = finding.effect
    return f"{_signed(effect.lower)} to {_signed(effect.upper)}" if effect else NOT_SENT


def detectable(finding: Finding) -> str:
    """The smallest fall the data could have shown: "9%"."""
    return f"{finding.smallest_detectable:.0%}" if finding.smallest_detectable is not None else NOT_SENT


def _size(ratio: float) -> str:
    return f"{abs(ratio - 1):.0%}"


def _signed(ratio: float) -> str:
    points = round(100 * (ratio - 1))
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{abs(points)}%"


def in_words(n: int) -> str:
    """A number of things as a sentence has it: in words up to sixteen."""
    words = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
    ]
    return words[n] if n < len(words) else str(n)


def received(figure: ReceivedFigure) -> str:
    """As the sender printed it; [c] when withheld."""
    return WITHHELD if figure.value is None else _plain(figure.value, figure.unit)


def target(value: float, unit: str) -> str:
    return _plain(value, unit)


def fact(cited: Fact) -> str:
    """As published: a whole number with separators, anything else as it stands."""
    text = f"{int(cited.value):,}" if cited.value.lstrip("-").isdigit() else cited.value
    return f"{text}%" if cited.unit in ("%", "percent") else text


def _plain(value: float, unit: str) -> str:
    text = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return f"{text}%" if unit == "%" else text
