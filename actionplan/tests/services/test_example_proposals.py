"""The memo's events and the example's proposals, as exempeldata.md sections 6, 7 and 14 have them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    Company,
    ConsultationEvent,
    Department,
    EventFile,
    MandatePeriod,
    Outbox,
    OutboxProposal,
    Proposal,
    ProposalActivity,
    ProposalStep,
    Responsibility,
    User,
    Verdict,
)
from actionplan.services.example import load_example, load_plan
from actionplan.services.example_removal import remove_example
from actionplan.services.proposals import merge_proposals
from actionplan.tests.factories import (
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    DepartmentFactory,
    ProposalFactory,
    UserFactory,
    VerdictFactory,
)
from actionplan.tests.services.test_example import ROLES, rows_by_table

pytestmark = pytest.mark.django_db
E1, E2, E3 = (
    "Chefsforum",
    "Avstämning med näringsidkarna, första tillfället",
    "Avstämning med näringsidkarna, andra tillfället",
)
UNCLEAR = (
    "Oklart: det går inte att se i tjänsteskrivelsen om chefsforumet räknas som ett av de två "
    "avstämningstillfällena. Fråga kommunen."
)
SERVICE, LEADERSHIP = "Konsult- och servicekontoret", "Kommunledningskontoret"
BUILT, BUSINESS = "Samhällsbyggnadsförvaltningen", "Näringsliv"
DEVELOPMENT, HEALTH = "Utvecklingsförvaltningen", "Södertörns miljö- och hälsoskyddsförbund"
# Number: event, company, area, outcome, activities, asked, suggested
PROPOSALS = {
    "F01": (E1, "Exempelkrogen AB", 1, "blev_aktivitet", "SI-01 SI-06", [SERVICE, BUILT], "ny_aktivitet"),
    "F02": (E1, "Exempelbygg AB", 1, "blev_aktivitet", "SI-03 SI-07", [BUILT], "ny_aktivitet"),
    "F03": (E1, "Exempelkrogen AB", 4, "blev_aktivitet", "EB-01 SI-06", [LEADERSHIP, BUILT], "ny_aktivitet"),
    "F04": (E1, "Exempelkonsulten", 1, "blev_aktivitet", "SI-05", [SERVICE], "ny_aktivitet"),
    "F05": (E1, "Exempelstäd AB", 3, "blev_aktivitet", "UI-02", [SERVICE], "ny_aktivitet"),
    "F06": (E2, "Exempelstäd AB", 3, "blev_aktivitet", "UI-03", [SERVICE], "ny_aktivitet"),
    "F07": (E2, "Exempelsnickeriet HB", 3, "blev_aktivitet", "UI-01 UI-04", [SERVICE], "ny_aktivitet"),
    "F08": (E1, "Exempelverkstaden AB", 2, "blev_aktivitet", "SU-01", [BUSINESS], "ny_aktivitet"),
    "F09": (E1, "Exempelbygg AB", 4, "blev_aktivitet", "EB-02", [BUILT], "ny_aktivitet"),
    "F10": (E2, "Exempelverkstaden AB", 2, "avbojt", "", [BUSINESS], "avboj"),
    "F11": (E1, "Exempelkonsulten", 4, "blev_aktivitet", "EB-03", [LEADERSHIP], "ny_aktivitet"),
    "F12": (E2, "Exempellager AB", 2, "blev_aktivitet", "SU-03 SU-07", [BUILT], "ny_aktivitet"),
    "F13": (E1, "Exempelverkstaden AB", 2, "blev_aktivitet", "SU-04", [DEVELOPMENT], "ny_aktivitet"),
    "F14": (E3, "Exempelkonsulten", 2, "pagar_redan", "SU-05", [DEVELOPMENT], "ingar_i"),
    "F15": (E3, "Exempelkrogen AB", 1, "bereds", "", [HEALTH], ""),
}


def numbered():
    """The example's proposals by the number the data set gives them: they go in in that order."""
    rows = Proposal.objects.filter(is_example=True).order_by("pk")
    return {f"F{number:02d}": row for number, row in enumerate(rows, 1)}


