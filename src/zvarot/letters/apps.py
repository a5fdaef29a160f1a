"""Tells Django about the app `letters`."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "zvarot.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
