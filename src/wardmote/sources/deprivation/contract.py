"""Index of Multiple Deprivation by LSOA: rank 1 is the most deprived, decile 1 the most deprived tenth."""

from wardmote.sources.contracts import Column, Contract

LSOAS_IN_ENGLAND = 32_844  # 2011 boundaries, the 2015 and 2019 releases
DOMAINS = ("income", "employment", "education", "health", "crime", "housing_and_access", "environment")

CONTRACT = Contract(
    name="deprivation",
    title="Index of Multiple Deprivation (the Ministry of Housing)",
    columns=(
        Column("lsoa_code", pattern=r"E01\d{6}", says="is not an English LSOA code such as E01016016"),
        Column("lsoa_name", blank=True, required=False),
        Column("lad_code", blank=True, required=False),
        Column("lad_name", blank=True, required=False),
        Column("score", "number", "higher is more deprived", blank=True, required=False, minimum=0),
        Column("rank", "integer", "1 is the most deprived in England", minimum=1, maximum=LSOAS_IN_ENGLAND),
        Column("decile", "integer", "1 is the most deprived tenth", required=False, minimum=1, maximum=10),
        *(
            Column(f"{domain}_rank", "integer", required=False, minimum=1, maximum=LSOAS_IN_ENGLAND)
            for domain in DOMAINS
        ),
        *(Column(f"{domain}_decile", "integer", required=False, minimum=1, maximum=10) for domain in DOMAINS),
    ),
    identity="lsoa_code",
)
