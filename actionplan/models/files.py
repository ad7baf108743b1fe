"""What files kept in the database share: name, type, size, checksum and the bytes; frozen ones never change."""

import hashlib

from django.db import models

from actionplan.models.base import PlainCharField
from actionplan.models.followup import AppendOnlyError

_FROZEN = "En publicerad fil ändras inte. Gör en ny version."


class StoredFile(models.Model):
    """A file in the database: saved, backed up and removed with the rest, never half. Lists defer `content`."""

    name = PlainCharField("filnamn", max_length=150)
    content_type = models.CharField("filtyp", max_length=100)
    size = models.PositiveIntegerField("storlek, byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    content = models.BinaryField("innehåll")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_whole(self) -> bool:
        """Tell if the bytes are those that were stored."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256


class FrozenFileQuerySet(models.QuerySet):
    """Refuses every bulk path that would add, change or remove what is frozen."""

    def update(self, **kwargs):
        """Refuse."""
        raise AppendOnlyError(_FROZEN)

    def bulk_create(self, objs, *args, **kwargs):
        """Refuse: it would pass by what `save` sees to."""
        raise AppendOnlyError(_FROZEN)

    def bulk_update(self, objs, fields, batch_size=None):
        """Refuse."""
        raise AppendOnlyError(_FROZEN)

    def delete(self):
        """Refuse."""
        raise AppendOnlyError(_FROZEN)


class FrozenFile(StoredFile):
    """One format of something published or made, which nobody changes."""

    format = models.CharField("format", max_length=10)

    objects = FrozenFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["id"]

    def save(self, *args, **kwargs):
        """Add the file; an existing one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError(_FROZEN)
        super().save(*args, **kwargs | {"force_insert": True})  # or a row made with an old row's key would overwrite it

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise AppendOnlyError(_FROZEN)
