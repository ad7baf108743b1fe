"""The administration's pages, one module per file of models. The site is mounted by the project's urls.py."""

from actionplan.admin import activity, companies, followup, organisation, outbox, people, periods, plan
from actionplan.admin.site import site

__all__ = ["activity", "companies", "followup", "organisation", "outbox", "people", "periods", "plan", "site"]
