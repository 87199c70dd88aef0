"""ASB case reviews on their pages: a trigger from application to appeal, the letters, the queue, every store alike."""

import io
import re
from datetime import timedelta

import docx
import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext

from unit.casework.factories import NOW, TODAY, case_at, partnership
from wardmote.casework import case_reviews, persons, risk, unasked
from wardmote.casework.case_reviews import decisions
from wardmote.casework.case_reviews import published_return as case_review_return
from wardmote.casework.case_reviews.procedure import Procedure
from wardmote.casework.errors import WrongEntry
from wardmote.casework.looks import open_case
from wardmote.casework.memory_store import MemoryStore
from wardmote.casework.nouns import SignedIn
from wardmote.errors import WrongUse
from wardmote.periods import working_days_after
from wardmote.web.clock import now
from wardmote.web.keeping import content_of
from wardmote.web.settings.case_reviews import read
from wardmote.web.store.django_store import DjangoStore

KEPT = ["empty", *(["postgres"] if "postgres" in connections.databases else [])]
CASE = "CSP-26-0002"
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'UPDATE "django_session"')
HERE = f"/cases/{CASE}/case-review"


def boxes(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year, f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}  # fmt: skip


def days_ago(number):
    return now().date() - timedelta(days=number)


def complaint(ago, **more):
    day = days_ago(ago)
    return {"agency": "marlbridge", **boxes("behaviour_on", day), **boxes("made_on", day), "person": "", "their_reference": "", "caveat": "", **more}  # fmt: skip


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


@pytest.fixture
def person(store):
    """Marjorie, who told."""
    return next(part.person for part in store.people_on(CASE) if part.role == "reporter")


@pytest.fixture
def applied(opened, person):
    """The case lead, who has just taken Marjorie's application; and where its steps are."""
    client = opened("priya", CASE)
    told = {
        "person": person,
        "applied_by": "self",
        "applicant": "",
        "asks": "Talk to each other",
        **boxes("received_on", days_ago(0)),
    }
    assert client.post(f"{HERE}/apply", told).status_code == 302
    review = re.search(r'id="([0-9a-f]{24})"', text(client.get(HERE)))[1]
    return client, f"{HERE}/{review}"


@pytest.mark.django_db
def test_a_trigger_from_application_to_appeal(applied, opened, store):
    client, steps = applied
    page = text(client.get(HERE))
    assert "Talk to each other" in page and ">Reporter</a>" in page and "Marjorie" not in page
    assert "Marlshire Constabulary" in page and "Fire and Rescue (invented)</dt>" not in page
    assert client.post(f"{steps}/complaints", complaint(1, then="more")).status_code == 302
    assert client.post(f"{steps}/complaints", complaint(2, then="last", caveat="Case closed")).status_code == 302
    ines = opened("jo", CASE)
    assert "Marlbridge Council" not in text(ines.get(f"{steps}/complaints")).partition("<main")[2].partition("<form")[2]
    assert ines.post(f"{steps}/complaints", complaint(3, agency="marlshire-police", then="last")).status_code == 302
    assert ines.get(f"{steps}/complaints").status_code == 409
    page = text(client.get(f"{steps}/decide"))
    assert "3 of 3 complaints qualify; 3 are needed." in page
    assert "whatever else is said" in text(client.post(f"{steps}/decide", {"answer": "not-met", "why": "Closed"}), 422)
    assert client.post(f"{steps}/decide", {"answer": "met", "why": "Three qualify"}).status_code == 302
    assert client.get(f"{steps}/decide").status_code == 409
    assert client.get(f"{steps}/outcome").status_code == 409, "no panel has met"
    panel = {"bodies": ["marlbridge", "marlshire-police"]}
    late = client.post(f"{steps}/panel", panel | boxes("on", days_ago(-60)), follow=True)
    assert "by which the review must be held" in text(late)
    assert client.post(f"{steps}/panel", panel | boxes("on", days_ago(0))).status_code == 302
    assert client.post(f"{steps}/outcome", {"finding": "Nobody spoke"}).status_code == 302
    assert client.post(f"{steps}/recommend", {"agency": "marlshire-police", "what": "Speak"}).status_code == 302
    answer = re.search(r"/recommendations/[0-9a-f]{24}", text(ines.get(HERE)))[0]
    assert "Answer the recommendation" in text(ines.get("/case-reviews"))
    assert ines.post(HERE + answer, {"answer": "accepted", "answer_words": "On Monday"}).status_code == 302
    assert ines.get(HERE + answer).status_code == 409
    assert client.post(f"{steps}/appeal", {"why": "Fire was not asked"}).status_code == 302
    assert client.get(f"{steps}/answer-appeal").status_code == 403, "nobody answers for what they decided"
    gwen = opened("gwen", CASE)
    assert gwen.post(f"{steps}/answer-appeal", {"answer": "not-upheld", "finding": "No body"}).status_code == 302
    page = text(client.get(HERE))
    for said in (
        "Reviewed",
        "Met: enough complaints qualify.",
        "Nobody spoke",
        "On Monday",
        "Not upheld",
        "Case closed",
    ):
        assert said in page
    _in_the_timeline(text(client.get(f"/cases/{CASE}")))
    told = text(client.get("/case-reviews/return"))
    assert "1 applications are 1 met" in told or "1 application" in told
    assert "1 of 1 decisions on the threshold" in told


