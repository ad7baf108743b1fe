"""Addresses of the administration's lists that nobody would click: each is answered, none breaks the site."""

from itertools import product

import pytest
from django.urls import reverse

from actionplan.admin.lists import links_ask
from actionplan.admin.outbox import OutboxAdmin
from actionplan.admin.site import site
from actionplan.models import ContactPerson, Outbox

FAR = "99999999999999999999"
QUERIES = [
    f"o={FAR}", "o=-1.x", f"p={FAR}", "p=-5", "p=x", "q=%00", f"q={'å' * 5000}", f"id__exact={FAR}", "pk__in=x,y",
    "e=1", "all=", f"plan__id__exact={FAR}", "is_active__exact=2", "status__exact=x", "_facets=1", "_to_field=x",
    "foo__range=1,2", "__year=0", "e=1&foo=1",
]  # fmt: skip
LOOKUPS = [
    f"={FAR}", "__range=0001-01-01,9999-12-31", "__year=0", "__year__range=-1,10000", "__date=0001-01-01",
    "__gte=0001-01-01T00:00", "__lt=9999-12-31T23:59-12:00", "__regex=(", f"__in={FAR},-1", "__isnull=x",
]  # fmt: skip
FAR_LOOKUPS = ["__range=x", "__year=-1", f"__exact={FAR}"]
VALUES = ["", "x", "-1", FAR, "1,2"]
YEARS = ["0", "-1", "1", "2", "9998", "9999", FAR, "9" * 5000, "x", "", "²"]
MONTHS = ["", "__month=0", "__month=2", "__month=12", f"__month={FAR}", "__month=x"]
DAYS = ["", "__day=31", f"__day={FAR}"]
MODELS = pytest.mark.parametrize("model", list(site._registry), ids=lambda model: model._meta.model_name)


@pytest.fixture
def broken(administrator_client, rows):
    """broken(model, queries): the queries to the model's list that are answered with an error, by their codes."""
    administrator_client.raise_request_exception = False

    def broken(model, queries):
        codes = {query: administrator_client.get(f"{address(model)}?{query}").status_code for query in queries}
        return {query: code for query, code in codes.items() if code not in (200, 302, 400)}

    return broken


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def asked_of_fields(model):
    """Return what is asked of one field of every kind, and of one of every kind among the fields of what it leads to."""
    own = model._meta.get_fields()
    near = {type(field): field.name for field in own}
    far = {type(there): f"{here.name}__{there.name}" for here in own for there in fields_of(here.related_model)}
    return map("".join, [*product(near.values(), LOOKUPS), *product(far.values(), FAR_LOOKUPS)])


def fields_of(model):
    return model._meta.fields if model else []


@MODELS
def test_a_list_answers_whatever_its_address_asks(broken, model):
    assert broken(model, QUERIES) == {}


@MODELS
def test_a_list_answers_whatever_is_asked_about_a_field(broken, model):
    assert broken(model, asked_of_fields(model)) == {}


@MODELS
def test_a_list_answers_whatever_is_asked_by_the_names_in_its_links(broken, model):
    names = links_ask(site._registry[model], request=None)

    assert broken(model, [f"{name}={value}" for name, value in product(names, VALUES)]) == {}


@pytest.mark.parametrize(
    "model", [model for model, one in site._registry.items() if one.date_hierarchy], ids=lambda m: m._meta.model_name
)
def test_a_list_answers_whatever_day_is_asked_for(broken, model):
    name = site._registry[model].date_hierarchy
    days = product(["", *(f"__year={year}" for year in YEARS)], MONTHS, DAYS)

    assert broken(model, ["&".join(name + part for part in parts if part) for parts in days]) == {}


@pytest.mark.parametrize("asked", ["recipient__startswith=a", "created_at__gte=2017-01-01", "pk=1", "body__regex=x"])
def test_what_no_link_asks_is_refused(administrator_client, asked):
    assert administrator_client.get(f"{address(Outbox)}?{asked}").status_code == 400


@pytest.mark.parametrize("year", ["0", "1", "9999", "x"])
def test_a_year_that_no_list_holds_leads_back_to_the_whole_list(administrator_client, year):
    answer = administrator_client.get(f"{address(Outbox)}?created_at__year={year}")

    assert answer["Location"] == f"{address(Outbox)}?e=1"


def test_a_filter_of_days_asks_what_its_links_ask(rf, administrator):
    class Mails(OutboxAdmin):
        list_filter = ["created_at"]

    request = rf.get("/")
    request.user = administrator
    [days] = Mails(Outbox, site).get_changelist_instance(request).filter_specs

    assert links_ask(Mails(Outbox, site), request) >= {name for _, asked in days.links for name in asked}


@pytest.mark.parametrize("key", ["x", "", "1.5", "\u0661", "9" * 20])
@pytest.mark.parametrize("action", ["export", "erase"])
def test_an_action_on_no_row_is_refused(administrator_client, key, action):
    asked = {"action": action, "_selected_action": [key], "index": 0}

    assert administrator_client.post(address(ContactPerson), asked).status_code == 400
