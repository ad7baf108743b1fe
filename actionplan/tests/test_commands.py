"""The commands themselves: what they refuse, say and print. What they do stands in services/ and figures/."""

import json

import pytest
from django.core.management import CommandError, call_command

from actionplan.models import ActionPlan, Activity
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, ResponsibilityFactory

DNR = "2015/KS 0623 003"


def run(capsys, *command):
    call_command(*command)
    return capsys.readouterr().out.strip()


def test_load_plan_says_what_it_did(db, capsys):
    assert run(capsys, "load_plan") == "Handlingsplan för näringslivsarbetet 2016-2018 är inläst."
    assert run(capsys, "load_plan") == "Handlingsplan för näringslivsarbetet 2016-2018 fanns redan; inget är ändrat."
    assert ActionPlan.objects.count() == 1


def test_load_example_is_refused_outside_the_demo(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError) as refused:
        call_command("load_example")

    assert str(refused.value) == (
        "Exempeldata läses bara in i demoläge. Sätt DEMO=1 på en egen dator om du vill prova."
    )
    assert (ActionPlan.objects.count(), Activity.objects.count()) == (0, 0)


def test_the_example_goes_in_once_and_out_again(db, settings, capsys):
    settings.DEMO = True

    assert run(capsys, "load_example") == "Exempeldata är inläst: 28 aktiviteter och 2 publicerade rapporter."
    with pytest.raises(CommandError) as refused:
        call_command("load_example")
    assert str(refused.value) == "Exempeldata är redan inläst. Ta bort den först med remove_example."
    assert run(capsys, "remove_example") == "Exempeldata är borttagen: 28 aktiviteter."
    assert run(capsys, "remove_example") == "Exempeldata är borttagen: 0 aktiviteter."


def test_remove_example_works_outside_the_demo(example, settings, capsys):
    settings.DEMO = False

    assert run(capsys, "remove_example") == "Exempeldata är borttagen: 28 aktiviteter."


def test_remove_example_says_what_leans_on_it(example):
    department = Activity.objects.get(code="SI-04").responsibilities.first().department
    ResponsibilityFactory(activity=ActivityFactory(), department=department)

    with pytest.raises(CommandError) as refused:
        call_command("remove_example")

    assert str(refused.value) == (
        "Riktiga uppgifter hör ihop med exempeldata: ansvar. Ändra dem först. Inget är borttaget."
    )


def test_figures_print_json_in_a_fixed_order_without_ids(example, capsys):
    found = json.loads(run(capsys, "figures", "--on", "2017-12-31", "--json"))

    counts = [
        "total",
        "by_status",
        "by_assessment",
        "by_standing",
        "late",
        "should_have_started",
        "silent",
        "deviating",
    ]
    assert list(found) == ["plan", "on", *counts, "by_area", "by_department", "proposals", "funnel"]
    assert (found["plan"], found["on"]) == (DNR, "2017-12-31")
    assert list(found["by_area"][0]) == ["number", "name", *counts]
    assert list(found["by_department"][0]) == ["name", *counts]
    outcomes = ["inkommet", "bereds", "blev_aktivitet", "pagar_redan", "avbojt"]
    assert list(found["proposals"]) == ["total", *outcomes]
    assert list(found["funnel"]) == ["said", "anchored", "became_activities", "completed"]


def test_figures_are_printed_the_same_twice(example, capsys):
    assert run(capsys, "figures", "--json") == run(capsys, "figures", "--json")


def test_figures_of_today_are_those_of_the_sites_clock(example, capsys):
    assert run(capsys, "figures", "--json") == run(capsys, "figures", "--on", "2017-12-31", "--json")


def test_figures_are_of_the_newest_plan_that_has_begun(example, capsys):
    ActionPlanFactory(registry_number="KSM-2024-477", valid_from="2019-01-01", valid_to="2022-12-31")

    assert json.loads(run(capsys, "figures", "--json"))["plan"] == DNR
    chosen = json.loads(run(capsys, "figures", "--plan", "KSM-2024-477", "--json"))
    assert (chosen["plan"], chosen["total"]) == ("KSM-2024-477", 0)
    assert (chosen["proposals"]["total"], chosen["funnel"]["said"]) == (0, 0)


def test_figures_for_people_say_the_same(example, capsys):
    lines = run(capsys, "figures", "--on", "31 december 2017").splitlines()

    assert lines[:3] == [f"plan: {DNR}", "on: 2017-12-31", "total: 28"]
    assert "late: ['EB-03', 'SI-03']" in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--on", "2016-02-30"), "Datumet finns inte: februari 2016 har 29 dagar."),
        (("--plan", "2015/KS 0623 004"), "Det finns ingen plan med diarienummer 2015/KS 0623 004."),
    ],
)
def test_figures_say_what_is_wrong(example, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("figures", *arguments)

    assert str(refused.value) == sentence


def test_figures_without_a_plan(db):
    with pytest.raises(CommandError) as refused:
        call_command("figures")

    assert str(refused.value) == "Det finns ingen plan."
