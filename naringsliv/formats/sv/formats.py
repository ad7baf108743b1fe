"""How Django reads dates where the site's own reader is not used: Django's Swedish would take 4/12/2015 as 12 April."""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d/%m %Y", "%d.%m.%Y"]
DATETIME_INPUT_FORMATS = [f"%Y-%m-%d {time}" for time in ("%H:%M:%S", "%H:%M:%S.%f", "%H:%M")]
