"""The pages that merge two companies and remove one: who sees them, what they promise, and what they refuse."""

import pytest

from actionplan.models import Company, ContactPerson, Proposal
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory
from actionplan.tests.test_organisation_numbers import COMPANY, MUNICIPALITY, PERSON
from actionplan.tests.views.test_companies import SCRIPT, errors, page_of, said
from actionplan.tests.views.test_plans import text_of

pytestmark = pytest.mark.django_db
NO_LONGER = "Företaget finns inte längre. Någon har tagit bort eller slagit ihop det. Sök på nytt."
ITSELF = "Ett företag kan inte slås ihop med sig självt. Välj ett annat."
UNSEEN = "Läs först vad som händer, och tryck sedan på knappen."


@pytest.fixture
def kept(db):
    return CompanyFactory(name="Exempelbygg AB")


@pytest.fixture
def other(db):
    return CompanyFactory(name="Exempelbygg HB")


def merge_page(company, other=""):
    return f"{page_of(company)}sla-ihop/{f'?med={other}' if other else ''}"


def sent(other, **given):
    return {"other": other.pk, "version": 1, "other_version": 1} | given


def found(response):
    return [row.company.name for row in response.context["rows"]]


CAST = ["council_client", "officer_a_client", "officer_b_client", "administrator_client"]


@pytest.mark.parametrize("verb", ["sla-ihop", "ta-bort"])
@pytest.mark.parametrize("cast", CAST)
def test_only_the_chief_merges_and_removes(request, cast, verb, kept, other):
    client = request.getfixturevalue(cast)
    address = f"{page_of(kept)}{verb}/"

    answers = [client.get(address), client.post(address, sent(other))]

    assert {answer.status_code for answer in answers} == {404 if cast == "council_client" else 403}
    assert Company.objects.count() == 2


@pytest.mark.parametrize("verb", ["sla-ihop", "ta-bort"])
def test_who_is_not_signed_in_is_shown_the_way_in(anonymous_client, verb, kept, other):
    response = anonymous_client.get(f"{page_of(kept)}{verb}/")

    assert response["Location"].startswith("/logga-in/")


@pytest.mark.parametrize(("cast", "sees"), [("chief_client", True), ("officer_a_client", False)])
def test_the_companys_page_leads_there(request, cast, sees, kept):
    code = request.getfixturevalue(cast).get(page_of(kept)).content.decode()

    assert [f'href="{page_of(kept)}{verb}/"' in code for verb in ("sla-ihop", "ta-bort")] == [sees, sees]


def test_companies_of_a_similar_name_are_offered_first(chief_client, kept, other):
    CompanyFactory(name="Åkeriet")

    response = chief_client.get(merge_page(kept))

    assert found(response) == ["Exempelbygg HB"]
    assert f'href="?med={other.pk}"' in response.content.decode()


def test_any_other_company_is_searched_for_but_not_the_company_itself(chief_client, kept, other):
    CompanyFactory(name="Åkeriet", organisation_number=COMPANY)

    answers = {
        q: found(chief_client.get(merge_page(kept), {"q": q})) for q in ("ÅKERI", "5560360793", "exempelbygg", "x")
    }

    assert answers == {
        "ÅKERI": ["Åkeriet"],
        "5560360793": ["Åkeriet"],
        "exempelbygg": ["Exempelbygg HB"],
        "x": ["Exempelbygg HB"],
    }


def test_nothing_found_says_what_to_do(chief_client, kept):
    pages = [text_of(chief_client.get(merge_page(kept), {"q": q})) for q in ("", "xyz")]

    assert "Inget annat företag har ett liknande namn. Sök efter det." in pages[0]
    assert "Inget annat företag stämmer med det du sökte. Prova färre eller kortare ord." in pages[1]