def _in_the_timeline(page):
    """Newest first, each with what was said."""
    timeline = page.partition('id="timeline"')[2]
    said = (
        "Recommendation of the case review accepted by Marlshire Constabulary (invented)",
        "On Monday",
        "Case review recommends to Marlshire Constabulary (invented)",
        "Case review: appeal not upheld",
        "Case review: appeal</h3>",
        "Fire was not asked",
        "Case review held",
        "Nobody spoke",
        "Case review: threshold met",
        "Three qualify",
        "Case review applied for",
        "Talk to each other",
    )
    for words in said:
        assert words in timeline, words
    placed = [timeline.index(words) for words in said[3:]]
    assert placed == sorted(placed)


@pytest.mark.django_db
def test_an_application_counts_from_the_day_it_was_received_and_is_of_nobody_suspected(opened, person, store):
    client, day = opened("priya", CASE), days_ago(6)
    form = text(client.get(f"{HERE}/apply"))
    offered = re.findall(r'<option value="(p[0-9a-f]+)"', form)
    suspect = next(part.person for part in store.people_on(CASE) if part.role == "suspect")
    assert person in offered and suspect not in offered
    told = {"person": person, "applied_by": "self", "applicant": "", "asks": "Talk to each other"}
    assert "not still to come" in text(client.post(f"{HERE}/apply", told | boxes("received_on", days_ago(-1))), 422)
    assert client.post(f"{HERE}/apply", told | boxes("received_on", day)).status_code == 302
    by = SignedIn(store.user("priya"), "reading", now(), proven_at=now())
    open_case(store, by, CASE, "case-work")
    (review,) = case_reviews.read(store, by, CASE)[1].reviews
    assert (review.received_on, review.acknowledge_due) == (day, working_days_after(day, 10))
    complaining = complaint(2, person=suspect)
    assert "thought to cause the harm" not in text(client.post(f"{HERE}/complaint", complaining), 422), (
        "not offered at all"
    )
    with pytest.raises(WrongEntry, match="thought to cause the harm"):
        case_reviews.add_complaint(store, by, CASE, agency="marlbridge", behaviour_on=day, made_on=day, person=suspect)


@pytest.mark.django_db
def test_somebody_else_applies_and_a_body_is_answered_for_only_with_a_reason(opened, person):
    client = opened("priya", CASE)
    told = {
        "person": person,
        "applied_by": "other",
        "applicant": "Cllr Madeup",
        "asks": "Talk to each other",
        **boxes("received_on", days_ago(0)),
    }
    assert client.post(f"{HERE}/apply", told).status_code == 302
    page = text(client.get(HERE))
    review = re.search(r'id="([0-9a-f]{24})"', page)[1]
    steps = f"{HERE}/{review}"
    assert "nothing can be decided until then" in page and f"{steps}/decide" not in page
    assert client.get(f"{steps}/decide").status_code == 409
    nothing = complaint(1, agency="marlshire-police", then="none", answered_why="")
    assert "Enter why you answer" in text(client.post(f"{steps}/complaints", nothing), 422)
    assert client.post(f"{steps}/complaints", nothing | {"answered_why": "Read to me"}).status_code == 302
    assert "Answered for them by Priya Nair (Marlbridge Council): Read to me" in text(client.get(HERE))
    assert client.post(f"{steps}/agreed", {"agreed_how": "By telephone"}).status_code == 302
    assert client.get(f"{steps}/decide").status_code == 200


