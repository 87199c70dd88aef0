"""What the partnership worked, from its own casebook: rows of codes, months and days, and nothing that names anybody."""

from wardmote.sources.contracts import Column, Contract

CODE = "[a-z]+(-[a-z]+)*"
MONTH = r"\d{4}-(0[1-9]|1[0-2])"

CONTRACT = Contract(
    name="casework_extract",
    title="What the partnership worked",
    columns=(
        Column("record", pattern="case|call-line|case-review", says="is not case, call-line or case-review"),
        Column("month", meaning="in which it began", pattern=MONTH, says="is not a month such as 2026-04"),
        Column("kind", blank=True, meaning="of a case", pattern=CODE, says="is not a code"),
        Column(
            "agency_kind", blank=True, meaning="of the agency that led or owned it", pattern=CODE, says="is not a code"
        ),
        Column("status", meaning="when the extract was written", pattern=CODE, says="is not a code"),
        Column("outcome", blank=True, pattern=CODE, says="is not a code"),
        Column("ended_month", blank=True, pattern=MONTH, says="is not a month such as 2026-04"),
        Column("days", "number", "whole days from beginning to end", blank=True, minimum=0, maximum=99_999),
        Column("ward_code", blank=True, meaning="of a place", pattern=r"[EW]\d{8}", says="is not a ward code"),
        Column("reopened", blank=True, pattern="yes|no", says="is not yes or no"),
        Column(
            "again",
            blank=True,
            required=False,
            meaning="of a place: it had a case within a year before",
            pattern="yes|no",
            says="is not yes or no",
        ),
    ),
    period="month",
    unit=r"^(.*)\.csv$",
)
