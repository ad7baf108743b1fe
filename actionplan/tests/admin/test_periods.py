"""Mandate periods: two calendars, typed as Swedes type dates."""

import datetime as dt

import pytest

from actionplan import models
from actionplan.tests.factories import ActionPlanFactory, MandatePeriodFactory

LIST = "/admin/actionplan/mandateperiod/"
TYPED = {
    "election_year": "2018",
    "council_from": "15 oktober 2018",
    "council_to": "14/10/2022",
    "boards_from": "2019-01-01",
    "boards_to": "20221231",
}


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


def test_a_period_is_added(administrator_client):
    administrator_client.post(f"{LIST}add/", TYPED)

    period = models.MandatePeriod.objects.get()
    assert str(period) == "2019–2022 (val 2018)"
    assert (period.first_day, period.last_day) == (dt.date(2018, 10, 15), dt.date(2022, 12, 31))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"election_year": "2014"}, {"election_year": ["Det finns redan en mandatperiod för det valåret."]}),
        (
            {"council_to": "2018-10-15"},
            {"council_to": ["Kommunfullmäktiges period slutar innan den börjar. Rätta datumen."]},
        ),
        (
            {"boards_to": "2018-12-31"},
            {"boards_to": ["Kommunstyrelsens och nämndernas period slutar innan den börjar. Rätta datumen."]},
        ),
        ({"boards_from": "31/4/2019"}, {"boards_from": ["Datumet finns inte: april 2019 har 30 dagar."]}),
        ({"council_from": ""}, {"council_from": ["Detta fält måste fyllas i."]}),
    ],
)
def test_a_faulty_period_is_refused_beside_the_field(administrator_client, changes, expected):
    MandatePeriodFactory(election_year=2014)

    response = administrator_client.post(f"{LIST}add/", TYPED | changes)

    assert errors(response) == expected
    assert models.MandatePeriod.objects.count() == 1


def test_a_period_with_a_plan_is_not_removed(administrator_client):
    period = ActionPlanFactory(mandate_period=MandatePeriodFactory()).mandate_period

    response = administrator_client.post(f"{LIST}{period.pk}/delete/", {"post": "yes"})

    assert "kan inte tas bort. Handlingsplaner hör till den." in response.content.decode()
    assert models.MandatePeriod.objects.count() == 1
