"""Working with proposals: sending, merging, taking apart, deciding, and making activities of them."""

import datetime as dt

import pytest

from actionplan import clock
from actionplan.choices import ProposalOutcome
from actionplan.models import Activity, Anchoring, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import merge_proposals
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    ProposalFactory,
    StrategicAreaFactory,
)
from actionplan.tests.views.test_proposal_pages import fields, said
from actionplan.tests.views.test_proposals import texts

pytestmark = pytest.mark.django_db
ON = dt.date(2015, 5, 15)


@pytest.fixture
def plan():
    return ActionPlanFactory(mandate_period=MandatePeriodFactory(election_year=2014))


@pytest.fixture
def area(plan):
    return StrategicAreaFactory(plan=plan, number=1, name="Service och information")


@pytest.fixture
def proposals(plan):
    event = ConsultationEventFactory(mandate_period=plan.mandate_period, title="Chefsforum")
    return ProposalFactory.create_batch(3, event=event)


@pytest.fixture
def proposal(proposals):
    return proposals[0]


def chosen(proposals):
    return "?" + "&".join(f"f={one.pk}" for one in proposals)


def test_the_chosen_are_sent_to_the_chosen(chief_client, proposals, department_a, department_b):
    address = f"/forslag/skicka/{chosen(proposals)}"
    page = texts(chief_client.get(address))

    response = chief_client.post(
        address,
        {"f": [one.pk for one in proposals], "departments": [department_a.pk, department_b.pk], "answer_by": ""},
    )

    assert [one.code in page for one in proposals] == [True] * 3
    assert (said(response), Anchoring.objects.count()) == (["6 frågor är skickade."], 6)


def test_a_month_to_answer_is_proposed(chief_client, proposals):
    form = chief_client.get(f"/forslag/skicka/{chosen(proposals)}").context["form"]

    assert form["answer_by"].value() == (clock.today() + dt.timedelta(days=30)).isoformat()


def test_nothing_chosen_leads_back_to_the_board(chief_client, plan):
    for address in ("/forslag/skicka/", "/forslag/slaihop/", "/forslag/skicka/?f=0&f=x&f=" + "9" * 40):
        response = chief_client.get(address, follow=True)
        assert response.redirect_chain == [("/forslag/", 302)]
        assert "Kryssa först för de förslag det gäller." in texts(response)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"departments": []}, {"departments": ["Välj minst en förvaltning."]}),
        (
            {"departments": ["999999"]},
            {"departments": ["En av förvaltningarna finns inte längre. Välj bland dem i listan."]},
        ),
        ({"answer_by": "2015-02-30"}, {"answer_by": ["Datumet finns inte: februari 2015 har 28 dagar."]}),
        (
            {"answer_by": "2015-01-01"},
            {"answer_by": ["Svarstiden har redan gått ut. Välj en dag framåt, eller lämna fältet tomt."]},
        ),
        ({"f": ["999999"]}, {"f": ["Ett av förslagen finns inte längre. Välj om på tavlan."]}),
    ],
)
def test_bad_sending_says_what_to_do_and_sends_nothing(chief_client, proposals, department_a, typed, errors):
    right = {"f": [proposals[0].pk], "departments": [department_a.pk], "answer_by": ""}

    response = chief_client.post(f"/forslag/skicka/{chosen(proposals)}", right | typed)

    assert (response.status_code, response.context["form"].errors, Anchoring.objects.count()) == (400, errors, 0)


def test_equal_proposals_are_merged_under_the_clearest(chief_client, proposals):
    first, second, third = proposals
    address = f"/forslag/slaihop/{chosen([first, second])}"

    response = chief_client.post(address, {"f": [first.pk, second.pk], "lead": second.pk, "more": third.code.lower()})

    leads = list(Proposal.objects.order_by("pk").values_list("lead", flat=True))
    assert (response["Location"], leads) == (f"/forslag/{second.pk}/", [second.pk, None, second.pk])


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("", "Det behövs minst två förslag. Skriv numret på det som säger samma sak."),
        ("F999999", "F999999 finns inte. Kontrollera numret."),
        ("det andra", "Skriv numren så här: F12, F14."),
        ("F" + "9" * 30, "Skriv numren så här: F12, F14."),
    ],
)
def test_bad_merging_says_what_to_do(chief_client, proposal, more, error):
    response = chief_client.post(
        f"/forslag/slaihop/?f={proposal.pk}", {"f": [proposal.pk], "lead": proposal.pk, "more": more}
    )

    assert (response.status_code, response.context["form"].errors) == (400, {"more": [error]})


