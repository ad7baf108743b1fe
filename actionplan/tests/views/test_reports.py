"""Reading reports: who sees which, what the list and the page say, and files that are checked before they are handed out."""

import datetime as dt
import hashlib
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.choices import Role
from actionplan.models import Report, ReportFile
from actionplan.reports.blocks import to_json
from actionplan.reports.content import report_content
from actionplan.services.reports import correct_report, edit_report
from actionplan.tests.factories import ActionPlanFactory, ReportFactory, UserFactory, noon
from actionplan.tests.publishing import publish
from actionplan.tests.reports.made import published
from actionplan.tests.views.test_plans import said, text_of

pytestmark = pytest.mark.django_db
READERS = ["council_client", "officer_a_client", "chief_client", "administrator_client"]
FORMATS = ["pdf", "docx", "xlsx", "html"]


@pytest.fixture
def plan():
    return ActionPlanFactory(title="Handlingsplan 2016-2018", registry_number="2015/KS 0623 003")


@pytest.fixture
def report(plan):
    return publish(ReportFactory(plan=plan))


@pytest.fixture
def public(plan):
    return publish(ReportFactory(plan=plan, cutoff=dt.date(2016, 4, 30), visibility="alla"))


@pytest.fixture
def draft(plan):
    return ReportFactory(plan=plan, cutoff=dt.date(2016, 6, 30))


@pytest.fixture
def corrected(report, chief):
    """The first version and the second, which holds."""
    second = correct_report(report, correction="Fel antal i område 3: en aktivitet saknades.", by=chief, at=noon(LATER))
    return report, publish(second)


LATER = dt.date(2016, 10, 20)


def path(report, rest=""):
    return f"/rapporter/{report.pk}/{rest}"


@pytest.mark.parametrize("role", Role)
def test_the_list_says_to_every_role_that_there_is_no_report_yet(sign_in_client, role):
    response = sign_in_client(UserFactory(role=role)).get("/rapporter/")

    assert response.status_code == 200
    assert "Ingen rapport är publicerad ännu." in text_of(response)


def test_the_list_is_not_there_for_a_user_without_role(sign_in_client):
    assert sign_in_client(UserFactory()).get("/rapporter/").status_code == 404


@pytest.mark.parametrize("who", READERS)
def test_published_reports_are_listed_newest_first_with_who_may_read_them(request, who, public, report, draft):
    response = request.getfixturevalue(who).get("/rapporter/")

    assert [row.holds for row in response.context["reports"]] == [report, public]
    text = text_of(response)
    assert (
        "Delårsrapport per 31 augusti 2016: Handlingsplan 2016-2018 "
        "Planen hade inga aktiviteter den 31 augusti 2016. "
        "Publicerad 31 augusti 2016. Får läsas av förtroendevalda och medarbetare. "
    ) in text
    assert "Publicerad 30 april 2016. Får läsas av alla." in text
    assert ("Utkast" in text) is (who == "chief_client")


def test_reports_from_before_titles_named_them_can_be_told_apart(council_client, plan):
    def frozen(cutoff):
        content = report_content(plan, kind="helar", cutoff=cutoff, previous_cutoff=None, made_on=cutoff, example=False)
        kept = to_json(content)
        kept["head"]["title"] = "Uppföljning av Handlingsplan 2016-2018"
        return published(plan, cutoff, content=kept)

    first, second = frozen(dt.date(2016, 12, 31)), frozen(dt.date(2017, 12, 31))

    names = [f"Helårsrapport per 31 december {year}: Uppföljning av Handlingsplan 2016-2018" for year in (2017, 2016)]
    assert [row.title for row in council_client.get("/rapporter/").context["reports"]] == names
    for report, name in zip((second, first), names, strict=True):
        assert f"<h1>{name}</h1>" in council_client.get(path(report)).content.decode()
        assert name in text_of(council_client.get(f"{path(report)}sammanfattning/"))
        assert report.content["head"]["title"] == "Uppföljning av Handlingsplan 2016-2018"


def test_the_list_says_which_version_holds_and_what_each_corrects(council_client, corrected, chief):
    first, second = corrected
    third = publish(correct_report(second, correction="Fel dnr.", by=chief, at=noon(LATER)))

    [row] = council_client.get("/rapporter/").context["reports"]
    text = text_of(council_client.get("/rapporter/"))

    assert (row.holds, row.replaced) == (third, [second, first])
    assert "Publicerad 20 oktober 2016. Får läsas av förtroendevalda och medarbetare. Version 3 gäller." in text
    assert (
        "Rättat i version 3: Fel dnr. Version 2 gäller inte längre. Rättat i den: Fel antal i område 3: "
        "en aktivitet saknades. Version 1 gäller inte längre."
    ) in text


