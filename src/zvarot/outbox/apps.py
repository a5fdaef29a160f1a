"""Tells Django about the app `outbox`."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "zvarot.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
