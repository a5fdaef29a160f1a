"""The outbox: work for the outside world, queued in the transaction that causes it."""

from django.db import models


class Message(models.Model):
    """One piece of work to do at least once; the row goes when it is done.

    Holds no address and no text: `ref` names the row that knows more.
    """

    kind = models.CharField(max_length=40, help_text="Which job does it, such as `confirm`.")
    ref = models.CharField(max_length=100, help_text="Of what: a random row id in hex, a slug.")
    key = models.CharField(
        max_length=150, unique=True, help_text="Queued twice under one key, it is done once."
    )
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # Names the taking, not the taker: who comes back after the lease ran out and somebody else
    # took the message must not mark it done.
    lease = models.CharField(max_length=32, default="", blank=True)
    dead_reason = models.CharField(
        max_length=100, default="", blank=True, help_text="Why it was given up. No personal data."
    )

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before",),
                condition=models.Q(dead_reason=""),
                name="outbox_message_waiting",
            ),
        )


class Pace(models.Model):
    """How many messages of a kind went out in the running hour."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)
