from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "concord.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say by which clock the office lives: "today", in every rule of the house, is the day that it is there."""
        from concord.core import zones
        from concord.programme.queries import zone_on

        zones.learn(zone_on)
