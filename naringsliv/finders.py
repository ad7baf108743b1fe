"""Finds the one Bootstrap file the site serves in its installed package; the other 60 stay there."""

import bootstrap_wrapper
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "bootstrap"
# The map belongs with it: the manifest storage follows the stylesheet's sourceMappingURL.
FILES = ("css/bootstrap.min.css", "css/bootstrap.min.css.map")


class BootstrapFinder(BaseFinder):
    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = FileSystemStorage(location=bootstrap_wrapper.get_bootstrap_dir())
        self.storage.prefix = PREFIX

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        folder, _, name = path.partition("/")
        if folder != PREFIX or name not in FILES:
            return []
        found = self.storage.path(name)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        return [(name, self.storage) for name in FILES]