@pytest.mark.django_db
def test_a_letter_is_drafted_where_it_is_safe_and_kept_as_protected_as_the_address(applied, store, person):
    client, steps = applied
    form = text(client.get(f"{steps}/letter"))
    assert "Castle Mews" not in form, "no address on the page that asks where"
    home = re.search(r'value="([0-9a-f]{24})"', form)[1]
    assert "has been sent" not in form and "How to reach them safely" in form
    assert client.post(f"{steps}/letter", {"how": home}).status_code == 302
    page = text(client.get(HERE))
    assert "Acknowledged on" not in page and "Say that it was sent" in page
    assert client.post(f"{steps}/letter", {"how": "sent"}).status_code == 302
    assert "Acknowledged on" in text(client.get(HERE))
    by = SignedIn(store.user("priya"), "reading", now(), proven_at=now())
    kept = open_case(store, by, CASE, "case-work").documents[-1]
    assert kept.name.startswith("Letter that acknowledges a case review application (")
    assert (kept.media, kept.protection, kept.marking) == ("docx", "P3", "OFFICIAL-SENSITIVE")
    word = docx.Document(io.BytesIO(content_of(settings.CASEBOOK, kept)))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Flat 3" in said and "8 Castle Mews" in said and CASE in said
    assert "keeps no address, telephone or e-mail" in form and "[Fill in before it is sent: the address" in said
    assert "you no longer want the review, tell us. How to reach us stands at the top" in said
    assert "OFFICIAL-SENSITIVE" in word.sections[0].header.paragraphs[0].text
    assert client.get(f"{steps}/letter").status_code == 409, "nothing more to tell yet"


@pytest.mark.django_db
def test_a_letter_says_how_to_reach_the_agency_where_it_keeps_that(applied, at_work):
    client, steps = applied
    olive = at_work("olive")
    entry = {
        "contact": "data@marlbridge.example",
        "letter_contact": "1 Castle Street\n01632 960 000",
        "privacy_officer": "",
    }
    assert olive.post("/agencies/marlbridge/keep", entry).status_code == 302
    assert "1 Castle Street<br>01632 960 000" in text(olive.get("/agencies"))
    form = text(client.get(f"{steps}/letter"))
    assert "keeps no address" not in form
    home = re.search(r'value="([0-9a-f]{24})"', form)[1]
    assert client.post(f"{steps}/letter", {"how": home}).status_code == 302
    said = _last_letter()
    assert "1 Castle Street\n01632 960 000" in said and "Fill in" not in said


def _last_letter():
    by = SignedIn(DjangoStore().user("priya"), "reading", now(), proven_at=now())
    kept = open_case(DjangoStore(), by, CASE, "case-work").documents[-1]
    word = docx.Document(io.BytesIO(content_of(settings.CASEBOOK, kept)))
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


@pytest.mark.django_db
def test_no_letter_to_where_they_must_not_be_reached(applied, store, person):
    client, steps = applied
    by = SignedIn(store.user("priya"), "ruling", now(), proven_at=now())
    open_case(store, by, CASE, "case-work")
    persons.add_detail(store, by, CASE, person, about="safe-contact", value="No post", forbids=["letter"])
    home = re.search(r'value="([0-9a-f]{24})"', text(client.get(f"{steps}/letter")))
    form = text(client.get(f"{steps}/letter"))
    assert home is None and "Not by: letters" in form and "No address or email is offered" in form
    assert client.post(f"{steps}/letter", {"how": "spoken"}).status_code == 302


@pytest.mark.django_db
def test_people_who_never_asked_stand_in_the_queue_without_a_name_until_they_are_told(opened, person):
    client = opened("priya", CASE)
    for ago in (1, 20, 40):
        assert client.post(f"{HERE}/complaint", complaint(ago, person=person)).status_code == 302
    page = text(client.get("/case-reviews/not-asked"))
    assert "3 complaints: 3 to Marlbridge Council" in page and "Marjorie" not in page
    form = text(client.get(f"{HERE}/tell/{person}"))
    assert "Not by telephone: telephone, protected. Their safe-contact rule rules out ringing" in re.sub(
        r"\s+", " ", form
    )
    assert "To tell: <strong>Reporter: Marjorie" in form and "Tried before" not in form
    unsafe = {"how": "next-contact", "outcome": "not-safe", "words": "He was in the room"}
    assert client.post(f"{HERE}/tell/{person}", unsafe).status_code == 302
    for tried in (f"{HERE}/tell/{person}", "/case-reviews/not-asked"):
        page = text(client.get(tried))
        assert "Tried before" in page and "He was in the room" in page
    sent = {"how": "next-contact", "outcome": "will-apply", "words": ""}
    answer = client.post(f"{HERE}/tell/{person}", sent)
    assert answer["Location"] == f"{HERE}/apply?person={person}"
    assert f'value="{person}" selected' in text(client.get(answer["Location"]))
    assert "3 complaints: 3" not in text(client.get("/case-reviews/not-asked"))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/case-reviews", "/case-reviews/not-asked", "/case-reviews/return", HERE])
