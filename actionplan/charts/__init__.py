"""The geometry of bars and charts, for SVG templates that only draw it."""

from actionplan.charts.bars import BAR_WIDTH, Bar, Segment, share_bar, standing_bar

__all__ = ["BAR_WIDTH", "Bar", "Segment", "share_bar", "standing_bar"]
