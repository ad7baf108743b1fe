"""The geometry of bars and charts, for SVG templates that only draw it."""

from actionplan.charts.bars import BAR_WIDTH, Bar, Segment, share_bar, standing_bar
from actionplan.charts.funnel import FunnelChart, FunnelRow, funnel_chart
from actionplan.charts.timeline import Timeline, timeline_chart

__all__ = [
    "BAR_WIDTH",
    "Bar",
    "FunnelChart",
    "FunnelRow",
    "Segment",
    "Timeline",
    "funnel_chart",
    "share_bar",
    "standing_bar",
    "timeline_chart",
]
