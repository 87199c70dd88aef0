"""What residents answered in a survey: one row for each question and month of interviews, as numbers of people."""

from wardmote.sources.contracts import Column, Contract, RowRule

CONTRACT = Contract(
    name="residents_survey",
    title="Survey of residents",
    columns=(
        Column("month", "month", "of the interviews"),
        Column(
            "question",
            meaning="asb-problem or violence-seen",
            pattern="[a-z]+(-[a-z]+)*",
            says="is not a code such as asb-problem",
        ),
        Column("yes", "integer", "people who said so, not weighted", minimum=0),
        Column("answered", "integer", "people who answered the question, not weighted", minimum=0),
    ),
    rules=(RowRule("yes", "more than all", '"yes:typed" > "answered:typed"', "is more than those who answered"),),
    period="month",
    unit=r"^(.*)\.[a-z]+$",
)