def test_the_pages_ask_little_of_the_database(applied, path):
    client, _ = applied
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as queries:
        text(client.get(path))
    asked = [query["sql"] for query in queries if not query["sql"].startswith(NOT_COUNTED)]
    assert len(asked) <= 15, "\n".join(sql[:70] + "..." + sql[-60:] for sql in asked)


def test_the_procedure_is_set_by_name_and_never_above_the_guidance():
    assert read("") == Procedure()
    assert read("decide=10, complaints=2") == Procedure(complaints=2, decide=10)
    for wrong in ("decide=x", "zebra=3", "complaints=4", "decide"):
        with pytest.raises(WrongUse, match="WARDMOTE_CASE_REVIEW"):
            read(wrong)


def reviews_in(store):
    """The same things done in any store, and everything it then tells."""
    ours = partnership(store)
    lead, told = "housing-R3", {}

    def by(user, case):
        who = ours.by(user)
        open_case(store, who, case, "case-work")
        return who

    cases = [case_at("working", ours, kind=kind, lead_person=lead).reference for kind in ("location", "victim")]
    people = {}
    for case in cases:
        put = persons.add_person(
            store, by(lead, case), case, role="victim", name="Ada Invented", birth=TODAY.replace(year=1980)
        )
        people[put.person] = case
        for ago in (1, 2):
            day = TODAY - timedelta(days=ago)
            case_reviews.add_complaint(
                store, by(lead, case), case, agency="council", behaviour_on=day, made_on=day, person=put.person
            )
    seeing = {user: ours.by(user) for user in (lead, "council-R5", "police-R2", "outsider-R2", "housing-R3b")}
    told["queue"] = [_queue(store, who, people) for who in seeing.values()]
    flagged, other = reversed(people)
    cases.reverse()
    risk.assess(store, by(lead, cases[0]), cases[0], tool="dash", score=15, why="x", person=flagged)
    told["flagged"] = [_queue(store, who, people) for who in seeing.values()]
    first = case_reviews.apply(
        store, by(lead, cases[0]), cases[0], Procedure(), person=flagged, applied_by="self", asks="x"
    )
    for agency in ("council", "police", "housing"):
        case_reviews.say_all(store, by(lead, cases[0]), cases[0], first.id, agency=agency, answered_why="x")
    decisions.decide(store, by(lead, cases[0]), cases[0], first.id, Procedure(), met=True, why="x")
    panel = {"on": TODAY, "bodies": ["council", "police"]}
    decisions.set_panel(store, by(lead, cases[0]), cases[0], first.id, **panel)
    decisions.record_outcome(store, by(lead, cases[0]), cases[0], first.id, finding="x")
    decisions.recommend(store, by(lead, cases[0]), cases[0], first.id, agency="police", what="x")
    unasked.keep_telling(store, by(lead, cases[1]), cases[1], other, how="next-contact", outcome="does-not-want")
    told["after"] = [_queue(store, who, people) for who in seeing.values()]
    told["asked"] = [(one.case, one.on, one.covers_case) for one in store.asked_for()]
    told["listed"] = [_plain(case_reviews.list_reviews(store, who, TODAY)) for who in seeing.values()]
    told["none"] = _plain(case_reviews.list_reviews(store, seeing[lead], TODAY + timedelta(days=1)))
    told["read"] = _plain(case_reviews.read(store, by("police-R2", cases[0]), cases[0])[1])
    told["year"] = case_review_return.reviews_of_year(store, NOW.date(), TODAY)
    return told


def _queue(store, who, people):
    try:
        found = unasked.queue(store, who, Procedure())
    except Exception as error:
        return type(error).__name__
    return [([people[one] for one in each.people].sort(), each.until, each.for_advocate, each.bodies) for each in found]


def _plain(file):
    """Without what each store makes up: ids."""
    return {
        name: sorted(str({key: value for key, value in vars(part).items() if key not in ("id", "review", "person")}) for part in parts)
        for name, parts in vars(file).items()
    }  # fmt: skip


@pytest.mark.django_db(databases=["default", *KEPT])
@pytest.mark.parametrize("kept", KEPT)
def test_reviews_read_the_same_from_every_store(kept):
    slow, quick = reviews_in(MemoryStore()), reviews_in(DjangoStore(kept))
    assert quick == slow
    assert quick["queue"][0] and not quick["queue"][3]
    assert [bool(seen) for seen in quick["flagged"]] == [True, False, False, False, False]
    assert quick["after"] == [[]] * 5
    assert quick["listed"][0]["reviews"] and not quick["listed"][3]["reviews"] and not quick["none"]["reviews"]
    assert quick["year"].counts.with_recommendations == 1
