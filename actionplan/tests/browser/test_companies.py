"""The pages of companies and contacts in a real browser: on any screen, by keyboard, without barriers."""

import pytest
from playwright.sync_api import expect

from actionplan.models import Company, ContactPerson, User
from actionplan.tests.browser.test_lists import overflow, tab_to
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON

WIDTHS = [1320, 320]
LONG = "en.mycket.lang.adress.som.knappast.far.plats.pa.en.rad@enskildfirmamedlangtnamn.example.com"


@pytest.fixture(autouse=True)
def as_chief(sign_in, example):
    sign_in(User.objects.get(username="demo-naringslivschef"))


@pytest.fixture
def pages():
    """The address of each page, with companies and contacts as long as they come."""
    trader = CompanyFactory(
        name="Långanamnetsmålerimedbindestreckslösa", organisation_number=PERSON, is_sole_trader=True
    )
    CompanyFactory.create_batch(26)
    contact = ContactPersonFactory(company=trader, name="", email=LONG, keep_until="2017-01-01")
    same = CompanyFactory(name="Enskildnäringsidkaremedlängrenamnänvadsomfårplats")
    ContactPersonFactory(company=same, email=LONG)
    ContactPersonFactory(company=same, email=f"x.{LONG}")
    company = CompanyFactory(name="Provbygg AB", organisation_number=COMPANY)
    ProposalFactory(company=trader, text="Kortare handläggningstid för bygglov. " * 10)
    return {
        "list": "/foretag/",
        "nothing": "/foretag/?q=xyz",
        "create": "/foretag/ny/",
        "detail": f"/foretag/{trader.pk}/",
        "edit": f"/foretag/{trader.pk}/andra/",
        "contact": f"/foretag/{trader.pk}/kontakter/ny/",
        "remove": f"/foretag/kontakter/{contact.pk}/ta-bort/",
        "expired": "/foretag/gallring/",
        "merge": f"/foretag/{trader.pk}/sla-ihop/?q=ab",
        "merge nothing": f"/foretag/{trader.pk}/sla-ihop/",
        "merge preview": f"/foretag/{trader.pk}/sla-ihop/?med={same.pk}",
        "merge refused": f"/foretag/{trader.pk}/sla-ihop/?med={company.pk}",
        "keep": f"/foretag/{trader.pk}/ta-bort/",
        "take away": f"/foretag/{company.pk}/ta-bort/",
    }


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "name",
    [
        *"list nothing create detail edit contact remove expired".split(),
        *("merge", "merge nothing", "merge preview", "merge refused", "keep", "take away"),
    ],
)
def test_page_has_no_barriers_and_never_scrolls_sideways(page, barriers, pages, name, width):
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(pages[name])

    assert barriers(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["create", "contact", "expired"])
def test_errors_have_no_barriers_and_take_focus(page, complaints, barriers, pages, name, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(pages[name])

    page.locator("main form[method=post] button").first.click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert barriers(page) == []
    assert overflow(page) == 0
    complaints.clear()


def test_a_similar_company_is_asked_about_and_saved_by_keyboard(page, barriers):
    CompanyFactory(name="Provbygg AB")
    page.goto("/foretag/ny/")

    page.get_by_label("Företagets namn").fill("Provbygg HB")
    page.get_by_label("Organisationsnummer").fill(COMPANY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Det finns redan företag med liknande namn: Provbygg AB.")
    assert barriers(page) == []
    page.get_by_role("button", name="Spara ändå").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Provbygg HB")
    assert Company.objects.get(name="Provbygg HB").organisation_number == COMPANY


def test_the_expired_are_chosen_shown_and_removed(page, barriers, pages):
    ContactPersonFactory(name="Kontakt Två", keep_until="2017-02-01")
    page.goto(pages["expired"])

    page.get_by_label(LONG).check()
    page.get_by_role("button", name="Gå vidare").click()
    expect(page.get_by_role("heading", name="De här tas bort")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Ja, ta bort").click()

    expect(page.get_by_role("status")).to_have_text("1 kontakt är borttagen.")
    assert ContactPerson.objects.get(keep_until__lt="2018-01-01").name == "Kontakt Två"


def test_two_companies_become_one_by_keyboard(page, barriers):
    kept, other = CompanyFactory(name="Provbygg AB"), CompanyFactory(name="Provbygg HB", organisation_number=COMPANY)
    ProposalFactory(company=other)
    page.goto(f"/foretag/{kept.pk}/")

    press(page, page.get_by_role("link", name="Slå ihop med ett annat"))
    press(page, page.get_by_role("link", name="Välj Provbygg HB"))
    expect(page.get_by_role("region", name="Det här händer")).to_contain_text("1 förslag flyttas.")
    press(page, page.get_by_role("button", name="Ja, slå ihop"))

    expect(page.get_by_role("status")).to_have_text("Provbygg HB är ihopslaget med Provbygg AB. 1 förslag flyttades.")
    assert barriers(page) == []
    assert Company.objects.get(name="Provbygg AB").organisation_number == COMPANY
    assert not Company.objects.filter(name="Provbygg HB").exists()


def test_a_change_meanwhile_takes_focus_and_is_read_before_the_merger(page, complaints, barriers):
    kept, other = CompanyFactory(name="Provbygg AB"), CompanyFactory(name="Provbygg HB")
    page.goto(f"/foretag/{kept.pk}/sla-ihop/?med={other.pk}")
    other.industry, other.version = "bygg", 2
    other.save()

    page.get_by_role("button", name="Ja, slå ihop").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Bransch: från – till bygg")
    assert barriers(page) == []
    complaints.clear()
    page.get_by_role("button", name="Ja, slå ihop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Provbygg AB")


def test_a_company_added_by_mistake_is_removed_by_keyboard(page):
    company = CompanyFactory(name="Felskrivet AB")
    page.goto(f"/foretag/{company.pk}/")

    press(page, page.get_by_role("link", name="Ta bort företaget"))
    press(page, page.get_by_role("button", name="Ja, ta bort företaget"))

    expect(page.get_by_role("status")).to_have_text("Felskrivet AB är borttaget ur registret.")
    assert not Company.objects.filter(pk=company.pk).exists()


def press(page, locator):
    """Tab to what is asked for and press Enter, as somebody without a mouse does."""
    expect(locator).to_be_visible()
    tab_to(page, locator)
    page.keyboard.press("Enter")
