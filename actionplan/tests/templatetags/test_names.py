"""How long names may break."""

import pytest

from actionplan.templatetags.actionplan import soft_hyphens


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Stadsbyggnadsförvaltningen", "Stadsbyggnads-förvaltningen"),
        ("Konsult- och servicekontoret", "Konsult- och service-kontoret"),
        ("Kommunledningskontoret", "Kommun-lednings-kontoret"),
        ("Södertörns miljö- och hälsoskyddsförbund", "Södertörns miljö- och hälso-skyddsförbund"),
        ("Tekniska kontoret", "Tekniska kontoret"),
    ],
)
def test_a_long_name_may_break_within_its_words(name, shown):
    assert soft_hyphens(name).replace("\N{SOFT HYPHEN}", "-") == shown
