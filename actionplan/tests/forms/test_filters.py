"""The list's filter selects exactly what the figures count, and refuses what makes no sense."""

import datetime as dt
import unicodedata

import pytest
from django.http import QueryDict

from actionplan.choices import Assessment, Change, Flag, Standing, Status
from actionplan.figures import changes, plan_figures
from actionplan.forms.chips import chips, without_choices
from actionplan.forms.filters import ANY_FLAG, ActivityFilter, names_of
from actionplan.models import ActionPlan, Department
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)

DAYS = [dt.date(2016, 8, 31), dt.date(2017, 12, 31), dt.date(2018, 12, 31)]
DAY = dt.date(2017, 12, 31)


def asking(plan, address, on=DAY):
    return ActivityFilter(QueryDict(address), plan=plan, on=on, names=names_of(plan))


def found(plan, address, on=DAY):
    """The codes in the order the address asks for."""
    chosen = asking(plan, address, on)
    assert chosen.is_valid(), chosen.errors
    return [activity.code for activity in chosen.in_order(chosen.qs)]


def count(plan, address, on):
    chosen = asking(plan, address, on)
    assert chosen.is_valid(), chosen.errors
    return chosen.qs.count()


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def area(db):
    return StrategicAreaFactory(number=1, plan=ActionPlanFactory())


def parts(figures):
    """Yield what the address says about a part of the plan, and that part's counts."""
    yield "", figures.counts
    for area in figures.areas:
        yield f"omrade={area.number}", area.counts
    for department in figures.departments:
        yield f"forvaltning={department.id}", department.counts


@pytest.mark.parametrize("on", DAYS)
def test_filter_finds_as_many_as_every_figure_counts(plan, on):
    groups = {
        "lage": (Standing, "by_standing"),
        "flagga": (Flag, "by_flag"),
        "status": (Status, "by_status"),
        "bedomning": (Assessment, "by_assessment"),
    }
    wrong = []

    for address, counts in parts(plan_figures(plan, on)):
        expected = {
            f"{address}&{name}={key}": getattr(counts, field)[key]
            for name, (keys, field) in groups.items()
            for key in keys.values
        }
        expected |= {address: counts.total, f"{address}&flagga={ANY_FLAG}": counts.attention}
        wrong += [asked for asked, number in expected.items() if count(plan, asked, on) != number]

    assert wrong == []


@pytest.mark.parametrize("on", DAYS)
def test_repeated_choices_are_alternatives(plan, on):
    counts = plan_figures(plan, on).counts
    deviating = counts.by_standing["stor_avvikelse"] + counts.by_standing["viss_avvikelse"]

    assert count(plan, "lage=stor_avvikelse&lage=viss_avvikelse", on) == deviating
    every_flag = "&".join(f"flagga={key}" for key in Flag.values)
    assert count(plan, every_flag, on) == counts.attention


@pytest.mark.parametrize("since", [dt.date(2015, 12, 3), dt.date(2016, 8, 31), dt.date(2017, 8, 31)])
@pytest.mark.parametrize("on", [DAY, dt.date(2018, 1, 31), dt.date(2018, 12, 31)])
def test_filter_finds_as_many_as_have_changed(plan, since, on):
    counted = changes(plan, since, on).counts

    assert {key: count(plan, f"andrat={key}&sedan={since}", on) for key in Change.values} == counted


def test_choices_in_different_fields_all_hold(plan):
    assert found(plan, "omrade=1&flagga=forsenad&status=pagaende") == ["SI-03"]
    assert found(plan, "omrade=2&flagga=forsenad") == []


def test_kind_is_chosen_by_its_key(plan):
    assert len(found(plan, "typ=lopande")) + len(found(plan, "typ=engangs")) == 28


@pytest.mark.parametrize(
    "words",
    ["ÅTGÄRD", "åtgärd", "  Åtgärd  ", unicodedata.normalize("NFD", "åtgärd"), "lista ÅTGÄRD", "ak-77"],
)
def test_search_finds_every_word_whatever_its_case(area, words):
    ActivityFactory(area=area, code="AK-77", title="Gör en lista över åtgärder")
    ActivityFactory(area=area, code="AK-78", title="Gör en lista över avtal")
    data = QueryDict(mutable=True)
    data["q"] = words

    chosen = asking(area.plan, data.urlencode())

    assert chosen.is_valid()
    assert [activity.code for activity in chosen.qs] == ["AK-77"]


