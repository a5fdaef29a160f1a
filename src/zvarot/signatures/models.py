"""Signatures, what was sealed with them, and the ledger that counts them."""

from django.db import models

from zvarot.actions.models import Action


class Signature(models.Model):
    """One person's act on one action. Holds no answer: those are in its envelopes.

    No time of day, country or language either: each could point at a person
    (see docs/explain/sealing.md).
    """

    class State(models.TextChoices):
        PENDING = "pending"  # waits for the button behind the mailed link; 7 days, then erased
        REVIEW = "review"  # looked odd while mailing; counts once a moderator releases it
        CONFIRMED = "confirmed"  # waits for the next flush
        COUNTED = "counted"  # has its leaf in the ledger
        INVALID = "invalid"  # had its leaf, and was taken off again; never delivered

    class Class(models.IntegerChoices):
        """As in a leaf. Partners' signatures and paper have leaves, and no row here."""

        UNCONFIRMED = 0
        CONFIRMED = 1

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="signatures", db_index=False
    )
    row_id = models.BinaryField(max_length=16, unique=True, help_text="Random; in each envelope.")
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    klass = models.PositiveSmallIntegerField(choices=Class)
    promise_hash = models.BinaryField(max_length=32, help_text="Of the promise as it was shown.")
    leaf_tag = models.BinaryField(max_length=32, help_text="Only the receipt leads to it.")
    withdraw_hash = models.BinaryField(
        max_length=32, db_index=True, help_text="Receipts themselves: never here."
    )
    body_hash = models.BinaryField(max_length=32, help_text="Over all that was sealed but mail.")
    # The three below belong to a pending row only, and are NULL from the confirmation on.
    expires_on = models.DateField(null=True)
    dedup_token = models.BinaryField(max_length=16, null=True)
    suppression_token = models.BinaryField(max_length=16, null=True)
    review = models.ForeignKey(
        "Review", on_delete=models.SET_NULL, null=True, related_name="signatures", db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=("state", "action"), name="signature_state_action"),
            models.Index(
                fields=("expires_on",),
                condition=models.Q(expires_on__isnull=False),
                name="signature_expires_on",
            ),
        )


class Envelope(models.Model):
    """What one audience was promised. Only that audience's key opens it."""

    signature = models.ForeignKey(
        Signature, on_delete=models.CASCADE, related_name="envelopes", db_index=False
    )
    audience = models.CharField(max_length=60)  # no choices: partners come and go
    sealed = models.BinaryField(null=True, help_text="zvarot.sealing.closing; NULL once erased.")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of `sealed`; outlives it.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("signature", "audience"), name="one_envelope_per_audience"
            ),
        )
        indexes = (
            # Countries that wait to be added up: few, among millions that do not.
            models.Index(
                fields=("signature",),
                condition=models.Q(audience="public", sealed__isnull=False),
                name="envelope_for_everyone",
            ),
        )


class Dedup(models.Model):
    """An address that was confirmed for an action, as a keyed token. It names no row.

    The token's key belongs to the action and is destroyed with these rows when the action ends.
    """

    token = models.BinaryField(max_length=16, primary_key=True)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    # From the withdrawal hash, under the same key: a withdrawal can free the address, and a
    # thief of the database alone still cannot tell whose row the token belongs to.
    freed_by = models.BinaryField(max_length=16, unique=True)


class MailWindow(models.Model):
    """How often an address was written to in the last 24 hours; erased after that."""

    token = models.BinaryField(max_length=16, primary_key=True)
    until = models.DateTimeField(db_index=True)
    sent = models.PositiveSmallIntegerField(default=0)


class Suppression(models.Model):
    """An address that must never be written to, as a token under a key of its own."""

    token = models.BinaryField(max_length=16, primary_key=True)
    until = models.DateField(db_index=True)


class Drained(models.Model):
    """An inbox record already taken, until the inbox has forgotten it too."""

    record_id = models.BinaryField(max_length=16, primary_key=True)