def test_load_plan_puts_in_the_memos_events_as_far_as_they_are_known():
    load_plan()

    rows = ConsultationEvent.objects.order_by("pk")
    assert [(row.kind, row.title, row.when, row.when_precision, row.when_on) for row in rows] == [
        ("chefsforum", E1, "mars 2015", "manad", dt.date(2015, 3, 1)),
        ("avstamning", E2, "2015", "ar", dt.date(2015, 1, 1)),
        ("avstamning", E3, "2015", "ar", dt.date(2015, 1, 1)),
    ]
    for row in rows:
        assert (row.mandate_period, row.place, row.is_public) == (None, "", False)
        assert (row.companies, row.officials, row.politicians) == (None, None, None)
        assert row.notes.endswith(UNCLEAR)
        quoted = [part.partition("”")[0] for part in row.notes.split("”")[1::2]]
        assert len(quoted) > 0
        assert all(words in ActionPlan.objects.get().source_text for words in quoted)


def test_a_plan_put_in_before_gets_its_events_unless_somebody_has_begun_with_others():
    load_plan()
    ConsultationEvent.objects.all().delete()

    _, is_new = load_plan()

    assert (is_new, ConsultationEvent.objects.count()) == (True, 3)
    ConsultationEvent.objects.all().delete()
    own = ConsultationEventFactory()
    assert load_plan()[1] is False
    assert list(ConsultationEvent.objects.all()) == [own]


def test_the_fifteen_proposals_are_those_of_the_data_set(example):
    found = {
        number: (
            row.event.title,
            row.company.name,
            row.area.number,
            row.outcome,
            " ".join(sorted(row.activities.values_list("code", flat=True))),
            sorted(row.anchorings.values_list("department__name", flat=True)),
            " ".join(sorted(set(row.anchorings.values_list("suggestion", flat=True)))),
        )
        for number, row in numbered().items()
    }

    assert found == {number: (*facts[:5], sorted(facts[5]), facts[6]) for number, facts in PROPOSALS.items()}


def test_words_and_reasons_are_those_of_the_data_set(example):
    rows = numbered()

    assert rows["F01"].text == "Låt oss ha en enda väg in till kommunen. I dag får vi ringa fem olika nummer."
    assert rows["F15"].text == "Ta betalt för tillsynen i efterhand, när kontrollen är gjord."
    assert {number: row.reason for number, row in rows.items() if row.reason} == {
        "F10": "Frukostar (SU-02) och dialogmöten (SU-03) prövas först. Frågan tas upp inför nästa plan.",
        "F14": "Finns redan tillsammans med Nyföretagarcentrum. Tas med i planen för att synas.",
        "F15": "Tillsynen sköts av Södertörns miljö- och hälsoskyddsförbund. Förslaget är lämnat dit.",
    }


def test_the_companies_are_invented_and_have_no_numbers(example):
    rows = Company.objects.values_list("name", "industry", "is_sole_trader", "organisation_number", "is_example")

    assert list(rows) == [
        ("Exempelbygg AB", "bygg", False, "", True),
        ("Exempelkonsulten", "konsult", True, "", True),
        ("Exempelkrogen AB", "krog", False, "", True),
        ("Exempellager AB", "lager", False, "", True),
        ("Exempelsnickeriet HB", "snickeri", False, "", True),
        ("Exempelstäd AB", "städ", False, "", True),
        ("Exempelverkstaden AB", "verkstad", False, "", True),
    ]


def test_the_departments_asked_answer_for_the_activity_the_day_it_was_added(example):
    """Stadsbyggnadsförvaltningen and Tekniska kontoret begin in 2016: before, it is the one they followed."""
    asked_on, split = dt.date(2015, 5, 15), Department.objects.get(name=BUILT)
    for row in numbered().values():
        wanted = set()
        for link in row.links.all():
            owners = Responsibility.objects.responsible().filter(activity=link.activity)
            owner = owners.order_by("from_on").first().department
            wanted.add(split if owner.valid_from and owner.valid_from > asked_on else owner)
        if row.outcome == "blev_aktivitet":
            assert {anchoring.department for anchoring in row.anchorings.all()} == wanted
        for anchoring in row.anchorings.all():
            assert Department.objects.valid_on(asked_on).filter(pk=anchoring.department_id).exists()


def test_answers_come_from_the_departments_officer_or_else_the_chief(example):
    rows = Anchoring.objects.exclude(answered_by=None).values_list("department__name", "answered_by__username")

    assert set(rows) == {
        (SERVICE, "demo-handlaggare-service"),
        (DEVELOPMENT, "demo-handlaggare-utveckling"),
        (BUILT, "demo-naringslivschef"),
        (LEADERSHIP, "demo-naringslivschef"),
        (BUSINESS, "demo-naringslivschef"),
    }