def test_the_choice_asks_as_much_for_three_rows_as_for_one(
    chief_client, kept, other, django_assert_num_queries, django_assert_max_num_queries
):
    chief_client.get(merge_page(kept))
    with django_assert_max_num_queries(14) as one:
        chief_client.get(merge_page(kept))
    ProposalFactory.create_batch(2, company=CompanyFactory(name="Exempelbygge"))
    CompanyFactory(name="Exempelbygg")

    with django_assert_num_queries(len(one)):
        assert len(found(chief_client.get(merge_page(kept)))) == 3


def test_the_preview_says_exactly_what_happens(chief_client, kept, other):
    Company.objects.filter(pk=other.pk).update(organisation_number=COMPANY, industry="bygg")
    ProposalFactory.create_batch(2, company=other)
    ContactPersonFactory(company=kept, email="info@example.com")
    ContactPersonFactory(company=other, email="info@example.com", name="Anna")
    ContactPersonFactory(company=other, email="bo@example.com", name="Bo")

    response = chief_client.get(merge_page(kept, other.pk))

    page = text_of(response)
    for sentence in (
        "Exempelbygg AB står kvar och behåller sitt namn. Organisationsnumret från Exempelbygg HB följer med.",
        "Exempelbygg HB tas bort ur registret och kan inte hämtas tillbaka. Namnet finns kvar i historiken.",
        "2 förslag flyttas. Deras historia står kvar.",
        "1 kontakt flyttas: Bo.",
        "Kontakten Anna (info@example.com) tas bort, eftersom Exempelbygg AB redan har adressen, utan namn. "
        "Förslag som den står på får den kontakt som blir kvar.",
        "Inget är sparat än.",
        f"Organisationsnummer – {COMPANY} {COMPANY} Bransch – bygg bygg Enskild firma nej nej nej",
    ):
        assert sentence in page
    assert f'href="{merge_page(other, kept.pk)}"' in response.content.decode()
    assert Company.objects.count() == 2


def test_the_preview_says_that_nothing_moves(chief_client, kept, other):
    page = text_of(chief_client.get(merge_page(kept, other.pk)))

    assert "Inga förslag behöver flyttas. Inga kontakter flyttas." in page


def test_the_preview_asks_as_much_for_three_as_for_one(chief_client, kept, other, django_assert_num_queries):
    def add():
        ProposalFactory(company=other)
        ContactPersonFactory(company=other)

    add()
    chief_client.get(merge_page(kept, other.pk))
    with django_assert_num_queries(10):
        chief_client.get(merge_page(kept, other.pk))
    add()
    add()

    with django_assert_num_queries(10):
        chief_client.get(merge_page(kept, other.pk))


def test_the_preview_masks_a_persons_number(chief_client, kept, other):
    Company.objects.filter(pk=other.pk).update(organisation_number=PERSON, is_sole_trader=True)

    response = chief_client.get(merge_page(kept, other.pk))

    page = text_of(response)
    assert "Företaget märks som enskild firma, och numret visas inte." in page
    assert "Organisationsnummer – visas inte visas inte" in page
    assert PERSON not in response.content.decode()


def test_two_numbers_are_refused_before_there_is_a_button(chief_client, kept, other):
    Company.objects.filter(pk=kept.pk).update(organisation_number=COMPANY)
    Company.objects.filter(pk=other.pk).update(organisation_number=MUNICIPALITY)

    shown, forced = chief_client.get(merge_page(kept, other.pk)), chief_client.post(merge_page(kept), sent(other))

    refusal = (
        "Exempelbygg AB och Exempelbygg HB har olika organisationsnummer och kan inte slås ihop. Är de ändå samma "
        "företag? Ta bort det nummer som är fel, och försök igen."
    )
    assert (shown.status_code, f"Går inte. {refusal}" in text_of(shown)) == (200, True)
    assert "Ja, slå ihop" not in text_of(shown)
    assert (forced.status_code, errors(forced)) == (400, {"__all__": [refusal]})
    assert Company.objects.count() == 2


