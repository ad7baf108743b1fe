"""Letters to those who made proposals, and word of a new report: what they say, and handing them to the e-mail server."""

from actionplan.mail.delivery import deliver
from actionplan.mail.letters import Drafts, draft_letters
from actionplan.mail.published import draft_notices

__all__ = ["Drafts", "deliver", "draft_letters", "draft_notices"]
