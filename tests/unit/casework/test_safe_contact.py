"""The correspondence check: every planted conflict is stopped, and hardly anything else.

200 cases with a conflict of each sort in turn and 200 without, each written in one of the ways people write; the answer
is known because the case was built around it, not because the rule said so.
"""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from unit.casework.factories import NOW, TODAY
from wardmote.casework.errors import Unsafe
from wardmote.casework.normal_forms import RULES, address_form, contact_form, form_of, name_form, uprn_form
from wardmote.casework.nouns import Detail, Relation
from wardmote.casework.safe_contact import UNSETTLED, Known, Sending, can_send, check_send

LONG_AGO = TODAY - timedelta(days=900)
STREETS = ("Nowhere Road", "Invented Street", "Made-Up Close", "St Nobody's Lane")


class World:
    """One recipient, somebody opposing them, a child of both, and a few others; details in the ways people write."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.details, self.relations = [], []
        self.tie("opposing", "victim", "opposed")
        self.tie("household", "opposed", "flatmate")
        self.tie("parent", "opposed", "child")
        self.tie("parent", "victim", "child")
        self.tie("household", "victim", "child")
        self.home = (
            f"{self.random.randint(1, 99)} {self.random.choice(STREETS)}, Saltmarsh, ZZ{self.random.randint(1, 9)} 4TY"
        )
        self.other = f"{self.random.randint(100, 199)} {self.random.choice(STREETS)}, Saltmarsh, ZZ9 9ZZ"
        self.phone = f"07700 900{self.random.randint(0, 499):03}"
        self.other_phone = f"07700 900{self.random.randint(500, 999)}"
        self.has("victim", self.home)
        self.has("victim", self.phone)
        self.has("child", self.home)
        self.has("opposed", self.other)
        self.has("opposed", self.other_phone)

    def tie(self, tie, one, other, **how):
        self.relations.append(
            Relation(id=f"r{len(self.relations)}", case="c", one=one, other=other, tie=tie, owner_agency="a", by="x",
                     at=NOW, kind="fact", protection="P2", **how)
        )  # fmt: skip

    def has(self, person, value, sort="", **how):
        about = "contact" if value[:2] == "07" or "@" in value else "address"
        sort = sort or ("phone" if value[:2] == "07" else "email" if "@" in value else "home")
        how.setdefault("since", LONG_AGO)
        self.details.append(
            Detail(id=f"d{len(self.details)}", case="c", person=person, about=about, value=self.as_people_write(value),
                   sort=sort, owner_agency="a", by="x", at=NOW, kind="fact", protection="P3", data_category="contact", **how)
        )  # fmt: skip

    def rules_out(self, *channels, **how):
        self.details.append(
            Detail(id="rule", case="c", person="victim", about="safe-contact", value="Do not ring.", forbids=channels,
                   owner_agency="a", by="x", at=NOW, kind="fact", protection="P2", data_category="contact", **how)
        )  # fmt: skip

    def as_people_write(self, value):
        changed = self.random.choice(
            (
                str,
                str.upper,
                lambda v: v.replace("Road", "Rd").replace("Street", "St.").replace("Close", "Cl"),
                lambda v: v.replace(", Saltmarsh", "").replace("Made-Up", "made up"),
                lambda v: v.replace(" 4TY", "4ty").replace(",", ""),
                lambda v: v.replace("07", "+44 7", 1) if v[:2] == "07" else v,
            )
        )
        return changed(value)

    def known(self):
        return Known(tuple(self.details), tuple(self.relations))

    def of_the_victims(self, value):
        """The victim's own detail, changed: `world.of_the_victims(home, since=…)`."""
        return next(n for n, d in enumerate(self.details) if d.person == "victim" and d.value and same(d, value))

    def change(self, value, **how):
        number = self.of_the_victims(value)
        self.details[number] = replace(self.details[number], **how)

    def letter(self):
        return Sending("victim", self.random.choice(("letter", "visit")), self.as_people_write(self.home))

    def text(self):
        return Sending("victim", self.random.choice(("ring", "text")), self.as_people_write(self.phone))


