"""Every noun's pages: list, search, filters, one row, its history; what is written there and what is only read."""

import pytest
from django.contrib.auth.models import Group

from actionplan import models
from actionplan.admin.site import site

# The noun in addresses: a search in capitals and what it finds in the list; whether administrators write it.
NOUNS = {
    "user": ("ÖSTEN", "Östen Ås 1", True),
    "department": ("ÄNGSFÖRV", "Ängsförvaltningen 1", True),
    "membership": ("östen ÄNGS", "Östen Ås 1", True),
    "mandateperiod": ("2014", "2015–2018 (val 2014)", True),
    "actionplan": ("ÖVERSIKTLIG", "Översiktlig plan 1", False),
    "strategicarea": ("ökad TILLVÄXT", "Ökad tillväxt 1", False),
    "decision": ("ÅRSMÖTET", "Årsmötet", False),
    "activity": ("ÅTGÄRD", "Åtgärd 1", False),
    "responsibility": ("åtgärd ÄNGS", "Ängsförvaltningen 1", False),
    "statusupdate": ("ÖPPET", "AK-01 Åtgärd 1", False),
    "company": ("ÅKERIET", "Åkeriet 1", False),
    "contactperson": ("ÖST åkeri", "Kontakt Öst 1", False),
    "outbox": ("ÅTGÄRDER", "ostra1@example.com", False),
}
NONSENSE = ["å" * 5000, "q " * 5000, "%_'\";--", "(", "\N{GREEK SMALL LETTER ALPHA}", "🙂"]
UNKNOWN = "roll=x lage=x finns=x area__id__exact=x p=x p=99 o=x o=99 foo=1 as_of__year=x decided_on__year=99999".split()
WRITTEN = [noun for noun, (*_, is_written) in NOUNS.items() if is_written]
READ = [noun for noun, (*_, is_written) in NOUNS.items() if not is_written]
REMOVED = [*WRITTEN, "contactperson"]


def url(noun, *parts):
    return "/".join(["/admin/actionplan", noun, *map(str, parts), ""])


def text(response):
    return response.content.decode()


def stored(row):
    return type(row).objects.get(pk=row.pk)


def values(row):
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_noun_is_registered_and_nothing_else():
    assert {model._meta.model_name for model in site._registry} == set(NOUNS)


def test_the_site_passes_its_own_checks():
    assert site.check(None) == []


def test_index_links_to_every_noun(administrator_client):
    page = text(administrator_client.get("/admin/"))

    assert [noun for noun in NOUNS if f'href="{url(noun)}"' in page] == list(NOUNS)


@pytest.mark.parametrize("noun", NOUNS)
def test_list_shows_the_row(administrator_client, rows, noun):
    response = administrator_client.get(url(noun))

    assert response.status_code == 200
    assert NOUNS[noun][1] in text(response)


@pytest.mark.parametrize("noun", NOUNS)
def test_search_finds_whatever_the_case_and_only_that(administrator_client, make_rows, noun):
    row = make_rows(1)[noun]

    found = administrator_client.get(url(noun), {"q": NOUNS[noun][0]}).context["cl"].queryset
    missed = administrator_client.get(url(noun), {"q": f"{NOUNS[noun][0]} zebra"}).context["cl"].queryset

    assert (list(found), list(missed)) == ([row], [])


@pytest.mark.parametrize("noun", NOUNS)
def test_search_for_nonsense_finds_nothing(administrator_client, rows, noun):
    found = {q: list(administrator_client.get(url(noun), {"q": q}).context["cl"].queryset) for q in NONSENSE}

    assert found == {q: [] for q in NONSENSE}


@pytest.mark.parametrize("noun", NOUNS)
def test_list_asks_as_much_for_three_rows_as_for_one(
    administrator_client, make_rows, noun, django_assert_num_queries, django_assert_max_num_queries
):
    make_rows(1)
    administrator_client.get(url(noun))
    with django_assert_max_num_queries(20) as one:
        administrator_client.get(url(noun))
    make_rows(2)
    make_rows(3)

    with django_assert_num_queries(len(one)):
        response = administrator_client.get(url(noun))

    assert response.context["cl"].result_count >= 3


@pytest.mark.parametrize("noun", NOUNS)
def test_every_filter_opens(administrator_client, rows, noun):
    filters = administrator_client.get(url(noun)).context["cl"].filter_specs
    changelist = administrator_client.get(url(noun)).context["cl"]
    links = [choice["query_string"] for one in filters for choice in one.choices(changelist)]

    codes = [administrator_client.get(url(noun) + link).status_code for link in links]

    assert codes == [200] * len(links)


@pytest.mark.parametrize("noun", NOUNS)
def test_an_unknown_filter_is_no_error(administrator_client, rows, noun):
    codes = {q: administrator_client.get(f"{url(noun)}?{q}", follow=True).status_code for q in UNKNOWN}

    assert codes == dict.fromkeys(UNKNOWN, 200)


