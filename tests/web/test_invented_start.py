"""What `serve` opens on: an invented year that ends with this morning, and somebody of each role to sign in as."""

import pytest
from django.contrib.auth.hashers import check_password

from wardmote.casework.audit import verify_chain
from wardmote.invented.partnership import COUNCIL
from wardmote.invented.people import OF_THE_YEAR
from wardmote.invented.year_key import YearSize
from wardmote.web.accounts.models import Account
from wardmote.web.clock import now
from wardmote.web.invented_day import LINES
from wardmote.web.invented_start import A_YEAR, OF_THE_MORNING, invent_year
from wardmote.web.store import models
from wardmote.web.store.django_store import DjangoStore

WARDS = [("E05999901", "Saltreach"), ("E05999902", "Wendle Park")]
SMALL = YearSize().over(20)
pytestmark = pytest.mark.django_db(databases=["default", "empty"])


def kept(model, **asked):
    return model.objects.using("empty").filter(**asked)


@pytest.fixture
def year():
    """A small year in the empty store, and the sign-ins that were printed."""
    store, said = DjangoStore("empty"), []
    return store, invent_year(store, now(), WARDS, SMALL, said.append), said


def test_a_year_with_its_last_morning_is_the_year_that_is_promised(year):
    store, _, said = year
    assert len(store.agencies()) == 12 and len(store.users()) == 120
    assert kept(models.CallLine).count() == SMALL.lines + len(LINES)
    cases = sum(round(SMALL.cases * share) for share in (0.6, 0.25, 0.15))
    assert kept(models.Case).count() == cases + OF_THE_MORNING
    assert kept(models.Meeting, closed_on=None).count() == 1, "the one to come"
    assert {ward for ward in kept(models.Site).values_list("ward_code", flat=True) if ward} <= dict(WARDS).keys()
    assert len(said) >= 12, "a word for each month"
    assert verify_chain(store.records_until()).holds
    whole = (A_YEAR.lines + len(LINES), A_YEAR.cases + OF_THE_MORNING, A_YEAR.applications + 1)
    assert whole == (440, 180, 25)


def test_there_is_a_sign_in_for_everybody_known_and_for_every_role(year):
    store, made, _ = year
    assert [person.id for person in OF_THE_YEAR] == [sign_in.person.id for sign_in in made]
    everybody = {grant.role for person in store.users() for grant in person.role_grants}
    assert {grant.role for sign_in in made for grant in sign_in.person.role_grants} == everybody
    assert len({sign_in.person.username for sign_in in made}) == len(made)
    for sign_in in made[:2]:
        assert check_password(sign_in.password, Account.objects.using("empty").get(pk=sign_in.person.id).password)
    leads = [person for person in store.users(COUNCIL) if person.role_grants[0].role == "R3"]
    assert len(leads) == 2, "one answers an appeal against what the other decided"
