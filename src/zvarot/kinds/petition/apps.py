"""Tell Django about the petition."""

from django.apps import AppConfig


class PetitionConfig(AppConfig):
    name = "zvarot.kinds.petition"
    label = "petition"
    verbose_name = "Petition"
    default_auto_field = "django.db.models.BigAutoField"