def test_two_companies_become_one(chief_client, chief, kept, other):
    proposal = ProposalFactory(company=other)
    ContactPersonFactory.create_batch(2, company=other)

    response = chief_client.post(merge_page(kept), sent(other))

    assert (response["Location"], said(response)) == (
        page_of(kept),
        ["Exempelbygg HB är ihopslaget med Exempelbygg AB. 1 förslag och 2 kontakter flyttades."],
    )
    assert Company.objects.get() == kept
    assert Company.history.filter(id=other.pk).latest().history_user == chief
    assert f"{proposal.code} {proposal.text}" in text_of(chief_client.get(page_of(kept)))
    assert chief_client.get(page_of(other)).status_code == 404
    assert "slogs ihop med ett annat i registret" in text_of(chief_client.get(f"/forslag/{proposal.pk}/"))


def test_a_form_sent_twice_merges_once_and_says_so(chief_client, kept, other):
    answers = [chief_client.post(merge_page(kept), sent(other)) for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, page_of(kept))] * 2
    assert said(answers[1])[-1] == "Företagen är redan ihopslagna till Exempelbygg AB."
    assert kept.history.count() == 2


@pytest.mark.parametrize("changed", ["kept", "other"])
def test_what_has_changed_since_the_preview_is_shown(request, chief_client, changed, kept, other):
    company = request.getfixturevalue(changed)
    chief_client.post(
        f"{page_of(company)}andra/", {"version": "1", "name": company.name, "industry": "måleri", "confirm": "1"}
    )

    response = chief_client.post(merge_page(kept), sent(other))

    page, code = text_of(response), response.content.decode()
    assert (response.status_code, Company.objects.count()) == (409, 2)
    assert "Uppgifterna har ändrats Någon har ändrat företaget efter att du öppnade sidan. Inget är ihopslaget." in page
    assert f"{company} Bransch: från – till måleri, ändrat av" in page
    versions = {"kept": (2, 1), "other": (1, 2)}[changed]
    assert [
        f'name="{name}" value="{value}"' in code
        for name, value in zip(("version", "other_version"), versions, strict=True)
    ] == [True, True]
    assert (
        chief_client.post(merge_page(kept), sent(other, version=versions[0], other_version=versions[1])).status_code
        == 302
    )


@pytest.mark.parametrize("missing", [("version",), ("other_version",), ("version", "other_version")])
def test_a_post_of_what_nobody_has_seen_merges_nothing(chief_client, kept, other, missing):
    data = {name: value for name, value in sent(other).items() if name not in missing}

    response = chief_client.post(merge_page(kept), data)

    assert (response.status_code, errors(response)) == (400, {"__all__": [UNSEEN]})
    assert "Det här händer" in text_of(response)
    assert Company.objects.filter(version=1).count() == 2


@pytest.mark.parametrize("key", ["0", "-1", "999999", "9" * 30, "9" * 5000, "abc", "1 OR 1=1", "<script>", "1.0", "٣"])
def test_a_company_that_does_not_exist_is_answered_and_merges_nothing(chief_client, kept, other, key):
    asked = chief_client.get(merge_page(kept), {"med": key})
    posted = chief_client.post(merge_page(kept), sent(other) | {"other": key})

    assert [(asked.status_code, errors(asked)), (posted.status_code, errors(posted))] == [
        (400, {"med": [NO_LONGER]}),
        (400, {"other": [NO_LONGER]}),
    ]
    assert [NO_LONGER in text_of(answer) for answer in (asked, posted)] == [True, True]
    assert Company.objects.filter(version=1).count() == 2


def test_with_itself_is_answered_and_merges_nothing(chief_client, kept):
    ProposalFactory(company=kept)

    asked, posted = chief_client.get(merge_page(kept, kept.pk)), chief_client.post(merge_page(kept), sent(kept))

    assert [(asked.status_code, errors(asked)), (posted.status_code, errors(posted))] == [
        (400, {"med": [ITSELF]}),
        (400, {"other": [ITSELF]}),
    ]
    assert (Company.objects.get().version, Proposal.objects.get().company) == (1, kept)


def test_an_empty_post_asks_for_a_company(chief_client, kept):
    response = chief_client.post(merge_page(kept))

    assert (response.status_code, errors(response)) == (400, {"other": ["Välj det företag som är samma."]})


