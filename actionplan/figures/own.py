"""What one person has to report: the activities their departments answer for, most urgent first.

While a round is open every activity that was there on its cut-off waits for an update about that day or a later one, and
so does what the chief asks about. Without a round, what has begun waits since the newest of three days a year.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Value, When

from actionplan.figures.answers import answered_in, expected_in
from actionplan.figures.cutoffs import newest_cutoff
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, Anchoring, ReportingRound, RoundReview
from actionplan.models.standing import OPEN

OWN_ROWS = 60
_SHOWN = OPEN | Q(is_waiting=True)


@dataclass(frozen=True)
class OwnActivities:
    """What /mina/ shows; each row carries what `on_day` annotates, `is_waiting`, `comment_on` and `question` (the chief's).

    `responsible` and `participating` hold at most OWN_ROWS rows, the most urgent; the numbers count all.
    """

    cutoff: dt.date
    round: ReportingRound | None
    """The open round, if there is one."""
    waiting: int
    """What nobody has told of since the cut-off, and what the chief asks about."""
    total: int
    """What the departments answer for that is open, or that the chief asks about."""
    expected: int
    """What is to be followed up: what was open on the round's cut-off, without a round what has begun and is open."""
    finished: int
    responsible: list[Activity]
    participating: list[Activity]

    @property
    def hidden(self) -> int:
        """Open activities that find no room on the page."""
        return self.total - len(self.responsible)


@dataclass(frozen=True)
class _Asked:
    """What is asked for: about which day, by which round, and what the chief wants to know of which activity (by id)."""

    cutoff: dt.date
    round: ReportingRound | None
    questions: dict[int, str]


def open_round(plan: ActionPlan) -> ReportingRound | None:
    """Return the plan's round that takes answers now; there is never more than one."""
    return ReportingRound.objects.open().filter(plan=plan).first()


def own_activities(plan: ActionPlan, department_ids, on: dt.date) -> OwnActivities:
    """Return what the departments answer for that day, what waits for a report first, and what they take part in."""
    asked = _asked_now(plan, on)
    mine = _on_day(plan, on, asked).responsible_on(department_ids, on)
    about = (on, plan.state, *sorted(department_ids))
    numbers = remembered(plan, "own", *about, count=lambda: _numbers(mine))
    return OwnActivities(
        cutoff=asked.cutoff,
        round=asked.round,
        **numbers,
        responsible=_with_questions(_most_urgent_first(mine.filter(_SHOWN))[:OWN_ROWS], asked),
        participating=list(_participating(plan, department_ids, on, asked)[:OWN_ROWS]),
    )


def question_about(activity: Activity, round_: ReportingRound | None, on: dt.date) -> str:
    """Return what the chief wants to know of the activity's answer in the round; empty when nothing, or when it is answered."""
    if round_ is None:
        return ""
    asked = RoundReview.objects.questions(round_, on).filter(activity=activity.pk)
    return asked.values_list("question", flat=True).first() or ""


def _asked_now(plan: ActionPlan, on: dt.date) -> _Asked:
    round_ = open_round(plan)
    if round_ is None:
        return _Asked(newest_cutoff(on), None, {})
    questions = RoundReview.objects.questions(round_, on).values_list("activity", "question")
    return _Asked(round_.cutoff, round_, dict(questions))


def _with_questions(rows, asked: _Asked) -> list[Activity]:
    found = list(rows)
    for row in found:
        row.question = asked.questions.get(row.pk, "")
    return found


def _numbers(mine) -> dict[str, int]:
    return mine.aggregate(
        waiting=Count("pk", filter=Q(is_waiting=True)),
        total=Count("pk", filter=_SHOWN),
        expected=Count("pk", filter=Q(is_expected=True)),
        finished=Count("pk", filter=~_SHOWN),
    )


def waiting_count(plan: ActionPlan | None, department_ids, on: dt.date) -> int:
    """Return how many activities wait for a report and proposals for an answer, for the figure in the menu."""
    if not department_ids:
        return 0
    asked = _proposals(department_ids).count()
    if plan is None:
        return asked
    about = (on, plan.state, *sorted(department_ids))
    return asked + remembered(plan, "waiting", *about, count=lambda: _waiting(plan, department_ids, on).count())


def to_answer(department_ids) -> tuple[int, list[Anchoring]]:
    """Return how many proposals the departments should answer, and the first of them by the day to answer.

    Of every mandate period: what is asked is asked. Never remembered, as no one plan's revision follows it.
    """
    number = _proposals(department_ids).count()
    if not number:
        return 0, []
    rows = (
        _proposals(department_ids).select_related("department", "proposal__event").prefetch_related("proposal__members")
    )
    return number, list(rows.order_by(F("answer_by").asc(nulls_last=True), "pk")[:OWN_ROWS])


def _proposals(department_ids):
    return Anchoring.objects.waiting().of_departments(department_ids)


def _waiting(plan: ActionPlan, department_ids, on: dt.date):
    rows = _on_day(plan, on, _asked_now(plan, on))
    return rows.responsible_on(department_ids, on).filter(is_waiting=True)


def next_waiting(plan: ActionPlan, department_ids, on: dt.date, after: Activity) -> Activity | None:
    """Return the most urgent activity that still waits, other than the one just saved."""
    return _most_urgent_first(_waiting(plan, department_ids, on).exclude(pk=after.pk)).first()


def _on_day(plan: ActionPlan, on: dt.date, asked: _Asked):
    """Add what is expected, what of it waits because nobody has told since the cut-off, and what the chief asks about.

    A closed plan takes no updates, so nothing waits in it.
    """
    rows = Activity.objects.filter(plan=plan).on_day(on).annotate(comment_on=F("span__update__comment"))
    if plan.is_closed:
        return rows.annotate(is_expected=Value(False), is_waiting=Value(False))
    if asked.round:
        rows = rows.compared_with(asked.cutoff - dt.timedelta(days=1))
        expected = expected_in(asked.round)
    else:
        expected = OPEN & (Q(starts_on__isnull=True) | Q(starts_on__lte=on))
    asked_about = Q(pk__in=list(asked.questions), is_closed=False)
    return rows.annotate(
        is_expected=_yes(expected | asked_about),
        is_waiting=_yes((expected & ~answered_in(asked.cutoff)) | asked_about),
    )


def _yes(condition: Q):
    return Case(When(condition, then=Value(True)), default=Value(False))


def _most_urgent_first(activities):
    order = Case(
        When(is_late=True, then=Value(0)),
        When(is_due=True, then=Value(1)),
        When(is_silent=True, then=Value(2)),
        When(is_deviating=True, then=Value(3)),
        default=Value(4),
    )
    return activities.select_related("area").order_by(
        F("is_waiting").desc(), order, F("deadline_on").asc(nulls_last=True), "code"
    )


def _participating(plan: ActionPlan, department_ids, on: dt.date, asked: _Asked):
    rows = _on_day(plan, on, asked).participated_in_by(department_ids, on)
    return rows.still_open().select_related("area").order_by("code")
