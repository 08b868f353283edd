from django.apps import AppConfig


class WorkplansConfig(AppConfig):
    name = "concord.workplans"
    label = "workplans"
    default_auto_field = "django.db.models.BigAutoField"
