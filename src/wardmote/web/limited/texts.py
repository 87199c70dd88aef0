"""Plain text and CSV: one encoding, no control characters, no formula that a spreadsheet would run."""

import codecs
import csv
import io
import re

from wardmote.web.harmless import harmless_cell
from wardmote.web.limited.stripping import EICAR, KINDS
from wardmote.web.limited.work import Unfit

NOT_TEXT = f"This kind of file is not kept. Send {KINDS}."
MARKED = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
ACTIVE = re.compile(r"<\s*(!doctype|html|svg|script|iframe|object|embed|body|\?xml)\b|<\?xml", re.IGNORECASE)


def strip_text(content: bytes, name: str) -> tuple[str, bytes, list[str]]:
    """Text as UTF-8. A CSV, by its name, has its formulas made harmless. Raises Unfit for what is no text."""
    told = []
    if EICAR in content:
        told.append("Found: the EICAR test text. Nothing here scans for viruses: check the file before you open it.")
    text = text_of(content)
    if ACTIVE.search(text[:2000]):
        raise Unfit("This is a web page or a drawing that can run a program. Save it as PDF or as a picture.")
    if name.lower().endswith(".csv"):
        return "csv", *_harmless_csv(text, told)
    return "txt", text.encode("utf-8"), told


def text_of(content: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, else the Windows encoding old programs write. Raises Unfit for what is no text."""
    encoding = next((name for mark, name in MARKED.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Unfit(NOT_TEXT) from None
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in text) or "\x7f" in text:
        raise Unfit(NOT_TEXT)
    return text


def separator_of(text: str) -> str:
    """Comma, semicolon, tab or bar: whichever the first lines use most."""
    return max(",;\t|", key=text[:5000].count)


def _harmless_csv(text: str, told: list[str]) -> tuple[bytes, list[str]]:
    csv.field_size_limit(1_000_000)
    made, changed, separator = io.StringIO(newline=""), 0, separator_of(text)
    writer = csv.writer(made, delimiter=separator)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            safe = [harmless_cell(cell) for cell in row]
            changed += sum(one != other for one, other in zip(row, safe, strict=True))
            writer.writerow(safe)
    except csv.Error:
        raise Unfit(
            "This CSV cannot be read: a quotation mark is not closed, or a cell is too long. Put it right."
        ) from None
    if changed:
        told.append(f"{changed:,} cell{'s' if changed > 1 else ''} began like a formula; each was given a ' in front.")
    return made.getvalue().encode("utf-8"), told
