"""Every closed set of values: key (database, JSON, addresses), Swedish label, look and groups."""

from dataclasses import dataclass
from enum import nonmember

from django.db.models import TextChoices


@dataclass(frozen=True)
class Look:
    """How a value is shown: CSS token (`st-<token>`, `b-<token>`), Heroicon name, words for one and for many."""

    token: str
    icon: str
    one: str
    many: str


class Role(TextChoices):
    """One Django group per user; the group carries the label as its name."""

    ADMINISTRATOR = "administrator", "Administratör"
    CHIEF = "chief", "Näringslivschef"
    OFFICER = "officer", "Handläggare"
    COUNCIL = "council", "Förtroendevald"


class PlanState(TextChoices):
    DRAFT = "utkast", "Utkast"
    PROPOSED = "forslag", "Förslag"
    ADOPTED = "antagen", "Antagen"
    CLOSED = "avslutad", "Avslutad"

    EDITABLE_DEADLINES = nonmember(frozenset({"utkast", "forslag"}))


class DecisionVerb(TextChoices):
    ADOPTED = "antas", "Antas"
    APPROVED = "godkanns", "Godkänns"
    ESTABLISHED = "faststalls", "Fastställs"
    NOTED = "noteras", "Noteras"
    REFERRED_BACK = "aterremitteras", "Återremitteras"
    TABLED = "bordlaggs", "Bordläggs"
    EXTENDED = "forlangs", "Förlängs"
    CANCELLED = "upphavs", "Upphävs"
    ADDED = "laggs_till", "Läggs till"
    CHANGED = "andras", "Ändras"
    STOPPED = "avbryts", "Avbryts"

    ADOPTING = nonmember(frozenset({"antas", "faststalls"}))
    OF_PLANS = nonmember(
        ("antas", "godkanns", "faststalls", "noteras", "aterremitteras", "bordlaggs", "andras", "forlangs", "upphavs")
    )
    OF_REPORTS = nonmember(("noteras", "godkanns", "aterremitteras", "bordlaggs"))
    OF_ACTIVITIES = nonmember(("laggs_till", "andras", "avbryts", "noteras", "aterremitteras", "bordlaggs"))


class ActivityKind(TextChoices):
    ONE_OFF = "engangs", "Engångsaktivitet"
    CONTINUOUS = "lopande", "Löpande aktivitet"


class Audience(TextChoices):
    EXISTING = "befintliga", "Befintliga företag"
    NEW = "nya", "Nya företag"
    BOTH = "bada", "Både befintliga och nya företag"


class ResponsibilityRole(TextChoices):
    RESPONSIBLE = "ansvarig", "Ansvarig"
    PARTICIPANT = "medverkar", "Medverkar"


class Closing(TextChoices):
    CARRIED_OVER = "overford", "Överförd till nästa plan"
    ORDINARY_WORK = "ordinarie_arbete", "Till ordinarie arbete"


class Status(TextChoices):
    NOT_STARTED = "ej_paborjad", "Ej påbörjad"
    ONGOING = "pagaende", "Pågående"
    COMPLETED = "genomford", "Genomförd"
    CANCELLED = "avbruten", "Avbruten"

    FINISHED = nonmember(frozenset({"genomford", "avbruten"}))


class Assessment(TextChoices):
    ON_TRACK = "gron", "Enligt plan"
    MINOR = "gul", "Viss avvikelse"
    MAJOR = "rod", "Stor avvikelse"
    NOT_ASSESSED = "inte_bedomd", "Inte bedömd"
    NONE = "ingen", "Ingen bedömning"

    NEED_COMMENT = nonmember(frozenset({"gul", "rod", "inte_bedomd"}))
    DEVIATING = nonmember(frozenset({"gul", "rod"}))

    @property
    def look(self):
        """Look for pills and the choice buttons."""
        return _ASSESSMENT_LOOKS[self.value]


