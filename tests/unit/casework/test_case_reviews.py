"""The ASB case review on a case, by its verbs: application to appeal, who may do what, the return, and who is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from unit.casework.factories import NOW, TODAY, case_at, partnership
from wardmote.casework import case_reviews, closure, persons, work
from wardmote.casework.case_reviews import decisions, letters
from wardmote.casework.case_reviews.procedure import HIGHEST_THRESHOLD, InTime, Procedure
from wardmote.casework.case_reviews.published_return import application, reviews_of_year, year_of
from wardmote.casework.errors import EditedMeanwhile, NotFound, NotNow, NotPermitted, ProofNeeded, Unsafe, WrongEntry
from wardmote.casework.looks import open_case
from wardmote.periods import working_days_after
from wardmote.vocabulary.outcomes import outcomes_for

PROCEDURE = Procedure()
LEAD, ANOTHER = "housing-R3", "housing-R3b"

# received on, working days, last day: over a weekend, month ends, a leap day, both changes of the clock, each holiday
CLOCKS = """
2026-11-23  5   2026-11-30
2026-11-27  10  2026-12-11
2026-01-30  10  2026-02-13
2028-02-25  5   2028-03-03
2027-02-25  5   2027-03-04
2026-03-27  5   2026-04-07
2026-10-23  5   2026-10-30
2026-03-26  15  2026-04-20
2026-04-30  10  2026-05-15
2026-05-21  15  2026-06-12
2026-08-27  10  2026-09-11
2026-12-23  5   2027-01-04
2026-12-31  20  2027-01-29
2027-12-24  10  2028-01-12
2026-07-31  20  2026-08-28
"""


@pytest.mark.parametrize("line", CLOCKS.split("\n")[1:-1])
def test_the_clocks_run_in_working_days(line):
    began, number, last = line.split()
    assert working_days_after(date.fromisoformat(began), int(number)) == date.fromisoformat(last)


@pytest.fixture
def ours():
    return partnership()


@pytest.fixture
def case(ours):
    return case_at("working", ours, lead_person=LEAD).reference


def by(ours, person, now=NOW):
    return ours.by(person, now)


def somebody(ours, case, name="Ada Invented", **more):
    return persons.add_person(
        ours.store, by(ours, LEAD), case, role="reporter", name=name, purpose="case-work", **more
    ).person


def applied(ours, case, person=None, who=LEAD, **how):
    person = person or somebody(ours, case)
    told = {"person": person, "applied_by": "self", "asks": "That somebody looks at it together"} | how
    return case_reviews.apply(ours.store, opened(ours, who, case), case, PROCEDURE, **told)


def opened(ours, who, case, now=NOW):
    """Somebody who has said what they open the case for."""
    asker = by(ours, who, now)
    open_case(ours.store, asker, case, "case-work")
    return asker


def complain(ours, case, days=(1, 2, 3), who=LEAD, agency="housing", person="", **more):
    """Complaints of the same day as what they are about, so many days ago."""
    asker = opened(ours, who, case)
    for ago in days:
        day = TODAY - timedelta(days=ago)
        case_reviews.add_complaint(
            ours.store, asker, case, agency=agency, behaviour_on=day, made_on=day, person=person, **more
        )


def file_of(ours, case, who=LEAD):
    return case_reviews.read(ours.store, opened(ours, who, case), case)[1]


def all_answered(ours, case, review):
    for body in file_of(ours, case).bodies_of(review):
        if not body.answered_on:
            why = "" if body.agency == "housing" else "Asked by telephone"
            case_reviews.say_all(
                ours.store, opened(ours, LEAD, case), case, review.id, agency=body.agency, answered_why=why
            )


def decided(ours, case, met=True, **how):
    review = applied(ours, case, **how)
    if met:
        complain(ours, case)
    all_answered(ours, case, review)
    return decisions.decide(ours.store, opened(ours, LEAD, case), case, review.id, PROCEDURE, met=met, why="As counted")


def test_from_application_to_appeal(ours, case):
    review = applied(ours, case, applied_by="other", applicant="Cllr Madeup", consent=True)
    file = file_of(ours, case)
    assert {body.agency for body in file.bodies_of(review)} == {"council", "police", "housing"}, (
        "the neighbour is no body of ours"
    )
    assert (review.acknowledge_due, review.decide_due) == (date(2026, 12, 7), date(2026, 12, 14))
    complain(ours, case, days=(1,), who="police-R2", agency="police", caveat="Case closed, no action taken")
    complain(ours, case, days=(5, 9), agency="council")
    all_answered(ours, case, review)
    lead = opened(ours, LEAD, case)
    with pytest.raises(WrongEntry, match="whatever else is said"):
        decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=False, why="They were closed")
    met = decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=True, why="Three qualify")
    assert (met.status, met.met_by, met.review_due) == ("met", "number", date(2026, 12, 21))
    held(ours, case, review)
    with pytest.raises(NotNow):
        decisions.recommend(ours.store, lead, case, review.id, agency="police", what="Patrol")
    done = decisions.record_outcome(ours.store, lead, case, review.id, finding="Nobody looked at it as one")
    made = decisions.recommend(ours.store, lead, case, review.id, agency="police", what="Patrol at ten")
    with pytest.raises(NotPermitted, match="your own agency"):
        decisions.respond(
            ours.store, opened(ours, "council-R2", case), case, made.id, answer="refused", answer_words="No"
        )
    answered = decisions.respond(
        ours.store, opened(ours, "police-R2", case), case, made.id, answer="accepted", answer_words="From Monday"
    )
    assert answered.answered_by == "police-R2"
    with pytest.raises(NotNow):
        decisions.respond(
            ours.store, opened(ours, "police-R2", case), case, made.id, answer="refused", answer_words="No"
        )
    decisions.appeal(ours.store, lead, case, review.id, why="The council was not asked")
    over = decisions.answer_appeal(
        ours.store, opened(ours, ANOTHER, case), case, review.id, PROCEDURE, answer="not-upheld", finding="It was asked"
    )
    assert (over.status, over.appeal_answer) == (done.status, "not-upheld")
    for step in case_reviews.STEPS:
        assert case_reviews.can_step(over, step) is (step == "recommend")


def test_too_few_complaints_are_decided_by_harm_and_only_once_every_body_has_answered(ours, case):
    review = applied(ours, case)
    complain(ours, case, days=(1, 2))
    lead = opened(ours, LEAD, case)
    with pytest.raises(NotNow, match="Not every body"):
        decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=False, why="Too few")
    by_harm = decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=True, why="She cannot sleep")
    assert by_harm.met_by == "harm"


@pytest.mark.parametrize(
    "said", ["Otto shouts", "MADEUP shouts", "otto  madeup shouts", "Otto's dog", "the night fox shouts"]
)
def test_what_goes_into_a_letter_names_nobody_else_on_the_case(ours, case, said):
    person, other = somebody(ours, case), somebody(ours, case, "Mr Otto Madeup")
    lead = opened(ours, LEAD, case)
    persons.add_detail(ours.store, lead, case, other, about="alias", value="Night Fox")
    review = applied(ours, case, person)
    complain(ours, case)
    with pytest.raises(WrongEntry, match="Write it without the name") as told:
        decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=True, why=said)
    assert told.value.field == "why" and "otto" not in str(told.value).casefold()
    decisions.decide(
        ours.store, lead, case, review.id, PROCEDURE, met=True, why="Ada Invented told the mad foxes of it"
    )
    held(ours, case, review)
    for words in ("Otto was not asked", "Madeup again"):
        with pytest.raises(WrongEntry) as told:
            decisions.record_outcome(ours.store, lead, case, review.id, finding=words)
        assert told.value.field == "finding"
    decisions.record_outcome(ours.store, lead, case, review.id, finding="The neighbour was not asked")
    with pytest.raises(WrongEntry) as told:
        decisions.recommend(ours.store, lead, case, review.id, agency="police", what=said)
    assert told.value.field == "what"


def held(ours, case, review, on=TODAY):
    """The panel has met."""
    lead = opened(ours, LEAD, case)
    return decisions.set_panel(ours.store, lead, case, review.id, on=on, bodies=["police", "housing"])


def test_nothing_is_decided_on_what_somebody_else_asked_for_until_the_person_agrees(ours, case):
    review = applied(ours, case, applied_by="other", applicant="Cllr Madeup")
    complain(ours, case)
    all_answered(ours, case, review)
    lead = opened(ours, LEAD, case)
    for met in (True, False):
        with pytest.raises(NotNow, match="Record that they agree first"):
            decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=met, why="x")
    with pytest.raises(WrongEntry, match="how they said"):
        decisions.record_agreement(ours.store, lead, case, review.id, agreed_how=" ")
    agreed = decisions.record_agreement(ours.store, lead, case, review.id, agreed_how="On the telephone, to me")
    assert (agreed.consent, agreed.agreed_on) == (True, TODAY)
    assert decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=True, why="x").status == "met"


def test_whoever_answers_for_a_body_says_why(ours, case):
    review = applied(ours, case)
    lead = opened(ours, LEAD, case)
    with pytest.raises(WrongEntry, match="why you answer for this body"):
        case_reviews.say_all(ours.store, lead, case, review.id, agency="police")
    police = opened(ours, "police-R2", case)
    assert case_reviews.say_all(ours.store, police, case, review.id, agency="police").answered_why == ""
    said = case_reviews.say_all(ours.store, lead, case, review.id, agency="council", answered_why="Their log, read out")
    assert (said.answered_by, said.answered_why) == (LEAD, "Their log, read out")


def test_a_review_has_an_outcome_once_two_bodies_have_met(ours, case):
    review = decided(ours, case)
    lead = opened(ours, LEAD, case)

    def found():
        return decisions.record_outcome(ours.store, lead, case, review.id, finding="Nobody spoke")

    with pytest.raises(NotNow, match="No panel is set"):
        found()
    for alone in ([], ["police"], ["police", "outsider"]):
        with pytest.raises(WrongEntry, match="at least two bodies"):
            decisions.set_panel(ours.store, lead, case, review.id, on=TODAY, bodies=alone)
    with pytest.raises(WrongEntry, match="not before it was decided"):
        held(ours, case, review, TODAY - timedelta(days=1))
    held(ours, case, review, TODAY + timedelta(days=1))
    with pytest.raises(NotNow, match="has not met yet"):
        found()
    held(ours, case, review)
    assert found().status == "reviewed"


def test_an_appeal_upheld_against_a_review_leads_to_a_new_one_with_its_clock(ours, case):
    review = decided(ours, case)
    lead = opened(ours, LEAD, case)
    held(ours, case, review)
    decisions.record_outcome(ours.store, lead, case, review.id, finding="Nothing was wrong")
    letters.tell(ours.store, lead, case, review.id, how="spoken")
    decisions.appeal(ours.store, lead, case, review.id, why="The police were not there")
    another = opened(ours, ANOTHER, case)
    now = decisions.answer_appeal(ours.store, another, case, review.id, PROCEDURE, answer="upheld", finding="True")
    assert (now.status, now.review_due, now.panel_on) == ("met", working_days_after(TODAY, PROCEDURE.review), None)
    assert now.earlier_finding == "Nothing was wrong"
    assert letters.due_letter(now) == "appeal"
    letters.tell(ours.store, lead, case, review.id, how="spoken")
    with pytest.raises(NotNow):
        decisions.withdraw(ours.store, lead, case, review.id, why="x")
    assert reviews_of_year(ours.store, TODAY, TODAY).counts.reviews == 1
    held(ours, case, review)
    again = decisions.record_outcome(ours.store, lead, case, review.id, finding="Two reports were lost")
    assert (again.status, again.earlier_finding, letters.due_letter(again)) == (
        "reviewed",
        "Nothing was wrong",
        "outcome",
    )


def test_an_appeal_upheld_meets_a_threshold_that_was_not_met(ours, case):
    review = decided(ours, case, met=False)
    lead = opened(ours, LEAD, case)
    with pytest.raises(NotNow):
        decisions.answer_appeal(ours.store, lead, case, review.id, PROCEDURE, answer="upheld", finding="x")
    decisions.appeal(ours.store, lead, case, review.id, why="Two were left out")
    with pytest.raises(NotNow):
        decisions.appeal(ours.store, lead, case, review.id, why="Again")
    with pytest.raises(NotPermitted, match="A colleague"):
        decisions.answer_appeal(ours.store, lead, case, review.id, PROCEDURE, answer="upheld", finding="They were")
    another = opened(ours, ANOTHER, case)
    now = decisions.answer_appeal(ours.store, another, case, review.id, PROCEDURE, answer="upheld", finding="They were")
    assert (now.status, now.met_by) == ("met", "appeal") and now.review_due
    assert case_reviews.can_step(now, "outcome")


def test_a_caveat_is_kept_and_defeats_nothing(ours, case):
    review = applied(ours, case)
    complain(ours, case, caveat="No action taken")
    file = file_of(ours, case)
    assert [complaint.caveat for complaint in file.complaints] == ["No action taken"] * 3
    assert case_reviews.counted(review, file).met_by_number


def test_one_person_has_one_live_application_and_may_apply_again_later(ours, case):
    person = somebody(ours, case)
    first = applied(ours, case, person)
    with pytest.raises(NotNow, match="being decided already"):
        applied(ours, case, person)
    applied(ours, case, somebody(ours, case, "Bo Madeup"))
    decisions.withdraw(ours.store, opened(ours, LEAD, case), case, first.id, why="Moved away")
    applied(ours, case, person)


@pytest.mark.parametrize(
    "how, field",
    [
        ({"asks": " "}, "asks"),
        ({"applied_by": "nobody"}, "applied_by"),
        ({"applied_by": "other"}, "applicant"),
        ({"person": "p-nobody"}, "person"),
    ],
)
def test_what_an_application_must_say(ours, case, how, field):
    with pytest.raises(WrongEntry) as told:
        applied(ours, case, **({"person": somebody(ours, case)} | how))
    assert told.value.field == field


@pytest.mark.parametrize(
    "how, field",
    [
        ({"made_on": TODAY + timedelta(days=1)}, "made_on"),
        ({"behaviour_on": TODAY, "made_on": TODAY - timedelta(days=1)}, "behaviour_on"),
        ({"agency": "nowhere"}, "agency"),
        ({"person": "p-nobody"}, "person"),
    ],
)
def test_what_a_complaint_must_say(ours, case, how, field):
    told = {"agency": "housing", "behaviour_on": TODAY, "made_on": TODAY} | how
    with pytest.raises(WrongEntry) as wrong:
        case_reviews.add_complaint(ours.store, opened(ours, LEAD, case), case, **told)
    assert wrong.value.field == field


def test_one_complaint_is_counted_once(ours, case):
    person = somebody(ours, case)
    complain(ours, case, days=(1,), person=person, their_reference="A 1")
    for reference in ("A 1", "a 1", ""):
        with pytest.raises(WrongEntry, match="there already"):
            complain(ours, case, days=(1,), person=person, their_reference=reference)
    complain(ours, case, days=(1,), person=person, their_reference="A 2")
    complain(ours, case, days=(1,), person=person, agency="police")
    complain(ours, case, days=(1,), person=somebody(ours, case, "Bo Madeup"))
    complain(ours, case, days=(1,))
    with pytest.raises(WrongEntry, match="there already"):
        complain(ours, case, days=(1,))
    complain(ours, case, days=(1,), their_reference="B 1")
    assert len(file_of(ours, case).complaints) == 6


@pytest.mark.parametrize("number", range(1, 16))
@pytest.mark.parametrize("agency", ["housing", "police", "outsider"])
def test_who_does_what(ours, case, agency, number):
    review = applied(ours, case)
    user = f"{agency}-R{number}"
    works = f"R{number}" in ("R2", "R3") and agency != "outsider"
    leads = user == LEAD
    tries = {
        "give": (works, lambda who: case_reviews.add_complaint(ours.store, who, case, agency=agency, behaviour_on=TODAY, made_on=TODAY)),
        "for others": (works and agency == "housing", lambda who: case_reviews.say_all(ours.store, who, case, review.id, agency="council", answered_why="Asked")),
        "decide": (leads, lambda who: decisions.decide(ours.store, who, case, review.id, PROCEDURE, met=True, why="x")),
        "tell": (leads, lambda who: letters.tell(ours.store, who, case, review.id, how="spoken")),
    }  # fmt: skip
    for name, (may, deed) in tries.items():
        try:
            deed(opened(ours, user, case))
            did = True
        except (NotFound, NotPermitted):
            did = False
        assert did is may, (name, user)


def test_what_was_read_before_somebody_else_changed_it_is_not_saved_over(ours, case):
    review = applied(ours, case)
    with ours.store.transaction():
        kept = ours.store.save_review_part(replace(review, why="first"), _event(ours, review))
        assert kept.version == review.version + 1
        with pytest.raises(EditedMeanwhile):
            ours.store.save_review_part(replace(review, why="second"), _event(ours, review))


def _event(ours, review):
    from wardmote.casework.audit import event

    return event(by(ours, LEAD), "alteration", "case-reviewed", "case-review", review.id)


# Telling the person


def reached(ours, case, person, value="1 Invented Street, Saltmarsh", **more):
    told = {"about": "address", "sort": "home", "value": value} | more
    return persons.add_detail(ours.store, opened(ours, LEAD, case), case, person, **told)


def test_each_letter_in_its_turn_says_what_was_decided_and_never_twice(ours, case):
    person = somebody(ours, case)
    home = reached(ours, case, person)
    review = applied(ours, case, person)
    lead = opened(ours, LEAD, case)
    told = letters.tell(ours.store, lead, case, review.id, how=home.id)
    assert (
        told.to == "1 Invented Street, Saltmarsh" and told.name == "Ada Invented" and told.protection == home.protection
    )
    said = " ".join(told.paragraphs)
    assert "14 December 2026" in said
    names = {agency.code: agency.name for agency in ours.store.agencies()}
    for code, name in names.items():
        assert (name in said) is (code in ("council", "police", "housing")), "those asked, and no other body"
    assert "health" not in said
    assert file_of(ours, case).review(review.id).acknowledged_on is None, "a draft tells nobody"
    sent(ours, case, review)
    assert file_of(ours, case).review(review.id).acknowledged_on == TODAY
    with pytest.raises(NotNow):
        letters.tell(ours.store, lead, case, review.id, how=home.id)
    complain(ours, case, days=(1, 2))
    long_ago = TODAY - timedelta(days=60)
    case_reviews.add_complaint(
        ours.store,
        lead,
        case,
        agency="police",
        behaviour_on=long_ago,
        made_on=long_ago + timedelta(days=40),
        person=person,
    )
    longer_ago = TODAY - timedelta(days=61)
    for whose in ("", somebody(ours, case, "Bo Madeup")):
        case_reviews.add_complaint(
            ours.store,
            lead,
            case,
            agency="police",
            behaviour_on=longer_ago,
            made_on=longer_ago + timedelta(days=50),
            person=whose,
        )
    all_answered(ours, case, review)
    decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=False, why="Two qualify")
    said = " ".join(letters.tell(ours.store, lead, case, review.id, how=home.id).paragraphs)
    assert "5 complaints about it, of which 2 qualify" in said and "Of the complaints of others, 2 do not" in said
    assert (
        said.count("one month from the behaviour") == 1
        and f"Your complaint of {long_ago + timedelta(days=40):%-d %B %Y}" in said
    )
    assert f"{longer_ago + timedelta(days=50):%-d %B %Y}" not in said, "no day of what somebody else complained of"
    assert "Two qualify" in said and "looked at again" in said
    sent(ours, case, review)
    decisions.appeal(ours.store, lead, case, review.id, why="Wrong")
    decisions.answer_appeal(
        ours.store, opened(ours, ANOTHER, case), case, review.id, PROCEDURE, answer="upheld", finding="It was harm"
    )
    assert "is upheld. A review will be held by" in " ".join(
        letters.tell(ours.store, lead, case, review.id, how=home.id).paragraphs
    )
    sent(ours, case, review)
    held(ours, case, review)
    decisions.record_outcome(ours.store, lead, case, review.id, finding="Nobody spoke to each other")
    decisions.recommend(ours.store, lead, case, review.id, agency="police", what="Speak")
    said = letters.tell(ours.store, lead, case, review.id, how=home.id).paragraphs
    assert "Recommended: Speak" in said
    sent(ours, case, review)
    assert letters.due_letter(file_of(ours, case).review(review.id)) == ""


def sent(ours, case, review):
    """The letter that was drafted has gone."""
    letters.tell(ours.store, opened(ours, LEAD, case), case, review.id, how="sent")


def test_no_letter_is_said_to_be_sent_that_was_not_drafted(ours, case):
    review = applied(ours, case)
    with pytest.raises(WrongEntry, match="No letter about this is drafted"):
        sent(ours, case, review)


def test_no_address_is_offered_that_a_rule_or_a_place_of_safety_rules_out(ours, case):
    person, lead = somebody(ours, case), opened(ours, LEAD, case)

    def offered():
        asker = opened(ours, LEAD, case)
        hand, review, _ = letters.due(ours.store, asker, case, application.id)
        return [detail.sort for detail in letters.contacts(ours.store, asker, hand, review.person)]

    home = reached(ours, case, person)
    reached(ours, case, person, about="contact", sort="email", value="ada@invented.example")
    application = applied(ours, case, person)
    assert offered() == ["home", "email"]
    persons.add_detail(ours.store, lead, case, person, about="safe-contact", value="No email", forbids=["email"])
    assert offered() == ["home"]
    hand, _, _ = letters.due(ours.store, lead, case, application.id)
    (rule,) = letters.rules(ours.store, lead, hand, person)
    assert rule.forbids == ("email",) and (rule.masked or rule.value == "No email")
    reached(ours, case, person, sort="refuge", value="9 Hidden Row, Saltmarsh")
    assert offered() == ["refuge"]
    with pytest.raises(WrongEntry, match="Choose where"):
        letters.tell(ours.store, opened(ours, LEAD, case), case, application.id, how=home.id)


def test_a_case_does_not_close_over_a_review_that_is_owed(ours, case):
    lead = opened(ours, LEAD, case)
    work.complete_action(ours.store, lead, case, _action(ours, case), outcome="Done")

    def close(match=""):
        asker = opened(ours, LEAD, case)
        outcome = next(code.slug for code in outcomes_for("location", TODAY))
        if not match:
            return closure.close(ours.store, asker, case, outcome=outcome, why="Quiet")
        with pytest.raises(NotNow, match=match):
            closure.close(ours.store, asker, case, outcome=outcome, why="Quiet")
        return None

    review = applied(ours, case)
    close("Decide on the threshold")
    complain(ours, case)
    decisions.decide(ours.store, lead, case, review.id, PROCEDURE, met=True, why="Three qualify")
    letters.tell(ours.store, lead, case, review.id, how="spoken")
    close("must be held first")
    held(ours, case, review)
    decisions.record_outcome(ours.store, lead, case, review.id, finding="Nobody spoke")
    close("Tell them first")
    letters.tell(ours.store, lead, case, review.id, how="spoken")
    decisions.appeal(ours.store, lead, case, review.id, why="Wrong")
    close("Answer it first")
    decisions.answer_appeal(
        ours.store, opened(ours, ANOTHER, case), case, review.id, PROCEDURE, answer="not-upheld", finding="It was right"
    )
    letters.tell(ours.store, lead, case, review.id, how="spoken")
    assert close().status == "closed"


def _action(ours, case):
    return next(action.id for action in open_case(ours.store, by(ours, LEAD), case, "case-work").actions)


def test_no_letter_goes_where_somebody_they_are_kept_from_can_read_it(ours, case):
    person, other = somebody(ours, case), somebody(ours, case, "Otto Madeup")
    home = reached(ours, case, person)
    reached(ours, case, other)
    persons.relate(ours.store, opened(ours, LEAD, case), case, one=person, other=other, tie="opposing")
    review = applied(ours, case, person)
    with pytest.raises(Unsafe, match="kept apart"):
        letters.tell(ours.store, opened(ours, LEAD, case), case, review.id, how=home.id)
    assert file_of(ours, case).review(review.id).acknowledged_on is None, "nothing was told"
    assert letters.tell(ours.store, opened(ours, LEAD, case), case, review.id, how="spoken") is None
    assert file_of(ours, case).review(review.id).acknowledged_on == TODAY


def test_a_protected_address_asks_a_fresh_proof_before_it_is_written_in_a_letter(ours, case):
    person = somebody(ours, case)
    home = reached(ours, case, person, sort="refuge")
    review = applied(ours, case, person)
    stale = replace(opened(ours, LEAD, case), proven_at=NOW - timedelta(hours=1))
    with pytest.raises(ProofNeeded):
        letters.tell(ours.store, stale, case, review.id, how=home.id)
    drafted = letters.tell(ours.store, opened(ours, LEAD, case), case, review.id, how=home.id)
    assert drafted.protection == "P3"
    assert any(record.event.deed == "detail-opened" for record in ours.store._records)


# The return


def test_the_return_is_of_every_case_whoever_sees_it_and_adds_up(ours):
    for status in ("pending", "met", "not-met", "withdrawn", "reviewed"):
        case = case_at("working", ours, lead_person=LEAD).reference
        if status == "pending":
            applied(ours, case)
            continue
        if status == "withdrawn":
            review = applied(ours, case)
            decisions.withdraw(ours.store, opened(ours, LEAD, case), case, review.id, why="x")
            continue
        review = decided(ours, case, met=status != "not-met")
        if status == "reviewed":
            lead = opened(ours, LEAD, case)
            held(ours, case, review)
            decisions.record_outcome(ours.store, lead, case, review.id, finding="x")
            decisions.recommend(ours.store, lead, case, review.id, agency="police", what="x")
    year = reviews_of_year(ours.store, TODAY, TODAY)
    counts = year.counts
    assert (counts.applications, counts.met, counts.not_met, counts.pending, counts.withdrawn) == (5, 2, 1, 1, 1)
    assert (counts.reviews, counts.with_recommendations) == (1, 1)
    assert (year.in_time.made, year.in_time.due) == (3, 3)
    later = reviews_of_year(ours.store, TODAY, TODAY + timedelta(days=60))
    assert (later.in_time.made, later.in_time.due) == (3, 4), "one is undecided after its last day"
    assert reviews_of_year(ours.store, date(2025, 5, 1), TODAY).counts.applications == 0
    assert all(application(fact).outcome for fact in ours.store.review_facts(year.first, year.last))


def test_a_year_before_the_casebook_is_unrecorded_and_not_nil(ours):
    began = ours.store.first_record().event.at.date()
    this = reviews_of_year(ours.store, began, TODAY)
    assert (this.begun, this.unrecorded) == (began, False) and this.in_part
    before = reviews_of_year(ours.store, this.first - timedelta(days=1), TODAY)
    assert (before.unrecorded, before.in_part, before.counts.applications) == (True, False, 0)
    entered = replace(before, counts=replace(before.counts, applications=1, met=1))
    assert (entered.unrecorded, entered.in_part) == (False, True), "an application from before was entered since"
    after = reviews_of_year(ours.store, this.last + timedelta(days=1), TODAY)
    assert not after.unrecorded and not after.in_part


def test_the_year_begins_in_april():
    assert year_of(date(2026, 3, 31)) == (date(2025, 4, 1), date(2026, 3, 31))
    assert year_of(date(2026, 4, 1)) == (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    "made, due, low, high",
    [(0, 5, 0.0, 0.43448), (5, 5, 0.56552, 1.0), (18, 25, 0.52423, 0.85716), (1, 1, 0.20655, 1.0)],
)
def test_the_range_of_a_share_is_wilsons(made, due, low, high):
    assert InTime(made, due).interval == pytest.approx((low, high), abs=1e-5), "as statsmodels 0.14 gives it"


@pytest.mark.parametrize("wrong", [{"complaints": 4}, {"complaints": 0}, {"decide": 0}, {"target": 101}])
def test_no_procedure_is_beyond_the_guidance(wrong):
    assert Procedure().complaints == HIGHEST_THRESHOLD == 3
    with pytest.raises(ValueError):
        Procedure(**wrong)
