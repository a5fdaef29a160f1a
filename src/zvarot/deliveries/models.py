"""A delivery: what was made for one audience, who asked, and what became of it."""

from django.db import models

from zvarot.actions.models import Action


class Delivery(models.Model):
    """One package for one audience of one action. Holds no name: those are in its sealed file.

    The file is sealed with `key`, used once: after the download, or when the delivery is
    given up, the key is destroyed and the file with it.
    """

    class State(models.TextChoices):
        REQUESTED = "requested"
        BUILDING = "building"
        READY = "ready"  # sealed on disk, waits for the one download
        DOWNLOADED = "downloaded"  # with the officer who hands it over
        FAILED = "failed"  # `note` says why; ask again
        HANDED_OVER = "handed_over"
        ANSWERED = "answered"
        REFUSED_BY_TARGET = "refused_by_target"
        NOT_DELIVERABLE = "not_deliverable"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="deliveries")
    audience = models.CharField(max_length=60)  # no choices: partners come and go
    spec = models.CharField(max_length=60, help_text="Name of the kind's DeliverySpec.")
    fields = models.JSONField(default=list, help_text="Names of the promised fields it shows.")
    lang = models.CharField(max_length=12, help_text="Language of the letter and the headings.")
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    lease_until = models.DateTimeField(null=True, help_text="Building; later, it starts again.")
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0, help_text="Rows done.")
    total = models.PositiveIntegerField(default=0, help_text="Rows to do.")
    # What the package says. `listed` are names, `counted_only` are people who are only a number:
    # unconfirmed, on paper, from a country whose residents are never named.
    listed = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0, help_text="The whole number, as on the page.")
    refused = models.PositiveIntegerField(
        default=0, help_text="Rows promised less than this delivery shows, or that did not open."
    )
    log_size = models.BigIntegerField(
        default=0, help_text="Of the ledger when the envelopes were opened; who withdrew since?"
    )
    report = models.TextField(blank=True, help_text="What the maker should know, such as fonts.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the package, as downloaded.")
    key = models.BinaryField(max_length=32, null=True, help_text="Opens the sealed file, once.")
    made_at = models.DateTimeField(null=True)
    downloaded_by = models.CharField(max_length=150, blank=True)
    downloaded_at = models.DateTimeField(null=True)
    handed_over_on = models.DateField(null=True, help_text="Day of the outcome, as recorded.")
    erased_on = models.DateField(null=True, help_text="When the envelopes it used were erased.")
    note = models.TextField(blank=True, help_text="About the outcome; for staff.")

    class Meta:
        permissions = (("deliver", "Can make deliveries and record what became of them"),)
        indexes = (models.Index(fields=("action", "audience"), name="delivery_action_audience"),)

    @property
    def number(self) -> str:
        """The export number, printed in every file of the package."""
        return f"Z-{self.pk:06d}"
