"""Putting down what companies say: whose proposal it is, once each, all or none."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import Company, Proposal
from actionplan.services.companies import alike_by_name
from actionplan.services.typing_in import (
    Line,
    match_name,
    match_names,
    settle_company,
    type_in,
    type_in_all,
)
from actionplan.tests.factories import (
    ActionPlanFactory,
    CompanyFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    ProposalFactory,
    StrategicAreaFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2015, 3, 18)


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def event():
    return ConsultationEventFactory(
        mandate_period=ActionPlanFactory(mandate_period=MandatePeriodFactory()).mandate_period
    )


@pytest.fixture
def put(event, user):
    return lambda text, company="", **more: type_in(event, Line(text, company, **more), by=user, on=DAY)


def test_type_in_stores_the_line_with_day_and_area(put, event):
    area = StrategicAreaFactory()

    proposal = put("En väg in", area=area)

    stored = Proposal.objects.get()
    assert (stored, stored.event, stored.area, stored.received_on) == (proposal, event, area, DAY)
    assert (stored.proposer, stored.steps.get().kind) == ("", "sagt")


@pytest.mark.parametrize("name", ["Exempelbygg AB", "exempelbygg ab", "  EXEMPELBYGG   AB "])
def test_type_in_a_name_that_exists_is_that_company(put, name):
    company = CompanyFactory(name="Exempelbygg AB")

    assert put("x", name).company == company
    assert Company.objects.count() == 1


def test_type_in_a_new_name_makes_the_company_once(put):
    first, second = put("x", "Exempelbygg AB"), put("y", "exempelbygg ab")

    assert (first.company, first.company.name) == (second.company, "Exempelbygg AB")
    assert Company.objects.count() == 1


@pytest.mark.parametrize("name", ["Exempelbygg", "Exempelbyggen AB", "Exempel-Bygg HB", "Éxempelbygg AB"])
def test_type_in_a_name_like_another_stays_free_text(put, name):
    CompanyFactory(name="Exempelbygg AB")

    proposal = put("x", name)

    assert (proposal.company, proposal.proposer_name) == (None, name)
    assert Company.objects.count() == 1


def test_type_in_a_name_that_two_companies_have_stays_free_text(put):
    CompanyFactory.create_batch(2, name="Exempelbygg AB")

    assert put("x", "Exempelbygg AB").company is None


def test_type_in_the_same_line_twice_is_one_proposal_and_one_company(put):
    token = uuid.uuid4()

    first = put("x", "Nytt AB", form_token=token)
    second = put("x", "Något annat AB", form_token=token)

    assert (first, Proposal.objects.count(), Company.objects.get().name) == (second, 1, "Nytt AB")


@pytest.mark.parametrize(
    ("text", "company", "field"), [("", "Nytt AB", "text"), ("å" * 5001, "Nytt AB", "text"), ("x", "b" * 201, "name")]
)
def test_type_in_what_cannot_be_stores_neither_proposal_nor_company(put, text, company, field):
    with pytest.raises(ValidationError) as refused:
        put(text, company)

    assert set(refused.value.message_dict) == {field}
    assert (Proposal.objects.count(), Company.objects.count()) == (0, 0)


def lines(*texts):
    return [Line(text, "Nytt AB", None, uuid.uuid5(uuid.NAMESPACE_URL, text)) for text in texts]


def test_type_in_all_stores_all_and_the_second_time_nothing(event, user):
    numbers = [type_in_all(event, lines("a", "b", "c"), by=user, on=DAY) for _ in range(2)]

    assert (numbers, list(Proposal.objects.values_list("text", flat=True))) == ([3, 0], ["a", "b", "c"])
    assert Company.objects.count() == 1


def test_type_in_all_does_what_type_in_does_to_each(event, user, put):
    CompanyFactory(name="Exempelbygg AB")
    area = StrategicAreaFactory()
    said = [
        Line(f" {text} ", name, area, uuid.uuid4())
        for text, name in (("a", ""), ("B", "exempelbygg ab"), ("c", "Exempelbyggen"), ("d", "Nytt"), ("e", "NYTT"))
    ]
    type_in_all(event, said, by=user, on=DAY)
    together = [facts(proposal) for proposal in Proposal.objects.order_by("pk")]
    Proposal.objects.all().delete()
    Company.objects.exclude(name="Exempelbygg AB").delete()

    for line in said:
        type_in(event, line, by=user, on=DAY)

    assert together == [facts(proposal) for proposal in Proposal.objects.order_by("pk")]
    assert [facts["company__name"] for facts in together] == [None, "Exempelbygg AB", None, "Nytt", "Nytt"]


def facts(proposal):
    """Return all that is stored about a proposal, but its numbers and moments."""
    fields = Proposal.objects.filter(pk=proposal.pk).values("company__name")
    names = [field.name for field in Proposal._meta.concrete_fields if field.name not in ("id", "company")]
    steps = proposal.steps.values("kind", "on", "by", "department", "outcome", "text")
    history = proposal.history.values("history_type", "text", "area", "event", "received_on", "outcome", "version")
    return fields.values(*names, "company__name")[0] | {"steps": list(steps), "history": list(history)}


@pytest.mark.parametrize("number", [1, 3])
def test_type_in_all_asks_the_same_questions_for_one_and_for_many(event, user, number, django_assert_num_queries):
    CompanyFactory(name="Exempelbygg AB")
    said = [Line(f"x{place}", "Exempelbygg AB", None, uuid.uuid4()) for place in range(number)]

    with django_assert_num_queries(12):
        type_in_all(event, said, by=user, on=DAY)


def test_type_in_all_stores_none_when_one_cannot_be(event, user):
    with pytest.raises(ValidationError):
        type_in_all(event, lines("a", "", "c"), by=user, on=DAY)

    assert (Proposal.objects.count(), Company.objects.count()) == (0, 0)


def test_settle_company_takes_the_one_that_was_chosen(user):
    company = CompanyFactory(name="Exempelbygg AB")
    proposal = ProposalFactory(proposer_name="Exempelbygg")

    settle_company(proposal, company, by=user, on=DAY)

    stored = Proposal.objects.get()
    assert (stored.company, stored.proposer_name, stored.version) == (company, "", 2)


def test_settle_company_makes_a_new_one_but_never_two_of_one_name(user):
    CompanyFactory(name="Exempelbygg AB")
    first, second = ProposalFactory.create_batch(2, proposer_name="Exempelbygge")

    made = [settle_company(proposal, None, by=user, on=DAY).company for proposal in (first, second)]

    assert (made[0], made[0].name, Company.objects.count()) == (made[1], "Exempelbygge", 2)


def test_settle_company_answered_twice_is_answered_once(user):
    one, other = CompanyFactory.create_batch(2)
    proposal = ProposalFactory(proposer_name="Företag")
    settle_company(proposal, one, by=user, on=DAY)

    assert settle_company(proposal, other, by=user, on=DAY).company == one


def test_match_name_of_nothing_is_nothing():
    match = match_name("")

    assert (match.company, match.alike, match.is_new) == (None, (), False)


def test_match_names_sees_new_names_in_their_order():
    CompanyFactory(name="Exempelbygg AB")

    found = match_names(["Nybygget AB", "nybygget ab", "Nybygge", "EXEMPELBYGG AB", "Exempelbyggen", "Annat"])

    assert {name: (match.is_new, match.alike) for name, match in found.items()} == {
        "Nybygget AB": (True, ()),
        "nybygget ab": (True, ()),
        "Nybygge": (False, ("Nybygget AB",)),
        "EXEMPELBYGG AB": (False, ()),
        "Exempelbyggen": (False, ("Exempelbygg AB",)),
        "Annat": (True, ()),
    }


def test_match_names_foretells_what_type_in_does(put):
    CompanyFactory(name="Exempelbygg AB")
    names = ["Nybygget AB", "nybygget ab", "Nybygge", "EXEMPELBYGG AB", "Exempelbyggen", "Annat", "-", "AB", "Å"]
    foretold = match_names(names)

    done = [put(name, name) for name in names]

    free = [name for name, proposal in zip(names, done, strict=True) if proposal.company is None]
    assert free == [name for name in names if foretold[name].alike]


@pytest.mark.parametrize("number", [1, 3])
def test_match_names_asks_the_same_questions_for_one_and_for_many(django_assert_num_queries, number):
    CompanyFactory.create_batch(number)

    with django_assert_num_queries(2):
        match_names([f"Företaget {place}" for place in range(number)])


def test_names_are_alike_to_the_few_nearest():
    for name in ("Exempelbygg Öst", "Exempelbygg Väst", "Exempelbygg Åre", "Exempelbygg Berg"):
        CompanyFactory(name=name)

    found = alike_by_name(["Exempelbygg", "Annat", ""])

    assert {name: [company.name for company in rows] for name, rows in found.items()} == {
        "Exempelbygg": ["Exempelbygg Åre", "Exempelbygg Öst", "Exempelbygg Berg", "Exempelbygg Väst"]
    }


def test_companies_alike_of_more_names_than_one_question_holds():
    CompanyFactory(name="Exempelbygg AB")

    found = alike_by_name([f"Annat {number}" for number in range(250)] + ["Exempelbygg"])

    assert list(found) == ["Exempelbygg"]