@pytest.mark.parametrize("number", ["2", "x", "9" * 30])
def test_a_page_of_choices_that_is_not_there_is_not_found(chief_client, kept, number):
    assert chief_client.get(merge_page(kept), {"sida": number}).status_code == 404


def test_names_are_text_and_no_markup(chief_client):
    kept, other = (CompanyFactory(name=f"{SCRIPT}{tail}", industry=SCRIPT[:80]) for tail in ("", " HB"))
    ContactPersonFactory(company=other, name=SCRIPT)
    pages = [
        merge_page(kept),
        merge_page(kept, other.pk),
        f"{merge_page(kept)}?q=%3Cscript%3E",
        f"{page_of(other)}ta-bort/",
    ]

    answers = [chief_client.get(page).content.decode() for page in pages]
    answers.append(chief_client.post(merge_page(kept), sent(other), follow=True).content.decode())

    assert ["<script>alert" in code for code in answers] == [False] * 5
    assert ["&lt;script&gt;" in code for code in answers] == [True] * 5
    assert Company.objects.get().name == SCRIPT


def test_quotes_in_a_name_change_nothing(chief_client, kept):
    other = CompanyFactory(name='O\'Brien "Bygg"; DROP TABLE actionplan_company; -- AB')

    response = chief_client.post(merge_page(kept), sent(other))

    assert said(response) == [f"{other.name} är ihopslaget med Exempelbygg AB."]
    assert Company.objects.get() == kept


def test_a_company_that_nothing_refers_to_is_removed_after_asking(chief_client, kept):
    asked = chief_client.get(f"{page_of(kept)}ta-bort/")

    assert "Inget förslag och ingen kontakt hör till företaget." in text_of(asked)
    assert Company.objects.count() == 1

    response = chief_client.post(f"{page_of(kept)}ta-bort/", {"version": 1})

    assert (response["Location"], said(response)) == ("/foretag/", ["Exempelbygg AB är borttaget ur registret."])
    assert Company.objects.count() == 0


def test_a_company_that_something_refers_to_says_what_and_what_to_do(chief_client, kept):
    ProposalFactory.create_batch(2, company=kept)
    ContactPersonFactory(company=kept)

    shown = chief_client.get(f"{page_of(kept)}ta-bort/")
    forced = chief_client.post(f"{page_of(kept)}ta-bort/", {"version": 1})

    page = text_of(shown)
    assert "Går inte. Företaget har 2 förslag och 1 kontakt och kan inte tas bort." in page
    assert "Är det samma företag som ett annat? Slå ihop dem. Då flyttas allt dit." in page
    assert f'href="{merge_page(kept)}"' in shown.content.decode()
    assert "Ja, ta bort företaget" not in page
    assert errors(forced) == {"__all__": ["Exempelbygg AB har 2 förslag och 1 kontakt och kan inte tas bort."]}
    assert (forced.status_code, Company.objects.count(), ContactPerson.objects.count()) == (400, 1, 1)


def test_a_company_that_has_changed_is_shown_again_before_it_is_removed(chief_client, kept):
    chief_client.post(
        f"{page_of(kept)}andra/", {"version": "1", "name": kept.name, "industry": "måleri", "confirm": "1"}
    )

    response = chief_client.post(f"{page_of(kept)}ta-bort/", {"version": 1})

    page = text_of(response)
    assert (response.status_code, Company.objects.count()) == (409, 1)
    assert "Företaget är inte borttaget." in page
    assert "Bransch – måleri" in page
    assert 'name="version" value="2"' in response.content.decode()


def test_a_company_that_is_gone_is_not_found(chief_client, kept, other):
    Company.objects.filter(pk=kept.pk).delete()

    addresses = [merge_page(kept), f"{page_of(kept)}ta-bort/"]

    assert [chief_client.post(address, sent(other)).status_code for address in addresses] == [404, 404]
    assert Company.objects.get() == other
