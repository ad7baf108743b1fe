"""Addresses of the administration's lists that nobody would click: each is answered, none breaks the site."""

import pytest
from django.urls import reverse

from actionplan.admin.site import site

FAR = "99999999999999999999"
QUERIES = [
    f"{field}__{part}={value}"
    for field in ("keep_until", "as_of", "from_on", "decided_on", "created_at")
    for part, value in (("year", FAR), ("year", "0"), ("month", "13"), ("day", "99"), ("year", "x"), ("gte", "x"))
] + [
    f"o={FAR}", "o=-1.x", f"p={FAR}", "p=-5", "p=x", "q=%00", f"q={'å' * 5000}", f"id__exact={FAR}", "pk__in=x,y",
    "e=1", "all=", f"plan__id__exact={FAR}", "is_active__exact=2", "status__exact=x", "_facets=1", "_to_field=x",
    "keep_until__year=2017&keep_until__month=2&keep_until__day=30",
]  # fmt: skip


@pytest.mark.parametrize("model", list(site._registry), ids=lambda model: model._meta.model_name)
def test_a_list_answers_whatever_its_address_asks(administrator_client, rows, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    answers = {query: _code(administrator_client, f"{address}?{query}") for query in QUERIES}

    assert {query: code for query, code in answers.items() if code not in (200, 302, 400)} == {}


def _code(client, address):
    client.raise_request_exception = False
    return client.get(address).status_code
