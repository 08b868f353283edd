from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "concord.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the desk asks of what is done in the apps above."""
        from concord.desk import conditions  # noqa: F401 - importing registers it
