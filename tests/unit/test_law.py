"""The table of the law: dated, marked where unverified, one section of the plan for each limb in force."""

from wardmote.vocabulary.law import asked_of, provisions


def test_every_provision_is_dated_and_says_something() -> None:
    for provision in provisions().values():
        assert len(provision.in_force) == 7
        assert provision.says
        assert provision.subject


def test_what_a_plan_must_hold_depends_on_the_date() -> None:
    limbs_2017 = {p.slug for p in asked_of("plan", "2017-06") if p.slug.startswith("strategy-")}
    limbs_2024 = {p.slug for p in asked_of("plan", "2024-06") if p.slug.startswith("strategy-")}
    assert limbs_2024 - limbs_2017 == {"strategy-serious-violence"}
    assert len(limbs_2024) == 4


def test_wording_that_was_not_read_in_the_instrument_says_so() -> None:
    assert not provisions()["levels-and-patterns"].verified
    assert provisions()["public-meeting"].verified
