"""Filling in a page's form as a browser does: its hidden fields, its values, and what is typed over them."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the values that a browser would post from the first form of a class."""

    def __init__(self, css_class: str):
        super().__init__()
        self._css_class, self._inside, self._textarea, self.values = css_class, False, "", {}

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = self._css_class in found.get("class", "").split() and not self.values
        elif self._inside and tag == "input" and found.get("name") and _is_posted(found):
            self.values[found["name"]] = found.get("value", "")
        elif self._inside and tag == "textarea":
            self._textarea = found["name"]
            self.values[self._textarea] = ""

    def handle_data(self, data):
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = ""
        elif tag == "form":
            self._inside = False


def filled_in(html: str, css_class: str, **typed) -> dict[str, str]:
    """Return what posting the form of that class would send, with some fields typed over."""
    fields = _Fields(css_class)
    fields.feed(html)
    return fields.values | typed


def _is_posted(attrs: dict[str, str]) -> bool:
    return attrs.get("type") not in ("radio", "checkbox") or "checked" in attrs
