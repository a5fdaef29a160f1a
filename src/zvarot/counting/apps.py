"""Tells Django about the app `counting`."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "zvarot.counting"
    label = "counting"
    default_auto_field = "django.db.models.BigAutoField"
