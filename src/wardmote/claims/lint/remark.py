"""What a rule says of a text: where, by which rule, why, and what would settle it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Remark:
    """One remark on one line. `words` are the words of the text that it is about."""

    line: int
    rule: str
    words: str
    why: str
    settle: str

    def __str__(self) -> str:
        return f'{self.line}: {self.rule}: "{self.words}"\n    Why: {self.why}\n    What would settle it: {self.settle}'


def shortened(text: str, longest: int = 110) -> str:
    """The text on one line, cut at a word when it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 3].rsplit(" ", 1)[0] + " …"
