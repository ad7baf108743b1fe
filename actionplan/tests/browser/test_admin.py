"""The administration's own scripts under the site's strict content rules: nothing is blocked, and they do their work."""

import re

from playwright.sync_api import expect

from actionplan import models
from actionplan.choices import Role
from actionplan.tests.factories import ActivityFactory, MandatePeriodFactory, StatusUpdateFactory, UserFactory

LIST = "/admin/actionplan"


def test_every_kind_of_page_opens_without_a_complaint(page, sign_in, administrator, officer_a, department_a):
    activity = ActivityFactory(responsible=department_a)
    StatusUpdateFactory(activity=activity)
    MandatePeriodFactory()
    sign_in(administrator)

    for part in ["", "/statusupdate/", "/user/add/", "/mandateperiod/add/", "/membership/add/"]:
        page.goto(f"{LIST}{part}")
        expect(page.locator("#site-name")).to_have_text("Näringslivsplanen – administration")
    for part in ["change", "history", "delete", "password"]:
        page.goto(f"{LIST}/user/{officer_a.pk}/{part}/")
        expect(page.locator("#content h1")).to_contain_text(re.compile("användare|Historik|Radera|lösenord"))
    page.goto(f"{LIST}/activity/{activity.pk}/change/")
    expect(page.locator("#content h1")).to_have_text("Visa aktivitet")


def test_a_department_is_ended_by_calendar_and_given_a_member_by_look_up(page, sign_in, administrator, department_a):
    asa = UserFactory(username="asa", first_name="Åsa", role=Role.OFFICER)
    sign_in(administrator)
    page.goto(f"{LIST}/department/{department_a.pk}/change/")

    page.locator(".field-valid_to").get_by_role("link", name="I dag").click()
    page.get_by_text("Lägg till ytterligare").click()
    page.locator("#memberships-0 .select2-selection").click()
    page.locator(".select2-search__field").last.fill("ÅSA")
    page.get_by_role("option", name="asa").click()
    expect(page.locator("#id_valid_to")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d$"))
    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.locator(".messagelist .success")).to_contain_text("Ändrade förvaltning")
    assert models.Membership.objects.get().user == asa
    assert models.Department.objects.get().valid_to is not None
