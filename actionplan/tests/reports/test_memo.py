"""The memos around a plan: every fact of the memo of 2015-12-04, from its data; and the one that lays a report before the board."""

import datetime as dt
import io
import re

import pytest
from pypdf import PdfReader

from actionplan.choices import ReportKind
from actionplan.models import ActionPlan, User
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.formats import FORMATS
from actionplan.reports.memo import adopt_parts, memo_to_adopt, memo_to_note, note_parts, phrases
from actionplan.services.example import load_plan
from actionplan.services.example_data import memo
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    DecisionFactory,
    MandatePeriodFactory,
    ReportFactory,
    StrategicAreaFactory,
    noon,
)

pytestmark = pytest.mark.django_db
MADE_ON = dt.date(2015, 12, 4)
HOSTILE = '=1+1 & <b>fet</b> "citat" #panic() {{ 1 }} 🙂 \N{RIGHT-TO-LEFT MARK}abc\N{RIGHT-TO-LEFT OVERRIDE}slut'


@pytest.fixture
def plan():
    return load_plan()[0]


def words_of(content):
    """Return everything a document says, head and notes too, as one text with single spaces."""
    head = content.head
    said = [head.sender, head.kind, head.date, f"Dnr {head.registry_number}", head.addressee, head.title, *head.notes]
    for section in content.sections:
        said += [section.heading, *section.paragraphs, *section.items]
    return " ".join(" ".join(said).split())


def section(content, key):
    return next(one for one in content.sections if one.key == key)


def without_marks(line):
    return re.sub(r"^- ", "", line)


def test_the_memo_from_its_own_data_says_every_line_of_the_memo(plan):
    said = words_of(memo_to_adopt(plan, {}, MADE_ON)).casefold()

    lines = [without_marks(line.strip()) for line in memo()["source_text"].split("\n") if line.strip()]
    missing = [line for line in lines if line.casefold() not in said]

    # The page is the printer's: "1 (3)". The wrong period stands in the note, quoted, which the next test looks at.
    assert missing == ["1 (3)"]


def test_the_period_is_right_and_the_correction_is_seen_with_the_wording_quoted(plan):
    content = memo_to_adopt(plan, {}, MADE_ON)

    assert section(content, "beslut").paragraphs == (
        "1. Handlingsplan för näringslivsarbetet antas för perioden 2016-2018.",
    )
    assert content.head.notes == (
        "Rättelse: I källan står ”2016-2108”. Det tolkas som ett skrivfel för 2016-2018, som står i rubriken.\n"
        "Ordagrant i källan: ”Handlingsplan för näringslivsarbetet antas för perioden 2016-2108.”",
    )
    assert "2108" not in words_of(memo_to_adopt(plan, {}, MADE_ON)).replace(" ".join(content.head.notes[0].split()), "")


def test_the_head_is_that_of_a_memo(plan):
    head = memo_to_adopt(plan, {}, MADE_ON).head

    assert (head.layout, head.kind, head.date, head.registry_number, head.addressee, head.title) == (
        "memo",
        "Tjänsteskrivelse",
        "2015-12-04",
        "2015/KS 0623 003",
        "Kommunstyrelsen",
        "Handlingsplan för näringslivsarbetet 2016-2018",
    )
    assert head.sender.split("\n") == [
        "Tyresö kommun",
        "Konsult- och servicekontoret",
        "Ann-Catrine Hagner",
        "chef Konsult- och servicekontoret",
        "08-57829294",
    ]


def test_the_parts_stand_in_the_memos_order(plan):
    content = memo_to_adopt(plan, {}, MADE_ON)

    assert [(one.heading, one.level) for one in content.sections] == [
        ("Förslag till beslut", 1),
        ("Undertecknare", 2),
        ("Beskrivning av ärendet", 1),
        ("Bakgrund och syfte", 1),
        ("Arbetsforum under 2015", 1),
        ("Strategiska områden", 1),
        ("Genomförande", 1),
    ]
    assert section(content, "undertecknare").paragraphs == (
        "Bo Renman\nKommundirektör",
        "Gunilla Berg\nNäringslivschef",
        "Ann-Catrine Hagner\nChef konsult- och servicekontoret",
    )
    assert section(content, "omraden").items == (
        "1) Service och information",
        "2) Samarbete och utveckling",
        "3) Upphandling och inköp",
        "4) Den empatiske byråkraten",
    )


def test_the_forums_say_what_is_known_of_when_they_were_and_no_more(plan):
    assert section(memo_to_adopt(plan, {}, MADE_ON), "arbetsforum").items == (
        "Chefsforum, mars 2015",
        "Avstämning med näringsidkarna, första tillfället, 2015 (dagen är okänd)",
        "Avstämning med näringsidkarna, andra tillfället, 2015 (dagen är okänd)",
    )


