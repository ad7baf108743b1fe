"""Drafts of reports: words and days that its tests share."""

NEW = "/rapporter/ny/"


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}
