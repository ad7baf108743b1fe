"""What browsers are given comes from installed packages, and is what the packages' authors made."""

import base64
import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders

# The stylesheet of the npm package bootstrap 5.3.8; the Python package that carries it is made by somebody else.
BOOTSTRAP_CSS = "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"


def test_bootstrap_is_the_one_its_authors_published():
    content = Path(finders.find("bootstrap/css/bootstrap.min.css")).read_bytes()

    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == BOOTSTRAP_CSS


def test_bootstrap_finder_serves_its_two_files_and_nothing_else():
    finder = finders.get_finder("naringsliv.finders.BootstrapFinder")

    assert [name for name, _ in finder.list([])] == ["css/bootstrap.min.css", "css/bootstrap.min.css.map"]
    assert finder.find("bootstrap/../__init__.py") == []
    assert finder.find("bootstrap/js/bootstrap.js") == []
    assert finder.find("css/bootstrap.min.css") == []
