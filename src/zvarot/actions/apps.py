"""Tells Django about the app `actions`."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "zvarot.actions"
    label = "actions"
    default_auto_field = "django.db.models.BigAutoField"