def test_a_member_is_taken_out(chief_client, chief, proposals):
    lead, other, _ = proposals
    merge_proposals(lead, [other], by=chief, on=ON)
    address = f"/forslag/{other.pk}/bryt-ut/"

    chief_client.post(address, fields(chief_client, address))

    assert Proposal.objects.get(pk=other.pk).lead is None


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"outcome": ""}, "outcome", "Välj vad som händer med förslaget."),
        ({"outcome": "avbojt"}, "reason", "Skriv en motivering som företaget kan läsa."),
        ({"outcome": "pagar_redan"}, "reason", "Skriv en motivering som företaget kan läsa."),
        (
            {"outcome": "blev_aktivitet"},
            "activities",
            "Välj minst en aktivitet som svarar på förslaget, eller gör en ny.",
        ),
        (
            {"outcome": "blev_aktivitet", "activities": ["999999"]},
            "activities",
            "En av aktiviteterna finns inte i planen. Välj bland dem i listan.",
        ),
    ],
)
def test_half_a_decision_says_what_is_missing(chief_client, proposal, typed, field, error):
    response = chief_client.post(f"/forslag/{proposal.pk}/beslut/", {"version": 1} | typed)

    assert (response.status_code, response.context["form"].errors) == (400, {field: [error]})
    assert Proposal.objects.get(pk=proposal.pk).outcome == ProposalOutcome.RECEIVED


def test_a_proposal_is_answered_by_activities_there_are(chief_client, proposal, area):
    activity = ActivityFactory(area=area)

    response = chief_client.post(
        f"/forslag/{proposal.pk}/beslut/", {"version": 1, "outcome": "blev_aktivitet", "activities": [activity.pk]}
    )

    proposal.refresh_from_db()
    assert (list(proposal.activities.all()), said(response)) == (
        [activity],
        [f"{proposal.code}: blev aktivitet. Det är sparat."],
    )


def test_the_decision_opens_with_what_the_departments_suggest(chief_client, chief, proposal, area, department_a):
    activity = ActivityFactory(area=area)
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    answer = {"suggestion": "ingar_i", "suggested_activity": activity, "comment": "Det görs redan där."}
    answer_anchoring(proposal.anchorings.get(), **answer, by=chief, on=ON, expected_version=1)

    response = chief_client.get(f"/forslag/{proposal.pk}/beslut/")

    assert response.context["form"]["activities"].value() == [activity.pk]
    assert "Det görs redan där." in texts(response)


def test_ticks_beside_a_no_are_asked_about(chief_client, proposal, area):
    typed = {"version": 1, "outcome": "avbojt", "reason": "Nej.", "activities": [ActivityFactory(area=area).pk]}

    asked = chief_client.post(f"/forslag/{proposal.pk}/beslut/", typed)
    chief_client.post(f"/forslag/{proposal.pk}/beslut/", typed | {"confirm": "1"})

    assert asked.context["questions"] == (
        "Ett avböjt förslag får inga aktiviteter. De du har kryssat för räknas inte.",
    )
    assert Proposal.objects.get(pk=proposal.pk).activities.count() == 0


def test_who_decides_second_is_told_and_may_still_decide(chief_client, proposal):
    address, typed = f"/forslag/{proposal.pk}/beslut/", {"version": 1, "outcome": "avbojt", "reason": "Den enas skäl."}
    chief_client.post(address, typed)

    second = chief_client.post(address, typed | {"reason": "Den andras skäl."})
    version = second.context["form"]["version"].value()
    chief_client.post(address, typed | {"reason": "Den andras skäl.", "version": version})

    assert (second.status_code, "Den enas skäl." in texts(second)) == (409, True)
    assert Proposal.objects.get(pk=proposal.pk).reason == "Den andras skäl."


def test_a_new_activity_opens_filled_in(chief_client, chief, proposals, area, department_a):
    proposal = ProposalFactory(event=proposals[0].event, text="Svara inom två dagar. Även om svaret är nej.", area=area)
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)

    form = chief_client.get(f"/forslag/{proposal.pk}/ny-aktivitet/").context["form"]

    filled = {name: form[name].value() for name in ("title", "area", "code", "responsible", "purpose")}
    assert filled == {
        "title": "Svara inom två dagar",
        "area": area.pk,
        "code": "SI-01",
        "responsible": department_a.pk,
        "purpose": f"Svarar på förslag {proposal.code} från Chefsforum: ”Svara inom två dagar. Även om svaret är nej.”",
    }


def test_a_new_activity_is_the_answer(chief_client, proposal, area, department_a):
    address = f"/forslag/{proposal.pk}/ny-aktivitet/"
    typed = {"area": area.pk, "code": "SI-01", "responsible": department_a.pk, "kind": "engangs"}

    response = chief_client.post(address, fields(chief_client, address) | typed)
    activity = Activity.objects.get()

    proposal.refresh_from_db()
    assert (proposal.outcome, list(proposal.activities.all())) == ("blev_aktivitet", [activity])
    assert response["Location"] == f"/aktiviteter/{activity.pk}/"


def test_without_a_plan_there_is_nothing_to_put_an_activity_in(chief_client):
    proposal = ProposalFactory()

    assert chief_client.get(f"/forslag/{proposal.pk}/ny-aktivitet/").status_code == 404


