"""The pages of contacts: adding, changing, removing, and choosing among those whose day has passed."""

import datetime as dt

import pytest

from actionplan.models import ContactPerson
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory
from actionplan.tests.views.test_companies import errors, said
from actionplan.tests.views.test_plans import text_of

pytestmark = pytest.mark.django_db
EXPIRED = "/foretag/gallring/"
TYPED = {"version": "1", "name": "Kontakt Ett", "email": "Ett@Example.com", "keep_until": "31 december 2018"}


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = dt.date(2017, 12, 31)


@pytest.fixture
def company():
    return CompanyFactory(name="Exempelbygg AB")


def contact(**fields):
    return ContactPersonFactory(**{"name": "Kontakt Ett", "email": "ett@example.com"} | fields)


def stored():
    return list(ContactPerson.objects.order_by("pk").values_list("name", "email", "is_function", "keep_until"))


def test_a_contact_is_added(chief_client, company):
    response = chief_client.post(f"/foretag/{company.pk}/kontakter/ny/", TYPED)

    assert (response["Location"], said(response)) == (f"/foretag/{company.pk}/", ["Kontakten är sparad."])
    assert stored() == [("Kontakt Ett", "ett@example.com", False, dt.date(2018, 12, 31))]
    assert company.contacts.count() == 1


def test_a_form_sent_twice_adds_one_contact(chief_client, company):
    for _ in range(2):
        chief_client.post(f"/foretag/{company.pk}/kontakter/ny/", TYPED | {"confirm": "1"})

    assert ContactPerson.objects.count() == 1


def test_the_form_says_why_it_asks_and_proposes_two_years(chief_client, company):
    response = chief_client.get(f"/foretag/{company.pk}/kontakter/ny/")

    page = text_of(response)
    told = [
        "Det här är personuppgifter.",
        "De ses av näringslivschefen, administratören och de förvaltningar som får förslaget, aldrig av allmänheten.",
        "När den sista dagen har gått ska de tas bort.",
        "Den som vill se, rätta eller radera sina uppgifter hör av sig till kommunen.",
        "Mer står i kommunens egen information om hur personuppgifter behandlas.",
    ]
    assert [words for words in told if words in page] == told
    assert 'value="2019-12-31"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"keep_until": "2017-12-30"}, "keep_until"),
        ({"keep_until": "2023-01-01"}, "keep_until"),
        ({"keep_until": "när som helst"}, "keep_until"),
        ({"email": "ett@"}, "email"),
        ({"name": "", "email": ""}, "name"),
    ],
)
def test_a_faulty_contact_is_answered_and_nothing_is_lost(chief_client, company, typed, field):
    response = chief_client.post(f"/foretag/{company.pk}/kontakter/ny/", TYPED | typed)

    assert (response.status_code, list(errors(response))) == (400, [field])
    shown = [value for value in (TYPED | typed).values() if value and f'value="{value}"' in response.content.decode()]
    assert shown == [value for value in (TYPED | typed).values() if value]
    assert stored() == []


def test_a_contact_is_changed(chief_client):
    row = contact(keep_until=dt.date(2017, 1, 1))

    response = chief_client.post(f"/foretag/kontakter/{row.pk}/andra/", TYPED)

    assert response["Location"] == f"/foretag/{row.company_id}/"
    assert stored() == [("Kontakt Ett", "ett@example.com", False, dt.date(2018, 12, 31))]


def test_who_saves_second_is_shown_how_the_contact_stands_and_nothing_is_lost(chief_client):
    row = contact(keep_until=dt.date(2017, 1, 1))
    address = f"/foretag/kontakter/{row.pk}/andra/"
    opened = {"version": str(chief_client.get(address).context["form"]["version"].value())}
    chief_client.post(address, TYPED | opened | {"name": "Kontakt Två"})

    second = chief_client.post(address, TYPED | opened | {"name": "Kontakt Tre"})

    assert (second.status_code, [name for name, *_ in stored()]) == (409, ["Kontakt Två"])
    assert next((edit.label, edit.after) for edit in second.context["lost"].edits) == ("namn", "Kontakt Två")
    assert second.context["form"]["name"].value() == "Kontakt Tre"
    assert "Så står det nu" in second.content.decode()
    chief_client.post(address, TYPED | {"version": second.context["form"]["version"].value(), "name": "Kontakt Tre"})
    assert [name for name, *_ in stored()] == ["Kontakt Tre"]


def test_a_name_is_text_and_no_markup(chief_client):
    row = contact(name="<script>x</script>", keep_until=dt.date(2017, 1, 1))
    below = f"/foretag/kontakter/{row.pk}"

    pages = [f"/foretag/{row.company_id}/", f"{below}/andra/", f"{below}/ta-bort/", EXPIRED]

    answers = [chief_client.get(page).content.decode() for page in pages]
    assert ["<script>x" in page for page in answers] == [False] * 4
    assert ["&lt;script&gt;x" in page for page in answers] == [True] * 4


@pytest.mark.parametrize(
    ("proposals", "words"),
    [
        (0, "Kontakten tas bort helt och kan inte hämtas tillbaka."),
        (1, "Förslaget som kontakten står på blir kvar, utan kontakt."),
        (2, "De 2 förslag som kontakten står på blir kvar, utan kontakt."),
    ],
)
def test_removing_asks_first_and_says_what_stays(chief_client, proposals, words):
    row = contact()
    ProposalFactory.create_batch(proposals, contact=row)

    page = text_of(chief_client.get(f"/foretag/kontakter/{row.pk}/ta-bort/"))

    assert words in page
    assert "Kontakt Kontakt Ett, ett@example.com" in page
    assert ContactPerson.objects.count() == 1


