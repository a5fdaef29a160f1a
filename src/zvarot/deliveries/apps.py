"""Tells Django about the app `deliveries`."""

from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "zvarot.deliveries"
    label = "deliveries"
    default_auto_field = "django.db.models.BigAutoField"
