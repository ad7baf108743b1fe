"""Reports: words and days that its tests share."""

import datetime as dt

from actionplan.tests.factories import noon

CUTOFF = dt.date(2016, 8, 31)
AT = noon(dt.date(2016, 9, 22))
CONTENT = {"head": {"title": "Uppföljning"}, "sections": [], "facts": {}}
FILES = [("pdf", "rapport.pdf", "application/pdf", b"%PDF-1.7"), ("html", "rapport.html", "text/html", b"<p>")]