@pytest.mark.parametrize("cast", ["chief_client", "administrator_client"])
def test_a_contact_is_removed(request, cast):
    row = contact()
    proposal = ProposalFactory(contact=row)

    response = request.getfixturevalue(cast).post(f"/foretag/kontakter/{row.pk}/ta-bort/", {"version": "1"})

    proposal.refresh_from_db()
    assert (response["Location"], said(response)) == (f"/foretag/{row.company_id}/", ["Kontakten är borttagen."])
    assert (ContactPerson.objects.count(), proposal.contact) == (0, None)


def test_others_do_not_learn_if_a_contact_exists(officer_a_client):
    row = contact()

    codes = [
        officer_a_client.get(f"/foretag/kontakter/{key}/{what}/").status_code
        for key in (row.pk, 0)
        for what in ("andra", "ta-bort")
    ]

    assert codes == [403] * 4


@pytest.fixture
def expired():
    """Two contacts whose day has passed, the one that has waited longest last, and one that is kept."""
    newer = contact(name="Kontakt Två", keep_until=dt.date(2017, 12, 30), email="")
    older = contact(name="Kontakt Ett", keep_until=dt.date(2016, 1, 1))
    contact(name="Kontakt Tre", keep_until=dt.date(2017, 12, 31))
    return older, newer


def test_the_expired_are_listed_and_nothing_is_ticked(administrator_client, expired):
    response = administrator_client.get(EXPIRED)

    assert response.context["form"].rows == list(expired)
    assert " checked" not in response.content.decode()
    assert "Kontakt Tre" not in text_of(response)
    assert ContactPerson.objects.count() == 3


@pytest.mark.parametrize(("cast", "links"), [("chief_client", 2), ("administrator_client", 0)])
def test_only_the_chief_can_keep_them_longer(request, cast, links, expired):
    page = request.getfixturevalue(cast).get(EXPIRED).content.decode()

    assert page.count("Välj ny dag") == links


def test_the_chosen_are_shown_once_more_before_they_go(chief_client, expired):
    older, _ = expired

    response = chief_client.post(EXPIRED, {"version": "0", "contacts": [older.pk]})

    assert response.status_code == 200
    assert "De här tas bort Det går inte att hämta tillbaka dem." in text_of(response)
    assert f'<input type="hidden" name="contacts" value="{older.pk}">' in response.content.decode()
    assert "Kontakt Två" not in text_of(response)
    assert ContactPerson.objects.count() == 3


@pytest.mark.parametrize("cast", ["chief_client", "administrator_client"])
@pytest.mark.parametrize(("number", "words"), [(1, "1 kontakt är borttagen."), (2, "2 kontakter är borttagna.")])
def test_the_confirmed_are_removed_and_no_others(request, cast, number, words, expired):
    chosen = [row.pk for row in expired[:number]]

    response = request.getfixturevalue(cast).post(EXPIRED, {"version": "0", "contacts": chosen, "confirm": "1"})

    assert (response["Location"], said(response)) == (EXPIRED, [words])
    assert ContactPerson.objects.filter(pk__in=chosen).count() == 0
    assert ContactPerson.objects.count() == 3 - number


def test_nothing_chosen_is_said(chief_client, expired):
    response = chief_client.post(EXPIRED, {"version": "0"})

    assert (response.status_code, errors(response)) == (400, {"contacts": ["Kryssa för minst en kontakt."]})


def test_what_is_kept_cannot_be_removed_here(chief_client, expired):
    older, _ = expired
    kept = ContactPerson.objects.get(name="Kontakt Tre")

    response = chief_client.post(EXPIRED, {"version": "0", "contacts": [older.pk, kept.pk], "confirm": "1"})

    assert errors(response) == {
        "contacts": ["En av kontakterna finns inte längre i listan. Läs den igen och välj på nytt."]
    }
    assert response.content.decode().count(" checked") == 1
    assert ContactPerson.objects.count() == 3


def test_no_expired_is_said(chief_client):
    contact(keep_until=dt.date(2017, 12, 31))

    assert "Ingen kontakt behöver gallras." in text_of(chief_client.get(EXPIRED))


def test_a_long_list_shows_those_that_have_waited_longest(chief_client, expired, monkeypatch):
    monkeypatch.setattr("actionplan.forms.companies.MOST_ROWS", 1)

    page = text_of(chief_client.get(EXPIRED))

    assert "Sidan visar de 1 som har väntat längst, av 2." in page
    assert ("Kontakt Ett" in page, "Kontakt Två" in page) == (True, False)


def test_list_asks_as_much_for_three_rows_as_for_one(
    chief_client, django_assert_num_queries, django_assert_max_num_queries
):
    contact(keep_until=dt.date(2017, 1, 1))
    chief_client.get(EXPIRED)
    with django_assert_max_num_queries(14) as one:
        chief_client.get(EXPIRED)
    for _ in range(2):
        contact(keep_until=dt.date(2017, 1, 1))

    with django_assert_num_queries(len(one)):
        chief_client.get(EXPIRED)