def test_a_draft_of_a_new_version_changes_nothing_for_others(council_client, report, chief):
    before = text_of(council_client.get("/rapporter/")), text_of(council_client.get(path(report)))
    correct_report(report, correction="Fel tal.", by=chief, at=noon(LATER))

    assert (text_of(council_client.get("/rapporter/")), text_of(council_client.get(path(report)))) == before


def test_drafts_are_listed_for_the_chief_alone(chief_client, draft):
    assert "Utkast Bara du som är näringslivschef ser utkasten." in text_of(chief_client.get("/rapporter/"))
    assert list(chief_client.get("/rapporter/").context["drafts"]) == [draft]


def test_what_has_changed_comes_first_when_there_is_something_to_compare(council_client, report, public):
    assert "Vad har ändrats sedan sist?" in text_of(council_client.get("/rapporter/"))


def test_the_list_asks_as_many_questions_for_three_reports_as_for_one(council_client, plan, report):
    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            council_client.get("/rapporter/")
        return len(asked)

    one = questions()
    for month in (4, 5, 6):
        publish(ReportFactory(plan=plan, cutoff=dt.date(2016, month, 28)))

    assert questions() == one


@pytest.mark.parametrize("who", READERS)
def test_a_published_report_is_a_page_with_its_files(request, who, report):
    response = request.getfixturevalue(who).get(path(report))
    text = text_of(response)

    assert (
        "Delårsrapport · publicerad 31 augusti 2016 · ändras inte · Dnr 2015/KS 0623 003 "
        "Delårsrapport per 31 augusti 2016: Handlingsplan 2016-2018 PDF för handlingarna Word Excel Webbsida"
    ) in text
    for file in report.files.all():
        assert f"{file.name} {file.size} byte {file.sha256}" in text
    assert response["X-Robots-Tag"] == "noindex"


def test_a_report_for_everybody_is_read_without_signing_in(anonymous_client, public):
    response = anonymous_client.get(path(public))

    assert response.status_code == 200
    assert [template.name for template in response.templates if template.name in ("base.html", "public.html")] == [
        "public.html"
    ]
    assert "X-Robots-Tag" not in response
    assert "Om publiceringen" not in text_of(response)


@pytest.mark.parametrize("rest", ["", "pdf/"])
def test_the_anonymous_are_shown_the_way_in_to_everything_else(anonymous_client, report, draft, rest):
    unknown = 10**6

    for pk in (report.pk, draft.pk, unknown):
        address = f"/rapporter/{pk}/{rest}"
        assert anonymous_client.get(address)["Location"] == f"/logga-in/?next={address}"


@pytest.mark.parametrize("rest", ["", "pdf/"])
def test_a_user_without_role_reads_what_everybody_reads(sign_in_client, report, public, rest):
    client = sign_in_client(UserFactory())

    assert [client.get(path(one, rest)).status_code for one in (report, public)] == [404, 200]


@pytest.mark.parametrize("who", ["council_client", "officer_a_client", "administrator_client"])
@pytest.mark.parametrize("rest", ["", "pdf/", "andra/", "publicera/", "ta-bort/", "forhandsgranska/pdf/", "ratta/"])
def test_a_draft_is_not_there_for_others_than_the_chief(request, who, draft, rest):
    draft.visibility = "alla"
    edit_report(draft, expected_version=1)

    assert request.getfixturevalue(who).get(path(draft, rest)).status_code == 404


def test_a_version_that_is_replaced_says_so_and_leads_to_the_one_that_holds(council_client, corrected):
    first, second = corrected
    old, new = council_client.get(path(first)), council_client.get(path(second))

    assert "Den här versionen är ersatt av version 2. Läs version 2" in text_of(old)
    assert "ersatt av" not in text_of(new)
    assert "Version 2. Rättat: Fel antal i område 3: en aktivitet saknades." in text_of(new)
    for page in (old, new):
        assert "publicerad 20 oktober 2016, gäller. Rättat: Fel antal i område 3" in text_of(page)


def test_the_public_is_led_to_no_version_that_they_may_not_read(anonymous_client, public, chief):
    second = correct_report(public, correction="Ett namn ska bort.", by=chief, at=noon(LATER))
    second.visibility = "fortroendevalda"
    second = publish(edit_report(second, expected_version=1))

    text = text_of(anonymous_client.get(path(public)))

    assert ("ersatt" in text, "Ett namn" in text) == (True, False)
    assert "Läs version" not in text
    assert anonymous_client.get(path(second)).status_code == 302


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("who", READERS)
def test_a_file_is_downloaded_as_it_was_published(request, who, report, format_):
    response = request.getfixturevalue(who).get(path(report, f"{format_}/"))

    file = report.files.get(format=format_)
    assert (response.status_code, response.content) == (200, bytes(file.content))
    assert response["Content-Disposition"] == f'attachment; filename="delarsrapport-2016-08-31.{format_}"'
    assert response["Content-Type"] == file.content_type
    assert hashlib.sha256(response.content).hexdigest() == file.sha256


