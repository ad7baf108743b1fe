"""Contents shaped like real ones, made without the database: a report of any size, a memo, and one that means harm."""

import datetime as dt
from decimal import Decimal

from actionplan.reports.blocks import Bar, Column, Content, Head, Section, Table

AREAS = (
    "1 Service och information",
    "2 Samarbete och utveckling",
    "3 Upphandling och inköp",
    "4 Den empatiske byråkraten",
)
DEPARTMENTS = (
    "Konsult- och servicekontoret",
    "Stadsbyggnadsförvaltningen",
    "Södertörns miljö- och hälsoskyddsförbund",
    "Utvecklingsförvaltningen",
    "Tekniska kontoret",
)
TITLES = (
    "Rutin för att pröva om avtal kan delas upp",
    "Upphandlingsskola för småföretag",
    "Lotsfunktion för nya företag",
    "Servicegaranti för bygglov",
    "Frukostmöten varje månad",
    "Digital ansökan om serveringstillstånd",
    "Mentorsprogram mellan företag och skola",
)
STANDINGS = (
    "viss_avvikelse", "forsenad", "genomford", "pagar", "ej_paborjad", "stor_avvikelse", "borde_ha_startat", "avbruten",
    "overford",
)  # fmt: skip
COMMENTS = ("Underlag klart. Väntar på ny upphandlingspolicy i KS 26 september.", "", "Kursledare hoppade av, ny söks.")


def report(activities: int = 60) -> Content:
    """Return a follow-up report with so many activities spread over four areas."""
    return Content(
        head=Head(
            title="Tertial 2 2017: Handlingsplan för näringslivsarbetet 2016–2018",
            kind="Delårsrapport",
            sender="Tyresö kommun\nKonsult- och servicekontoret",
            addressee="Kommunstyrelsen",
            registry_number="2015/KS 0623 003",
            date="2017-09-12",
            notes=(
                "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat.",
                "I källan står 2016-2108; tolkat som skrivfel för 2016-2018.",
            ),
        ),
        sections=(
            _summary(),
            _spread(activities),
            *(_area(number, activities) for number in range(len(AREAS))),
            _last(),
        ),
        facts={"total": activities},
    )


def _summary() -> Section:
    return Section(
        "sammanfattning",
        "Sammanfattning",
        paragraphs=(
            "14 av 42 aktiviteter är genomförda, tre fler än i förra rapporten. 4 är försenade, en färre än sist.",
            "Läget gäller den 31 augusti 2017. Det som rapporterats senare kommer med i nästa rapport.",
        ),
        items=(
            "Genomförda (3): Lotsfunktion för nya företag; Servicegaranti för bygglov; Frukostmöten varje månad",
            "Nya förseningar (1): Digital ansökan om serveringstillstånd – ny klartid 30 november",
            "Tillkomna (1): Mentorsprogram företag–skola",
        ),
    )


def _spread(activities: int) -> Section:
    bars = tuple(
        Bar(name, tuple((key, (index + 3 * place) % 6 + place % 2) for place, key in enumerate(STANDINGS)))
        for index, name in enumerate(AREAS)
    )
    columns = (
        Column("Område", width=60), Column("Genomförda", width=30), Column("Sedan sist", "number", 25),
        Column("Försenade", "number", 25), Column("Egen bedömning", "standing", 35),
    )  # fmt: skip
    rows = tuple(
        (
            name,
            f"{index + 2} av {activities // 4}",
            1 - index,
            index or None,
            ("gron", "gul", "rod", "inte_bedomd")[index],
        )
        for index, name in enumerate(AREAS)
    )
    return Section(
        "laget", "Läget per område", bars=bars, tables=(Table("omraden", "Läget per område", columns, rows),)
    )


def _area(number: int, activities: int) -> Section:
    columns = (
        Column("Aktivitet", width=75), Column("Ansvarig", width=50), Column("Klar", "date", 25),
        Column("Läge", "standing", 35),
    )  # fmt: skip
    rows = tuple(_row(index) for index in range(number, activities, len(AREAS)))
    table = Table(f"omrade-{number + 1}", f"Aktiviteter i område {AREAS[number]}", columns, rows)
    return Section(f"omrade-{number + 1}", AREAS[number], level=2, tables=(table,))


def _row(index: int) -> tuple:
    comment = COMMENTS[index % 3]
    title = f"{TITLES[index % len(TITLES)]} {index + 1}" + (f"\n{comment}" if comment else "")
    day = dt.date(2017, index % 12 + 1, index % 28 + 1) if index % 11 else None
    return (title, DEPARTMENTS[index % len(DEPARTMENTS)], day, STANDINGS[index % len(STANDINGS)])


