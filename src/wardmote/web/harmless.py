"""Cells that a spreadsheet would take for a formula, made plain text (ASVS 1.2.10)."""

import re

LEADS = "=+-@\t\r\n|%＝＋－＠"
"""What a formula or a command begins with, full-width forms among them."""
NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def harmless_cell(text: str) -> str:
    """The cell with a ' in front if it begins like a formula. A plain number, minus four for example, stays a number."""
    begins = text.lstrip(" \u00a0\ufeff")[:1]
    if not begins or begins not in LEADS or NUMBER.fullmatch(text):
        return text
    return "'" + text
