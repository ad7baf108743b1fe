"""Nothing typed is lost when the session has ended, in a plain form and in one that htmx opened."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from actionplan.models import StatusUpdate, User

PASSWORD = "tre gröna hästar"
TYPED = "Underlaget är klart.\nVäntar på <KS> & beslut."
pytestmark = pytest.mark.browser_pg


@pytest.fixture
def officer(example):
    user = User.objects.get(username="demo-handlaggare-stad")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def expired(page, context, officer, sign_in):
    """expired(address): the update form there, filled and sent after the session has ended."""

    def expired(address):
        sign_in(officer)
        page.goto(address)
        form = page.locator("form.np-update")
        if address == "/mina/":
            page.get_by_role("link", name="Uppdatera").first.click()
        form.get_by_label("Viss avvikelse").check(force=True)
        form.get_by_label("Vad har hänt").fill(TYPED)
        context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        form.get_by_role("button", name="Spara", exact=True).click()

    return expired


def sign_in_again(page):
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.get_by_label("Användarnamn eller e-postadress").fill("demo-handlaggare-stad")
    page.locator("[name=password]").fill("fel lösenord")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.locator(".np-errors")).to_be_focused()
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_the_form_opens_filled_and_unsaved_after_a_wrong_and_a_right_password(page, expired, officer, barriers):
    before = StatusUpdate.objects.count()
    activity = officer.memberships.get().department.responsibilities.filter(to_on__isnull=True).first().activity

    expired(f"/aktiviteter/{activity.pk}/uppdatera/")
    assert barriers(page) == []
    sign_in_again(page)

    form = page.locator("form.np-update")
    expect(form.get_by_label("Vad har hänt")).to_have_value(TYPED)
    expect(form.get_by_label("Viss avvikelse")).to_be_checked()
    expect(page.get_by_role("status")).to_contain_text("Det är inte sparat ännu")
    assert StatusUpdate.objects.count() == before

    form.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Väntar på <KS> & beslut.").first).to_be_visible()
    assert StatusUpdate.objects.latest("id").comment == TYPED


def test_the_form_on_my_activities_is_carried_too(page, expired):
    expired("/mina/")
    sign_in_again(page)

    expect(page.locator("form.np-update").get_by_label("Vad har hänt")).to_have_value(TYPED)


def test_a_click_by_htmx_opens_the_whole_sign_in_page_and_leads_back(page, context, officer, sign_in):
    sign_in(officer)
    page.goto("/mina/")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_role("button", name="Stämmer fortfarande").first.click()
    expect(page.locator("header")).to_have_count(1)
    sign_in_again(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Mina aktiviteter")


def test_a_link_by_htmx_opens_the_whole_sign_in_page_and_leads_back(page, context, officer, sign_in):
    sign_in(officer)
    page.goto("/mina/")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    page.get_by_role("link", name="Uppdatera").first.click()
    expect(page.locator("header")).to_have_count(1)
    sign_in_again(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Mina aktiviteter")
