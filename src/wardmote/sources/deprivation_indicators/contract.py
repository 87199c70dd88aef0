"""What lies under the deprivation indices: sub-domains, indicators and the Community Needs Index, one row for each.

The measures are those that `column_map.csv` names; a new release is a new line there.
"""

from wardmote.sources.contracts import Column, Contract
from wardmote.sources.deprivation_indicators.reader import long_table, measures

CONTRACT = Contract(
    name="deprivation_indicators",
    title="Deprivation sub-domains and indicators (the Ministry of Housing), Community Needs Index (OCSI)",
    columns=(
        Column("area_code", pattern=r"E\d{8}", says="is not an English area code such as E01016016"),
        Column("area_name", blank=True, required=False),
        *(Column(name, "number", blank=True, required=False) for name in measures()),
    ),
    identity="area_code",
    reshape=long_table,
    reshaped={"area_code": "string", "area_name": "string", "indicator": "string", "value": "float64"},
)