def test_a_proposals_way_is_dated_as_the_data_set_says(example):
    steps = numbered()["F01"].steps.order_by("recorded_at", "pk")
    noon = {timezone.localtime(step.recorded_at).hour for step in steps}

    assert [(str(step.on), step.kind, str(step.department or ""), step.outcome) for step in steps] == [
        ("2015-03-31", "sagt", "", ""),
        ("2015-05-15", "sant", SERVICE, "bereds"),
        ("2015-05-15", "sant", BUILT, "bereds"),
        ("2015-09-30", "svarat", SERVICE, ""),
        ("2015-09-30", "svarat", BUILT, ""),
        ("2015-10-15", "beslutat", "", "blev_aktivitet"),
    ]
    assert noon == {12}
    assert set(ProposalActivity.objects.values_list("linked_on", flat=True)) == {dt.date(2015, 12, 4)}
    received = Proposal.objects.values_list("event__title", "received_on").distinct()
    assert set(received) == {(E1, dt.date(2015, 3, 31)), (E2, dt.date(2015, 5, 15)), (E3, dt.date(2015, 5, 15))}


@pytest.mark.parametrize(
    ("on", "outcomes"),
    [
        ("2015-03-30", {}),
        ("2015-05-14", {"inkommet": 9}),
        ("2015-05-15", {"bereds": 15}),
        ("2015-10-14", {"bereds": 15}),
        ("2015-10-15", {"blev_aktivitet": 12, "avbojt": 1, "pagar_redan": 1, "bereds": 1}),
    ],
)
def test_outcomes_on_a_day_are_what_the_steps_say(example, on, outcomes):
    found = {}
    for row in Proposal.objects.on_day(dt.date.fromisoformat(on)):
        found[row.outcome_on] = found.get(row.outcome_on, 0) + 1

    assert found == outcomes


def test_todays_outcome_is_that_of_the_newest_step(example):
    for row in Proposal.objects.on_day(dt.date(2017, 12, 31)):
        assert row.outcome == row.outcome_on


def test_the_events_join_the_period_and_say_where_more_is_known_from(example):
    rows = ConsultationEvent.objects.order_by("pk")

    assert [str(row.mandate_period) for row in rows] == ["2015–2018 (val 2014)"] * 3
    added = "exempel (webbkälla) S1: 18 mars 2015, tolv företagare och omkring hundra chefer deltog."
    assert [row.notes.endswith(added) for row in rows] == [True, False, False]
    assert [(row.companies, row.officials) for row in rows] == [(None, None)] * 3


def test_remove_example_gives_the_events_back_as_the_memo_has_them():
    load_plan()
    before, tables = list(ConsultationEvent.objects.order_by("pk").values()), rows_by_table()
    load_example()
    work_with_it()

    remove_example()

    assert list(ConsultationEvent.objects.order_by("pk").values()) == before
    after = rows_by_table()
    assert {name: after[name] - tables[name] for name in after if after[name] != tables[name]} == {ROLES: 4}


def work_with_it():
    """Do to the example's proposals what people do, so that every table has rows of theirs."""
    rows, chief = numbered(), User.objects.get(username="demo-naringslivschef")
    merge_proposals(rows["F04"], [rows["F05"]], by=chief, on=dt.date(2017, 12, 31))
    anchoring = rows["F15"].anchorings.get()
    anchoring.comment = "Vi tittar på det."
    anchoring.save()
    VerdictFactory(proposal=rows["F05"], activity=Activity.objects.get(code="UI-02"), by=chief)
    ContactPersonFactory(company=rows["F01"].company)
    mail = Outbox.objects.create(
        kind="beslut", recipient="info@example.com", created_at=timezone.now(), created_by=chief
    )
    OutboxProposal.objects.create(mail=mail, proposal=rows["F01"], kind="beslut")


