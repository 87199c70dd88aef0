"""The invented partnership that every story and every year plays among: twelve agencies of ten people, and what they agreed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain

from wardmote.casework.nouns import Agency, RoleGrant, SharingAgreement, User
from wardmote.casework.purposes import data_categories

COUNCIL, POLICE, FIRE, NEIGHBOUR = "marlbridge", "marlshire-police", "marlshire-fire", "neighbour"
KINDS_OF_AGENCY = {
    COUNCIL: ("Marlbridge Council", "council-community-safety"),
    "homes": ("Marlbridge Council Homes", "council-housing"),
    POLICE: ("Marlshire Constabulary", "police"),
    FIRE: ("Marlshire Fire and Rescue", "fire"),
    "probation": ("Marlshire Probation", "probation"),
    "health": ("Marlshire Health Board", "integrated-care-board"),
    "youth": ("Marlbridge Youth Justice", "youth-justice"),
    "weir-homes": ("Weir Homes", "registered-housing"),
    "mill-homes": ("Mill Lane Homes", "registered-housing"),
    "haven": ("Marl Haven", "voluntary"),
    "social-care": ("Marlbridge Adult Social Care", "adult-social-care"),
    NEIGHBOUR: ("Fenbridge Partnership", "neighbouring-partnership"),
}
SHARED = {
    "places": (set(KINDS_OF_AGENCY) - {NEIGHBOUR}, {"location"}),
    "victims": ({COUNCIL, POLICE, "homes", "health", "haven", "social-care", "weir-homes"}, {"victim"}),
    "offenders": ({COUNCIL, POLICE, "probation", "youth", "health"}, {"offender"}),
    "border": ({COUNCIL, POLICE, NEIGHBOUR}, {"location"}),
}
"""Who shares about what. Each is agreed anew every year."""
PILOT = frozenset({COUNCIL, POLICE, FIRE})

HELD = ("R3", "R3", "R2", "R2", "R2", "R2", "R1", "R11", "R12")
TENTH = {COUNCIL: "R13", POLICE: "R4", "probation": "R4", "haven": "R5", "social-care": "R5", "health": "R14"}
FIRST_NAMES = [
    "Ada",
    "Bea",
    "Cal",
    "Dot",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ida",
    "Jem",
    "Kay",
    "Lou",
    "Max",
    "Nan",
    "Oli",
    "Pip",
    "Ray",
    "Sal",
    "Ted",
    "Una",
    "Val",
    "Wyn",
    "Zoe",
]
LAST_NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dale",
    "Elm",
    "Fenn",
    "Grove",
    "Heath",
    "Ivey",
    "Lark",
    "Marsh",
    "Nettle",
    "Oakes",
    "Pine",
    "Quill",
    "Rowan",
]
STREETS = [
    "Tanner's",
    "Weir",
    "Mill",
    "Castle",
    "Friars",
    "Orchard",
    "Quay",
    "Station",
    "Chapel",
    "Meadow",
    "Foundry",
    "Saltern",
]
ENDINGS = ["Lane", "Street", "Yard", "Gardens", "Close", "Row", "Court", "Walk"]
TROUBLES = (
    "Bins set alight behind the shops",
    "Groups drinking by the play area",
    "Motorbikes on the footpath",
    "Entry door broken, strangers on the stairs",
    "Shouting at neighbours at night",
    "Fly-tipping on the verge",
    "Threats at the door after a debt",
    "Windows broken twice in a week",
)


@dataclass(frozen=True)
class Known:
    """An invented person with a name to go by and a role; `attested` is how long ago their agency said they still work for it."""

    id: str
    name: str
    agency: str
    role: str
    attested: timedelta = timedelta(days=30)

    @property
    def username(self) -> str:
        return self.name.lower().replace(" ", ".")


@dataclass(frozen=True)
class Partnership:
    """The agencies, people and agreements that every story plays among, from a day until long after the last one."""

    agencies: tuple[Agency, ...]
    people: tuple[User, ...]
    agreements: tuple[SharingAgreement, ...]

    def holding(self, agency: str, *held: str) -> list[User]:
        return [p for p in self.people if p.agency == agency and p.role_grants[0].role in held]


def partnership(last: date, years: int, known: Iterable[Known] = ()) -> Partnership:
    """Twelve agencies of ten people, four agreements a year, and one that ended five days before the last day.

    Those who are known take the place of somebody else of their agency.
    """
    first, long_after = last - timedelta(days=365 * years), last + timedelta(days=400)
    held = [(code, role) for code in KINDS_OF_AGENCY for role in (*HELD, TENTH.get(code, "R2"))]
    people = [_person(number, code, role, first, last, long_after) for number, (code, role) in enumerate(held)]
    for one in known:
        _put(one, people, last)
    officers = {person.agency: person.id for person in people if _role(person) == "R11"}
    agencies = tuple(
        Agency(code, f"{name} (invented)", kind, officers[code]) for code, (name, kind) in KINDS_OF_AGENCY.items()
    )
    starts = [first + timedelta(days=365 * year) for year in range(years)]
    ends = [*(start + timedelta(days=370) for start in starts[:-1]), long_after]
    yearly = [_agreement(about, start, end) for about in SHARED for start, end in zip(starts, ends, strict=True)]
    lapsed = replace(_agreement("offenders", starts[-1], last - timedelta(days=5)), id="pilot", parties=PILOT)
    return Partnership(agencies, tuple(people), (*yearly, lapsed))


def _person(number: int, agency: str, role: str, first: date, last: date, end: date) -> User:
    """Somebody at work from the first day; their account was opened again on the last, so that it is open after it."""
    name = f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number // len(FIRST_NAMES)]}"
    held = RoleGrant(role, first, end, "set-up", "set-up-too")
    return User(f"{agency}-{number % 10 + 1:02}", name, agency, (held,), opened_on=last, attested_on=last)


def _role(person: User) -> str:
    return person.role_grants[0].role


def _put(known: Known, people: list[User], last: date) -> None:
    """In place of the first who holds the same role in their agency, else of the last case worker there."""
    replaceable = [n for n, person in enumerate(people) if person.agency == known.agency and not person.username]
    same = (n for n in replaceable if _role(people[n]) == known.role)
    place = next(chain(same, (n for n in reversed(replaceable) if _role(people[n]) == "R2")))
    (held,) = people[place].role_grants
    people[place] = replace(
        people[place],
        id=known.id,
        name=known.name,
        username=known.username,
        role_grants=(replace(held, role=known.role),),
        attested_on=last - known.attested,
    )


def _agreement(about: str, start: date, end: date) -> SharingAgreement:
    parties, kinds = SHARED[about]
    return SharingAgreement(
        id=f"{about}-{start:%Y-%m}",
        title=f"Sharing about {about} from {start.year} (invented)",
        parties=frozenset(parties),
        subject_categories=frozenset(kinds),
        data_categories=frozenset(data_categories()),
        purposes=frozenset({"triage", "case-work", "daily-call", "case-meeting", "safety-planning"}),
        gateway="cda-1998-s115",
        lawful_basis="UK GDPR article 6(1)(e), public task; DPA 2018 Part 3 for law enforcement",
        start=start,
        review=start + timedelta(days=330),
        end=end,
    )
