"""A message as its moderators know it, what they decided, and the batches that were sent.

No row holds a text, a name or a time finer than a day: the text stays in envelopes. Members of
staff are numbers here, so that a decision outlives an account.
"""

from django.db import models
from django.db.models import F, Q

from zvarot.actions.models import Action
from zvarot.contract.card import Layout
from zvarot.contract.message import Route
from zvarot.signatures.models import Signature


class Message(models.Model):
    """What one person wrote, waiting for people to read it. Who withdraws takes it along."""

    class State(models.TextChoices):
        WAITING = "waiting"  # nobody has decided, or one of two people has approved
        HELD = "held"  # put aside; somebody must ask
        APPROVED = "approved"  # sealed for the recipient, may be printed
        REFUSED = "refused"  # is not printed; erased after a week

    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, related_name="message")
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    flags = models.JSONField(default=list, help_text="Codes of zvarot.moderation.flags.")
    lang = models.CharField(max_length=12, blank=True, help_text="Guessed, BCP 47.")
    script = models.CharField(max_length=4, blank=True, help_text="ISO 15924.")
    length = models.PositiveIntegerField(default=0, help_text="In characters that a reader sees.")
    route = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Route])
    came_on = models.DateField(help_text="When it came to the moderators.")
    decided_on = models.DateField(null=True, help_text="When it came into its state.")
    reason = models.CharField(max_length=20, blank=True, help_text="Why it was refused: a code.")
    version = models.PositiveIntegerField(
        default=0, help_text="Grows with each decision: who decided on an older one is told."
    )
    needs_two = models.BooleanField(default=True)
    first_by = models.PositiveBigIntegerField(null=True, help_text="Who approved first.")
    second_by = models.PositiveBigIntegerField(null=True, help_text="Who approved after that.")
    cuts = models.JSONField(
        default=list, help_text="Parts left out on the card: [start, end] in code points."
    )
    alike = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", help_text="The first one."
    )
    erased_on = models.DateField(null=True, help_text="When moderators' copy was erased.")

    class Meta:
        permissions = (
            ("moderate", "Can read messages and decide which are printed"),
            ("send_batches", "Can print messages and record what became of them"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="message_second_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(first_by__isnull=False),
                name="message_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(needs_two=False)
                | Q(first_by__isnull=False, second_by__isnull=False),
                name="message_approved_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="message_refused_for_reason"
            ),
        )
        indexes = (models.Index(fields=("action", "state", "came_on"), name="message_queue"),)


class Likeness(models.Model):
    """One of the marks by which messages that say nearly the same find each other.

    Keyed: without the action's key it tells nothing of a text (see moderation/likeness.py).
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="marks")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.BinaryField(max_length=8)

    class Meta:
        indexes = (models.Index(fields=("action", "mark"), name="likeness_mark"),)


class Decision(models.Model):
    """One thing that somebody decided about a message, and how it stood before."""

    class Verb(models.TextChoices):
        APPROVE = "approve"
        HOLD = "hold"
        REFUSE = "refuse"
        CUT = "cut"
        TRANSLATE = "translate"
        UNDO = "undo"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="decisions")
    verb = models.CharField(max_length=9, choices=Verb)
    reason = models.CharField(max_length=20, blank=True)
    by = models.PositiveBigIntegerField()
    on = models.DateField()
    was = models.JSONField(default=dict, help_text="State, approvers, reason and cuts before.")
    can_undo = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=("on",), name="decision_on"),)


class Translation(models.Model):
    """What a volunteer typed so that the recipient can read a message. Sealed, as the text is."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="translation")
    lang = models.CharField(max_length=12)
    for_moderator = models.BinaryField(null=True, help_text="NULL once erased.")
    for_recipient = models.BinaryField(null=True, help_text="From the approval on.")
    by = models.PositiveBigIntegerField()
    on = models.DateField()


class Batch(models.Model):
    """Messages that are printed and sent together."""

    class State(models.TextChoices):
        OPEN = "open"  # chosen; the worker opens them and looks for scripts without a font
        MADE = "made"  # its file can be printed
        PRINTED = "printed"  # on paper: who withdraws now is too late
        SENT = "sent"
        RETURNED = "returned"
        RECEIVED = "received"
        ANSWERED = "answered"

    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, related_name="batches", db_index=False
    )
    number = models.PositiveIntegerField()
    route = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Route])
    layout = models.CharField(max_length=8, choices=[(one.value, one.name) for one in Layout])
    lang = models.CharField(max_length=12, blank=True, help_text="Of its messages; empty: any.")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    messages = models.PositiveIntegerField(default=0, help_text="How many were printed.")
    made_on = models.DateField()
    printed_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    ended_on = models.DateField(null=True, help_text="When it returned, arrived or was answered.")
    note = models.CharField(max_length=300, blank=True, help_text="Tracking; for staff.")
    told = models.PositiveIntegerField(default=0, help_text="How many who asked were to be told.")
    erased_on = models.DateField(null=True, help_text="When the texts that were sent were erased.")
    # Of the job that looks at the cards.
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, help_text="Why it is not made.")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("action", "number"), name="batch_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "made", "printed")) | Q(sent_on__isnull=False),
                name="batch_sent_on_a_day",
            ),
        )


class BatchItem(models.Model):
    """A message in a batch. It goes with its signature, also after printing."""

    class Told(models.TextChoices):
        NO = ""  # did not ask for news, or is not told yet
        HANDING = "handing"  # a mail server is about to have the mail, or has it
        YES = "told"
        FAILED = "failed"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="item")
    is_unfit = models.BooleanField(
        default=False, help_text="No font draws it, or it does not fit on its card."
    )
    told = models.CharField(max_length=7, choices=Told, default=Told.NO, blank=True)


class FlagWords(models.Model):
    """The words that staff want flagged as hostile, in one language, in place of the shipped ones.

    A line each; a star at the end stands for any ending.
    """

    lang = models.CharField(max_length=12, unique=True)
    words = models.TextField(blank=True)
