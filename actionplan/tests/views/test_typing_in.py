"""Typing in at the keyboard, by page and by the page's script, and pasting."""

import uuid

import pytest

from actionplan.models import ActionPlan, Company, Proposal
from actionplan.tests.example import remove_meetings
from actionplan.tests.factories import CompanyFactory, ConsultationEventFactory, ProposalFactory, UserFactory
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON
from actionplan.tests.views.test_plans import CHIEF, OFFICER, said, text_of

JSON = {"Accept": "application/json"}
TOO_LONG = "Förslaget är 20000 tecken långt. Det får vara högst 5000. Korta det, eller dela det i flera."


@pytest.fixture
def example(example):
    remove_meetings()


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def event(example):
    return ConsultationEventFactory(title="Chefsforum", mandate_period=ActionPlan.objects.get().mandate_period)


@pytest.fixture
def path(event):
    return f"/samrad/{event.pk}/skriv/"


@pytest.fixture
def by_script(editor, path):
    """by_script(text=…): what the page's script gets back for a line."""
    user = editor.get(path, headers=JSON).json()["user"]
    return lambda **line: editor.post(path, {"user": user, "form_token": uuid.uuid4()} | line, headers=JSON)


def test_a_line_is_saved_and_the_page_opens_for_the_next(editor, path, event):
    response = editor.post(path, {"text": " En väg in ", "company": "Exempelbygg AB", "area": "2"})

    proposal = Proposal.objects.get()
    assert (response["Location"], said(response)) == (path, [f"{proposal.code} är sparat."])
    assert (proposal.text, proposal.company.name, proposal.area.number) == ("En väg in", "Exempelbygg AB", 2)
    assert (proposal.event, proposal.received_on.isoformat()) == (event, "2017-12-31")
    page = editor.get(path)
    assert f"{proposal.code} En väg in Exempelbygg AB 2 Samarbete och utveckling" in text_of(page)
    assert page.content.decode().count("autofocus") == 1


