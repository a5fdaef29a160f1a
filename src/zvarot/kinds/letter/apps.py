"""Tell Django about the letter."""

from django.apps import AppConfig


class LetterConfig(AppConfig):
    name = "zvarot.kinds.letter"
    label = "letter"
    verbose_name = "Letter"
    default_auto_field = "django.db.models.BigAutoField"