def test_files_say_which_version_they_are(council_client, corrected):
    response = council_client.get(path(corrected[1], "pdf/"))

    assert response["Content-Disposition"] == 'attachment; filename="delarsrapport-2016-08-31-version-2.pdf"'


def test_a_public_file_is_downloaded_without_signing_in(anonymous_client, public):
    assert anonymous_client.get(path(public, "docx/")).status_code == 200


def test_the_log_says_who_took_which_file(anonymous_client, council_client, public, caplog):
    caplog.set_level(logging.INFO, logger="actionplan.export")

    for client in (anonymous_client, council_client):
        client.get(path(public, "docx/"))

    assert [record.getMessage() for record in caplog.records] == [
        f"export by {who} from 127.0.0.1: report {public.pk} delarsrapport-2016-04-30.docx"
        for who in ("anonymous", "council")
    ]


@pytest.mark.parametrize("format_", ["odt", "exe", "PDF", "andra"])
def test_a_format_there_is_not_is_not_found(council_client, report, format_):
    assert council_client.get(path(report, f"{format_}/")).status_code in (403, 404)


DAMAGES = {
    "changed": {"content": b"%PDF-1.7 nagot annat"},
    "emptied": {"content": b""},
    "another checksum": {"sha256": "0" * 64},
}


@pytest.mark.parametrize("damage", [*DAMAGES, "gone"])
@pytest.mark.parametrize("who", ["council_client", "anonymous_client"])
def test_a_damaged_or_missing_file_is_never_handed_out(request, who, public, damage, caplog):
    files = ReportFile._base_manager.filter(report=public, format="pdf")
    if damage == "gone":
        files.delete()
    else:
        files.update(**DAMAGES[damage])

    response = request.getfixturevalue(who).get(path(public, "pdf/"))

    assert response.status_code == 410
    assert text_of(response).startswith("Rapporten som PDF är skadad och lämnas inte ut")
    assert "%PDF" not in response.content.decode()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"report {public.pk}: what is stored is damaged or missing and was not handed out (Rapporten som PDF)"
    ]
    assert request.getfixturevalue(who).get(path(public, "docx/")).status_code == 200


@pytest.mark.parametrize("content", [{}, {"head": {}}, {"head": {"notes": []}, "sections": [], "facts": {}}, []])
def test_content_that_cannot_be_read_is_said_to_be_damaged(council_client, report, content):
    Report._base_manager.filter(pk=report.pk).update(content=content)

    response = council_client.get(path(report))

    assert response.status_code == 410
    assert text_of(response).startswith("Rapporten är skadad och lämnas inte ut")
    assert council_client.get("/rapporter/").status_code == 200


def choose(client, **posted):
    return client.post("/rapporter/e-post/", posted)


def test_a_council_member_chooses_to_be_told_by_e_mail(council_client, council):
    council.email = "ledamot@example.com"
    council.save()

    answer = choose(council_client, wanted="on")
    council.refresh_from_db()
    page = council_client.get("/rapporter/").content.decode()

    assert (answer["Location"], council.wants_report_mail) == ("/rapporter/", True)
    assert said(answer) == ["Du får e-post när en rapport publiceras."]
    assert "Skicka e-post till mig när en rapport publiceras" in page
    assert page.count("checked") == 1

    answer = choose(council_client)
    council.refresh_from_db()

    assert council.wants_report_mail is False
    assert said(answer) == ["Du får ingen e-post när en rapport publiceras."]


def test_nobody_without_an_address_is_promised_a_mail(council_client, council):
    answer = choose(council_client, wanted="on")
    council.refresh_from_db()

    assert said(answer) == ["Du har ingen e-postadress här. Be den som är administratör att lägga in den först."]
    assert council.wants_report_mail is False


@pytest.mark.parametrize("who", ["officer_a_client", "chief_client", "administrator_client"])
def test_only_council_members_are_told_by_e_mail(request, who):
    client = request.getfixturevalue(who)

    answer = choose(client, wanted="on")

    assert answer.status_code == 403
    assert "Bara förtroendevalda får e-post när en rapport publiceras." in text_of(answer)
    assert "E-post om nya rapporter" not in text_of(client.get("/rapporter/"))
