"""The promises of the stylesheets: contrast, and nothing that a strict CSP or a narrow screen would break."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = sorted((Path(settings.BASE_DIR) / "static/css").rglob("*.css"))
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
TOKENS = dict(
    re.findall(r"--np-([\w-]+): (#[0-9a-f]{6});", (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text())
)
TEXTS = "ink muted brand done ongoing risk major late due idle stopped carried".split()
FILLS = [name for name in TOKENS if name.endswith("-fill")]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("surface", ["paper", "ground", "notice"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_on_every_surface(text, surface):
    assert contrast(TOKENS[text], TOKENS[surface]) >= 4.5


@pytest.mark.parametrize("text", [name for name in TEXTS if name not in ("ink", "muted")])
def test_white_is_read_on_every_colour_a_button_can_have(text):
    assert contrast("#ffffff", TOKENS[text]) >= 4.5


@pytest.mark.parametrize("graphic", [*FILLS, "field-line"])
def test_graphics_are_seen_on_paper(graphic):
    assert contrast(TOKENS[graphic], TOKENS["paper"]) >= 3


def test_the_focus_ring_is_seen_on_light_and_dark():
    assert contrast(TOKENS["focus"], TOKENS["ink"]) >= 3
    assert contrast(TOKENS["ink"], TOKENS["ground"]) >= 3
    assert contrast(TOKENS["focus"], TOKENS["brand"]) >= 3


def test_every_standing_has_text_and_fill():
    from_text = {name for name in TEXTS if name not in ("ink", "muted", "brand")}

    assert {name.removesuffix("-fill") for name in FILLS} == from_text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(path):
    text = path.read_text()

    assert re.findall(r"""\sstyle=|\son\w+=["']|<style|<script(?![^>]+src=)|javascript:""", text) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_stylesheets_are_balanced_and_fetch_nothing(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert text.count("{") == text.count("}")
    assert re.findall(r"@import|url\(", text) == []
