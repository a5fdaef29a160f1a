"""The studio's own tables: the front page of the site, and the orders to bake."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """The site's first page in one language. It lists the open actions, which stand below it."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    preview_modes: ClassVar[list[Any]] = []  # the list is drawn when the site is baked

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")


class BakeOrder(models.Model):
    """A wish to bake again, written in the transaction of whatever changed; the worker's queue."""

    page_key = models.UUIDField(
        null=True, help_text="Translation key of the action's pages. NULL: every page of the site."
    )
    reason = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True, help_text="Set after a failure: try again then.")
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.reason} ({self.page_key or 'site'})"


class Bookmark(models.Model):
    """How far a reader of the journal has come."""

    name = models.CharField(max_length=40, unique=True)
    entry = models.BigIntegerField(default=0, help_text="The last entry that was read.")

    def __str__(self) -> str:
        return self.name
