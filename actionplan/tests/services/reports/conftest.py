"""Reports: what its tests begin with."""

import pytest

from actionplan.services.reports import create_report, publish_report
from actionplan.tests.factories import ActionPlanFactory
from actionplan.tests.services.reports.common import AT, CONTENT, CUTOFF, FILES


@pytest.fixture
def plan():
    return ActionPlanFactory()


@pytest.fixture
def create(plan, chief):
    """create(cutoff=…): the draft there is then."""

    def create(**wanted):
        return create_report(plan, **{"kind": "delar", "cutoff": CUTOFF, "by": chief, "at": AT} | wanted)

    return create


@pytest.fixture
def publish(chief):
    """publish(draft): the published report."""

    def publish(draft, **wanted):
        given = {"content": CONTENT, "files": FILES, "by": chief, "at": AT, "expected_version": draft.version}
        return publish_report(draft, **given | wanted)

    return publish