@pytest.mark.parametrize("noun", WRITTEN)
def test_what_is_written_can_be_changed(administrator_client, rows, noun):
    response = administrator_client.get(url(noun, rows[noun].pk, "change"))

    assert response.status_code == 200
    assert 'name="_save"' in text(response)


@pytest.mark.parametrize("noun", WRITTEN)
def test_what_is_written_can_be_added(administrator_client, noun):
    response = administrator_client.get(url(noun, "add"))

    assert response.status_code == 200
    assert 'name="_save"' in text(response)


@pytest.mark.parametrize("noun", READ)
def test_what_is_read_is_shown_without_fields(administrator_client, rows, noun):
    response = administrator_client.get(url(noun, rows[noun].pk, "change"))

    assert response.status_code == 200
    assert NOUNS[noun][1].removeprefix("AK-01 ") in text(response)
    found = [name for name in ('name="_save"', "deletelink", "<textarea", "<select") if name in text(response)]
    assert found == (["deletelink"] if noun in REMOVED else [])


@pytest.mark.parametrize("noun", READ)
def test_what_is_read_cannot_be_added(administrator_client, noun):
    model = site._registry and next(model for model in site._registry if model._meta.model_name == noun)

    response = administrator_client.post(url(noun, "add"), {"title": "Ny"})

    assert response.status_code == 403
    assert model.objects.count() == 0


@pytest.mark.parametrize(
    ("noun", "act"),
    [(noun, act) for noun in READ for act in ("change", "delete") if (act, noun) != ("delete", "contactperson")],
)
def test_what_is_read_cannot_be_changed_or_removed(administrator_client, rows, noun, act):
    before = values(stored(rows[noun]))

    response = administrator_client.post(url(noun, rows[noun].pk, act), {"post": "yes", "title": "Ny", "comment": "Ny"})

    assert response.status_code == 403
    assert values(stored(rows[noun])) == before


@pytest.mark.parametrize("noun", NOUNS)
def test_no_list_has_an_action_for_many_rows(administrator_client, rows, noun):
    administrator_client.post(
        url(noun), {"action": "delete_selected", "_selected_action": rows[noun].pk, "post": "yes"}, follow=True
    )

    assert type(rows[noun]).objects.filter(pk=rows[noun].pk).exists()


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999999", "_5F", "1%00"])
def test_a_row_that_is_not_there_is_said_so(administrator_client, noun, key):
    changed = administrator_client.get(url(noun, key, "change"))
    removed = administrator_client.get(url(noun, key, "delete"))
    history = administrator_client.get(url(noun, key, "history"))

    assert (changed.status_code, changed["Location"]) == (302, "/admin/")
    assert removed.status_code == (302 if noun in REMOVED else 403)
    assert history.status_code == 404


@pytest.mark.parametrize("noun", ["user", "department"])
def test_autocomplete_searches_as_the_list(administrator_client, rows, noun):
    query = {"app_label": "actionplan", "model_name": "membership", "field_name": noun, "term": NOUNS[noun][0]}

    found = administrator_client.get("/admin/autocomplete/", query).json()["results"]

    assert [row["id"] for row in found] == [str(rows[noun].pk)]


def test_activity_is_shown_as_it_stands_today(administrator_client, rows):
    page = text(administrator_client.get(url("activity", rows["activity"].pk, "change")))

    shown = ["Försenad", "Pågående", "Enligt plan", "31 augusti 2016", "Öppet hus 1", "Ängsförvaltningen 1", "Ansvarig"]
    assert [words for words in shown if words in page] == shown


def test_activity_list_is_filtered_by_standing(administrator_client, make_rows):
    late, stopped = make_rows(1)["activity"], make_rows(2)["activity"]
    models.StatusSpan.objects.filter(activity=stopped).update(status="avbruten", assessment="ingen")

    found = administrator_client.get(url("activity"), {"lage": "forsenad"}).context["cl"].queryset

    assert list(found) == [late]


def test_plan_shows_its_areas_and_decisions(administrator_client, rows):
    page = text(administrator_client.get(url("actionplan", rows["actionplan"].pk, "change")))

    shown = ["Ökad tillväxt 1", "Årsmötet", "Antas"]
    assert [words for words in shown if words in page] == shown


def test_a_title_is_text_and_no_markup(administrator_client, rows):
    department = rows["department"]
    department.name = "<script>alert(1)</script>"
    department.save()
    key = department.pk
    pages = [url("department"), url("department", key, "change"), url("department", key, "history"), url("user")]

    answers = [text(administrator_client.get(page)) for page in pages]

    assert ["<script>alert" in page for page in answers] == [False] * 4
    assert ["&lt;script&gt;alert" in page for page in answers] == [True] * 4


def test_a_password_cannot_be_guessed_through_a_filter(administrator_client, rows):
    codes = [
        administrator_client.get(url("user"), {"password__startswith": "md5"}).status_code,
        administrator_client.get(url("membership"), {"user__password__startswith": "md5"}).status_code,
    ]

    assert codes == [400, 400]


def test_groups_have_no_pages(administrator_client):
    Group.objects.create(name="Egen")

    assert administrator_client.get("/admin/auth/group/").status_code == 404
