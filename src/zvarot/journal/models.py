"""The journal: append-only facts about what staff and programs did."""

from django.db import models


class Entry(models.Model):
    """One fact. Never a supporter's data, and never changed or removed."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150, help_text="A member of staff, or a program.")
    verb = models.CharField(max_length=60, help_text="What happened, such as `delivery.made`.")
    subject = models.CharField(max_length=150, blank=True, help_text="Slug of what it was done to.")
    detail = models.JSONField(default=dict, help_text="Counts, hashes and slugs. Never answers.")

    class Meta:
        indexes = (models.Index(fields=("verb", "subject"), name="journal_verb_subject"),)