def test_remove_example_keeps_what_somebody_wrote_of_the_events_since(example):
    forum, first = ConsultationEvent.objects.get(title=E1), ConsultationEvent.objects.get(title=E2)
    forum.notes += "\n\nProtokollet finns i arkivet."
    forum.place = "Kommunhuset"
    forum.save()
    first.mandate_period = MandatePeriod.objects.create(
        election_year=2010,
        council_from="2010-10-15",
        council_to="2014-10-14",
        boards_from="2011-01-01",
        boards_to="2014-12-31",
    )
    first.save()

    remove_example()

    forum.refresh_from_db()
    first.refresh_from_db()
    assert (forum.place, forum.mandate_period, first.mandate_period.election_year) == ("Kommunhuset", None, 2010)
    assert ("webbkälla" in forum.notes, forum.notes.endswith("Protokollet finns i arkivet.")) == (False, True)


def test_remove_example_keeps_real_proposals_at_the_memos_events(example):
    event = ConsultationEvent.objects.get(title=E1)
    own = ProposalFactory(event=event, company=CompanyFactory())
    asked = AnchoringFactory(proposal=own)

    remove_example()

    assert (list(Proposal.objects.all()), list(Anchoring.objects.all())) == ([own], [asked])
    assert list(Company.objects.all()) == [own.company]
    assert own.history.count() == 1


def chief():
    return User.objects.get(username="demo-naringslivschef")


def mail(*proposals, by=None):
    sent = Outbox.objects.create(kind="beslut", recipient="info@example.com", created_at=timezone.now(), created_by=by)
    for proposal in proposals:
        OutboxProposal.objects.create(mail=sent, proposal=proposal, kind="beslut")


LEANING = {
    "samråd": lambda rows: ConsultationEventFactory(mandate_period=MandatePeriod.objects.get(election_year=2014)),
    "filer": lambda rows: EventFile.objects.create(
        event=rows["F01"].event, name="a.pdf", size=1, content=b"a", uploaded_at=timezone.now(), uploaded_by=chief()
    ),
    "förslag": lambda rows: ProposalFactory(company=rows["F01"].company),
    "förslag ": lambda rows: ProposalFactory(lead=rows["F01"]),
    "förslag  ": lambda rows: ProposalFactory(split_from=rows["F01"]),
    "förankringar": lambda rows: AnchoringFactory(department=Department.objects.get(name=SERVICE)),
    "förankringar ": lambda rows: AnchoringFactory(
        answered_by=chief(), answered_on="2017-01-01", suggestion="ny_aktivitet"
    ),
    "förankringar  ": lambda rows: AnchoringFactory(suggested_activity=Activity.objects.get(code="SI-01")),
    "förslagens aktiviteter": lambda rows: ProposalActivity.objects.create(
        proposal=ProposalFactory(), activity=Activity.objects.get(code="SI-01"), linked_on="2017-01-01"
    ),
    "förslagens händelser": lambda rows: ProposalStep.objects.create(
        proposal=ProposalFactory(), kind="sagt", on="2017-01-01", recorded_at=timezone.now(), by=chief()
    ),
    "omdömen": lambda rows: VerdictFactory(by=chief()),
    "omdömen ": lambda rows: VerdictFactory(activity=Activity.objects.get(code="SI-01")),
    "brev": lambda rows: mail(ProposalFactory(), by=chief()),
    "brev ": lambda rows: mail(ProposalFactory(), rows["F01"]),
    "brev  ": lambda rows: mail(by=chief()),
}


@pytest.mark.parametrize("what", LEANING)
def test_remove_example_names_what_is_real_and_leans_on_it(example, what):
    LEANING[what](numbered())
    before = rows_by_table()

    with pytest.raises(ValidationError) as refused:
        remove_example()

    assert refused.value.messages == [
        f"Riktiga uppgifter hör ihop med exempeldata: {what.strip()}. Ändra dem först. Inget är borttaget."
    ]
    assert rows_by_table() == before


def test_a_real_proposal_of_real_people_leans_on_nothing(example):
    proposal = ProposalFactory(event=ConsultationEvent.objects.get(title=E1), company=CompanyFactory())
    person, department = UserFactory(), DepartmentFactory()
    AnchoringFactory(
        proposal=proposal,
        department=department,
        answered_by=person,
        answered_on="2017-01-01",
        suggestion="ny_aktivitet",
    )
    VerdictFactory(proposal=proposal, by=person)
    mail(proposal, by=person)

    remove_example()

    assert [model.objects.count() for model in (Proposal, Anchoring, Verdict, Outbox)] == [1, 1, 1, 1]
