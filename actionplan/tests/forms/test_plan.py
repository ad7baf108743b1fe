"""The plan's form, and what its fields make of what people type."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import PlanState
from actionplan.forms.decisions import DecisionForm
from actionplan.forms.plan import AreaForm, PlanForm
from actionplan.forms.plan_fields import PeriodField, RegistryNumberField, registry_number_warning
from actionplan.models import Decision
from actionplan.services.plan import CLOSED_ELSEWHERE
from actionplan.tests.factories import (
    ActionPlanFactory,
    DecisionFactory,
    MandatePeriodFactory,
    StrategicAreaFactory,
)

FIRST, LAST = dt.date(2016, 1, 1), dt.date(2018, 12, 31)
TODAY = dt.date(2017, 12, 31)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2016-2018", (FIRST, LAST)),
        (" 2016 – 2018 ", (FIRST, LAST)),
        ("2016-01-01 till 2018-12-31", (FIRST, LAST)),
        ("1 januari 2016 - 31 december 2018", (FIRST, LAST)),
        ("2016-01-01 tills vidare", (FIRST, None)),
        ("från 2016, tills vidare", (FIRST, None)),
        ("Från och med 1 januari 2016 och tills vidare", (FIRST, None)),
    ],
)
def test_a_period_is_read_as_people_write_it(typed, days):
    assert PeriodField().clean(typed) == days


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("2016-2108", "Perioden 2016–2108 är längre än 10 år, menade du 2016–2018? Rätta perioden och spara igen."),
        ("2018-2016", "Slutet 2016-12-31 är före starten 2018-01-01. Byt plats på dem eller rätta dem."),
        ("2016-01-01 till 2081-12-31", "Perioden är längre än 10 år. Menade du 2016–2018?"),
        ("2016-02-30 tills vidare", "Datumet finns inte: februari 2016 har 29 dagar."),
        ("2016-", "Skriv perioden som 2016-2018 eller som två datum: 2016-01-01 till 2018-12-31."),
        ("mandatperioden", "Skriv perioden som 2016-2018 eller som två datum: 2016-01-01 till 2018-12-31."),
        ("", "Detta fält måste fyllas i."),
    ],
)
def test_a_period_that_cannot_be_is_asked_about_and_not_guessed(typed, error):
    with pytest.raises(ValidationError) as refused:
        PeriodField().clean(typed)

    assert refused.value.messages == [error]


def test_a_period_as_long_as_a_letter_is_refused():
    with pytest.raises(ValidationError):
        PeriodField(max_length=60).clean("2016-2018 " * 100)


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ((FIRST, LAST), "2016-2018"),
        ((dt.date(2016, 3, 1), LAST), "2016-03-01 till 2018-12-31"),
        ((FIRST, None), "2016-01-01 tills vidare"),
        ("2016-2108", "2016-2108"),
    ],
)
def test_a_period_is_shown_so_that_it_can_be_read_again(days, shown):
    assert PeriodField().prepare_value(days) == shown


@pytest.mark.parametrize(
    "number",
    [
        "2015/KS 0623 003",
        "KSM-2024-477",
        "06/KS 006 012",
        "2011 BN0080",
        "2015/KSM 0385",
        "2016KSM1221.042",
        "2017KSM0604 301",
        "KSM2019-108.210",
        "KSM-2017-1023-214",
        "2024/KS 0107",
    ],
)
def test_every_known_form_of_registry_number_is_kept_without_a_question(number):
    assert RegistryNumberField().clean(number) == number
    assert registry_number_warning(number) == []


def test_a_registry_number_gets_single_spaces_and_keeps_its_zeros():
    assert RegistryNumberField().clean(" 06/KS\N{NO-BREAK SPACE} 006  012 ") == "06/KS 006 012"


def test_an_odd_registry_number_is_asked_about():
    assert registry_number_warning("abc 1") == [
        "Diarienumret ”abc 1” ser inte ut som de brukar, till exempel 2015/KS 0623 003 eller KSM-2024-477."
    ]


def plan_form(plan, **changes):
    """Return the bound form as a browser posts it when only `changes` are typed."""
    opened = PlanForm(instance=plan)
    data = {name: opened[name].value() for name in opened.fields}
    data = {name: opened.fields[name].prepare_value(value) for name, value in data.items() if value is not None}
    return PlanForm(data | changes, instance=plan)


@pytest.mark.django_db
def test_the_plan_form_takes_the_period_to_the_plans_two_days():
    form = plan_form(ActionPlanFactory(), period="2017-01-01 tills vidare")

    assert form.is_valid() is True
    assert (form.instance.valid_from, form.instance.valid_to) == (dt.date(2017, 1, 1), None)


@pytest.mark.django_db
def test_the_plan_form_keeps_a_wrong_period_as_typed_and_the_plan_as_stored():
    form = plan_form(ActionPlanFactory(), period="2016-2108")

    assert form.errors == {
        "period": ["Perioden 2016–2108 är längre än 10 år, menade du 2016–2018? Rätta perioden och spara igen."]
    }
    assert form["period"].value() == "2016-2108"
    assert (form.instance.valid_from, form.instance.valid_to) == (FIRST, LAST)


@pytest.mark.django_db
def test_the_plan_form_asks_about_a_period_outside_the_mandate_period_once():
    plan = ActionPlanFactory(mandate_period=MandatePeriodFactory(election_year=2014))

    asked = plan_form(plan, period="2016-2019")
    asked.is_valid()
    answered = plan_form(plan, period="2016-2019", confirm="1")
    answered.is_valid()

    assert asked.questions() == ["Planen slutar efter mandatperioden 2015–2018 (val 2014), som slutar 2018-12-31."]
    assert answered.questions() == []


@pytest.mark.django_db
def test_the_plan_form_does_not_ask_again_about_a_period_nobody_changed():
    plan = ActionPlanFactory(mandate_period=MandatePeriodFactory(election_year=2014), valid_to=dt.date(2019, 12, 31))

    form = plan_form(plan, title="Ny titel")
    form.is_valid()

    assert form.questions() == []


@pytest.mark.django_db
def test_the_plan_form_says_backward_anchoring_beside_the_field():
    form = plan_form(ActionPlanFactory(), anchoring_from="1 maj 2015", anchoring_to="2015-04-30")

    assert form.errors == {
        "anchoring_to": ["Förankringens slut 2015-04-30 är före dess start 2015-05-01. Rätta ett av datumen."]
    }


@pytest.mark.django_db
def test_the_plan_form_cannot_touch_the_quotations():
    plan = ActionPlanFactory(source_text="antas för perioden 2016-2108.", proposed_decision="antas 2016-2108.")

    form = plan_form(plan, source_text="annat", proposed_decision="annat", version="1", title="Ny titel")
    form.is_valid()

    assert (form.instance.source_text, form.instance.proposed_decision, form.instance.title) == (
        "antas för perioden 2016-2108.",
        "antas 2016-2108.",
        "Ny titel",
    )


@pytest.mark.django_db
def test_the_plan_form_asks_before_a_plan_is_adopted_without_a_decision():
    form = plan_form(ActionPlanFactory(state=PlanState.PROPOSED), state=PlanState.ADOPTED)
    form.is_valid()

    assert form.questions() == ["Inget beslut om planen är registrerat. Registrera det på planens sida."]


@pytest.mark.django_db
def test_a_plan_is_closed_on_the_page_of_closing_alone():
    form = plan_form(ActionPlanFactory(state=PlanState.PROPOSED), state=PlanState.CLOSED)

    assert form.errors == {"state": [CLOSED_ELSEWHERE]}


@pytest.mark.django_db
def test_the_plan_form_does_not_ask_for_a_decision_that_is_registered():
    form = plan_form(DecisionFactory(plan__state=PlanState.PROPOSED).plan, state=PlanState.ADOPTED)
    form.is_valid()

    assert form.questions() == []


@pytest.mark.django_db
def test_the_form_of_a_closed_plan_takes_nothing_but_another_state():
    form = plan_form(ActionPlanFactory(state=PlanState.CLOSED, title="Planen"), title="Ny", state="antagen")

    assert form.is_valid() is True
    assert (form.instance.title, form.instance.state) == ("Planen", "antagen")


@pytest.mark.django_db
def test_the_plan_form_offers_predecessors_only_when_there_are_other_plans():
    plan = ActionPlanFactory()
    alone = "predecessor" in PlanForm(instance=plan).fields
    earlier = ActionPlanFactory(title="Den förra")

    offered = PlanForm(instance=plan).fields["predecessor"].queryset

    assert (alone, list(offered)) == (False, [earlier])


def area_form(area, **changes):
    return AreaForm({"version": 1, "name": area.name, "description": "", **changes}, instance=area)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "questions"),
    [
        ("Den empatiske byråkraten", []),
        (
            "Den empatiska byråkraten",
            [
                "I planens källtext står ”Den empatiske byråkraten”. Menar du det? "
                "Välj Spara ändå om området ska heta ”Den empatiska byråkraten”."
            ],
        ),
    ],
)
def test_an_areas_name_leaves_the_source_only_after_a_question(name, questions):
    area = StrategicAreaFactory(name="Den empatiske byråkraten", plan__source_text="4) Den empatiske byråkraten")
    form = area_form(area, name=name)
    form.is_valid()

    assert form.questions() == questions


@pytest.mark.django_db
def test_text_from_a_mac_becomes_nfc_and_control_characters_are_refused():
    area = StrategicAreaFactory()
    taken, refused = area_form(area, description="Tyreso\N{COMBINING DIAERESIS}"), area_form(area, description="a\x08")

    assert (taken.is_valid(), taken.instance.description) == (True, "Tyresö")
    assert refused.errors == {
        "description": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]
    }


def decision_form(**typed):
    decision = Decision(plan=ActionPlanFactory())
    return DecisionForm({"version": 0, **typed}, instance=decision, version=0, today=TODAY)


@pytest.mark.django_db
def test_a_decision_needs_only_its_verb():
    form = decision_form(verb="antas")

    assert form.is_valid() is True
    assert (form.instance.body, form.instance.decided_on, form.instance.paragraph) == (None, None, None)
    assert decision_form().errors == {"verb": ["Välj vad som beslutades."]}


@pytest.mark.django_db
def test_a_decision_in_the_future_is_asked_about():
    form = decision_form(verb="antas", decided_on="1/1 2018", registry_number="x")
    form.is_valid()

    assert form.questions() == [
        "Diarienumret ”x” ser inte ut som de brukar, till exempel 2015/KS 0623 003 eller KSM-2024-477.",
        "Beslutsdatumet 2018-01-01 ligger i framtiden.",
        "Planens status blir Antagen. Nu är den Utkast. Sluttider flyttas därefter bara i lägesrapporter, med skäl.",
    ]
