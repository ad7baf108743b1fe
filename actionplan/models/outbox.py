"""Outbox: each mail to somebody outside or inside, about what and when, once. A sent mail is a record and never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplan.choices import MailKind, MailState, ProposalOutcome
from actionplan.models.base import PlainCharField, PlainTextField
from actionplan.models.followup import AppendOnlyError
from actionplan.models.proposals import Proposal

FORGOTTEN = "raderad"
_ERASED = "Mottagarens uppgifter är raderade."


class OutboxQuerySet(models.QuerySet):
    """Questions about mails, and the one change that a sent mail allows."""

    def to_addresses(self, addresses):
        """Return the mails to these addresses, whatever their case."""
        same = Q(pk__in=[])
        for address in addresses:
            same |= Q(recipient__iexact=address)
        return self.filter(same)

    def forget(self) -> int:
        """Take the address away, also from what a mail server said of it; what waits is never sent. Return how many."""
        keys = list(self.values_list("pk", flat=True))
        mails = self.model.objects.filter(pk__in=keys)
        mails.filter(state=MailState.WAITING).update(state=MailState.FAILED, error=_ERASED)
        mails.exclude(error="").update(error=_ERASED)
        return mails.update(recipient=FORGOTTEN)


class Outbox(models.Model):
    """One mail to one address. The text holds no name of a person; the address alone is personal data."""

    kind = models.CharField("gäller", max_length=20, choices=MailKind)
    recipient = models.CharField("till", max_length=254)
    key = models.CharField("gäller just", max_length=120, unique=True, null=True, blank=True, editable=False)
    """What makes a reminder the same as another: kind, round and person. Mails to proposers have OutboxProposal instead."""
    attempts = models.PositiveSmallIntegerField("försök", default=0, editable=False)
    subject = PlainCharField("ämne", max_length=200)
    body = PlainTextField("text", max_length=50_000)
    proposals = models.ManyToManyField(Proposal, through="OutboxProposal", related_name="mails")
    state = models.CharField("läge", max_length=12, choices=MailState, default=MailState.WAITING)
    created_at = models.DateTimeField("skapad")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails", null=True, blank=True, verbose_name="skickad av"
    )
    sent_at = models.DateTimeField("skickad", null=True, blank=True)
    error = PlainCharField("fel", max_length=500, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "brev"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="skickat", sent_at__isnull=False) | (~Q(state="skickat") & Q(sent_at__isnull=True)),
                name="a_sent_mail_has_a_moment",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.get_state_display().lower()})"

    def save(self, *args, **kwargs):
        """Add the mail; only services.outbox moves it on, and nothing changes a sent one."""
        if not self._state.adding:
            raise AppendOnlyError("Ett brev ändras inte.")
        super().save(*args, **kwargs)


class OutboxProposal(models.Model):
    """That a mail of a kind is about a proposal: the database holds that there is only one.

    A mail about a changed decision `replaces` what was told before, which only one mail can do. So what a proposer has
    been told of decisions is a chain without branches, and its newest row is the last word.
    """

    mail = models.ForeignKey(Outbox, models.CASCADE, related_name="about")
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="told")
    kind = models.CharField(max_length=20, choices=MailKind)
    outcome = models.CharField(max_length=20, choices=ProposalOutcome, blank=True)
    """What the mail said had become of the proposal; empty in mails from before this was kept."""
    said = models.CharField(max_length=64, blank=True)
    """A fingerprint of the reason and activities it told of, to compare with; empty in mails from before this was kept."""
    replaces = models.ForeignKey("self", models.RESTRICT, related_name="replaced_by", null=True, blank=True)
    """What was told before and no longer holds."""

    class Meta:
        verbose_name = "förslag i brev"
        verbose_name_plural = "förslag i brev"
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                condition=Q(replaces__isnull=True),
                name="a_proposer_is_told_once_of_each_kind",
            ),
            models.UniqueConstraint(fields=["replaces"], name="what_was_told_is_replaced_once"),
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.get_kind_display()}"