class Standing(TextChoices):
    """The one label people see, in order of precedence (DESIGN.md section 3)."""

    COMPLETED = "genomford", "Genomförd"
    CANCELLED = "avbruten", "Avbruten"
    CARRIED_OVER = "overford", "Överförd"
    LATE = "forsenad", "Försenad"
    MAJOR = "stor_avvikelse", "Stor avvikelse"
    MINOR = "viss_avvikelse", "Viss avvikelse"
    ONGOING = "pagar", "Pågår"
    SHOULD_HAVE_STARTED = "borde_ha_startat", "Borde ha startat"
    NOT_STARTED = "ej_paborjad", "Ej påbörjad"

    SHOWN = nonmember(
        (
            "genomford",
            "pagar",
            "viss_avvikelse",
            "stor_avvikelse",
            "forsenad",
            "borde_ha_startat",
            "ej_paborjad",
            "avbruten",
            "overford",
        )
    )
    """The order in bars and legends: from done, over what needs attention, to what is not begun or left."""

    @property
    def look(self):
        """Look for pills, bars and legends."""
        return _STANDING_LOOKS[self.value]


class Flag(TextChoices):
    """What needs attention; flags do not exclude each other."""

    LATE = "forsenad", "Försenad"
    DEVIATING = "avviker", "Avviker från planen"
    SHOULD_HAVE_STARTED = "borde_ha_startat", "Borde ha startat"
    SILENT = "tyst", "Inte uppföljd på länge"


class Change(TextChoices):
    """What can have changed between two days."""

    COMPLETED = "genomforda", "Genomförda"
    STARTED = "startade", "Startade"
    NEWLY_LATE = "nya_forseningar", "Nya förseningar"
    MOVED = "flyttade", "Flyttad sluttid"
    ADDED = "tillkomna", "Tillkomna"
    CANCELLED = "avbrutna", "Avbrutna"


class EventKind(TextChoices):
    MANAGERS_FORUM = "chefsforum", "Chefsforum"
    CHECKPOINT = "avstamning", "Avstämning"
    DIALOGUE = "dialogmote", "Dialogmöte"
    BREAKFAST = "frukostmote", "Frukostmöte"
    VISIT = "foretagsbesok", "Företagsbesök"
    SURVEY = "enkat", "Enkät"
    PROGRAMME = "program", "Program"


class DatePrecision(TextChoices):
    """How much is known of when something was; what is unknown is never guessed."""

    DAY = "dag", "Dag"
    MONTH = "manad", "Månad"
    YEAR = "ar", "År"
    UNKNOWN = "okant", "Okänt"


class ProposalOutcome(TextChoices):
    """What became of a proposal, in the order of the board."""

    RECEIVED = "inkommet", "Inkommet"
    UNDER_PREPARATION = "bereds", "Bereds"
    BECAME_ACTIVITY = "blev_aktivitet", "Blev aktivitet"
    ALREADY_UNDER_WAY = "pagar_redan", "Pågår redan"
    DECLINED = "avbojt", "Avböjt"

    UNDECIDED = nonmember(frozenset({"inkommet", "bereds"}))
    NEED_REASON = nonmember(frozenset({"pagar_redan", "avbojt"}))

    @property
    def look(self):
        """Look for pills."""
        return _OUTCOME_LOOKS[self.value]

    def look_when(self, completed: bool):
        """Look of a proposal all of whose activities are completed, or not."""
        return _COMPLETED_LOOK if completed and self == self.BECAME_ACTIVITY else self.look


class Suggestion(TextChoices):
    """What a department thinks should become of a proposal it has been sent."""

    NEW_ACTIVITY = "ny_aktivitet", "Gör till en ny aktivitet"
    PART_OF = "ingar_i", "Ingår i en aktivitet som finns"
    DECLINE = "avboj", "Avböj"


class ProposalStepKind(TextChoices):
    """What can happen to a proposal."""

    SAID = "sagt", "Sagt"
    EDITED = "andrat", "Ändrat"
    SENT = "sant", "Skickat"
    ANSWERED = "svarat", "Besvarat"
    DECIDED = "beslutat", "Beslutat"
    MERGED = "sammanslaget", "Sammanslaget"
    SEPARATED = "utbrutet", "Utbrutet"
    SPLIT = "delat", "Delat"


