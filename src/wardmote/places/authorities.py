"""What every authority is like: how many live there, how densely, how old and how deprived, and which force polices it.

Made from the reference files that the partnership loads anyway, which cover the country. Deprivation is the average rank
of an authority's small areas, weighted by residents, as a share of the country's (0 most deprived, 100 least): an average
score is not in every release, a rank is. It is of England only, so only English authorities are described.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wardmote import engine
from wardmote.partnership import Partnership
from wardmote.places.geography import files_under_contract
from wardmote.sources.deprivation.contract import LSOAS_IN_ENGLAND
from wardmote.sources.load import Load, LoadedFile
from wardmote.vocabulary.police_forces import police_forces

NEEDED = ("lsoa_ward_lookup", "authority_lookup", "population", "households", "deprivation")
YOUNG, OLD = (15, 29), 65


@dataclass(frozen=True)
class Authority:
    """`force` is as data.police.uk writes it, '' where the authority's force is not known.

    `people` counts residents of the population file; `hectares` and `households` are the census's. `deprivation` is from
    0 (most) to 100. `rows` says, by file id, on how many rows of which file the description rests.
    """

    code: str
    name: str
    force: str
    people: int
    aged_15_29: int
    aged_65_and_over: int
    hectares: float
    households: int
    deprivation: float
    rows: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def per_hectare(self) -> float:
        return self.people / self.hectares


def read_authorities(partnership: Partnership, load: Load, connection: Any) -> tuple[Authority, ...]:
    """Every English authority that all the files describe, in code order; none where a file is not there."""
    files = {name: files_under_contract(partnership, load, name) for name in NEEDED}
    if not all(files.values()):
        return ()
    newest = {name: found[-1] for name, found in files.items()}
    rows = _described(connection, newest).to_pyarrow().to_pylist()
    forces = _forces(connection, newest["authority_lookup"])
    ids = {name: newest[name].sha256[:16] for name in ("population", "households", "deprivation")}
    return tuple(_authority(row, forces, ids) for row in rows if row["lsoas"] == row["described"])


def lsoa_authorities(partnership: Partnership, load: Load, connection: Any) -> Any:
    """The table lsoa_code, lad_code, lad_name of the newest lookup."""
    return _lookup(connection, files_under_contract(partnership, load, "lsoa_ward_lookup")[-1])


def _lookup(connection: Any, file: LoadedFile) -> Any:
    return engine.read_parquet(connection, [file.path], dict.fromkeys(("lsoa_code", "lad_code", "lad_name"), "string"))


def _described(connection: Any, files: Mapping[str, LoadedFile]) -> Any:
    """One row an authority: sums over its small areas, and whether every one of them was described."""
    lookup = _lookup(connection, files["lsoa_ward_lookup"])
    lookup = lookup.filter(lookup.lad_code.startswith("E"))
    people = _people(connection, files["population"])
    homes = engine.read_parquet(
        connection, [files["households"].path], {"lsoa_code": "string", "hectares": "float64", "households": "int64"}
    ).rename(home_lsoa="lsoa_code")
    ranks = engine.read_parquet(
        connection, [files["deprivation"].path], {"lsoa_code": "string", "rank": "int64"}
    ).rename(rank_lsoa="lsoa_code")
    table = lookup.left_join(people, lookup.lsoa_code == people.area_code)
    table = table.left_join(homes, table.lsoa_code == homes.home_lsoa)
    table = table.left_join(ranks, table.lsoa_code == ranks.rank_lsoa)
    known = table.people.notnull() & table.hectares.notnull() & table["rank"].notnull()
    return (
        table.group_by(["lad_code", "lad_name"])
        .aggregate(
            lsoas=table.count(),
            described=known.cast("int64").sum(),
            people=table.people.sum(),
            young=table.young.sum(),
            old=table.old.sum(),
            hectares=table.hectares.sum(),
            households=table.households.sum(),
            ranked=(table["rank"] * table.people).sum(),
        )
        .order_by("lad_code")
    )


def _people(connection: Any, file: LoadedFile) -> Any:
    """Residents of each small area: all, aged 15 to 29, and 65 and over."""
    schema = {"area_code": "string", "age": "string", "age_from": "int64", "age_to": "int64", "people": "int64"}
    table = engine.read_parquet(connection, [file.path], schema)
    young = (table.age_from >= YOUNG[0]) & (table.age_to <= YOUNG[1])
    return table.group_by("area_code").aggregate(
        people=(table.age == "all").ifelse(table.people, 0).sum(),
        young=young.fill_null(False).ifelse(table.people, 0).sum(),
        old=(table.age_from >= OLD).fill_null(False).ifelse(table.people, 0).sum(),
    )


def _forces(connection: Any, file: LoadedFile) -> dict[str, str]:
    """Authority codes to the slug of the force whose area they lie in."""
    slugs = {force.pfa_code: force.slug for force in police_forces() if force.pfa_code}
    table = engine.read_parquet(connection, [file.path], {"lad_code": "string", "pfa_code": "string"})
    return {row["lad_code"]: slugs.get(row["pfa_code"], "") for row in table.to_pyarrow().to_pylist()}


def _authority(row: Mapping[str, Any], forces: Mapping[str, str], ids: Mapping[str, str]) -> Authority:
    return Authority(
        code=row["lad_code"],
        name=row["lad_name"],
        force=forces.get(row["lad_code"], ""),
        people=row["people"],
        aged_15_29=row["young"],
        aged_65_and_over=row["old"],
        hectares=row["hectares"],
        households=row["households"],
        deprivation=100 * row["ranked"] / row["people"] / LSOAS_IN_ENGLAND,
        rows=dict.fromkeys(ids.values(), row["lsoas"]),
    )
