"""What partners of each theme send, in their own layouts: read, counted under the right category, or refused with a reason."""

from pathlib import Path
from typing import Any

import pytest

from corpus.inboxes import folder
from wardmote.engine import connect
from wardmote.incidents.incident_table import incidents
from wardmote.simulate.stats19 import MIDDLE_HEADER, NEWEST_HEADER, stats19_row
from wardmote.sources.contracts import find_contract
from wardmote.sources.load import Load, load_inbox
from wardmote.sources.proven_reoffending.reader import cohort_months

FIRES = "IRS incident number,Date and time of call,Incident type,Cause,Easting,Northing"
RATINGS = """<?xml version="1.0"?><FHRSEstablishment><Header><ExtractDate>2016-10-31</ExtractDate></Header>
<EstablishmentCollection>{}</EstablishmentCollection></FHRSEstablishment>"""
BUSINESS = (
    "<EstablishmentDetail><FHRSID>{0}</FHRSID><BusinessName>Example Cafe</BusinessName><RatingValue>{1}</RatingValue>"
    "<RatingDate>{2}</RatingDate><LocalAuthorityName>Medway</LocalAuthorityName><SchemeType>FHRS</SchemeType>"
    "<Scores><Hygiene>5</Hygiene></Scores></EstablishmentDetail>"
)


