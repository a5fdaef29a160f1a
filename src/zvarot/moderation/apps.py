"""Tells Django about the app `moderation`."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "zvarot.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"
