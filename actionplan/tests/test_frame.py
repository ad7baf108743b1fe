import re
from datetime import date

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from actionplan.choices import Role
from actionplan.models import Department
from actionplan.services.example import load_example
from actionplan.services.people import create_user

pytestmark = pytest.mark.django_db
EXAMPLE = "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."
CLOCK = "I demonstrationen står webbplatsens klocka på 31 december 2017."
READERS = ["Översikt", "Mina aktiviteter", "Aktiviteter", "Samråd", "Förslag", "Planen", "Uppföljning", "Rapporter"]


@pytest.fixture
def department():
    return Department.objects.create(name="Tekniska kontoret")


def page_of(client, role, department=None, path="/rapporter/"):
    client.force_login(create_user(username="lena", role=role, password=None, department=department))
    return client.get(path).content.decode()


def menu(page):
    nav = page.partition('aria-label="Huvudmeny"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="[^"]+"[^>]*>([^<]+?)\s*<', nav)


def current(page):
    return re.findall(r'<a href="([^"]+)" aria-current="(\w+)"', page)


@pytest.mark.parametrize(
    ("role", "items"),
    [
        (Role.CHIEF, READERS),
        (Role.OFFICER, READERS),
        (Role.COUNCIL, ["Rapporter"]),
        (
            Role.ADMINISTRATOR,
            ["Översikt", "Aktiviteter", "Samråd", "Förslag", "Planen", "Uppföljning", "Rapporter", "Administration"],
        ),
    ],
)
def test_each_role_has_its_own_menu(client, department, role, items):
    assert menu(page_of(client, role, department)) == items


def test_the_menu_marks_the_page_one_is_on(client):
    assert current(page_of(client, Role.COUNCIL)) == [("/rapporter/", "page")]


def test_the_user_menu_says_who_is_signed_in(client, department):
    page = page_of(client, Role.OFFICER, department)
    panel = page.partition('class="np-user"')[2].partition("</details>")[0]

    assert "<summary>Handläggare</summary>" in panel
    assert re.findall(r"<p>(.+?)</p>", panel) == [
        "<strong>lena</strong>",
        "Tekniska kontoret",
        '<a href="/losenord/">Byt lösenord</a>',
    ]
    assert '<form method="post" action="/logga-ut/" aria-label="Logga ut">' in panel


def test_the_example_line_stands_on_every_page_when_the_example_is_loaded(client):
    load_example()

    for path in ["/logga-in/", "/tillganglighet/", "/finns-inte/"]:
        assert EXAMPLE in client.get(path).content.decode()
    assert EXAMPLE in page_of(client, Role.COUNCIL)


def test_without_example_and_demo_there_is_no_such_line(client):
    page = client.get("/logga-in/").content.decode()

    assert (EXAMPLE in page, "np-demo" in page) == (False, False)


def test_the_demo_says_where_its_clock_stands(client, settings):
    settings.DEMO_TODAY = date(2017, 12, 31)

    assert CLOCK in client.get("/logga-in/").content.decode()


def test_the_figure_in_the_menu_is_what_waits_for_the_person(client, settings):
    settings.DEMO_TODAY = date(2018, 5, 15)
    load_example()
    client.force_login(create_user(username="lena", role=Role.OFFICER, password=None, department=_station()))

    page = client.get("/rapporter/").content.decode()

    assert re.findall(r'<span class="np-count">(\d+)<', page) == [str(_waiting_by_hand())]


def _station():
    return Department.objects.get(name="Stadsbyggnadsförvaltningen")


def _waiting_by_hand():
    """On 15 May 2018: open activities of the department without a report since 30 April, counted in Python."""
    rows = _station().responsibilities.filter(role="ansvarig", to_on__isnull=True)
    newest = [
        row.activity.updates.filter(as_of__lte=date(2018, 5, 15)).order_by("as_of", "recorded_at").last()
        for row in rows
    ]
    return sum(update.status not in ("genomford", "avbruten") and update.as_of < date(2018, 4, 30) for update in newest)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNCIL])
def test_the_frame_asks_few_questions(client, department, role, django_assert_num_queries):
    page_of(client, role, department)

    with django_assert_num_queries(9 if role == Role.OFFICER else 5):
        client.get("/rapporter/")


class MixedForm(forms.Form):
    needed = forms.CharField(label="Namn")
    also_needed = forms.CharField(label="Ort")
    optional = forms.CharField(required=False)
    choice = forms.ChoiceField(label="Val", choices=[("a", "A")], widget=forms.RadioSelect)


def test_a_form_explains_its_star_once():
    assert render_crispy_form(MixedForm()).count("Fält med * måste fyllas i.") == 1


def test_a_form_of_optional_fields_explains_no_star():
    form = MixedForm()
    form.fields = {"optional": form.fields["optional"]}

    assert "Fält med *" not in render_crispy_form(form)


def test_the_error_summary_leads_to_each_field_that_is_wrong():
    html = render_crispy_form(MixedForm({}))

    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)
    assert links == [
        ("id_needed", "Namn: Detta fält måste fyllas i."),
        ("id_also_needed", "Ort: Detta fält måste fyllas i."),
        ("id_choice_0", "Val: Detta fält måste fyllas i."),
    ]
    assert [html.count(f'id="{target}"') for target, _ in links] == [1, 1, 1]
