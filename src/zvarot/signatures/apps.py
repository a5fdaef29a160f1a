"""Tells Django about the app `signatures`."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "zvarot.signatures"
    label = "signatures"
    default_auto_field = "django.db.models.BigAutoField"
