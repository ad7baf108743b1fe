import datetime as dt

import pytest
from django.utils import timezone

from actionplan import clock

STOCKHOLM = timezone.get_default_timezone()


@pytest.fixture
def demo_day(settings):
    settings.DEMO_TODAY = dt.date(2017, 12, 31)
    return settings.DEMO_TODAY


def test_today_is_the_swedish_day(settings):
    settings.DEMO_TODAY = None

    before = dt.datetime.now(STOCKHOLM)
    found = (clock.today(), clock.now())
    after = dt.datetime.now(STOCKHOLM)

    assert before.date() <= found[0] <= after.date()
    assert before <= found[1] <= after


def test_in_the_demo_the_day_stands_still(demo_day):
    assert clock.today() == demo_day
    assert timezone.localdate(clock.now()) == demo_day


def test_in_the_demo_what_is_recorded_comes_after_the_example_and_keeps_its_order(demo_day):
    example = timezone.make_aware(dt.datetime.combine(demo_day, dt.time(12)))

    moments = [clock.now() for _ in range(50)]

    assert example < moments[0]
    assert moments == sorted(moments)


def test_in_the_demo_a_real_moment_is_placed_among_the_sites_own(demo_day):
    example = timezone.make_aware(dt.datetime.combine(demo_day, dt.time(12)))

    moments = [example, clock.now(), timezone.now(), clock.now()]

    assert [clock.moment_of(moment) for moment in moments] == sorted(clock.moment_of(moment) for moment in moments)
    assert clock.moment_of(example) == example


def test_outside_the_demo_a_real_moment_is_what_it_is(settings):
    settings.DEMO_TODAY = None
    real = timezone.now()

    assert clock.moment_of(real) == real


@pytest.mark.parametrize("year", [2020, 2026, 2030, 2045])
def test_in_the_demo_the_day_stands_still_for_twenty_years(demo_day, monkeypatch, year):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(year, 12, 31, 23, 59, tzinfo=dt.UTC))

    assert timezone.localdate(clock.now()) == demo_day
