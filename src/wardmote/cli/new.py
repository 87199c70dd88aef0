"""`wardmote new`: a partnership folder with comments that teach."""

import shutil
from pathlib import Path

from wardmote.errors import WrongUse
from wardmote.sources.registers import REGISTERS, headings

CHAPTERS = Path(__file__).resolve().parents[1] / "assessment" / "chapters"

PARTNERSHIP_TOML = """\
# This folder belongs to the analyst; keep it under version control.
# inbox/ holds partners' files as sent, registers/ the small tables people keep, text/ the chapters.

[partnership]
name = "Our Community Safety Partnership"
area = "E06000000"            # the authority's ONS code
area_name = "Our area"
wards = "2024"                # the year of the ward boundaries in inbox/
lsoas = "2021"
# The span assessed and the one it is compared with. Whole financial years where the data is complete;
# otherwise the same calendar months of both years.
periods = { this = "2025-04..2026-03", before = "2024-04..2025-03" }

[people]
approver = ""                 # who adopts the assessment; printed on its cover
contact = ""                  # for other formats
# [people.keys]               # whoever prepares, checks and approves signs a release with a key of their own;
# "A Name" = "..."            # make one with: wardmote publish . --new-key FILE

# [board]                     # the board edition shows partners' counts as they are, in numbered, marked copies:
# copies = ["A Name, the council"]  # who holds copy 1, copy 2, ...; make it with: wardmote publish . --edition board

[disclosure]                  # for every source that is not already public
suppress_below = 5
suppress_below_sensitive = 10
round_to = 5
narrowest = 5                 # how wide the range of a withheld count must stay against everything published
zeros = "shown"               # or "may-be-withheld"
# statutory_small_counts = [] # received figures the law has published however small (ASB case reviews): two people sign each

# One table for each source that partners owe. `files` is a pattern inside inbox/ (or inside --inbox).
# `class` decides what may be shown: already-public, partner, sensitive, health or deaths.
# When two deliveries hold the same month, the one whose path sorts last wins: name folders by date of receipt.

[sources.police_uk_street]
files = "police/**/*.csv"
owner = "The police force"
class = "already-public"

[sources.ward_boundaries]
contract = "boundaries"
files = "boundaries/wards.geojson"
owner = "Office for National Statistics"
class = "already-public"

[sources.lsoa_boundaries]
contract = "boundaries"
files = "boundaries/lsoas.geojson"
owner = "Office for National Statistics"
class = "already-public"

[sources.lsoa_ward_lookup]
files = "lookups/lsoa_to_ward.csv"
owner = "Office for National Statistics"
class = "already-public"

[sources.population]
files = "population/population.csv"
owner = "Office for National Statistics"
class = "already-public"
dated = "mid-year estimate"   # printed with every rate

# Partners' themes: each source below gives a section of its own, and some are witnesses beside the police records.
# docs/reference/sources.md says what to ask each for. Health services' records are of the class health.
# [sources.fires]                  fires the service attended (class partner)
# [sources.collisions]             STATS19, as published (already-public)
# [sources.treatment_journeys]     drug and alcohol treatment (health)
# [sources.proven_reoffending]     as published (already-public)
# [sources.food_hygiene]           the authority's ratings, as published (already-public)
# [sources.health_indicators]      public health profiles, as published (already-public)
# [sources.ambulance_incidents]    calls to assaults and overdoses (health)
# [sources.emergency_attendances]  assaults treated in hospital (health)
# [sources.residents_survey]       answers as counts of people (partner)
# [sources.weather]                the nearest station by month (already-public)

# Similar areas: a table of how many records each force published, by month, small area and type, lets yours be put beside
# them. It also needs [sources.authority_lookup], [sources.households] and [sources.deprivation]. [similar_areas] says how
# they are chosen; registers/similar_areas.csv names them instead.
# [sources.police_uk_lsoa_counts]
# files = "police/lsoa_counts/*.parquet"
# owner = "forces at data.police.uk"
# class = "already-public"

# If your partnership works its cases in Wardmote, its own extract, which `wardmote tick` writes:
# [sources.casework_extract]
# files = "casework/**/*.csv"
# owner = "The partnership's casebook"
# class = "sensitive"
"""

IGNORED = "inbox/\narchive/\nstore/\npublished/\ncasebook/\n"


def make_folder(folder: Path) -> None:
    """Write the folder and say what to do next. Raises WrongUse rather than touch a folder that holds anything."""
    if folder.exists() and any(folder.iterdir()):
        raise WrongUse(f"{folder} is not empty; choose a new folder, nothing was written")
    for name in ("inbox", "registers", "text"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "partnership.toml").write_text(PARTNERSHIP_TOML, encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
    for name in REGISTERS:
        (folder / "registers" / f"{name}.csv").write_text(f"{headings(name)}\n", encoding="utf-8")
    write_chapters(folder / "text")
    print(f"Made {folder}. Put partners' files in {folder / 'inbox'}, set the area and periods in")
    print(f"{folder / 'partnership.toml'}, then run: wardmote assess {folder}")


def write_chapters(folder: Path) -> None:
    """The default chapters, which hold for any partnership because every sentence is bound."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(CHAPTERS.glob("*.md")):
        shutil.copyfile(path, folder / path.name)