def test_a_line_sent_twice_by_page_is_one(editor, path):
    token = editor.get(path).context["form"]["form_token"].value()
    for _ in range(2):
        editor.post(path, {"text": "En väg in", "form_token": token})

    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "errors"),
    [
        ({"text": ""}, {"text": ["Skriv vad företaget föreslår."]}),
        ({"text": "å" * 20_000}, {"text": [TOO_LONG]}),
        ({"text": "x", "company": "b" * 201}, {"company": ["Företagsnamnet är 201 tecken långt. Det får vara högst 200."]}),
        ({"text": "x", "area": "9"}, {"area": ["Området finns inte i planen. Välj ett i listan, eller inget."]}),
        ({"text": "a\x08b"}, {"text": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
        ({"text": "x", "form_token": "x"}, {"form_token": ["Fyll i ett giltigt UUID."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_kept_by_page_and_script(editor, by_script, path, line, errors):
    page, answer = editor.post(path, line), by_script(**line)

    assert (page.status_code, page.context["form"].errors) == (400, errors)
    assert page.context["form"]["text"].value() == line["text"]
    assert (answer.status_code, answer.json()) == (400, {"errors": errors})
    assert Proposal.objects.count() == 0


def test_the_script_gets_the_saved_row_and_the_same_for_the_same_line(by_script):
    token = uuid.uuid4()
    answers = [by_script(text="<b>En väg</b> in", form_token=token).json() for _ in range(2)]

    proposal = Proposal.objects.get()
    assert [(answer["code"], answer["number"]) for answer in answers] == [(proposal.code, 1)] * 2
    assert "&lt;b&gt;En väg&lt;/b&gt; in" in answers[0]["row"]


def test_the_script_is_told_who_is_here_now(editor, path, example):
    other = UserFactory(username="annan", role="chief")
    found = editor.get(path, headers=JSON).json()

    wrong = editor.post(path, {"text": "x", "user": other.pk}, headers=JSON)

    assert set(found) == {"csrf", "user"}
    assert (wrong.status_code, wrong.json()["user"], Proposal.objects.count()) == (409, found["user"], 0)


def test_the_script_meets_no_json_when_the_session_has_ended(client, path):
    answers = [client.get(path, headers=JSON), client.post(path, {"text": "x"}, headers=JSON)]

    assert [(answer.status_code, answer["Content-Type"][:9]) for answer in answers] == [
        (302, "text/html"),
        (200, "text/html"),
    ]
    assert Proposal.objects.count() == 0


def test_a_line_without_a_session_is_carried_over_the_sign_in(client, editor, path, sign_in_client):
    page = client.post(path, {"text": "En väg in"})

    assert "öppnas formuläret med det du skrev" in text_of(page)


@pytest.mark.parametrize(("method", "status"), [("get", 403), ("post", 403)])
def test_the_script_of_somebody_who_may_not_is_refused(demo_client, path, method, status):
    assert getattr(demo_client(OFFICER), method)(path, headers=JSON).status_code == status


def test_a_name_like_another_is_asked_about(editor, path, by_script):
    company = CompanyFactory(name="Exempelbygg AB", industry="bygg")

    row = by_script(text="x", company="Exempelbygge").json()["row"]

    proposal = Proposal.objects.get()
    for page in (row, editor.get(path).content.decode()):
        assert "Finns redan Exempelbygg AB (bygg). Är det samma?" in " ".join(page.split())
        assert f'name="company" value="{company.pk}"' in page
    assert proposal.proposer_name == "Exempelbygge"


@pytest.mark.parametrize(("answer", "name", "companies"), [("that", "Exempelbygg AB", 1), ("new", "Exempelbygge", 2)])
def test_the_question_is_answered(editor, path, event, answer, name, companies):
    company = CompanyFactory(name="Exempelbygg AB")
    proposal = ProposalFactory(event=event, proposer_name="Exempelbygge")

    chosen = {"that": company.pk, "new": "new"}[answer]
    response = editor.post(f"/samrad/forslag/{proposal.pk}/foretag/", {"company": chosen})

    proposal.refresh_from_db()
    assert (response["Location"], said(response)) == (path, [f"{proposal.code} är från {name}."])
    assert (proposal.company.name, proposal.proposer_name, Company.objects.count()) == (name, "", companies)
    assert "Är det samma?" not in text_of(editor.get(path))


@pytest.mark.parametrize(("chosen", "status"), [("", 400), ("x", 400), ("9" * 30, 400), ("999999", 404), ("-1", 400)])
def test_a_question_answered_with_nothing_known_changes_nothing(editor, event, chosen, status):
    proposal = ProposalFactory(event=event, proposer_name="Exempelbygge")

    assert editor.post(f"/samrad/forslag/{proposal.pk}/foretag/", {"company": chosen}).status_code == status
    assert Proposal.objects.get().proposer_name == "Exempelbygge"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_questions_for_one_and_for_many(editor, path, event, number, django_assert_num_queries):
    for place in range(number):
        ProposalFactory(event=event, company=CompanyFactory())
        ProposalFactory(event=event, proposer_name=f"Företag {place}")
    editor.get(path)

    with django_assert_num_queries(14):
        editor.get(path)


@pytest.fixture
def paste(editor, event):
    """paste(text, …): the answer to a pasted text; with `after=page` it is saved as that page showed it."""

    def paste(text, after=None, **more):
        shown = after.context["pasted"] if after else None
        seen = {"batch": shown.batch, "digest": shown.digest, "save": "1"} if shown else {}
        return editor.post(f"/samrad/{event.pk}/klistra/", {"text": text} | seen | more)

    return paste


TWENTY = "\n".join(f"Förslag {number}\tExempelbygg AB\t{number % 4 + 1}" for number in range(20))


def test_twenty_lines_are_shown_and_then_saved(paste, path):
    page = paste(TWENTY)
    assert (page.status_code, "Spara 20 förslag" in text_of(page), Proposal.objects.count()) == (200, True, 0)

    response = paste(TWENTY, after=page)

    assert (response["Location"], said(response)) == (path, ["20 förslag är sparade."])
    assert Proposal.objects.count() == 20
    assert Company.objects.get().proposals.count() == 20


def test_a_paste_sent_twice_is_saved_once(paste):
    page = paste(TWENTY)
    answers = [paste(TWENTY, after=page) for _ in range(2)]

    assert said(answers[1])[-1] == "De här raderna var redan sparade. Inget är sparat två gånger."
    assert Proposal.objects.count() == 20


def test_a_text_changed_after_the_preview_is_shown_again_and_not_saved(paste):
    page = paste("Ett\nTvå")

    changed = paste("Ett\nTre", after=page)

    assert "Texten är ändrad sedan du såg den." in text_of(changed)
    assert Proposal.objects.count() == 0
    paste("Ett\nTre", after=changed)
    assert list(Proposal.objects.values_list("text", flat=True)) == ["Ett", "Tre"]


def test_one_faulty_row_saves_none_and_is_named(paste):
    text = f"Bra\t\t1\nBra också\t\t9\n{'å' * 5001}"
    page = paste(text)
    forced = paste(text, after=page)

    for answer in (page, forced):
        assert answer.status_code == 400
        assert "2 av 3 rader behöver rättas." in text_of(answer)
        assert "Rad 2: Det finns inget område ”9”." in text_of(answer)
        assert answer.context["form"]["text"].value() == text
    assert Proposal.objects.count() == 0


def test_the_preview_says_what_is_left_out_doubled_and_new(paste, event):
    known = ProposalFactory(event=event, text="Finns redan")
    CompanyFactory(name="Exempelbygg AB")

    page = text_of(paste("Förslag\tFöretag\n\nFINNS REDAN\tExempelbyggen\nNytt\tNytt AB\nNytt\texempelbygg ab"))

    assert "Rubrikraden räknas inte som ett förslag. 1 tom rad hoppas över." in page
    assert f"Finns redan som {known.code}." in page
    assert "Exempelbyggen liknar Exempelbygg AB: blir fritext, och du får frågan efteråt" in page
    assert "Nytt AB nytt företag" in page
    assert "Samma text som rad 4." in page
    assert "Exempelbygg AB finns" in page


def test_markup_is_shown_as_text(paste):
    page = paste("<script>alert(1)</script>\t<b>x</b>").content.decode()

    assert ("<script>alert(1)" in page, "<b>x</b>" in page) == (False, False)


def test_only_empty_lines_say_so(paste):
    page = paste("Förslag\tFöretag")

    assert "Det finns inga förslag i texten." in text_of(page)
    assert "Spara 0 förslag" not in text_of(page)


def test_far_too_much_is_refused_with_what_was_typed(paste):
    text = "\n".join(["rad"] * 501)

    page = paste(text)

    assert (page.status_code, page.context["form"].errors) == (
        400,
        {"text": ["Det är 501 rader. Klistra in högst 500 åt gången."]},
    )
    assert page.context["form"]["text"].value() == text


@pytest.mark.parametrize("field", ["batch", "digest"])
def test_a_preview_nobody_saw_is_not_saved(paste, field):
    page = paste("Ett")

    answer = paste("Ett", after=page, **{field: "påhittat"})

    assert answer.status_code in (200, 400)
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_asks_the_same_questions_for_one_and_for_many(paste, number, django_assert_num_queries):
    text = "\n".join(f"Förslag {place}\tFöretag {place}\t1" for place in range(number))
    paste(text)

    with django_assert_num_queries(13):
        paste(text)


@pytest.mark.parametrize(("number", "what"), [(PERSON, "personnummer"), (COMPANY, "organisationsnummer")])
def test_a_number_is_no_companys_name(demo_client, path, number, what):
    before = Company.objects.count(), Proposal.objects.count()

    response = demo_client(CHIEF).post(path, {"text": "Ring oss.", "company": number})

    assert dict(response.context["form"].errors) == {"company": [f"Det är ett {what}. Skriv vad företaget heter."]}
    assert (Company.objects.count(), Proposal.objects.count()) == before


def test_a_name_that_turns_out_to_be_a_number_is_said_and_stays(chief_client):
    proposal = ProposalFactory(proposer_name=PERSON)

    response = chief_client.post(f"/samrad/forslag/{proposal.pk}/foretag/", {"company": "new"})

    proposal.refresh_from_db()
    assert said(response) == ["Det är ett personnummer. Skriv vad företaget heter."]
    assert (proposal.proposer_name, proposal.company, Company.objects.count()) == (PERSON, None, 0)