@pytest.mark.parametrize("verb", ["beslut", "ny-aktivitet"])
def test_what_is_decided_together_is_in_view_with_all_that_was_answered(
    chief_client, chief, proposals, department_a, verb
):
    lead, member = proposals[:2]
    member.proposer_name = "Krögaren"
    member.save()
    send_proposals([lead, member], departments=[department_a], answer_by=None, by=chief, on=ON)
    for one, comment in ((lead, "Gärna."), (member, "Helst inte.")):
        answer = {"suggestion": "avboj", "comment": comment, "suggested_activity": None}
        answer_anchoring(one.anchorings.get(), **answer, by=chief, on=ON, expected_version=1)
    merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=member.pk)], by=chief, on=ON)

    decided = texts(chief_client.get(f"/forslag/{lead.pk}/{verb}/"))
    page = texts(chief_client.get(f"/forslag/{lead.pk}/"))

    for shown in ("Beslutas tillsammans med", member.code, "Krögaren", "Helst inte.", "Gärna.", f"om {member.code}"):
        assert shown in decided
    assert "Helst inte." in page
    assert f"om {member.code}" in page


def test_a_question_is_taken_back_after_asking(chief_client, chief, proposal, department_a):
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    address = f"/forslag/svar/{Anchoring.objects.get().pk}/ta-tillbaka/"
    page = texts(chief_client.get(address))

    response = chief_client.post(address, fields(chief_client, address))

    assert f"{department_a} fick frågan 15 maj 2015 och har inte svarat." in page
    assert said(response) == [f"Frågan till {department_a} är tillbakatagen."]
    assert (Anchoring.objects.count(), response["Location"]) == (0, f"/forslag/{proposal.pk}/")
    assert chief_client.post(address, {"version": 1}).status_code == 404


def test_only_an_open_question_is_taken_back(chief_client, chief, proposal, department_a):
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    [anchoring], page = Anchoring.objects.all(), f"/forslag/{proposal.pk}/"
    address = f"/forslag/svar/{anchoring.pk}/ta-tillbaka/"
    before = address in chief_client.get(page).content.decode()
    answer = {"suggestion": "ny_aktivitet", "comment": "", "suggested_activity": None}
    answer_anchoring(anchoring, **answer, by=chief, on=ON, expected_version=1)

    assert (before, address in chief_client.get(page).content.decode()) == (True, False)
    assert said(chief_client.get(address)) == ["Förvaltningen har redan svarat. Svaret står på förslagets sida."]
    assert chief_client.post(address, {"version": 1}).status_code == 409
    assert Anchoring.objects.count() == 1


def test_what_is_decided_can_still_become_a_new_activity(chief_client, chief, proposal, area, department_a):
    decide_proposal(proposal, outcome="avbojt", reason="Nej.", by=chief, on=ON, expected_version=1)
    address = f"/forslag/{proposal.pk}/ny-aktivitet/"
    assert "Ändra till ny aktivitet" in texts(chief_client.get(f"/forslag/{proposal.pk}/"))

    typed = {"area": area.pk, "code": "SI-77", "responsible": department_a.pk, "kind": "engangs"}
    chief_client.post(address, fields(chief_client, address) | typed)

    proposal.refresh_from_db()
    assert (proposal.outcome, [one.code for one in proposal.activities.all()]) == ("blev_aktivitet", ["SI-77"])
    assert "Lägg till en ny aktivitet" in texts(chief_client.get(f"/forslag/{proposal.pk}/"))


def test_a_department_sees_all_that_its_answer_is_about(chief_client, officer_a_client, chief, proposals, department_a):
    lead, member = proposals[:2]
    send_proposals([member], departments=[department_a], answer_by=None, by=chief, on=ON)
    merge_proposals(lead, [Proposal.objects.get(pk=member.pk)], by=chief, on=ON)
    asked = Anchoring.objects.get()

    page = texts(officer_a_client.get(f"/forslag/svar/{asked.pk}/"))
    own = texts(officer_a_client.get("/mina/"))

    assert f"Beslutas tillsammans med {member.code}" in page
    assert f"Tillsammans med {member.code}." in own


def test_declining_against_what_was_suggested_is_not_asked_about(chief_client, chief, proposal, area, department_a):
    activity = ActivityFactory(area=area)
    send_proposals([proposal], departments=[department_a], answer_by=None, by=chief, on=ON)
    answer = {"suggestion": "ingar_i", "comment": "", "suggested_activity": activity}
    answer_anchoring(proposal.anchorings.get(), **answer, by=chief, on=ON, expected_version=1)
    address = f"/forslag/{proposal.pk}/beslut/"
    form = fields(chief_client, address) | {"outcome": "avbojt"}

    without_reason = chief_client.post(address, form)
    response = chief_client.post(address, form | {"reason": "Vi äger inte vägen."})

    assert form["activities"] == [activity.pk]
    assert dict(without_reason.context["form"].errors) == {"reason": ["Skriv en motivering som företaget kan läsa."]}
    assert without_reason.context["questions"] == ()
    assert response["Location"] == f"/forslag/{proposal.pk}/"
