"""Every text of a content, by what it is: nothing that is printed and written by somebody is left unread."""

import datetime as dt

import pytest

from actionplan.models import ActionPlan
from actionplan.reports.blocks import Column, Content, Head, Section, Table
from actionplan.reports.content import report_content
from actionplan.reports.plan_document import plan_document
from actionplan.reports.told import told

ON = dt.date(2017, 12, 31)
HEAD = Head("Planen", "Delårsrapport", "Kommunen", "Kommunstyrelsen", "", "2016-08-31", ("Rättat: ett namn.",))


def parts(*sections):
    return [
        (one.section, one.part, one.code, one.text) for one in told(Content(HEAD, sections), {"SI-01"}) if one.section
    ]


def test_the_head_is_read_too():
    words = [one.text for one in told(Content(HEAD, ()), ())]

    assert words == ["Planen", "Kommunen", "Kommunstyrelsen", "Rättat: ett namn."]


def test_rows_are_read_by_column_but_for_codes_departments_numbers_and_days():
    columns = (Column("Nr"), Column("Aktivitet"), Column("Ansvarig"), Column("Klar", "date"), Column("Orsak"))
    rows = (("SI-01", "Lots", "Bygg", ON, "Åska"), ("SI-02", "Guide", "Bygg", None, ""))
    section = Section("avvikelser", "Avvikelser", paragraphs=("Två.",), tables=(Table("a", "A", columns, rows),))

    assert parts(section)[1:] == [
        ("avvikelser", "paragraph", "", "Två."),
        ("avvikelser", "Aktivitet", "SI-01", "Lots"),
        ("avvikelser", "Orsak", "SI-01", "Åska"),
        ("avvikelser", "Aktivitet", "SI-02", "Guide"),
    ]


def test_items_about_an_activity_say_what_they_are():
    activity = Section("si-01", "SI-01 Lots", items=("Syfte: Att: hitta", "Ansvarig: Bygg", "Tid: 2016"))
    meetings = Section("arbetsforum", "Arbetsforum", items=("Chefsforum: våren",))

    assert parts(activity, meetings) == [
        ("si-01", "Syfte", "SI-01", "Syfte: Att: hitta"),
        ("si-01", "Tid", "SI-01", "Tid: 2016"),
        ("arbetsforum", "paragraph", "", "Arbetsforum"),
        ("arbetsforum", "item", "", "Chefsforum: våren"),
    ]


def test_what_explains_the_words_is_written_by_nobody():
    assert parts(Section("forklaring", "Så läser du lägena", paragraphs=("Läget.",))) == []


@pytest.mark.django_db
def test_a_report_and_a_plan_document_are_read_whole(example):
    plan = ActionPlan.objects.get()
    activity = plan.activities.get(code="SI-01")
    report = report_content(plan, kind="helar", cutoff=ON, previous_cutoff=None, made_on=ON, example=True)

    in_report, in_plan = (
        {(one.code, one.text) for one in told(content, {"SI-01"})} for content in (report, plan_document(plan, ON))
    )

    assert {("SI-01", activity.title), ("SI-01", activity.measure)} <= in_report
    assert {("SI-01", activity.title), ("SI-01", f"Syfte: {activity.purpose}")} <= in_plan
