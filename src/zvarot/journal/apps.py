"""Tells Django about the app `journal`."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zvarot.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