def test_made_another_day_the_memo_says_so_and_keeps_its_date(plan):
    head = memo_to_adopt(plan, {}, dt.date(2017, 12, 31)).head

    assert (head.date, head.notes[-1]) == (
        "2015-12-04",
        "Texten är framtagen 2017-12-31 ur handlingsplanens uppgifter.",
    )


def test_what_somebody_wrote_stands_instead_and_the_facts_do_not_move(plan):
    texts = {"decision": "- Planen antas.\n2) Den gäller genast.\n\n", "about": "Kort.\nOch gott.", "forums": ""}

    content = memo_to_adopt(plan, texts, MADE_ON)

    assert section(content, "beslut").paragraphs == ("1. Planen antas.", "2. Den gäller genast.")
    assert section(content, "arendet").paragraphs == ("Kort.", "Och gott.")
    assert (section(content, "arbetsforum").paragraphs, len(section(content, "arbetsforum").items)) == ((), 3)
    assert content.head.registry_number == "2015/KS 0623 003"


def test_a_plan_without_a_source_gets_its_texts_from_its_fields():
    period = MandatePeriodFactory(election_year=2018)
    plan = ActionPlanFactory(
        title="Handlingsplan för näringslivet, 2019-2022", mandate_period=period, goal_area="Näringsliv i framkant",
        purpose="Fler ska vilja starta.", part_of="enhetsplanen", starting_point="enkäten", sender="Kommunen, Enheten",
        anchoring_text="Alla har svarat.", valid_from=dt.date(2019, 1, 1), valid_to=None,
    )  # fmt: skip
    StrategicAreaFactory(plan=plan, number=1, name="Service")
    before = ConsultationEventFactory(title="Frukost", mandate_period=period, companies=12)
    before.set_when("2018-11-05")
    before.save()
    after = ConsultationEventFactory(title="För sent", mandate_period=period)
    after.set_when("2019-02-01")
    after.save()
    ConsultationEventFactory(title="Enkäten", mandate_period=period)

    content = memo_to_adopt(plan, {}, dt.date(2018, 12, 1))

    assert content.head.sender == "Kommunen\nEnheten"
    assert [(one.heading, one.paragraphs, one.items) for one in content.sections] == [
        (
            "Förslag till beslut",
            ("1. Handlingsplan för näringslivet antas att gälla från 2019-01-01 tills vidare.",),
            (),
        ),
        (
            "Beskrivning av ärendet",
            (
                "Ett av de strategiska målområdena i kommunplanen är ”Näringsliv i framkant”.",
                "Beslutet avses gälla under mandatperioden 2019–2022 (val 2018).",
            ),
            (),
        ),
        ("Bakgrund och syfte", ("Fler ska vilja starta.",), ()),
        (
            "Arbetsforum under 2018",
            ("Alla har svarat.", "Arbetet har tagit sin utgångspunkt i enkäten."),
            ("Frukost, 5 november 2018, 12 företag", "Enkäten (tiden är okänd)"),
        ),
        ("Strategiska områden", ("Handlingsplanen har ett strategiskt område. Det är:",), ("1) Service",)),
        ("Genomförande", ("Handlingsplanen föreslås ingå som en del i enhetsplanen.",), ()),
    ]


def test_a_bare_plan_gives_a_document_that_claims_nothing():
    content = memo_to_adopt(ActionPlanFactory(title="Planen"), {}, MADE_ON)

    assert [(one.heading, one.paragraphs) for one in content.sections] == [
        ("Förslag till beslut", ("1. Planen antas för perioden 2016-2018.",)),
        ("Beskrivning av ärendet", ("Beslutet avses gälla perioden 2016-2018.",)),
    ]
    assert content.head.notes == ()


def written(content, extension):
    """Return what another library reads in the file, with single spaces."""
    from docx import Document as WordDocument

    file = io.BytesIO(FORMATS[extension].render(content))
    if extension == "pdf":
        found = [page.extract_text() for page in PdfReader(file).pages]
    else:
        found = [part.text for part in WordDocument(file).element.body.iter() if part.tag.endswith("}t")]
    return " ".join(" ".join(filter(None, found)).split())


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_the_file_holds_the_memo(plan, extension):
    text = written(memo_to_adopt(plan, {}, MADE_ON), extension)

    for words in ("antas för perioden 2016-2018.", "I källan står ”2016-2108”", "4) Den empatiske byråkraten"):
        assert words in text


def test_texts_that_mean_harm_come_through_unharmed(plan):
    content = memo_to_adopt(plan, {"about": HOSTILE, "decision": HOSTILE}, MADE_ON)

    assert section(content, "arendet").paragraphs == (HOSTILE,)
    assert section(content, "beslut").paragraphs == (f"1. {HOSTILE}",)
    assert from_json(to_json(content)) == content


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_texts_that_mean_harm_are_words_in_the_files(plan, extension):
    text = written(memo_to_adopt(plan, {"about": HOSTILE}, MADE_ON), extension)

    for words in ("=1+1 & <b>fet</b>", "#panic() {{ 1 }}", "abc"):
        assert words in text