class FunnelStage(TextChoices):
    """The funnel from what was said to what was done; each stage is a part of the one before."""

    SAID = "sagda", "Sagda"
    ANCHORED = "forankrade", "Förankrade"
    BECAME_ACTIVITIES = "blev_aktiviteter", "Blev aktiviteter"
    COMPLETED = "genomforda", "Genomförda"


class VerdictValue(TextChoices):
    """What a proposer says of a completed activity."""

    SOLVED = "lost", "Löst för oss"
    NOT_YET = "inte_an", "Inte än"

    @property
    def look(self):
        """Look for pills."""
        return _VERDICT_LOOKS[self.value]


class MailKind(TextChoices):
    """What a mail is about; nobody gets two of a kind about the same thing."""

    DECIDED = "beslut", "Besked om förslaget"
    CHANGED = "andrat", "Beskedet är ändrat"
    COMPLETED = "genomford", "Aktiviteten är genomförd"
    ROUND_SOON = "omgang_snart", "Brytdatum närmar sig"
    ROUND_OPENED = "omgang_oppen", "Uppföljningen är öppen"
    ROUND_CLOSING = "omgang_stanger", "Uppföljningen stänger snart"
    REMINDER = "paminnelse", "Påminnelse från näringslivschefen"
    PUBLISHED = "rapport", "En rapport är publicerad"

    TO_PROPOSERS = nonmember(frozenset({"beslut", "andrat", "genomford"}))


class RoundState(TextChoices):
    """Where a follow-up round stands; from "låst" on it takes no updates with its cut-off or an earlier day."""

    PLANNED = "planerad", "Planerad"
    OPEN = "oppen", "Öppen"
    LOCKED = "last", "Låst"
    PUBLISHED = "publicerad", "Publicerad"

    REFUSING = nonmember(frozenset({"last", "publicerad"}))

    @property
    def look(self):
        """Look for pills."""
        return _ROUND_LOOKS[self.value]


class RoundStepKind(TextChoices):
    """What can happen to a follow-up round."""

    OPENED = "oppnad", "Öppnad"
    LOCKED = "last", "Låst"
    UNLOCKED = "upplast", "Upplåst"
    PUBLISHED = "publicerad", "Publicerad"
    REMINDED = "pamind", "Påminnelse skickad"


class ReviewVerdict(TextChoices):
    """What näringslivschefen says of an answer in a round."""

    REVIEWED = "granskad", "Granskad"
    COMPLETE = "komplettera", "Komplettera"

    @property
    def look(self):
        """Look for pills."""
        return _REVIEW_LOOKS[self.value]


class RoundRows(TextChoices):
    """Which of a round's activities its page lists; CHECKLIST is what is gone through before it is locked."""

    EXPECTED = "alla", "Alla som ska svara"
    ANSWERED = "svarat", "Har svarat"
    LEFT = "kvar", "Har inte svarat"
    TO_REVIEW = "att-granska", "Att granska"
    QUESTIONED = "komplettera", "Ska kompletteras"
    REVIEWED = "granskade", "Granskade"
    UNEXPLAINED = "utan-kommentar", "Avviker eller är försenade utan kommentar"
    NO_RESULT = "utan-resultat", "Genomförda utan text om resultatet"
    NO_DEADLINE = "utan-sluttid", "Saknar sluttid"
    DEPARTMENT_ENDED = "upphord", "Ansvarig förvaltning saknas eller har upphört"
    NOT_STARTED = "ej-startade", "Skulle ha startat men har inte börjat"

    REVIEW = nonmember(("alla", "svarat", "kvar", "att-granska", "komplettera", "granskade"))
    CHECKLIST = nonmember(
        (
            "kvar",
            "att-granska",
            "komplettera",
            "utan-kommentar",
            "utan-resultat",
            "utan-sluttid",
            "upphord",
            "ej-startade",
        )
    )
    TOO_LATE = nonmember({"att-granska": "Granskades inte", "komplettera": "Kompletterades inte"})
    """What the chief can do something about only while the round is open, by what it is called afterwards."""

    def label_in(self, state: str) -> str:
        """Return the label in a round's state: what was left undone when it was locked waits for nobody."""
        return self.label if state == RoundState.OPEN else self.TOO_LATE.get(self.value, self.label)


