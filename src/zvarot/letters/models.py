"""A letter on its way to an office, and how fast an office is written to.

No row holds a text, a name or an address: the text stays in its envelope until it is sent.
"""

from django.db import models

from zvarot.actions.models import Action
from zvarot.signatures.models import Signature


class Dispatch(models.Model):
    """One letter to one office, or the one mail that tells an office of many letters.

    `signature` is empty once nothing more will be done, and for the mail of a digest. Who
    withdraws while the letter waits takes it along.
    """

    class State(models.TextChoices):
        QUEUED = "queued"  # waits for its turn
        LEASED = "leased"  # a worker prepares it; nothing that counts has left
        HANDING = "handing"  # a mail server is about to have all of it
        DEFERRED = "deferred"  # the mail server asked to try again later
        SENT = "sent"
        PRINTED = "printed"
        BOUNCED = "bounced"  # the office's address did not take it
        FAILED = "failed"  # certainly not sent; `reason` says why
        UNSURE = "unsure"  # nobody can tell; sent again only if a person says so
        CANCELLED = "cancelled"

    class Channel(models.TextChoices):
        EMAIL = "email"  # a mail of its own; also the mail of a digest
        DIGEST = "digest"  # goes along in the day's mail
        PAPER = "paper"  # is printed and posted by the organisation

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="dispatches", db_index=False
    )
    signature = models.ForeignKey(
        Signature, on_delete=models.CASCADE, null=True, related_name="dispatches", db_index=False
    )
    place = models.PositiveSmallIntegerField(default=0, help_text="Which of the act's letters.")
    office = models.CharField(max_length=80, help_text="Slug of the office.")
    channel = models.CharField(max_length=6, choices=Channel)
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    lang = models.CharField(max_length=12, blank=True)
    # Names the letter to mail servers, and orders the letters of a day: not by who wrote first.
    token = models.CharField(max_length=32, unique=True)
    not_before = models.DateTimeField(help_text="When queued, the start of the day.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, default="", blank=True)
    leased_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=120, blank=True, help_text="Never words of a letter.")
    changed_on = models.DateField(help_text="When it came into its state.")
    is_test = models.BooleanField(default=False, help_text="Went to the test address instead.")
    is_excerpt = models.BooleanField(default=False, help_text="Quoted in the digest.")
    digest = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="letters", db_index=True
    )
    digest_on = models.DateField(null=True, help_text="Day of a digest's mail; else empty.")

    class Meta:
        permissions = (("dispatch", "Can watch, hold and cancel letters to offices"),)
        constraints = (
            models.UniqueConstraint(fields=("signature", "place"), name="letter_queued_once"),
            models.UniqueConstraint(
                fields=("action", "office", "digest_on"), name="one_digest_a_day"
            ),
        )
        indexes = (
            # The next letter of an office is found without looking at the ones behind it.
            models.Index(
                fields=("office", "channel", "state", "not_before", "token"), name="letter_next"
            ),
            models.Index(
                fields=("leased_until",),
                condition=models.Q(leased_until__isnull=False),
                name="letter_leased",
            ),
            models.Index(fields=("action", "state"), name="letter_action_state"),
        )


class OfficePace(models.Model):
    """How fast an office is written to, and whether at all."""

    office = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField(
        null=True, db_index=True, help_text="When to look for its next letter; empty: none waits."
    )
    free_at = models.DateTimeField(null=True, help_text="Before this its pace allows no letter.")
    day = models.DateField(null=True, help_text="In the office's own time zone.")
    sent_today = models.PositiveIntegerField(default=0)
    paused_reason = models.CharField(max_length=120, blank=True)
