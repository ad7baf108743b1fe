"""What belongs to a round, and what the chief says of it."""

import datetime as dt

import pytest

from actionplan.choices import ReviewVerdict, RoundState
from actionplan.models import RoundReview
from actionplan.services.rounds import review_activity
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ReportingRoundFactory,
    StatusUpdateFactory,
    UserFactory,
    noon,
)
from actionplan.tests.services.rounds.common import CUTOFF, DAY, LATER, TOLD, refusal, tell

pytestmark = pytest.mark.django_db


LATER_DAY = dt.date(2016, 9, 7)


def test_without_an_open_round_an_update_belongs_to_none(round_, activity):
    assert tell(activity).round is None


def review(round_, activity, verdict=ReviewVerdict.REVIEWED, question="", at=LATER, **more):
    return review_activity(round_, activity, verdict, question, by=UserFactory(), at=at, **more)


def questions(round_, on=LATER_DAY):
    return list(RoundReview.objects.questions(round_, on).values_list("question", flat=True))


def test_an_answer_is_reviewed_once(opened, activity):
    tell(activity)

    first, second = (review(opened, activity) for _ in range(2))

    assert first == second == RoundReview.objects.get()


def test_a_new_answer_can_be_reviewed_again(opened, activity):
    tell(activity)
    first = review(opened, activity)
    tell(activity, at=LATER + DAY)

    assert review(opened, activity, at=LATER + 2 * DAY) != first


def test_what_nobody_has_answered_is_not_reviewed(opened, activity):
    tell(activity, CUTOFF - DAY)

    sentence = ["Ingen har svarat om aktiviteten ännu, så det finns inget att granska."]
    assert refusal(review, opened, activity) == sentence


@pytest.mark.parametrize("question", ["", "  "])
def test_to_ask_for_more_takes_a_question(opened, activity, question):
    assert refusal(review, opened, activity, ReviewVerdict.COMPLETE, question) == {
        "question": ["Skriv vad som behöver kompletteras."]
    }


@pytest.mark.parametrize(("as_of", "left"), [(CUTOFF - DAY, ["Hur många?"]), (CUTOFF, []), (CUTOFF + DAY, [])])
def test_a_question_stands_until_somebody_tells_of_the_cutoff_or_later(opened, activity, as_of, left):
    tell(activity)
    review(opened, activity, ReviewVerdict.COMPLETE, " Hur många? ")
    assert questions(opened) == ["Hur många?"]

    tell(activity, as_of, LATER + dt.timedelta(hours=1))

    assert questions(opened) == left


def test_the_newest_word_about_an_answer_holds(opened, activity):
    tell(activity)
    review(opened, activity, ReviewVerdict.COMPLETE, "Hur många?", at=LATER)
    review(opened, activity, at=LATER + DAY)

    assert questions(opened, LATER.date() + 2 * DAY) == []


def test_a_review_comes_after_what_it_reviews_even_if_the_clock_stands(opened, activity):
    told = tell(activity, at=LATER)

    assert review(opened, activity, ReviewVerdict.COMPLETE, "Hur många?", at=LATER).at > told.recorded_at
    assert questions(opened) == ["Hur många?"]


def test_what_is_told_after_todays_demo_answers_no_question(opened, activity):
    tell(activity, CUTOFF, TOLD)
    tell(activity, dt.date(2018, 1, 1), noon(dt.date(2018, 1, 1)))

    review(opened, activity, ReviewVerdict.COMPLETE, "Hur många?")

    assert questions(opened) == ["Hur många?"]


def test_a_review_of_what_has_been_told_anew_is_told(opened, activity):
    tell(activity)
    newer = tell(activity, comment="Nytt.", at=LATER)

    with pytest.raises(LostUpdate) as lost:
        review(opened, activity, expected_version=2)

    assert (lost.value.updates, RoundReview.objects.count()) == ([newer], 0)


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.LOCKED, RoundState.PUBLISHED])
def test_answers_are_reviewed_while_the_round_is_open(plan, activity, state):
    StatusUpdateFactory(activity=activity, as_of=CUTOFF)
    round_ = ReportingRoundFactory(plan=plan, state=state)

    word = {"planerad": "planerad", "last": "låst", "publicerad": "publicerad"}[state]
    assert refusal(review, round_, activity) == [f"Omgången är {word}. Svar granskas medan den är öppen."]