def same(detail, value):
    return form_of(detail.about, detail.value) == form_of(detail.about, value)


# Conflicts, each built so that sending would be wrong


def lives_there_too(w):
    w.has("opposed", w.home)
    return w.letter()


def has_the_same_telephone(w):
    w.has("opposed", w.phone)
    return w.text()


def who_lives_with_them_is_there(w):
    w.has("flatmate", w.home)
    return w.letter()


def the_childs_telephone(w):
    w.has("child", w.phone)
    return w.text()


def the_same_property_by_its_number(w):
    w.change(w.home, uprn="100012345")
    w.has("opposed", "The Old Mill, Saltmarsh", uprn="0100012345")
    return replace(w.letter(), uprn="100012345")


def left_last_month_and_nobody_made_sure(w):
    w.has("opposed", w.home, until=TODAY - timedelta(days=30))
    return w.letter()


def was_theirs_at_an_unknown_time(w):
    w.has("opposed", w.home, sort="previous", since=None)
    return w.letter()


def moved_lately_unchecked(w):
    begun = TODAY - timedelta(days=w.random.randint(0, 89))
    w.has("victim", "7 Earlier Walk, Saltmarsh", since=LONG_AGO, until=begun)
    w.change(w.home, since=begun)
    return w.letter()


def a_new_number_unchecked(w):
    w.has("victim", "07700 900111", since=LONG_AGO)
    w.change(w.phone, since=TODAY - timedelta(days=w.random.randint(0, 89)))
    return w.text()


def checked_before_it_changed(w):
    w.has("victim", "7 Earlier Walk, Saltmarsh", since=LONG_AGO)
    w.change(w.home, since=TODAY - timedelta(days=10), checked_on=TODAY - timedelta(days=11))
    return w.letter()


def ruled_out(w):
    sending = w.random.choice((w.letter, w.text))()
    w.rules_out(sending.channel)
    return sending


def no_longer_theirs(w):
    w.change(w.home, until=TODAY - timedelta(days=1))
    return w.letter()


def never_theirs(w):
    return replace(w.letter(), to="1 Somewhere Else, Saltmarsh")


def ended_on_another_case(w):
    w.has("victim", w.home, until=TODAY - timedelta(days=3))
    return w.letter()


CONFLICTS = (
    lives_there_too, has_the_same_telephone, who_lives_with_them_is_there, the_childs_telephone,
    the_same_property_by_its_number, left_last_month_and_nobody_made_sure, was_theirs_at_an_unknown_time,
    moved_lately_unchecked, a_new_number_unchecked, checked_before_it_changed, ruled_out, no_longer_theirs, never_theirs,
    ended_on_another_case,
)  # fmt: skip


# Sendings that look like it and are right


def plain(w):
    return w.random.choice((w.letter, w.text))()


def next_door(w):
    w.has("opposed", f"{int(w.home.split()[0]) + 1} {w.home.partition(' ')[2]}")
    return w.letter()


def another_flat_in_the_building(w):
    number = w.of_the_victims(w.home)
    w.details[number] = replace(w.details[number], value=f"Flat 1, {w.home}")
    w.has("opposed", f"Flat 2, {w.home}")
    return Sending("victim", "letter", f"flat 1 {w.home}")


def no_longer_opposing(w):
    w.relations[0] = replace(w.relations[0], ended_on=TODAY - timedelta(days=400))
    w.has("opposed", w.home)
    return w.letter()


def moved_and_made_sure(w):
    w.has("victim", "7 Earlier Walk, Saltmarsh", since=LONG_AGO, until=TODAY - timedelta(days=20))
    w.change(w.home, since=TODAY - timedelta(days=20), checked_on=TODAY - timedelta(days=2))
    return w.letter()


