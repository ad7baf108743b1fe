"""The headers that every answer carries, an error page's included."""

import pytest

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
)
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
OPEN_PAGES = ["/logga-in/", "/tillganglighet/", "/halsa/", "/finns-inte/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", OPEN_PAGES)
def test_headers_are_strict_on_every_answer(client, path):
    headers = client.get(path).headers

    assert {name: headers.get(name) for name in EXPECTED} == EXPECTED
    assert sorted(headers["Content-Security-Policy"].split("; ")) == sorted(CSP.split("; "))


@pytest.mark.django_db
def test_headers_of_a_foreign_host_come_with_a_refusal(client):
    assert client.get("/logga-in/", headers={"host": "evil.example"}).status_code == 400
