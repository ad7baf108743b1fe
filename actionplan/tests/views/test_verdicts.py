"""What the company says when it is done: chosen, worded and dated, by the chief or a handläggare who works with it."""

import datetime as dt
import re

import pytest

from actionplan.models import Verdict
from actionplan.tests.factories import ActivityFactory, ResponsibilityFactory
from actionplan.tests.said import became, done
from actionplan.tests.views.test_plans import said, text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = DAY


@pytest.fixture
def activity(department_a):
    return done(ActivityFactory(title="Lotsa", responsible=department_a))


@pytest.fixture
def proposal(activity):
    return became(activity, text="En väg in.")


@pytest.fixture
def address(proposal):
    return f"/forslag/{proposal.pk}/omdome/"


def typed(client, address, **said):
    """Return what a browser would post of the form, with some fields filled in."""
    html = client.get(address).content.decode()
    token = re.search(r'name="form_token" value="([^"]+)"', html)[1]
    activity = re.search(r'name="activity" value="(\d+)"', html)[1]
    return {"form_token": token, "activity": activity, "said_on": "2017-12-31", **said}


def test_what_the_company_says_is_taken_down(officer_a_client, officer_a, proposal, activity, address):
    form = typed(officer_a_client, address, value="inte_an", comment="Svaret dröjer.", said_on="1 december 2017")

    answer = officer_a_client.post(address, form)
    officer_a_client.post(address, form)  # sent twice

    assert (answer["Location"], said(answer)) == (
        f"/forslag/{proposal.pk}/",
        [f"Det företaget säger om {proposal.code} är sparat."],
    )
    [verdict] = Verdict.objects.all()
    assert (verdict.activity, verdict.value, verdict.comment) == (activity, "inte_an", "Svaret dröjer.")
    assert (verdict.said_on, verdict.by) == (dt.date(2017, 12, 1), officer_a)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Vad säger företaget?: Välj vad företaget säger."),
        ({"value": "inte_an"}, "Kommentar: Skriv vad som fattas, så att vi kan göra något åt det."),
        (
            {"value": "lost", "said_on": "2018-01-01"},
            "Dag då företaget sa det: Dagen har inte varit än. Skriv dagen då företaget sa det.",
        ),
        ({"value": "lost", "said_on": ""}, "Dag då företaget sa det: Skriv dagen då företaget sa det."),
        ({"value": "lost", "activity": ""}, "Vilken aktivitet gäller det?: Välj vilken aktivitet företaget talar om."),
        ({"value": "lost", "activity": "x"}, "Vilken aktivitet gäller det?: Aktiviteten svarar inte på förslaget"),
        ({"value": "lost", "activity": "9" * 30}, "Vilken aktivitet gäller det?: Aktiviteten svarar inte på förslaget"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(chief_client, address, said, message):
    page = chief_client.post(address, typed(chief_client, address, **{"comment": "", **said}))

    assert (page.status_code, Verdict.objects.count()) == (400, 0)
    assert message in text_of(page)


def test_only_what_is_completed_can_be_chosen(chief_client, proposal, activity, address):
    other = ActivityFactory(title="Inte klar")
    ready = done(ActivityFactory(title="Också klar"))
    proposal = became(activity, other, ready)

    page = text_of(chief_client.get(f"/forslag/{proposal.pk}/omdome/"))

    assert [title in page for title in ("Lotsa", "Inte klar", "Också klar")] == [True, False, True]


def test_before_anything_is_completed_that_is_said(chief_client):
    proposal = became()

    page = chief_client.get(f"/forslag/{proposal.pk}/omdome/")

    assert (page.status_code, "Ingen aktivitet som svarar på förslaget är genomförd än." in text_of(page)) == (
        200,
        True,
    )
    assert 'name="value"' not in page.content.decode()


def test_who_does_not_work_with_the_proposal_is_told_so(officer_b_client, department_b, activity, address):
    refused = officer_b_client.get(address)
    ResponsibilityFactory(activity=activity, department=department_b, role="medverkar")

    assert refused.status_code == 403
    assert (
        "Du kan bara skriva in vad företaget säger om förslag som din förvaltning har fått att svara på eller arbetar med."
        in text_of(refused)
    )
    assert officer_b_client.get(address).status_code == 200