def moved_long_enough_ago(w):
    w.has("victim", "7 Earlier Walk, Saltmarsh", since=LONG_AGO)
    w.change(w.home, since=TODAY - UNSETTLED)
    return w.letter()


def first_address_known(w):
    w.change(w.home, since=TODAY - timedelta(days=2))
    return w.letter()


def new_place_of_work(w):
    w.has("victim", "2 Office Park, Saltmarsh", sort="work", since=TODAY - timedelta(days=2))
    return w.letter()


def they_left_and_it_was_made_sure_of(w):
    w.has("opposed", w.home, until=TODAY - timedelta(days=30))
    w.change(w.home, checked_on=TODAY - timedelta(days=10))
    return w.letter()


def another_way_is_ruled_out(w):
    w.rules_out("ring")
    return replace(w.text(), channel="text")


def the_rule_has_ended(w):
    w.rules_out("letter", "visit", until=TODAY - timedelta(days=1))
    return w.letter()


def a_strangers_telephone(w):
    w.has("stranger", w.phone)
    return w.text()


def the_child_lives_there(w):
    w.tie("household", "opposed", "child")
    return w.letter()


SAFE = (
    plain, next_door, another_flat_in_the_building, no_longer_opposing, moved_and_made_sure, moved_long_enough_ago,
    first_address_known, new_place_of_work, they_left_and_it_was_made_sure_of, another_way_is_ruled_out,
    the_rule_has_ended, a_strangers_telephone, the_child_lives_there,
)  # fmt: skip


def test_every_planted_conflict_is_stopped_and_hardly_anything_else():
    missed, stopped = [], []
    for seed in range(200):
        for build, where, wrong in (
            (CONFLICTS[seed % len(CONFLICTS)], missed, True),
            (SAFE[seed % len(SAFE)], stopped, False),
        ):
            world = World(seed)
            sending = build(world)
            if can_send(sending, world.known(), TODAY) == wrong:
                where.append((build.__name__, seed))
    assert missed == []
    assert len(stopped) <= 4, stopped


@pytest.mark.parametrize("build", CONFLICTS)
def test_a_refusal_says_why_and_what_to_do_and_never_what_stands_elsewhere(build):
    world = World(7)
    sending = build(world)
    with pytest.raises(Unsafe) as refused:
        check_send(sending, world.known(), TODAY)
    said = str(refused.value)
    assert said.endswith(".")
    assert any(word in said for word in ("Use ", "Make sure", "Check it"))
    assert world.other.split(",")[0] not in said
    assert "opposed" not in said


# The forms


@pytest.mark.parametrize("what", RULES)
def test_one_address_in_two_ways_of_writing(what):
    one, other = RULES[what]
    assert one != other
    assert address_form(one) == address_form(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14 Weir Street ZZ4 4TY", "15 Weir Street ZZ4 4TY"),
        ("14 Weir Street ZZ4 4TY", "14 Weir Street ZZ4 4TX"),
        ("14 Weir Street", "14 Weir Road"),
        ("Flat 1, 14 Weir Street", "Flat 2, 14 Weir Street"),
        ("Flat 1, 14 Weir Street", "14 Weir Street"),
        ("14a Weir Street", "14 Weir Street"),
        ("3 Park Road ZZ1 1ZZ", "3 Park Lane ZZ1 1ZZ"),
    ],
)
def test_two_addresses_stay_two(one, other):
    assert address_form(one) != address_form(other)


def test_names_numbers_and_properties():
    assert name_form("Dr. O’Brien, Sínead") == name_form("sinead OBrien") == "obrien sinead"
    assert name_form("Ann-Marie Example") != name_form("Ann Example")
    assert contact_form("+44 (0)7700 900123") == contact_form("0044 7700 900 123") == contact_form("07700-900123")
    assert contact_form(" Ada@Example.COM ") == "ada@example.com"
    assert [uprn_form(text) for text in ("00123", "1234567890123", "12a", "", "١٢")] == ["123", "", "", "", ""]
    assert form_of("safe-contact", "Do not ring") == ""
