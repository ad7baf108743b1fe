"""Letters to those who made proposals: what they say, and handing them to the e-mail server."""

from actionplan.mail.delivery import deliver
from actionplan.mail.letters import Drafts, draft_letters

__all__ = ["Drafts", "deliver", "draft_letters"]