@pytest.mark.parametrize(
    ("period", "codes"),
    [
        ("fran=2017-01-01", ["AK-02", "AK-03", "AK-04"]),
        ("till=2016-12-31", ["AK-01", "AK-02", "AK-04"]),
        ("fran=2016-12-31&till=2016-12-31", ["AK-01", "AK-02", "AK-04"]),
        ("fran=1 januari 2019", ["AK-04"]),
        ("fran=1/1/2017&till=20170101", ["AK-02", "AK-03", "AK-04"]),
    ],
)
def test_period_keeps_what_overlaps_it(area, period, codes):
    days = {
        "AK-01": (dt.date(2016, 1, 1), dt.date(2016, 12, 31)),
        "AK-02": (dt.date(2016, 6, 1), dt.date(2017, 6, 30)),
        "AK-03": (dt.date(2017, 1, 1), dt.date(2018, 12, 31)),
        "AK-04": (None, None),
    }
    for code, (starts_on, ends_on) in days.items():
        ActivityFactory(area=area, code=code, starts_on=starts_on, ends_on=ends_on)

    assert found(area.plan, period.replace(" ", "+") + "&sort=code") == codes


def test_period_counts_a_moved_deadline(area):
    activity = ActivityFactory(area=area, code="AK-01", ends_on=dt.date(2016, 12, 31))
    StatusUpdateFactory(
        activity=activity, as_of=dt.date(2016, 8, 31), new_ends_on=dt.date(2017, 3, 31), new_ends_reason="Mer tid."
    )

    assert found(area.plan, "fran=2017-02-01") == ["AK-01"]
    assert found(area.plan, "fran=2017-02-01", dt.date(2016, 8, 30)) == []


def test_titles_are_sorted_as_swedes_do(area):
    for title in ["Öst", "Ängs", "Zeta", "Åker", "Alfa"]:
        ActivityFactory(area=area, title=title)

    def titles(sort):
        chosen = asking(area.plan, f"sort={sort}")
        return [activity.title for activity in chosen.in_order(chosen.qs)]

    assert titles("title") == ["Alfa", "Zeta", "Åker", "Ängs", "Öst"]
    assert titles("-title") == ["Öst", "Ängs", "Åker", "Zeta", "Alfa"]


def test_departments_are_sorted_as_swedes_do(area):
    for code, name in {"AK-01": "Ögat", "AK-02": "Ängen", "AK-03": "Zoo", "AK-04": "Åsen"}.items():
        ActivityFactory(area=area, code=code, responsible=DepartmentFactory(name=name))

    assert found(area.plan, "sort=department") == ["AK-03", "AK-04", "AK-02", "AK-01"]


@pytest.mark.parametrize("key", ["area", "code", "title", "department", "deadline", "standing", "reported"])
def test_every_order_runs_both_ways_over_the_same_rows(plan, key):
    on = dt.date(2018, 4, 1)  # when SI-03 alone has been told of lately
    forwards, backwards = found(plan, f"sort={key}", on), found(plan, f"sort=-{key}", on)

    assert len(set(forwards)) == 28
    assert set(forwards) == set(backwards)
    assert forwards != backwards


def test_most_urgent_standing_comes_first(plan):
    assert found(plan, "sort=standing")[:3] == ["EB-03", "SI-03", "SI-07"]


def test_unknown_deadline_comes_last_both_ways(area):
    ActivityFactory(area=area, code="AK-01", ends_on=None)
    ActivityFactory(area=area, code="AK-02", ends_on=dt.date(2017, 1, 31))

    assert found(area.plan, "sort=deadline")[-1] == "AK-01"
    assert found(area.plan, "sort=-deadline")[-1] == "AK-01"


def test_default_order_is_the_plans_own(plan):
    codes = found(plan, "")

    assert [code[:2] for code in codes] == ["SI"] * 8 + ["SU"] * 8 + ["UI"] * 6 + ["EB"] * 6


def test_another_plans_activities_are_not_found(plan):
    other = ActivityFactory(area=StrategicAreaFactory(number=1))

    assert len(found(plan, "")) == 28
    assert found(other.plan, "") == [other.code]


def test_activities_added_later_are_not_found(area):
    ActivityFactory(area=area, code="AK-01", added_on=dt.date(2017, 6, 1))

    assert found(area.plan, "", dt.date(2017, 5, 31)) == []
    assert found(area.plan, "", dt.date(2017, 6, 1)) == ["AK-01"]


