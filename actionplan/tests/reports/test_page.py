"""The HTML: whole by itself, alike on the site, headings in order, nothing from elsewhere."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from actionplan.reports.page import html_file, page_of
from actionplan.tests.reports import samples
from actionplan.tests.reports.reading import Page

ALL = pytest.mark.parametrize(
    "content", [samples.report(), samples.memo(), samples.hostile()], ids=["report", "memo", "hostile"]
)


@ALL
def test_the_file_holds_what_the_site_shows(content):
    assert render_to_string("reports/_content.html", {"report": page_of(content)}) in html_file(content).decode()


@ALL
def test_the_file_needs_nothing_else_and_runs_nothing(content):
    document = html_file(content)

    page = Page(document)
    assert {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object", "form"} == set()
    attributes = {name for _, attributes in page.elements for name in attributes}
    assert [name for name in attributes if name == "style" or name.startswith("on") or name == "src"] == []
    anchors = {f"#{attributes['id']}" for _, attributes in page.elements if "id" in attributes}
    assert {attributes["href"] for tag, attributes in page.elements if tag == "a"} <= anchors
    style = re.search(r"<style>(.*?)</style>", document.decode(), re.S)[1]
    assert re.findall(r"url\(|@import", style) == []
    assert len(style) > 5000


@ALL
def test_headings_come_in_order_and_anchors_are_unlike(content):
    page = Page(html_file(content))

    levels = page.headings()
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    anchors = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(anchors) == len(set(anchors))


def test_the_way_to_each_part_stands_first():
    page = Page(html_file(samples.report()))

    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links == ["#r-avsnitt-sammanfattning", "#r-avsnitt-laget", "#r-avsnitt-bilaga"]
    tags = [tag for tag, _ in page.elements]
    assert tags.index("nav") < tags.index("section")


def test_a_long_table_says_what_opens_and_a_short_one_does_not_fold():
    document = html_file(samples.report()).decode()

    folds = [" ".join(re.sub("<[^>]*>", "", one).split()) for one in re.findall("<summary>(.*?)</summary>", document)]
    assert folds == [
        "Visa 4 rader: Läget per område",
        *(f"Aktiviteter i område {area} (15 rader)" for area in samples.AREAS),
    ]


def test_tables_name_their_columns_and_rows():
    page = Page(html_file(samples.report()))

    tables = sum(tag == "table" for tag, _ in page.elements)
    assert tables == sum(tag == "caption" for tag, _ in page.elements) == 6
    scopes = [attributes["scope"] for tag, attributes in page.elements if tag == "th"]
    assert (scopes.count("col"), scopes.count("row")) == (5 + 4 * 4 + 4, 4 + 60 + 3)


def test_the_words_of_the_language_are_said():
    assert Page(html_file(samples.report())).elements[0] == ("html", {"lang": "sv", "class": "np-report-file"})