def loaded(root: Path, source: str, **files: str) -> Load:
    made = folder(root, source)
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (root / "inbox" / "in" / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return load_inbox(made)


def categories(load: Load) -> dict[str, int]:
    connection = connect()
    table = incidents(connection, load)
    counted = table.group_by("category").aggregate(n=table.count()).to_pyarrow().to_pylist()
    connection.disconnect()
    return {row["category"]: row["n"] for row in counted}


def test_a_fire_counts_by_kind_and_cause_and_not_known_is_accidental(tmp_path: Path) -> None:
    rows = [
        "A1,12/04/2016 21:15,Primary fire,Deliberate,575818,167311",
        "A2,12/04/2016 22:15,Secondary fire,Deliberate - unknown owner,575818,167311",
        "A3,13/04/2016 09:00,Secondary fire,Not known,575818,167311",
        "A4,13/04/2016 10:00,Chimney,Accidental,,",
        "A5,13/04/2016 11:00,False alarm,Accidental,575818,167311",
    ]
    load = loaded(tmp_path, "fires", fires_csv="\n".join([FIRES, *rows]) + "\n")
    (report,) = load.reports
    assert (report.rows_in, report.kept, report.quarantined) == (5, 4, 1)
    assert report.quarantine_reasons == {"kind: form": 1}
    found = {"fires-deliberate-primary": 1, "fires-deliberate-secondary": 1, "fires-accidental": 2}
    assert categories(load) == found


@pytest.mark.parametrize("header", [MIDDLE_HEADER, NEWEST_HEADER])
def test_a_collision_is_read_under_both_newer_headers(tmp_path: Path, header: tuple[str, ...]) -> None:
    told = [(n, severity, "12/04/2016", "08:30", 575818, 167311, 1) for n, severity in enumerate((1, 2, 3, 3))]
    told.append((9, 3, "13/04/2016", "09:30", -1, -1, 2))
    rows = [",".join(map(str, stats19_row(header, "2016", "E06000035", row))) for row in told]
    load = loaded(tmp_path, "collisions", collision_csv="\n".join([",".join(header), *rows]) + "\n")
    (report,) = load.reports
    assert (report.kept, report.period) == (5, ("2016-04", "2016-04"))
    assert report.notes == ("1 row without a location: kept, and counted in no area.",)
    assert categories(load) == {"collisions-serious": 2, "collisions-slight": 3}
    connection = connect()
    points = incidents(connection, load).select("point", "x").to_pyarrow().to_pylist()
    connection.disconnect()
    assert [row["point"] == 0 for row in points] == [False, False, False, False, True]


def test_the_newest_header_is_the_published_one() -> None:
    assert (len(MIDDLE_HEADER), len(NEWEST_HEADER)) == (36, 44)
    assert NEWEST_HEADER[:3] == ("collision_index", "collision_year", "collision_ref_no")


def test_health_records_are_counted_by_small_area_and_alike_rows_are_separate(tmp_path: Path) -> None:
    rows = ["12/04/2016 21:15,Assault,E01016016", "12/04/2016 21:15,Assault,E01016016", "13/04/2016 01:00,Overdose,"]
    load = loaded(
        tmp_path,
        "ambulance_incidents",
        calls_csv="\n".join(["Time of call,Triage category,LSOA of scene", *rows]) + "\n",
    )
    assert load.reports[0].declared_duplicates == 0
    assert categories(load) == {"ambulance-assaults": 2, "ambulance-overdoses": 1}


def test_a_hospital_file_never_stores_what_reception_typed(tmp_path: Path) -> None:
    header = "Assault date and time,Assault location type,Assault location description,LSOA of assault"
    load = loaded(
        tmp_path, "emergency_attendances", a_csv=f"{header}\n12/04/2016 21:15,Street,outside Example Bar,E01016016\n"
    )
    assert load.reports[0].ignored_columns == ("Assault location description",)
    assert "outside Example Bar" not in load.files("emergency_attendances")[0].path.read_bytes().decode("latin-1")


def test_treatment_rows_that_contradict_themselves_are_set_aside(tmp_path: Path) -> None:
    rows = [
        "k1,Opiate,2016-01-04,2016-06-01,Treatment completed - drug free",
        "k2,Opiate,2016-01-04,,",
        "k3,Opiate,2016-06-04,2016-01-01,Incomplete - dropped out",
        "k4,Alcohol,2016-06-04,2016-07-01,",
        "k5,Caffeine,2016-06-04,,",
    ]
    load = loaded(
        tmp_path, "treatment_journeys", t_csv="\n".join(["CLIENTID,Substance group,TRIAGED,DISD,DISRSN", *rows]) + "\n"
    )
    (report,) = load.reports
    assert (report.kept, report.quarantined) == (2, 3)
    assert set(report.quarantine_reasons) == {"ended: order", "exit_reason: half an exit", "substances: form"}
    assert find_contract("treatment_journeys").column("client").personal


def test_cohorts_have_months_and_groups_of_offenders_are_passed_over_aloud(tmp_path: Path) -> None:
    assert cohort_months("Jan 2014 - Mar 2014") == ("2014-01", "2014-03")
    assert cohort_months("April 2013 to March 2014") == ("2013-04", "2014-03")
    header = "Geography,Adult / Juvenile,Category,Cohort,offenders,reoffenders,reoffences"
    rows = [
        'Medway,Adult,UTLA total,Jan 2014 - Mar 2014,"1,204",301,990',
        "Medway,Adult,Violence against the person,Jan 2014 - Mar 2014,100,20,40",
        "Medway,Adult,UTLA total,Jan 2014 - Mar 2014,10,20,40",
    ]
    load = loaded(tmp_path, "proven_reoffending", r_csv="\n".join([header, *rows]) + "\n")
    (report,) = load.reports
    assert (report.kept, report.quarantine_reasons) == (2, {"reoffenders: more than all": 1})
    assert any("about one group of offenders" in note for note in report.notes)
    (file,) = load.files("proven_reoffending")
    assert file.rows == 1


def test_ratings_are_read_from_the_agencys_file_without_names(tmp_path: Path) -> None:
    body = (
        BUSINESS.format(1, 5, "2016-05-03")
        + BUSINESS.format(2, "AwaitingInspection", "")
        + BUSINESS.format(3, "9", "2016-05-03")
    )
    load = loaded(tmp_path, "food_hygiene", FHRS999_xml=RATINGS.format(body))
    (report,) = load.reports
    assert (report.rows_in, report.counted_independently, report.kept) == (3, 3, 2)
    assert report.quarantine_reasons == {"rating: form": 1}
    assert b"Example Cafe" not in load.files("food_hygiene")[0].path.read_bytes()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<FHRSEstablishment><EstablishmentCollection>", "not whole XML"),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]><FHRSEstablishment/>', "entities of its own"),
        ("<FHRSEstablishment/>", "holds no businesses"),
        ("FHRSID,RatingValue\n1,5\n", "not whole XML"),
    ],
)
def test_another_file_than_ratings_is_refused_with_a_reason(tmp_path: Path, text: str, says: str) -> None:
    load = loaded(tmp_path, "food_hygiene", FHRS999_xml=text)
    assert says in load.refusals[0].message


def test_a_document_type_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    padded = f"<!--{' ' * 65_521}--><!DOCTYPE x>" + RATINGS.format("")
    assert "entities of its own" in loaded(tmp_path, "food_hygiene", FHRS999_xml=padded).refusals[0].message


def test_weather_is_read_from_the_station_table(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, "weather", w_csv="yyyy,mm,tmax,tmin,af,rain,sun\n2016,1,8.4,2.1,6,71.2,60.1\n2016,2,,1.0,7,44.0,\n"
    )
    (report,) = load.reports
    assert (report.kept, report.period) == (2, ("2016-01", "2016-02"))


def test_a_survey_counts_people(tmp_path: Path) -> None:
    load = loaded(
        tmp_path,
        "residents_survey",
        s_csv="Month,Question,Said yes,Answered\n2016-01,asb-problem,40,130\n2016-02,asb-problem,140,130\n",
    )
    (report,) = load.reports
    reasons: dict[str, Any] = dict(report.quarantine_reasons)
    assert reasons == {"yes: more than all": 1}
