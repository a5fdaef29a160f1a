"""Tell Django about the offices."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "zvarot.offices"
    label = "offices"
    verbose_name = "Offices"
    default_auto_field = "django.db.models.BigAutoField"