def _last() -> Section:
    columns = (
        Column("Nyckeltal", width=70),
        Column("Mål", "number", 30),
        Column("Utfall", "number", 30),
        Column("Enhet", width=40),
    )
    rows = (
        ("Nöjd kundindex, företag", 75, Decimal("68.5"), "NKI"),
        ("Handläggningstid för bygglov", Decimal("42.50"), None, "dagar"),
        ("Kostnad hittills", 250000, -12500, "kronor"),
    )
    tables = (
        Table("nyckeltal", "Nyckeltal", columns, rows),
        Table("beslut", "Beslut", (Column("Beslut"), Column("Dag", "date")), (), empty="Inga beslut i perioden."),
    )
    return Section("bilaga", "Bilaga", paragraphs=("Så räknas läget: första träffen gäller.",), tables=tables)


def crowded() -> Content:
    """Return a report with as many columns as a page can bear."""
    columns = (
        Column("Nr", width=15), Column("Aktivitet", width=44), Column("Ansvarig", width=32), Column("Startar", "date", 20),
        Column("Klar senast", "date", 20), Column("Läge", "standing", 26), Column("Ursprunglig sluttid", "date", 21),
        Column("Antal flyttar", "number", 14), Column("Genomförda, ändring", "number", 20),
    )  # fmt: skip
    day = dt.date(2017, 12, 31)
    rows = tuple(
        (f"SI-{n:02}", TITLES[n % 7], DEPARTMENTS[n % 5], day, day, STANDINGS[n % 9], day, n, f"+{n}" if n else "0")
        for n in range(12)
    )
    section = Section("trangt", "Förvaltningar", tables=(Table("trangt", "Aktiviteter", columns, rows),))
    return Content(report().head, (section,))


def memo() -> Content:
    """Return a memo as the one of 2015-12-04 is laid out."""
    return Content(
        head=Head(
            title="Handlingsplan för näringslivsarbetet 2016-2018",
            kind="Tjänsteskrivelse",
            sender="Tyresö kommun\nKonsult- och servicekontoret\nNäringslivschefen",
            addressee="Kommunstyrelsen",
            registry_number="2015/KS 0623 003",
            date="2015-12-04",
            notes=("I källan står 2016-2108; tolkat som skrivfel för 2016-2018.",),
            layout="memo",
        ),
        sections=(
            Section(
                "forslag",
                "Förslag till beslut",
                items=("Handlingsplan för näringslivsarbetet antas för perioden 2016-2018.",),
            ),
            Section("underskrifter", "Underskrifter", level=2, paragraphs=("Kommundirektör", "Näringslivschef")),
            Section(
                "arendet",
                "Beskrivning av ärendet",
                paragraphs=(
                    "Ett av de strategiska målområdena i kommunplanen är ’Blomstrande näringsliv’. En framgångsfaktor för "
                    "detta är en nära samverkan med näringslivet.",
                    "Beslutet avses gälla under innevarande mandatperiod.",
                )
                * 6,
            ),
            Section(
                "bakgrund",
                "Bakgrund och syfte",
                paragraphs=("Inom varje område har aktiviteter identifierats.",) * 12,
                items=tuple(f"{number}) {name[2:]}" for number, name in enumerate(AREAS, 1)),
            ),
        ),
    )


HARM = (
    '<script>alert("x")</script> & <b>fet</b> &amp; </w:t> ]]>',
    "=1+1", "+46", "-5", "@SUM(A1:A2)", '=HYPERLINK("http://exempel.invalid","klicka")',
    "#panic()", "$x$", '#read("/etc/passwd")', "*fet* _kursiv_ `kod` \\ @etikett <etikett> // /* */ ~ -- ---",
    "{{ report.head }} {% now 'Y' %} <!-- styles -->",
    "_x0041_ och _x000D_",
    "rad ett\nrad två\n\nrad fyra",
    "citat \"rakt\" ’enkelt’ ”svenskt” »gås«",
    "å ä ö Å Ä Ö é ü č ł ñ – — … • → ≥ × ½",
    "a\N{COMBINING RING ABOVE}terställt",
)  # fmt: skip
"""Texts that must come out as they went in (composed letters aside)."""


def hostile() -> Content:
    """Return a content where every text is one that some format might read as its own language."""
    long_word = "Dnr" + "x" * 5000
    columns = (
        Column("Text & <namn>", width=60),
        Column("=Tal", "number"),
        Column("Läge", "standing"),
        Column("Dag", "date"),
    )
    rows = tuple((text, index, "forsenad", dt.date(2017, 1, 1)) for index, text in enumerate(HARM))
    return Content(
        head=Head(
            title="=Plan <2016> & #panic() $x$", kind="Rapport <b>", sender="A & B\n<kommun>", addressee="=KS",
            registry_number="2015/KS <0623> 003", date="2017-09-12", notes=HARM[:2],
        ),
        sections=(
            Section("samma", "Rubrik <1> & #eval()", paragraphs=HARM, items=HARM, bars=(Bar("=Stapel & <1>", (("forsenad", 1),)),)),
            Section("samma", "Rubrik som hoppar", level=3, tables=(Table("samma", "=Tabell: [1]*?/\\'", columns, rows),)),
            Section(
                "lang", "Långt", paragraphs=(long_word,),
                tables=(Table("samma", "Långa ord", columns, ((long_word, 1, "pagar", None), ("\u200fabc\u200e", 2, "gron", None))),),
            ),
        ),
    )  # fmt: skip