class EarlyWithdrawal(models.Model):
    """A withdrawal that came before its signature: inbox records have no order."""

    withdraw_hash = models.BinaryField(max_length=32, primary_key=True)
    until = models.DateField(db_index=True)


class Withdrawal(models.Model):
    """A counted signature was withdrawn; its row is gone, its leaf waits for the next flush."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    klass = models.PositiveSmallIntegerField()
    tag = models.BinaryField(max_length=32, unique=True)


class Report(models.Model):
    """How often supporters said that a letter of their own has gone to an office. No act of it.

    Told by themselves and checked by nobody, so it stands beside the count and never in it.
    """

    class Said(models.IntegerChoices):
        SENT = 1
        SPOKE = 2
        NO_ANSWER = 3

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reports")
    office = models.CharField(max_length=80)  # its slug; offices belong to another part
    said = models.PositiveSmallIntegerField(choices=Said)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("action", "office", "said"), name="one_report_row_per_answer"
            ),
        )


class FlushTimer(models.Model):
    """When the waiting leaves of a guarded or nameless action are due at the latest."""

    action = models.OneToOneField(
        Action, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    due_at = models.DateTimeField()
    is_full = models.BooleanField(default=False, help_text="Enough wait; only the minute is random")


class Leaf(models.Model):
    """One leaf of the ledger: 96 bytes, never changed."""

    index = models.BigIntegerField(primary_key=True)
    packed = models.BinaryField(max_length=96, help_text="zvarot.ledger.leaf.")


class Addition(models.Model):
    """Something counted or taken off in one go: a paper batch, an invalidation, a correction.

    It has no person in it. `evidence` is published byte for byte; its SHA-256 is in the leaf.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="additions")
    type = models.PositiveSmallIntegerField(help_text="zvarot.ledger.leaf.Type.")
    klass = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()
    evidence = models.TextField(help_text="The facts, as canonical JSON.")
    index = models.BigIntegerField(null=True, unique=True, help_text="Of its leaf; NULL: waits.")


class Review(models.Model):
    """Signatures that looked alike while mailing, held until a person has looked.

    A batch is only ever made when so many share what it names that it points at nobody.
    """

    class Reason(models.TextChoices):
        DISPOSABLE = "disposable"  # many mailboxes of one provider of throw-away addresses
        TREND = "trend"  # very many mailboxes of one small domain within an hour

    class State(models.TextChoices):
        HELD = "held"
        RELEASED = "released"
        DROPPED = "dropped"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reviews")
    day = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason)
    domain = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.HELD)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "day", "domain"), name="one_review_a_day"),
        )


class HourTally(models.Model):
    """How many confirmations were mailed for an action in an hour; erased after two days."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    mailed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "hour"), name="one_tally_an_hour"),
        )


class DomainTally(models.Model):
    """The same by domain. `token` is keyed; the name is written only once many share it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    token = models.BinaryField(max_length=16)
    mailed = models.PositiveIntegerField(default=0)
    domain = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("action", "hour", "token"), name="one_tally_a_domain_and_hour"
            ),
        )


class Tally(models.Model):
    """Sum of the leaves of one action and class, kept in the transaction that adds a leaf."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="tallies")
    klass = models.PositiveSmallIntegerField()
    total = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "klass"), name="one_tally_per_class"),
        )


class CountryFigure(models.Model):
    """How many of an action's counted live in a country; see contract/figures.py.

    total -- all who said so. told -- what the public was told last; 0: it is not told.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="country_figures")
    country = models.CharField(max_length=2, blank=True, help_text="Empty: all that are not told.")
    total = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)
    told_on = models.DateField(null=True, help_text="UTC day of the last change of `told`.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "country"), name="one_figure_per_country"),
        )


class LogHead(models.Model):
    """How far the ledger has grown: the one row that a flush locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(help_text="zvarot.ledger.merkle.CompactRange.")
    root = models.BinaryField(max_length=32)
