"""`partnership.toml` of the invented partnership, with comments that teach what each line is for."""

from wardmote.simulate.categories import BEFORE, THIS
from wardmote.simulate.police_files import FORCE
from wardmote.simulate.town import AREA_CODE, AREA_NAME, LSOA_VINTAGE, WARD_VINTAGE

NAME = f"{AREA_NAME} Community Safety Partnership (invented)"
COUNCIL = f"{AREA_NAME} Council"
CONTACT = "community.safety@marlbridge.example"

_HEAD = f"""\
# {NAME}
# Everything in this folder is invented: the town, its people, its streets, every figure.
# `wardmote simulate` wrote it; answers.json says what was hidden in it.

[partnership]
name = "{NAME}"
area = "{AREA_CODE}"            # the authority's ONS code; incidents elsewhere are left out
area_name = "{AREA_NAME}"
wards = "{WARD_VINTAGE}"                # the year of the ward boundaries; a ward is its code and this year
lsoas = "{LSOA_VINTAGE}"                # the year of the small areas (LSOAs) that the files name
# The span assessed and the one it is compared with: the same calendar months, first..last, both included.
periods = {{ this = "{THIS}", before = "{BEFORE}" }}

# One table for each extract owed. `files` are patterns under inbox/; of two files for one month, the one whose path
# sorts last counts, so a correction goes into a later-dated folder. `class` says how small counts are treated:
# already-public, partner, sensitive, health or deaths.

[sources.police_uk_street]
files = ["police/*.zip", "police/**/*.csv"]
owner = "{FORCE}"
class = "already-public"

[sources.council_asb]
files = "council_asb/*.csv"
owner = "{COUNCIL}, neighbourhood enforcement"
class = "partner"               # counts below five are withheld, others rounded

[sources.ward_boundaries]
contract = "boundaries"         # the contract to check against, where the table has a name of its own
files = "boundaries/wards.geojson"
owner = "Ordnance of nowhere (invented)"
class = "already-public"
vintage = "{WARD_VINTAGE}"

[sources.lsoa_boundaries]
contract = "boundaries"
files = "boundaries/lsoas.geojson"
owner = "Ordnance of nowhere (invented)"
class = "already-public"
vintage = "{LSOA_VINTAGE}"

[sources.authority_boundary]
contract = "boundaries"
files = "boundaries/authority.geojson"
owner = "Ordnance of nowhere (invented)"
class = "already-public"
vintage = "{WARD_VINTAGE}"

[sources.lsoa_ward_lookup]
files = "lookups/lsoa_to_ward.csv"
owner = "Office for Invented Statistics"
class = "already-public"
vintage = "{WARD_VINTAGE}"

[sources.population]
files = "population/population_mid_2024.csv"
owner = "Office for Invented Statistics"
class = "already-public"
dated = "mid-2024"              # printed beside every rate

[sources.households]
files = "population/households_2021.csv"
owner = "Office for Invented Statistics"
class = "already-public"
dated = "2021"
"""

_HEALTH = """
[sources.health_indicators]
files = "health/*.csv"
owner = "Marlbridge Public Health (invented)"
class = "health"                # percentages for the whole town; smaller counts would be withheld below ten
"""

_THEMES = """
# Partners' themes: each is a section of its own in the document.

[sources.fires]
files = "fires/*.csv"
owner = "Marlshire Fire and Rescue (invented)"
class = "partner"

[sources.collisions]
files = "collisions/*.csv"
owner = "Department for Transport (invented figures)"
class = "already-public"

[sources.ambulance_incidents]
files = "ambulance/*.csv"
owner = "Eastmarl Ambulance Service (invented)"
class = "health"                # counts below ten are withheld

[sources.emergency_attendances]
files = "hospital/*.csv"
owner = "Marlbridge General Hospital (invented)"
class = "health"

[sources.treatment_journeys]
files = "treatment/*.csv"
owner = "Drug and alcohol service (invented)"
class = "health"

[sources.proven_reoffending]
files = "justice/*.csv"
owner = "Ministry of Justice (invented figures)"
class = "already-public"

[sources.food_hygiene]
files = "food/*/*.xml"
owner = "Food Standards Agency (invented figures)"
class = "already-public"

[sources.residents_survey]
files = "survey/*.csv"
owner = "Marlbridge Council, survey of residents (invented)"
class = "partner"

[sources.weather]
files = "weather/*.csv"
owner = "Marlbridge weather station (invented)"
class = "already-public"
"""

_TAIL = f"""
[disclosure]
suppress_below = 5              # a partner's count under this is withheld
suppress_below_sensitive = 10
round_to = 5

[people]
approver = "Councillor Ottoline Fenwright (invented), chair of the partnership"
contact = "{CONTACT}"
"""


_CASEWORK = """
[sources.casework_extract]
files = "casework/**/*.csv"
owner = "Marlbridge partnership's casebook (invented)"
class = "partner"               # what was worked; the casebook writes it each month, with nobody in it
"""


def configuration(whole: bool, with_casework: bool) -> str:
    """With `whole`, the sources that only a whole document needs."""
    return _HEAD + (_HEALTH + _THEMES if whole else "") + (_CASEWORK if with_casework else "") + _TAIL
