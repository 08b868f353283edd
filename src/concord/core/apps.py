from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "concord.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check that every address declares its rule."""
        from concord.core import address_check  # noqa: F401 - importing registers it
