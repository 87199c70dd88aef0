"""What goes into the API and what comes out. A body with a field that is not here is refused."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from wardmote.casework.entries import LONGEST
from wardmote.casework.nouns import REFERENCE

Kind = Literal["location", "victim", "offender"]
Tier = Literal["open", "named", "restricted", "sealed"]
Risk = Literal["standard", "high"]
Marking = Literal["OFFICIAL", "OFFICIAL-SENSITIVE"]
Status = Literal["referred", "accepted", "signposted", "refused", "working", "closed", "reopened"]
NoteKind = Literal["fact", "opinion", "intelligence"]
Protection = Literal["P0", "P1", "P2", "P3"]
Answer = Literal["accepted", "signposted", "refused"]
Sort = Literal[
    "reference", "-reference", "opened_on", "-opened_on", "next_date", "-next_date", "status", "-status",
    "lead_agency", "-lead_agency", "place", "-place",
]  # fmt: skip

Reference = Annotated[str, Field(pattern=f"^{REFERENCE.pattern}$", description="A case reference, like CSP-26-0007.")]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST, description="Text, without control characters.")]
Code = Annotated[str, Field(min_length=1, max_length=80, description="A code from a closed list.")]
Who = Annotated[str, Field(max_length=80, description="The id of a person, as the list of agencies gives it.")]


class Body(Schema):
    """What a program sends. Nothing is taken that is not named."""

    model_config = ConfigDict(extra="forbid")


class Refer(Body):
    """A referral: what is wrong, where, and who is asked to take it."""

    to: Code = Field(description="The agency asked to take it.", examples=["marlbridge"])
    kind: Kind = Field(examples=["location"])
    place: Words = Field(examples=["Mill Bridge, Marlbridge"])
    summary: Words = Field(examples=["Parapet being dismantled"])
    why: Words = Field(examples=["We are called out each weekend."])
    tier: Tier = "open"
    risk: Risk = "standard"
    marking: Marking = "OFFICIAL-SENSITIVE"
    lead_person: Who = ""
    gateway: Annotated[str, Field(max_length=80)] = Field("", description="Which power, where several would do.")


class AnswerReferral(Body):
    """The answer to a referral: `lead_person` goes with accepted, `to` with signposted, `why` with both others."""

    answer: Answer = Field(examples=["accepted"])
    lead_person: Who = ""
    to: Annotated[str, Field(max_length=LONGEST)] = ""
    why: Annotated[str, Field(max_length=LONGEST)] = ""


class AddNote(Body):
    """An entry of the writer's agency."""

    text: Words = Field(examples=["Counted 11 people at 6pm."])
    kind: NoteKind = "fact"
    protection: Protection = "P1"
    data_category: Code = "incident"


class AddAction(Body):
    """Who does what by when."""

    what: Words = Field(examples=["write to the owner"])
    owner_agency: Code = Field(examples=["marlbridge"])
    owner_person: Who = ""
    due: date = Field(examples=["2099-06-14"])


class Complete(Body):
    """What came of an action."""

    outcome: Words = Field(examples=["The owner repairs it."])


class Close(Body):
    """How a case ended, and why it ends now."""

    outcome: Code = Field(description="An outcome that fits the kind of case.", examples=["problem-stopped"])
    why: Words = Field(examples=["Quiet for a month."])


class Reopen(Body):
    """What came back."""

    why: Words = Field(examples=["It started again on Friday."])


class Narrowed(Body):
    """What a list is narrowed to, and which page of it is wanted."""

    status: list[Status] = Field([], max_length=7)
    kind: list[Kind] = Field([], max_length=3)
    agency: Annotated[str, Field(max_length=80)] = Field("", description="The agency that leads.")
    words: Annotated[str, Field(max_length=300, pattern="^[^\\u0000]*$")] = Field(
        "", description="Looked for in reference, place and summary."
    )
    sort: Sort = "-opened_on"
    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=100)


# What comes out


class Refused(Schema):
    """Why something was not done. `field` is empty unless one field is to blame."""

    code: str = Field(examples=["not-found"])
    message: str
    field: str
    what_to_do: str


class StandingOut(Schema):
    """Where a case stands."""

    reference: str
    kind: Kind
    tier: Tier
    risk: Risk
    marking: Marking
    status: Status
    lead_agency: str
    lead_person: str
    referred_by: str
    referring_agency: str
    opened_on: date
    next_date: date | None
    reopenings: int
    version: int


class CaseOut(StandingOut):
    """A case, with the words about it."""

    place: str
    summary: str


class AnswerOut(Schema):
    """What the receiving agency answered."""

    answer: Answer
    by: str
    on: date
    reason: str
    signposted_to: str


class ReferralOut(Schema):
    """One agency asked another to take it."""

    id: str
    from_agency: str
    to_agency: str
    by: str
    on: date
    why: str
    gateway: str
    agreement: str
    answer: AnswerOut | None


class NoteOut(Schema):
    """An entry. `masked` means that its text was left out."""

    id: str
    owner_agency: str
    by: str
    at: datetime
    kind: NoteKind
    protection: Protection
    data_category: str
    text: str
    masked: bool


class ActionOut(Schema):
    """Who does what by when, and what came of it."""

    id: str
    owner_agency: str
    owner_person: str
    what: str
    due: date
    by: str
    set_on: date
    done_on: date | None
    done_by: str
    outcome: str
    version: int


class DecisionOut(Schema):
    """What was decided and why."""

    id: str
    by: str
    agency: str
    at: datetime
    what: str
    why: str


class OutcomeOut(Schema):
    """How it ended."""

    id: str
    code: str
    by: str
    on: date
    comment: str


class FileOut(Schema):
    """A case with what hangs on it, as far as this person sees."""

    case: CaseOut
    referral: ReferralOut | None
    notes: list[NoteOut]
    actions: list[ActionOut]
    decisions: list[DecisionOut]
    outcomes: list[OutcomeOut]


class LineOut(Schema):
    """One line of a list: the case and the next thing due on it."""

    case: CaseOut
    next_action: ActionOut | None


class PageOut(Schema):
    """One page of a list; `total` counts what this person may see, and there are `more` where counting stopped."""

    lines: list[LineOut]
    total: int
    page: int
    size: int
    more: bool


class MadeOut(Schema):
    """The id of what was added."""

    id: str


class PersonOut(Schema):
    """Somebody who works in an agency, and the codes of the roles they hold today."""

    id: str
    name: str
    roles: list[str]


class AgencyOut(Schema):
    """A partner and its people."""

    code: str
    name: str
    kind: str
    controller_contact: str
    people: list[PersonOut]


class TokenOut(Schema):
    """The token this was asked with."""

    name: str
    deeds: list[str]
    until: date


class MeOut(PersonOut):
    """Whose token this is and what it reaches today."""

    agency: str
    may: list[str]
    token: TokenOut


class LookOut(Schema):
    """One look at a case: who, when, what for, under which power, and who was sent it."""

    at: datetime
    actor: str
    agency: str
    roles: list[str]
    source: str
    action: str
    deed: str
    object_id: str
    fields: list[str]
    purpose: str
    gateway: str
    agreement: str
    recipients: list[str]
