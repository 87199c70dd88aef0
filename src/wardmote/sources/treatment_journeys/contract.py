"""Journeys through drug and alcohol treatment: one row a journey, de-identified, in the fields of the national data set (NDTMS)."""

from wardmote.sources.contracts import Column, Contract, RowRule

CONTRACT = Contract(
    name="treatment_journeys",
    title="Journeys through drug and alcohol treatment",
    columns=(
        Column(
            "client",
            personal=True,
            meaning="the service's own opaque key for a person, the same on each of their journeys",
        ),
        Column(
            "substances",
            meaning="the national group: opiate, non-opiate, non-opiate and alcohol, or alcohol",
            pattern="(?i)(opiates?|non-opiates?( only)?|(non-opiates? and alcohol)|(alcohol and non-opiates?)|alcohol( only)?)",
            says="is not opiate, non-opiate, non-opiate and alcohol, or alcohol",
        ),
        Column("started", "date", "first triage of the journey; episodes within 21 days of each other are one journey"),
        Column("ended", "date", "discharge; blank while in treatment", blank=True),
        Column(
            "exit_reason",
            blank=True,
            meaning="as the national data set words it",
            pattern="(?i)(treatment completed|incomplete|transferred).*",
            says="is not a reason that begins Treatment completed, Incomplete or Transferred",
        ),
    ),
    rules=(
        RowRule("ended", "order", '"ended:typed" < "started:typed"', "lies before the journey started"),
        RowRule(
            "exit_reason",
            "half an exit",
            "(ended IS NULL) <> (exit_reason IS NULL)",
            "and the day of discharge must both be given or both be blank",
        ),
    ),
    period="strftime(\"started:typed\", '%Y-%m')",
    unit=r"^(.*?)(?:_\d{4}-\d{2}-\d{2})?\.[a-z]+$",
)
