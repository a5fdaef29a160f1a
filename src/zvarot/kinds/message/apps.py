"""Tell Django about the message."""

from django.apps import AppConfig


class MessageConfig(AppConfig):
    name = "zvarot.kinds.message"
    label = "message"
    verbose_name = "Message"
    default_auto_field = "django.db.models.BigAutoField"
