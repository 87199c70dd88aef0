"""One invented case from its referral to where it stands, told by the verbs that people use.

People, what is known of them, their relations and judgements of risk are on the cases. Left out are documents, links
between cases, wards, emergencies and notices. The same reference gives the same story.
"""

import random
from datetime import date, datetime, timedelta

from wardmote.casework import access, closure, persons, referrals, risk, triage, work
from wardmote.casework.nouns import (
    SignedIn,
    Standing,
    User,
)
from wardmote.casework.visibility import EVERY_CASE
from wardmote.invented.partnership import ENDINGS, FIRST_NAMES, LAST_NAMES, SHARED, STREETS, TROUBLES, Partnership
from wardmote.invented.told import Told
from wardmote.vocabulary.outcomes import outcomes_for

WORK = "case-work"


class Ended(Exception):
    """The story has come to the present."""


class Story:
    """One case from its referral to where it stands on the last day."""

    def __init__(self, among: Partnership, number: int, reference: str, begins: datetime, until: datetime) -> None:
        self.among, self.until, self.now = among, until, begins
        self.chance = random.Random(reference)
        self.store = Told(among, number, reference, begins.date())
        self.reference = reference

    def tell(self, notes: int) -> Told:
        """The whole story; `notes` is how many entries it has if it lasts."""
        try:
            self.referred()
            self.unless(0.02)
            self.answered()
            self.unless(0.02)
            self.worked(notes)
            self.unless(0.08)
            self.closed()
            self.unless(0.92)
            self.reopened()
        except Ended:
            pass
        return self.store

    def unless(self, share: float) -> None:
        """For this share of cases nothing more has happened yet."""
        if self.chance.random() < share:
            raise Ended

    def later(self, days: int) -> None:
        """Some days on, in working hours, and never before what was already told."""
        hour = self.chance.randrange(8, 18)
        moved = (self.now + timedelta(days=days)).replace(hour=hour, minute=self.chance.randrange(60))
        self.now = moved if moved > self.now else self.now + timedelta(minutes=self.chance.randrange(1, 30))
        if self.now > self.until:
            raise Ended

    def by(self, person: User) -> SignedIn:
        """Somebody at work on this day: one session a day."""
        session = f"s{person.id}-{self.now:%y%m%d}"
        return SignedIn(person, session, self.now, f"192.0.2.{int(person.id[-2:])}", self.now)

    @property
    def case(self) -> Standing:
        found = self.store.standing(self.reference, EVERY_CASE)
        assert found is not None
        return found

    @property
    def lead(self) -> SignedIn:
        person = self.store.user(self.case.lead_person)
        assert person is not None
        return self.by(person)

    def one_of(self, agency: str, *held: str) -> User:
        return self.chance.choice([p for p in self.among.holding(agency, *held) if p.id not in self.store.shut_out])

    def referred(self) -> None:
        kind, about = self.chance.choices(
            (("location", "places"), ("location", "border"), ("victim", "victims"), ("offender", "offenders")),
            weights=(56, 4, 22, 18),
        )[0]
        parties = sorted(SHARED[about][0])
        tier = self.chance.choices(("open", "named", "restricted", "sealed"), weights=(80, 12, 6, 2))[0]
        self.referrer, self.to = self.one_of(self.chance.choice(parties), "R2", "R3"), self.chance.choice(parties)
        referrals.refer(
            self.store,
            self.by(self.referrer),
            to=self.to,
            kind=kind,
            place=f"{self.chance.randrange(1, 200)} {self.chance.choice(STREETS)} {self.chance.choice(ENDINGS)}, Marlbridge",
            summary=self.chance.choice(TROUBLES),
            why="Three reports in a fortnight; the agency referred to can do more.",
            tier=tier,
            risk=self.chance.choices(("standard", "high"), weights=(9, 1))[0],
            lead_person=self.other_lead().id if tier != "open" else "",
        )

    def answered(self) -> None:
        self.later(self.chance.randrange(4))
        by = self.by(self.other_lead())
        answer = self.chance.choices(("accepted", "signposted", "refused"), weights=(85, 8, 7))[0]
        if answer == "accepted":
            triage.accept(self.store, by, self.reference, lead_person=by.user.id)
            return
        if answer == "signposted":
            triage.signpost(self.store, by, self.reference, to="Citizens Advice (invented branch)", why="About a bill.")
        else:
            triage.refuse(self.store, by, self.reference, why="Not within what the partnership does.")
        raise Ended

    def other_lead(self) -> User:
        """The case lead of the receiving agency who did not refer it: nobody answers their own referral."""
        return next(p for p in self.among.holding(self.to, "R3") if p.id != self.referrer.id)

    def worked(self, notes: int) -> None:
        """People, notes, actions, and now and then something that changes who sees the case."""
        self.people()
        self.act()
        for _ in range(notes):
            self.later(self.chance.randrange(9))
            self.note()
            turn = self.chance.random()
            if turn < 0.15:
                self.act()
            elif turn < 0.22:
                self.decide()
            elif turn < 0.26:
                self.grant()
            elif turn < 0.28:
                self.conflict()
            elif turn < 0.29 and self.case.tier != "sealed":
                self.later(0)
                access.raise_tier(self.store, self.lead, self.reference, tier="sealed", why="A threat.", purpose=WORK)
            elif turn < 0.31 and self.case.tier == "open":
                self.hand_over()

    def people(self) -> None:
        """Whom the case is about, with an opposing party to some; of a place now and then who reported it; and the risk."""
        role = {"location": "reporter", "victim": "victim", "offender": "offender"}[self.case.kind]
        if role == "reporter" and self.chance.random() < 0.7:
            return
        self.later(0)
        about = self.person(role)
        if role == "victim":
            self.known(about, about="safe-contact", value="Ring between 10 and 12 only.", forbids=("text", "letter"))
        if role != "reporter" and self.chance.random() < 0.4:
            opposing = self.person("suspect" if role == "victim" else "victim")
            persons.relate(
                self.store, self.lead, self.reference, one=about, other=opposing, tie="opposing", purpose=WORK
            )
        if role != "reporter":
            band = self.chance.choices(("standard", "medium", "high"), weights=(6, 3, 1))[0]
            risk.assess(
                self.store, self.lead, self.reference, tool=risk.JUDGEMENT, why="What was said at the visit.", band=band,
                purpose=WORK,
            )  # fmt: skip

    def person(self, role: str) -> str:
        """Somebody new on the case, with where they live and a telephone number kept for stories."""
        name = f"{self.chance.choice(FIRST_NAMES)} {self.chance.choice(LAST_NAMES)}"
        birth = date(self.chance.randrange(1950, 2005), self.chance.randrange(1, 13), self.chance.randrange(1, 29))
        part = persons.add_person(
            self.store, self.lead, self.reference, role=role, name=name, birth=birth, purpose=WORK
        )
        home = (
            f"{self.chance.randrange(1, 200)} {self.chance.choice(STREETS)} {self.chance.choice(ENDINGS)}, Marlbridge"
        )
        self.known(part.person, about="address", sort="home", value=home)
        self.known(part.person, about="contact", sort="phone", value=f"01632 960 {self.chance.randrange(1000):03}")
        return part.person

    def known(self, person: str, about: str, value: str, sort: str = "", forbids: tuple[str, ...] = ()) -> None:
        persons.add_detail(
            self.store, self.lead, self.reference, person, about=about, value=value, sort=sort, forbids=forbids,
            purpose=WORK,
        )  # fmt: skip

    def note(self) -> None:
        open_to_all = self.case.tier == "open"
        agency = self.chance.choice(self.partners()) if open_to_all else self.case.lead_agency
        by = self.by(self.one_of(agency, "R2", "R3")) if open_to_all else self.lead
        levels = ("P1", "P2", "P3") if by.user.role_grants[0].role == "R3" else ("P1", "P2")
        work.add_note(
            self.store,
            by,
            self.reference,
            text=f"Visited at {self.now:%H:%M}. {self.chance.choice(TROUBLES)}; spoke to two neighbours, both invented. "
            * self.chance.randrange(1, 5),
            kind=self.chance.choices(("fact", "opinion", "intelligence"), weights=(7, 2, 1))[0],
            protection=self.chance.choices(levels, weights=(80, 17, 3)[: len(levels)])[0],
            data_category=self.chance.choice(("incident", "contact", "risk")),
            purpose=WORK,
        )

    def partners(self) -> list[str]:
        """The lead agency and those it shares with today."""
        lead = self.case.lead_agency
        live = [a for a in self.store.sharing_of(self.case).agreements if a.live_on(self.now.date())]
        return sorted({lead}.union(*(a.parties for a in live if self.case.kind in a.subject_categories)))

    def act(self) -> None:
        self.later(0)
        due = self.now.date() + timedelta(days=self.chance.randrange(5, 40))
        owner = self.chance.choice(self.partners())
        work.add_action(
            self.store, self.lead, self.reference, what="visit, and say what was found", owner_agency=owner, due=due,
            purpose=WORK,
        )  # fmt: skip

    def decide(self) -> None:
        self.later(0)
        work.record_decision(
            self.store, self.lead, self.reference, what="Keep the case open", why="Calls go on.", purpose=WORK
        )

    def grant(self) -> None:
        self.later(0)
        agency = self.chance.choice(self.partners())
        to = self.one_of(agency, "R2")
        access.grant(
            self.store,
            self.lead,
            self.reference,
            agency=agency,
            grant_purpose=WORK,
            start=self.lead.today,
            until=self.lead.today + timedelta(days=80),
            reason="Needed for the visit.",
            to_user=to.id,
            gateway="" if agency == self.case.lead_agency else "cda-1998-s115",
            purpose=WORK,
        )

    def conflict(self) -> None:
        self.later(0)
        shut_out = self.one_of(self.chance.choice(self.partners()), "R2").id
        access.declare_conflict(self.store, self.lead, self.reference, user_id=shut_out, purpose=WORK)

    def hand_over(self) -> None:
        others = [code for code in self.partners() if code != self.case.lead_agency]
        if others:
            self.later(0)
            to = self.chance.choice(others)
            work.hand_over(
                self.store, self.lead, self.reference, to=to, why="They own the site.",
                lead_person=self.one_of(to, "R3").id, purpose=WORK,
            )  # fmt: skip

    def closed(self) -> None:
        """Every action is done first."""
        for action in sorted(self.store.open_actions, key=lambda action: action.due):
            self.later(self.chance.randrange(2, 30))
            work.complete_action(self.store, self.lead, self.reference, action.id, outcome="Visited.", purpose=WORK)
        self.later(self.chance.randrange(2, 40))
        fits = [code.slug for code in outcomes_for(self.case.kind, self.now.date())]
        closure.close(
            self.store, self.lead, self.reference, outcome=self.chance.choice(fits), why="Quiet.", purpose=WORK
        )

    def reopened(self) -> None:
        self.later(self.chance.randrange(10, 90))
        closure.reopen(self.store, self.lead, self.reference, why="It came back.", purpose=WORK)
        self.unless(0.3)
        self.act()