class ReportKind(TextChoices):
    INTERIM = "delar", "Delårsrapport"
    ANNUAL = "helar", "Helårsrapport"
    FINAL = "slut", "Slutrapport"


class Visibility(TextChoices):
    """Who may read a published report."""

    COUNCIL = "fortroendevalda", "Förtroendevalda och medarbetare"
    EVERYBODY = "alla", "Alla"


class DocumentKind(TextChoices):
    """The documents around a decision that are made from the plan's own data."""

    MEMO_ADOPT = "tjansteskrivelse_anta", "Tjänsteskrivelse: anta planen"
    MEMO_NOTE = "tjansteskrivelse_notera", "Tjänsteskrivelse: notera rapporten"
    PLAN = "handlingsplan", "Handlingsplan"


class MailState(TextChoices):
    WAITING = "vantar", "Väntar"
    SENDING = "skickas", "Kanske skickat"
    SENT = "skickat", "Skickat"
    FAILED = "misslyckat", "Gick inte att skicka"


_OUTCOME_LOOKS = {
    "inkommet": Look("idle", "inbox", "inkommet", "inkomna"),
    "bereds": Look("due", "clock", "bereds", "bereds"),
    "blev_aktivitet": Look("ongoing", "play-circle", "blev aktivitet", "blev aktiviteter"),
    "pagar_redan": Look("carried", "arrow-path", "pågår redan", "pågår redan"),
    "avbojt": Look("stopped", "x-circle", "avböjt", "avböjda"),
}
_COMPLETED_LOOK = Look("done", "check-circle", "blev aktivitet", "blev aktiviteter")
_VERDICT_LOOKS = {
    "lost": Look("done", "hand-thumb-up", "löst", "lösta"),
    "inte_an": Look("risk", "hand-raised", "inte än", "inte än"),
}
_ROUND_LOOKS = {
    "planerad": Look("idle", "calendar-days", "planerad", "planerade"),
    "oppen": Look("ongoing", "play-circle", "öppen", "öppna"),
    "last": Look("carried", "lock-closed", "låst", "låsta"),
    "publicerad": Look("done", "check-circle", "publicerad", "publicerade"),
}
_REVIEW_LOOKS = {
    "granskad": Look("done", "check-circle", "granskad", "granskade"),
    "komplettera": Look("risk", "question-mark-circle", "komplettera", "ska kompletteras"),
}
_STANDING_LOOKS = {
    "genomford": Look("done", "check-circle", "genomförd", "genomförda"),
    "avbruten": Look("stopped", "x-circle", "avbruten", "avbrutna"),
    "overford": Look("carried", "arrow-right-circle", "överförd", "överförda"),
    "forsenad": Look("late", "exclamation-circle", "försenad", "försenade"),
    "stor_avvikelse": Look("major", "exclamation-triangle", "stor avvikelse", "stor avvikelse"),
    "viss_avvikelse": Look("risk", "exclamation-triangle", "viss avvikelse", "viss avvikelse"),
    "pagar": Look("ongoing", "play-circle", "pågår", "pågår"),
    "borde_ha_startat": Look("due", "clock", "borde ha startat", "borde ha startat"),
    "ej_paborjad": Look("idle", "minus-circle", "ej påbörjad", "ej påbörjade"),
}
_ASSESSMENT_LOOKS = {
    "gron": Look("ongoing", "check-circle", "enligt plan", "enligt plan"),
    "gul": Look("risk", "exclamation-triangle", "viss avvikelse", "viss avvikelse"),
    "rod": Look("major", "exclamation-triangle", "stor avvikelse", "stor avvikelse"),
    "inte_bedomd": Look("idle", "question-mark-circle", "inte bedömd", "inte bedömda"),
    "ingen": Look("idle", "minus-circle", "ingen bedömning", "ingen bedömning"),
}
