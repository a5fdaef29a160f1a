"""Tell Django about the studio, and listen to Wagtail's publishing."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "zvarot.studio"
    label = "studio"
    verbose_name = "Studio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Here and not above: models can be imported only once the apps are loaded.
        from zvarot.studio.ordering import listen  # noqa: PLC0415

        listen()