@pytest.fixture
def report_of(example):
    """report_of("delar", day): a draft of a report of the example's plan."""

    def report_of(kind, cutoff, **facts):
        return ReportFactory(plan=ActionPlan.objects.get(), kind=kind, cutoff=cutoff, **facts)

    return report_of


def test_the_memo_about_a_report_proposes_to_note_it(report_of):
    report = report_of("delar", dt.date(2016, 8, 31), summary="Vi ligger bra till.")

    content = memo_to_note(report.plan, report, {}, dt.date(2016, 9, 22))

    assert (content.head.title, content.head.date, content.head.layout) == (
        "Delårsrapport per 2016-08-31: Handlingsplan för näringslivsarbetet 2016-2018",
        "2016-09-22",
        "memo",
    )
    assert content.head.sender == "Tyresö kommun\nKonsult- och servicekontoret"  # and not who wrote in 2015
    assert section(content, "beslut").paragraphs == ("1. Informationen noteras.",)
    assert section(content, "arendet").paragraphs == (
        "Delårsrapporten redovisar hur arbetet enligt Handlingsplan för näringslivsarbetet 2016-2018 går till och med "
        "den 31 augusti 2016.",
        "Av planens 28 aktiviteter är 1 genomförd, 16 pågående och 11 ej påbörjade.",
        "Vi ligger bra till.",
    )
    assert section(content, "bilagor").items == ("Delårsrapport per 2016-08-31 (inte publicerad än)",)
    assert [one.key for one in content.sections] == ["beslut", "arendet", "bakgrund", "bilagor"]  # nobody has signed
    assert content.head.notes[0] == "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        ("delar", ["Delårsrapporten noteras.", "Delårsrapporten godkänns."]),
        ("helar", ["Helårsrapporten noteras.", "Helårsrapporten godkänns."]),
        (
            "slut",
            [
                "Slutrapporten noteras.",
                "Slutrapporten godkänns.",
                "Slutrapporten godkänns och handlingsplanen avslutas.",
            ],
        ),
    ],
)
def test_each_kind_of_report_has_its_sentences(report_of, kind, sentences):
    report = report_of(kind, dt.date(2017, 12, 31))

    expected = ("Informationen noteras.", "Uppföljningen noteras.", *sentences)

    assert phrases(report) == expected
    assert next(part for part in note_parts(report.plan, report) if part.key == "decision").choices == expected


def test_the_chosen_sentence_more_of_them_and_who_signs(report_of):
    report = report_of("helar", dt.date(2017, 12, 31))
    texts = {
        "decision": "Helårsrapporten godkänns.",
        "more_decisions": "Näringslivschefen återkommer i juni.",
        "signatories": "Kommundirektören, för ledningen",
    }

    content = memo_to_note(report.plan, report, texts, dt.date(2018, 1, 22))

    assert section(content, "beslut").paragraphs == (
        "1. Helårsrapporten godkänns.",
        "2. Näringslivschefen återkommer i juni.",
    )
    assert section(content, "undertecknare").paragraphs == ("Kommundirektören\nFör ledningen",)


def test_a_published_report_keeps_its_numbers_in_the_memo(report_of):
    author = User.objects.get(username="demo-naringslivschef")
    day = dt.date(2016, 8, 31)
    frozen = {"facts": {"total": 3, "by_status": {"genomford": 2, "pagaende": 0, "ej_paborjad": 1, "avbruten": 0}}}
    report = report_of("delar", day, content=frozen, published_at=noon(day), published_by=author)

    content = memo_to_note(report.plan, report, {}, day)

    assert "Av planens 3 aktiviteter är 2 genomförda och 1 ej påbörjad." in section(content, "arendet").paragraphs
    assert section(content, "bilagor").items == ("Delårsrapport per 2016-08-31",)


def test_what_is_known_of_the_adoption_is_told_and_what_is_not_is_left_out(report_of):
    report = report_of("delar", dt.date(2016, 8, 31))
    background = report.plan.purpose
    unknown = DecisionFactory(plan=report.plan)

    before = section(memo_to_note(report.plan, report, {}, MADE_ON), "bakgrund").paragraphs
    unknown.body, unknown.decided_on, unknown.paragraph = "Kommunstyrelsen", dt.date(2016, 2, 9), "§ 12"
    unknown.save()
    after = section(memo_to_note(report.plan, report, {}, MADE_ON), "bakgrund").paragraphs

    assert before == (background,)
    assert after == (
        background,
        "Kommunstyrelsen beslutade om Handlingsplan för näringslivsarbetet 2016-2018 den 9 februari 2016, § 12.",
    )


def test_every_part_has_a_label_and_its_own_key(report_of):
    report = report_of(ReportKind.INTERIM, dt.date(2016, 8, 31))
    for parts in (adopt_parts(report.plan), note_parts(report.plan, report)):
        keys = [part.key for part in parts]

        assert len(set(keys)) == len(keys)
        assert [part.key for part in parts if not part.label] == []
