"""What staff propose to add to a count or take off it. None of it holds a person."""

from typing import ClassVar

from django.db import models

from zvarot.actions.models import Action
from zvarot.signatures.models import Addition, Review


class Proposal(models.Model):
    """Somebody entered it; above a limit a second person approves; then it gets its leaf.

    `addition` waits for the flush, or is in the ledger; until it is there, all can be taken back.
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # for a second person
        APPROVED = "approved"
        CANCELLED = "cancelled"
        LAPSED = "lapsed"  # nothing was left that it applied to

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    entered_by = models.CharField(max_length=150)
    entered_role = models.CharField(max_length=60, help_text="Published; the name is not.")
    entered_at = models.DateTimeField()
    second_by = models.CharField(max_length=150, blank=True)
    second_role = models.CharField(max_length=60, blank=True)
    second_at = models.DateTimeField(null=True)
    addition = models.OneToOneField(Addition, on_delete=models.SET_NULL, null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~models.Q(second_by=models.F("entered_by")),
                name="%(class)s_second_is_another",
            ),
        )

    @property
    def is_counted(self) -> bool:
        """Whether its leaf is in the ledger, where nothing is ever taken back."""
        return self.addition is not None and self.addition.index is not None


class Batch(Proposal):
    """Acts that were counted elsewhere: on sheets, as letters of a group, by a partner."""

    class Kind(models.TextChoices):
        SHEETS = "sheets"
        LETTERS = "letters"
        PARTNER = "partner"

    kind = models.CharField(max_length=7, choices=Kind)
    count = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True, help_text="Public: a school in Halifax.")
    place = models.CharField(max_length=80, blank=True, help_text="Public, and coarse.")
    partner = models.CharField(max_length=80, blank=True)
    from_day = models.DateField()
    to_day = models.DateField()
    tallies = models.JSONField(default=list, help_text="Per sheet; a partner's: [day, count].")
    hashes = models.JSONField(default=list, help_text="SHA-256 of the scans or of the list.")

    class Meta(Proposal.Meta):
        permissions = (("keep_count", "Can enter and approve paper, corrections, invalidations"),)


class Invalidation(Proposal):
    """Takes off what turned out not to be people's own acts. All conditions must be met.

    class and days -- those of the leaves. review -- what was held for looking alike.
    tags -- beginnings of leaf tags, in hex. batch -- instead of all these: a whole batch.
    """

    klass = models.PositiveSmallIntegerField(null=True)
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    review = models.ForeignKey(Review, on_delete=models.SET_NULL, null=True, related_name="+")
    tags = models.JSONField(default=list)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, help_text="Public.")
    found = models.PositiveIntegerField(help_text="As many as the second person agreed to.")
    due_at = models.DateTimeField(null=True, help_text="Approved; until then it can be cancelled.")
    taken = models.PositiveIntegerField(default=0, help_text="As many as were taken off.")
    taken_tags = models.JSONField(default=list, help_text="Their leaves, to undo it.")


class Correction(Proposal):
    """A re-count of a batch, or the undoing of an invalidation."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="+")
    invalidation = models.ForeignKey(
        Invalidation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    value = models.IntegerField()
    reason = models.CharField(max_length=300, help_text="Public.")

    class Meta(Proposal.Meta):
        constraints = (
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(batch=None) ^ models.Q(invalidation=None),
                name="correction_of_one_thing",
            ),
        )
