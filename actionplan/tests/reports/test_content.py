"""What a report says, held to the answer key (exempeldata.md section 9) in its facts and in every printed cell."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.choices import Assessment, Standing, Status
from actionplan.figures import changes, printed_figures
from actionplan.models import ActionPlan, Company
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.content import report_content
from actionplan.tests.cases import asked_days, drawn_activities, stored, undone
from actionplan.tests.factories import ActionPlanFactory, DepartmentFactory, StrategicAreaFactory, UserFactory
from actionplan.tests.figures.test_answer_key import (
    ASSESSMENTS,
    BY_AREA,
    BY_ASSESSMENT,
    BY_STANDING,
    DAYS,
    IN_ALL,
    NAMES,
    STATUSES,
)

pytestmark = pytest.mark.django_db
T2_2016, YEAR_2017, YEAR_2018 = (dt.date.fromisoformat(day) for day in DAYS)
LATE_ANSWERS = dt.date(2018, 1, 22)  # when the report of 2017 is made, with what was recorded after the cut-off

# What section 8's columns say happened between 2016-08-31 and 2017-12-31, read by hand.
HAPPENED = {
    "genomforda": ["SI-01", "SI-02", "SI-06", "SU-07", "UI-03", "EB-04", "EB-06"],
    "startade": ["SI-06", "SI-08", "SU-06", "UI-03", "UI-04", "UI-05", "EB-02", "EB-06"],
    "nya_forseningar": ["SI-03", "EB-03"],
    "flyttade": [],
    "tillkomna": [],
    "avbrutna": ["UI-06"],
}


def report(plan, cutoff, since=None, kind="helar", made_on=None, **more):
    return report_content(
        plan, kind=kind, cutoff=cutoff, previous_cutoff=since, made_on=made_on or cutoff, example=True, **more
    )


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def year_2017(plan):
    return report(plan, YEAR_2017, T2_2016, made_on=LATE_ANSWERS)


def section(content, key):
    return next(one for one in content.sections if one.key == key)


def table(content, key):
    return next(one for one in content.tables() if one.key == key)


def rows(content, key):
    return list(table(content, key).rows)


@pytest.mark.parametrize("on", DAYS)
def test_the_facts_are_the_answer_key(plan, on):
    facts = report(plan, dt.date.fromisoformat(on)).facts

    found = tuple(facts["by_status"][key] for key in STATUSES)
    assert (*found, facts["total"], facts["late"]) == IN_ALL[on]
    assert facts["by_assessment"] == dict(zip(ASSESSMENTS, BY_ASSESSMENT[on], strict=True))
    assert facts["by_standing"] == dict.fromkeys(Standing.values, 0) | BY_STANDING[on]
    assert {
        area["number"]: (*(area["by_status"][key] for key in STATUSES), area["total"], area["late"])
        for area in facts["by_area"]
    } == BY_AREA[on]


@pytest.mark.parametrize("on", DAYS)
def test_every_table_prints_the_answer_key(plan, on):
    content = report(plan, dt.date.fromisoformat(on))
    standings = dict.fromkeys(Standing.values, 0) | BY_STANDING[on]

    assert rows(content, "siffror-status") == list(
        zip((Status(key).label for key in STATUSES), IN_ALL[on][:4], strict=True)
    )
    assert rows(content, "siffror-bedomning") == list(zip(ASSESSMENTS, BY_ASSESSMENT[on], strict=True))
    assert dict(rows(content, "siffror-lage")) == standings
    assert [parts for bar in section(content, "siffror").bars for parts in bar.parts] == [
        (key, standings[key]) for key in Standing.SHOWN if standings[key]
    ]
    printed = [(f"{number} {NAMES[number]}", BY_AREA[on][number]) for number in NAMES]
    assert rows(content, "siffror-omrade") == [
        (name, counted[4], *counted[:4], len(counted[5])) for name, counted in [*printed, ("Hela planen", IN_ALL[on])]
    ]


@pytest.mark.parametrize("on", DAYS)
def test_every_activity_stands_once_with_its_standing(plan, on):
    content = report(plan, dt.date.fromisoformat(on))
    printed = [row for number in NAMES for row in rows(content, f"omrade-{number}-aktiviteter")]
    column = [one.kind for one in table(content, "omrade-1-aktiviteter").columns].index("standing")

    assert len({row[0] for row in printed}) == len(printed) == 28
    counted = [row[column] for row in printed]
    assert {key: counted.count(key) for key in set(counted)} == BY_STANDING[on]
    assert sorted(row[0] for row in printed if row[column] == "forsenad") == IN_ALL[on][5]


def test_the_columns_of_a_table_are_as_many_as_its_cells(year_2017):
    for one in year_2017.tables():
        assert {len(row) for row in one.rows} <= {len(one.columns)}, one.key


def test_the_keys_of_sections_and_tables_are_used_once(year_2017):
    keys = [one.key for one in year_2017.sections]
    tables = [one.key for one in year_2017.tables()]

    assert len(set(keys)) == len(keys)
    assert len(set(tables)) == len(tables)
    assert max(map(len, tables)) <= 31  # the name of a sheet


def test_what_has_happened_is_what_the_columns_say(year_2017):
    facts = year_2017.facts

    assert facts["changed"] == HAPPENED
    assert facts["changes"] == {key: len(codes) for key, codes in HAPPENED.items()}
    assert [row[1] for row in rows(year_2017, "hant-antal")] == [7, 8, 2, 0, 0, 1]
    for key, codes in HAPPENED.items():
        assert [row[0] for one in year_2017.tables() if one.key == f"hant-{key}" for row in one.rows] == codes


def test_numbers_say_how_much_they_have_changed(year_2017):
    assert rows(year_2017, "siffror-status") == [
        ("Ej påbörjad", 2, "–9"),
        ("Pågående", 17, "+1"),
        ("Genomförd", 8, "+7"),
        ("Avbruten", 1, "+1"),
    ]
    assert rows(year_2017, "siffror-omrade")[2] == ("3 Upphandling och inköp", 6, 0, 3, 2, 1, 0, "+1", "0")


def test_the_summary_says_it_in_words(plan, year_2017):
    assert section(year_2017, "sammanfattning").paragraphs == (
        "8 av 28 aktiviteter följer inte planen: 2 är försenade, 1 har stor avvikelse och 5 har viss avvikelse. "
        "8 av 28 aktiviteter är genomförda, 7 fler än i förra rapporten. "
        "2 aktiviteter är försenade, 2 fler än i förra rapporten.",
        "67 procent av planens tid har gått.",
        "Sedan förra rapporten (31 augusti 2016): 7 har blivit genomförda, 8 har startat, 2 har blivit försenade "
        "och 1 har avbrutits.",
    )


def test_the_chiefs_words_come_first(plan):
    content = report(plan, YEAR_2017, summary="Året gick bra.\n\n\nMen bygglov är sent.\nTvå rader.\n")

    assert section(content, "sammanfattning").paragraphs[:2] == ("Året gick bra.", "Men bygglov är sent.\nTvå rader.")


def test_without_an_earlier_report_nothing_is_compared_and_that_is_said(plan):
    content = report(plan, T2_2016)

    assert (content.facts["since"], content.facts["changes"], content.facts["changed"]) == (None, None, None)
    assert section(content, "sammanfattning").paragraphs[-1] == "Det finns ingen tidigare rapport att jämföra med."
    assert section(content, "hant").paragraphs == ("Det finns ingen tidigare rapport att jämföra med.",)
    assert [one.key for one in content.sections if one.key.startswith("hant")] == ["hant"]
    assert [one.label for one in table(content, "siffror-status").columns] == ["Status", "Antal"]


def test_deviations_say_why_and_what_was_decided_since(plan, year_2017):
    found = {row[0]: row[3:] for row in rows(year_2017, "avvikelser")}

    assert list(found) == ["SI-03", "EB-03", "SI-07", "SI-05", "SU-06", "UI-05", "EB-01", "EB-05"]
    assert found["EB-03"] == (
        "forsenad",
        dt.date(2017, 5, 31),
        dt.date(2018, 6, 30),
        "Tolv av tjugo mallar är klara. Ny sluttid: juni 2018.",
    )
    assert found["SI-07"][2] is None
    assert {row[5] for row in rows(report(plan, YEAR_2017), "avvikelser")} == {None}  # made before it was recorded


def test_a_moved_deadline_is_told_of_once_it_is_recorded(plan):
    content = report(plan, YEAR_2018, YEAR_2017)

    assert rows(content, "hant-flyttade") == [
        (
            "SI-03",
            "Ta fram servicegarantier med handläggningstider för bygglov",
            dt.date(2017, 6, 30),
            dt.date(2018, 3, 31),
            "Granskad",
        ),
        (
            "EB-03",
            "Skriv om mallarna för beslut och brev på klarspråk",
            dt.date(2017, 5, 31),
            dt.date(2018, 6, 30),
            "Tolv av tjugo mallar är klara. Ny sluttid: juni 2018.",
        ),
    ]
    moved = {row[0]: row[3:] for row in rows(content, "omrade-1-aktiviteter")}["SI-03"]
    assert moved == (dt.date(2016, 4, 1), dt.date(2018, 3, 31), "genomford", dt.date(2017, 6, 30), 1)


def test_an_area_says_its_description_and_the_outcome_against_the_target(year_2017):
    area = section(year_2017, "omrade-1")

    assert (area.heading, area.level) == ("1 Service och information", 2)
    assert area.paragraphs == ("Det ska vara lätt att få kontakt, rätt besked och snabbt svar.",)
    assert (area.bars[0].label, area.bars[0].parts) == (
        "Läget i område 1",
        (("genomford", 3), ("pagar", 2), ("viss_avvikelse", 1), ("stor_avvikelse", 1), ("forsenad", 1)),
    )
    results = {row[0]: row[1:] for row in rows(year_2017, "omrade-1-utfall")}
    assert [str(cell) for cell in results["SI-05"]] == [
        "Minst 90 procent besvarade inom två arbetsdagar.",
        "82",
        "90",
        "procent",
        "82 procent besvarades i tid under 2017. Målet är 90 procent.",
    ]
    assert results["SI-01"][1:3] == (None, None)


@pytest.mark.parametrize(
    ("number", "own", "said"),
    [
        (
            1,
            "gron",
            "Obs! Näringslivschefen bedömer området mildare än aktiviteterna visar: ”enligt plan”. "
            "Av 8 aktiviteter: 1 är försenad, 1 har stor avvikelse och 1 har viss avvikelse.",
        ),
        (
            2,
            "rod",
            "Obs! Näringslivschefen bedömer området strängare än aktiviteterna visar: ”stor avvikelse”. "
            "Av 8 aktiviteter: 1 har viss avvikelse.",
        ),
        (1, "rod", None),
        (2, "inte_bedomd", None),
    ],
)
def test_a_judgement_unlike_the_activities_is_pointed_out(plan, number, own, said):
    content = report(plan, YEAR_2017, judgements={str(number): {"assessment": own, "text": "Därför."}})
    area = section(content, f"omrade-{number}")

    assert area.paragraphs[1:] == ((said,) if said else ())
    assert [row[:2] for row in area.tables[0].rows] == [
        ("Näringslivschefen", own),
        ("Uträknat ur aktiviteterna", {1: "rod", 2: "gul"}[number]),
    ]
    assert area.tables[0].rows[0][2] == "Därför."


def test_departments_are_those_of_the_cut_off(plan):
    early = rows(report(plan, dt.date(2015, 12, 31)), "forvaltningar")
    late = rows(report(plan, YEAR_2017), "forvaltningar")

    assert [row[:2] for row in early if "bygg" in row[0]] == [
        ("Samhällsbyggnadsförvaltningen", 4),
        ("Stadsbyggnadsförvaltningen", 3),
    ]
    assert [row for row in late if "bygg" in row[0]] == [("Stadsbyggnadsförvaltningen", 6, 2, 2, 2, 0, 1)]


def test_the_way_from_what_was_said(year_2017):
    assert rows(year_2017, "samrad-tratt") == [
        ("Sagda", 15),
        ("Förankrade", 14),
        ("Blev aktiviteter", 12),
        ("Genomförda", 3),
    ]
    origins = {row[0]: row[2] for row in rows(year_2017, "samrad-ursprung")}
    assert len(origins) == 17
    assert origins["SI-01"] == "Chefsforum, mars 2015"
    assert origins["SU-05"] == "Avstämning med näringsidkarna, andra tillfället, 2015"


def test_no_company_is_named(year_2017):
    everything = json.dumps(to_json(year_2017), ensure_ascii=False)

    assert [company.name for company in Company.objects.all() if company.name in everything] == []


def test_the_legend_explains_every_standing_and_assessment(year_2017):
    assert [row[0] for row in rows(year_2017, "forklaring-lage")] == list(Standing.SHOWN)
    assert [row[0] for row in rows(year_2017, "forklaring-bedomning")] == list(Assessment.values)


def test_the_head_and_the_last_page_say_where_it_comes_from(year_2017):
    head = year_2017.head
    correction = (
        "Rättelse av planens källa: I källan står ”2016-2108”. "
        "Det tolkas som ett skrivfel för 2016-2018, som står i rubriken."
    )

    assert (head.title, head.kind, head.date, head.registry_number) == (
        "Helårsrapport per 31 december 2017: Handlingsplan för näringslivsarbetet 2016-2018",
        "Helårsrapport",
        "2017-12-31",
        "2015/KS 0623 003",
    )
    assert head.notes == (
        "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat.",
        "Läget den 31 december 2017.",
        correction,
    )
    assert dict(rows(year_2017, "om-rapporten")) == {
        "Handlingsplan": "Handlingsplan för näringslivsarbetet 2016-2018",
        "Period": "2016–2018",
        "Diarienummer": "2015/KS 0623 003",
        "Beslut om planen": "Inte känt",
        "Sort": "Helårsrapport",
        "Version": "1",
        "Brytdatum": "2017-12-31",
        "Förra rapportens brytdatum": "2016-08-31",
        "Framtagen": "2018-01-22",
    }


def test_a_new_version_says_what_is_corrected(plan):
    content = report(plan, YEAR_2017, number=2, correction="Utfallet för SI-05 var fel.")

    assert content.head.kind == "Helårsrapport, version 2"
    assert content.head.title.startswith("Helårsrapport per 31 december 2017, version 2: Handlingsplan ")
    assert "Version 2. Rättat: Utfallet för SI-05 var fel." in content.head.notes
    assert section(content, "om-rapporten").paragraphs[0] == (
        "Det här är version 2. Rättat sedan förra versionen: Utfallet för SI-05 var fel."
    )


def test_the_final_report_says_how_each_activity_ended(plan):
    content = report(plan, YEAR_2018, kind="slut")
    ended = [row[2] for row in rows(content, "avslut")]

    assert {word: ended.count(word) for word in set(ended)} == {
        "Genomförd": 16,
        "Överförd till nästa plan": 9,
        "Avbruten": 3,
    }
    assert [one.key for one in report(plan, YEAR_2018).tables() if one.key == "avslut"] == []


def test_the_content_comes_back_from_json_as_it_was(year_2017):
    assert from_json(json.loads(json.dumps(to_json(year_2017)))) == year_2017
    assert json.loads(json.dumps(year_2017.facts)) == year_2017.facts


def test_a_plan_without_activities_is_said_to_have_none(db):
    plan = StrategicAreaFactory(number=1, name="Service och information", description="").plan
    content = report(plan, YEAR_2017, T2_2016)

    assert section(content, "sammanfattning").paragraphs == ("Planen hade inga aktiviteter den 31 december 2017.",)
    assert section(content, "omrade-1").paragraphs == ("Området hade inga aktiviteter den dagen.",)
    assert rows(content, "siffror-omrade") == [
        ("1 Service och information", 0, 0, 0, 0, 0, 0, "0", "0"),
        ("Hela planen", 0, 0, 0, 0, 0, 0, "0", "0"),
    ]


@settings(max_examples=25)
@given(drawn=st.lists(drawn_activities(), min_size=1, max_size=5), days=st.tuples(asked_days, asked_days))
def test_any_report_prints_what_the_figures_count(drawn, days):
    since, on = min(days), max(days)
    with undone():
        plan, author = ActionPlanFactory(), UserFactory()
        StrategicAreaFactory.create_batch(2, plan=plan)
        departments = DepartmentFactory.create_batch(2)
        for one in drawn:
            stored(one, plan, author, departments)
        plan.refresh_from_db()

        content = report(plan, on, since)

        counted = printed_figures(plan, on)
        assert {key: content.facts[key] for key in counted} == counted
        assert content.facts["changes"] == changes(plan, since, on).counts
        assert [row[1] for row in rows(content, "hant-antal")] == list(content.facts["changes"].values())
        assert {row[0]: row[1] for row in rows(content, "siffror-lage")} == counted["by_standing"]
        assert rows(content, "siffror-omrade")[-1][1:7] == (
            counted["total"],
            *counted["by_status"].values(),
            len(counted["late"]),
        )
        wanted = {*counted["late"], *counted["deviating"], *counted["should_have_started"]}
        assert {row[0] for row in rows(content, "avvikelser")} == wanted
        first = section(content, "sammanfattning").paragraphs[0]
        assert first.startswith(f"{len(wanted)} av ") or not wanted
