"""An action: one thing that we ask the public to do, as the control plane keeps it."""

from django.db import models


class Action(models.Model):
    """One action. What a page says about it belongs to the studio; what is promised stands here.

    Its `id` is its number in the ledger and in every envelope, so it is never given out again.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"
        WON = "won"
        ARCHIVED = "archived"

    class Level(models.TextChoices):
        STANDARD = "standard"
        GUARDED = "guarded"
        NAMELESS = "nameless"

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)  # no choices: kinds are found on disk
    title = models.CharField(max_length=255, help_text="In the default language, for staff.")
    level = models.CharField(max_length=8, choices=Level, default=Level.STANDARD)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    default_lang = models.CharField(max_length=12, default="en")
    form = models.JSONField(default=dict, help_text="zvarot.contract.form, untranslated.")
    promise = models.JSONField(default=dict, help_text="zvarot.contract.promise, as it is now.")
    options = models.JSONField(default=dict, help_text="The kind's own, such as `reminder`.")
    addressee = models.JSONField(default=dict, help_text="zvarot.contract.office.")
    deliver_by = models.DateField(null=True, blank=True)
    page_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="The studio's page, in all its languages."
    )
    # Set when the action stops taking signatures for good: from then on the tokens that tell a
    # repeated address, and their key, have no purpose and are destroyed.
    ended_on = models.DateField(null=True, blank=True)


class AudienceKey(models.Model):
    """The public half of a key that is kept offline: the newest one of an audience is used.

    It names the page and not the action: at the level guarded the key comes first, and only
    then the page may be published, which makes the action. Nothing here opens anything.
    """

    page_key = models.UUIDField(help_text="Of the page; the same as the action's.")
    audience = models.CharField(max_length=60)  # no choices: partners come and go
    label = models.CharField(max_length=80, help_text="As it stands on the holders' papers.")
    key_id = models.CharField(max_length=16, unique=True, help_text="One key, one action.")
    public = models.BinaryField(max_length=1216, help_text="zvarot.contract.keys")
    suite = models.PositiveSmallIntegerField()
    made_on = models.DateField()
    valid_until = models.DateTimeField(help_text="From then on nothing is sealed to it.")
    restored_on = models.DateField(help_text="Two shares rebuilt it on this day.")
    # False: nothing for this audience was ever sealed to a key on this server.
    after_studio = models.BooleanField(default=False)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("page_key", "audience"), name="audience_key_of_page"),)


class Promised(models.Model):
    """A promise exactly as one language's page showed it, under the hash that signatures carry.

    Kept for ever: a row may be opened only for what *its* hash allowed.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="promised")
    hash = models.BinaryField(max_length=32)
    lang = models.CharField(max_length=12)
    promise = models.JSONField()
    sentence = models.TextField()
    first_shown_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("action", "hash"), name="promised_once"),)
