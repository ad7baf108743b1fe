"""The handover forms: what they propose, and what they ask."""

import datetime as dt

import pytest
from django.http import QueryDict

from actionplan.forms.handover import DepartmentHandOverForm, HandOverForm
from actionplan.services.organisation import carried_rows, hand_over_all
from actionplan.tests.factories import ActivityFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
TODAY, ENDED, NEXT = dt.date(2017, 12, 31), dt.date(2015, 12, 31), dt.date(2016, 1, 1)


@pytest.fixture
def giver():
    return DepartmentFactory(name="Samhällsbyggnad", valid_to=ENDED)


def heir_of(giver, name="Tekniska kontoret"):
    heir = DepartmentFactory(name=name, valid_from=NEXT)
    giver.successors.add(heir)
    return heir


def posted(**typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return data


def test_an_ended_department_proposes_its_only_successor_from_the_day_after(giver):
    heir = heir_of(giver)
    form = HandOverForm(giver=giver, today=TODAY, initial={"version": 3})

    assert (form["to"].value(), form["from_on"].value(), form["version"].value()) == (heir.pk, "2016-01-01", 3)


def test_successors_come_first_and_none_is_proposed_of_several(giver):
    second, first = heir_of(giver), heir_of(giver, "Stadsbyggnad")
    other = DepartmentFactory(name="Alfa")
    form = HandOverForm(giver=giver, today=TODAY)

    assert form["to"].value() is None
    assert form.fields["to"].choices == [
        ("", "Välj förvaltning"),
        ("Efterträdare", [(first.pk, "Stadsbyggnad"), (second.pk, "Tekniska kontoret")]),
        ("Andra", [(other.pk, "Alfa")]),
    ]


def test_a_department_that_goes_on_proposes_today_and_never_itself():
    giver, other = DepartmentFactory(name="Giver"), DepartmentFactory(name="Other")
    form = HandOverForm(giver=giver, today=TODAY)

    assert form["from_on"].value() == "2017-12-31"
    assert list(form.fields["to"].queryset) == [other]


def test_a_gap_after_the_department_ended_is_asked_about(giver):
    heir = heir_of(giver)
    late = HandOverForm(posted(version=1, to=heir.pk, from_on="2016-02-01"), giver=giver, today=TODAY)
    right = HandOverForm(posted(version=1, to=heir.pk, from_on="2016-01-01"), giver=giver, today=TODAY)

    assert (late.is_valid(), right.is_valid()) == (True, True)
    assert late.questions() == [
        "Samhällsbyggnad upphörde 2015-12-31. Den står kvar som ansvarig till dagen före 2016-02-01; "
        "välj 2016-01-01 om det inte ska bli ett glapp."
    ]
    assert right.questions() == []


def test_both_fields_are_needed(giver):
    assert HandOverForm(posted(version=1), giver=giver, today=TODAY).errors == {
        "to": ["Välj vilken förvaltning som tar över."],
        "from_on": ["Skriv från vilken dag."],
    }


def department_form(giver, **typed):
    rows = list(carried_rows(giver))
    return DepartmentHandOverForm(posted(**typed) if typed else None, giver=giver, today=TODAY, rows=rows)


def test_all_that_the_department_carries_is_ticked_from_the_start(giver):
    first, second = ActivityFactory(code="AA-01", responsible=giver), ActivityFactory(code="AA-02", responsible=giver)
    form = department_form(giver)

    assert form["activities"].value() == [first.pk, second.pk]
    assert [label for _, label in form.fields["activities"].choices] == [
        f"AA-01 {first.title} (ansvarig)",
        f"AA-02 {second.title} (ansvarig)",
    ]


def test_only_what_was_previewed_is_confirmed(giver):
    heir = heir_of(giver)
    first, second = ActivityFactory(responsible=giver), ActivityFactory(responsible=giver)
    typed = {"to": heir.pk, "from_on": "2016-01-01", "activities": [first.pk], "confirm": 1}
    seen = department_form(giver, version=0, **typed)
    seen.is_valid()
    version = seen.preview_version()
    same = department_form(giver, version=version, **typed)
    more = department_form(giver, version=version, **typed | {"activities": [first.pk, second.pk]})
    later = department_form(giver, version=version, **typed | {"from_on": "2016-01-02"})

    assert [form.is_valid() for form in (same, more, later)] == [True, True, True]
    assert [form.is_confirmed() for form in (seen, same, more, later)] == [False, True, False, False]


def test_activities_of_others_are_refused_and_something_must_be_ticked(giver):
    heir, foreign = heir_of(giver), ActivityFactory()
    ActivityFactory(responsible=giver)
    typed = {"version": 0, "to": heir.pk, "from_on": "2016-01-01"}

    assert department_form(giver, **typed).errors == {"activities": ["Välj minst en aktivitet."]}
    assert department_form(giver, **typed, activities=[foreign.pk]).errors == {
        "activities": ["En av aktiviteterna är inte längre förvaltningens. Läs listan igen."]
    }


def test_a_form_sent_twice_knows_that_it_is_done(giver):
    heir, activity = heir_of(giver), ActivityFactory(responsible=giver)
    typed = {"version": 0, "to": heir.pk, "from_on": "2016-01-01", "activities": [activity.pk]}
    hand_over_all(giver, to=heir, from_on=NEXT)
    again, other = department_form(giver, **typed), department_form(giver, **typed | {"from_on": "2016-01-02"})

    assert (again.is_valid(), other.is_valid()) == (False, False)
    assert (again.was_sent_before(), other.was_sent_before()) == (True, False)
