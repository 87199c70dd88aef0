"""Weather of the area by month: what a rival explanation is tested with. Daily rows are added up by who keeps the table."""

from wardmote.sources.contracts import Column, Contract

CONTRACT = Contract(
    name="weather",
    title="Weather by month",
    columns=(
        Column("year", "integer", minimum=1850, maximum=2200),
        Column("month", "integer", "of the year", minimum=1, maximum=12),
        Column("warmest", "number", "mean daily maximum, degrees Celsius", blank=True, minimum=-40, maximum=50),
        Column(
            "coldest",
            "number",
            "mean daily minimum, degrees Celsius",
            blank=True,
            required=False,
            minimum=-50,
            maximum=40,
        ),
        Column("rain", "number", "total, millimetres", blank=True, minimum=0, maximum=2_000),
        Column("sun", "number", "total, hours", blank=True, required=False, minimum=0, maximum=750),
    ),
    period='printf(\'%04d-%02d\', "year:typed", "month:typed")',
    unit=r"^(.*)\.[a-z]+$",
)