@pytest.mark.parametrize(
    ("address", "field", "says"),
    [
        ("omrade=9", "omrade", "”9” finns inte att välja. Välj något i listan."),
        ("forvaltning=4711", "forvaltning", "”4711” finns inte att välja. Välj något i listan."),
        ("forvaltning=1%20OR%201=1", "forvaltning", "”1 OR 1=1” finns inte att välja. Välj något i listan."),
        ("lage=klar", "lage", "”klar” finns inte att välja. Välj något i listan."),
        ("lage=forsenad&lage=klar", "lage", "”klar” finns inte att välja. Välj något i listan."),
        ("flagga=sen", "flagga", "”sen” finns inte att välja. Välj något i listan."),
        ("status=klar", "status", "”klar” finns inte att välja. Välj något i listan."),
        ("bedomning=lila", "bedomning", "”lila” finns inte att välja. Välj något i listan."),
        ("typ=x", "typ", "”x” finns inte att välja. Välj något i listan."),
        ("sort=password", "sort", "”password” finns inte att välja. Välj något i listan."),
        (f"omrade={'9' * 10_000}", "omrade", f"”{'9' * 40}” finns inte att välja. Välj något i listan."),
        ("fran=2017-02-30", "fran", "Datumet finns inte: februari 2017 har 28 dagar."),
        (
            "till=2017-13-01",
            "till",
            "Det finns ingen månad 13. Skriv datumet så här: 2015-12-04, 4/12/2015 eller 4 december 2015.",
        ),
        ("fran=2017-02-01&till=2017-01-31", "till", "Perioden slutar innan den börjar. Byt plats på dagarna."),
        ("andrat=genomforda", "sedan", "Skriv från vilken dag ändringarna ska räknas."),
        ("sedan=2017-01-01", "andrat", "Välj vad som ska ha ändrats, eller ta bort dagen."),
        ("andrat=x&sedan=2017-01-01", "andrat", "”x” finns inte att välja. Välj något i listan."),
        (
            "andrat=genomforda&sedan=2018-01-01",
            "sedan",
            "Dagen är efter 31 december 2017, som listan visar. Välj en tidigare.",
        ),
        ("q=%01", "q", "Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."),
        (f"q={'a' * 10_000}", "q", "Skriv högst 200 tecken. Nu är det 10000."),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(plan, address, field, says):
    chosen = asking(plan, address)

    assert not chosen.is_valid()
    assert chosen.errors == {field: [says]}


def test_words_of_200_letters_are_searched_for(plan):
    assert found(plan, f"q={'a' * 200}") == []


def test_departments_to_choose_from_say_when_they_ended(plan):
    ended = Department.objects.get(name="Samhällsbyggnadsförvaltningen")

    assert (str(ended.pk), "Samhällsbyggnadsförvaltningen (till 2015-12-31)") in names_of(plan).departments


def test_a_department_is_found_by_what_it_answered_for_that_day(plan):
    ended = Department.objects.get(name="Samhällsbyggnadsförvaltningen")

    assert found(plan, f"forvaltning={ended.pk}", dt.date(2015, 12, 31)) == ["SI-03", "SU-03", "SU-07", "EB-02"]
    assert found(plan, f"forvaltning={ended.pk}", dt.date(2016, 1, 1)) == []


def test_chips_say_what_is_chosen_and_lead_to_the_list_without_it(plan):
    address = "plan=1&dag=2017-12-31&q=bygg&omrade=1&lage=forsenad&lage=pagar&andrat=startade&sedan=2016-08-31&sort=-title&sida=3&typ="
    chosen = asking(plan, address)
    assert chosen.is_valid()

    assert [(chip.label, chip.text) for chip in chips(chosen)] == [
        ("Sök", "”bygg”"),
        ("Område", "1 Service och information"),
        ("Läge", "Försenad"),
        ("Läge", "Pågår"),
        ("Har ändrats", "Startade sedan 31 augusti 2016"),
    ]
    addresses = [chip.address for chip in chips(chosen)]
    assert (
        addresses[2] == "?plan=1&dag=2017-12-31&q=bygg&omrade=1&andrat=startade&sedan=2016-08-31&sort=-title&lage=pagar"
    )
    assert addresses[4] == "?plan=1&dag=2017-12-31&q=bygg&omrade=1&lage=forsenad&lage=pagar&sort=-title"
    assert without_choices(chosen) == "?plan=1&dag=2017-12-31&sort=-title"


def test_no_choice_gives_no_chip(plan):
    chosen = asking(plan, "q=&omrade=&sort=title")
    assert chosen.is_valid()

    assert chips(chosen) == []
