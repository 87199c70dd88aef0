"""Find numbers typed into running text. Dates, years, citations of law and names that hold digits are not numbers."""

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ALLOWED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})(?: \d{{4}})?\b"  # 3 October 2017
    rf"|\b(?:{_MONTHS}) \d{{4}}\b"
    r"|\b(?:19|20)\d\d(?:/\d\d)?\b"  # 2016, 2016/17
    r"|\b(?:[Rr]egulations?|[Rr]egs?\.?|[Ss]ections?|ss?\.|SI|[Ss]chedules?|[Pp]arts?|[Aa]rticles?|paragraphs?) ?"
    r"\d+[A-Z]*(?:\(\w+\))*(?:/\d+)?(?:(?:, | to | and |–|-)\d+[A-Z]*(?:\(\w+\))*)*"  # regulations 5 to 7
    r"|\b\w*[A-Za-z]\d\w*|\b\d+(?!(?:k|m|bn|pc|x|pct|fold|th|st|nd|rd)\b)[A-Za-z]\w*"  # names: G10, 24hr
)
_NUMBER = re.compile(r"[£$€]?\d[\d,.]*\d%?|[£$€]?\d%?")


def typed_numbers(text: str) -> list[str]:
    """The numbers in a piece of text that no figure stands behind, in order."""
    return _NUMBER.findall(_ALLOWED.sub(" ", text))
