from django.db import migrations, models

_FACTS = {
    "ended_at": models.DateTimeField(null=True),
    "ended_by": models.CharField(max_length=60, null=True),
    "ended_because": models.TextField(blank=True, default=""),
}
_TAKEN_BACK = models.Q(ended_at=None, ended_by=None, ended_because="") | (
    models.Q(ended_at__isnull=False, ended_by__isnull=False) & ~models.Q(ended_because="")
)


class Migration(migrations.Migration):
    """A milestone that was added by mistake, and assistance that was logged wrongly, are taken back with a reason."""

    dependencies = [("reforms", "0008_agency_days")]
    operations = [
        *(
            migrations.AddField(model, name, field)
            for model in ("milestone", "assistance")
            for name, field in _FACTS.items()
        ),
        migrations.RemoveConstraint("assistance", "assistance_logged_once"),
        migrations.AddConstraint(
            "assistance",
            models.UniqueConstraint(
                fields=["project", "delivery"], condition=models.Q(ended_at=None), name="assistance_logged_once"
            ),
        ),
        *(
            migrations.AddConstraint(model, models.CheckConstraint(condition=_TAKEN_BACK, name=name))
            for model, name in (
                ("milestone", "milestone_taken_back_with_a_reason"),
                ("assistance", "assistance_taken_off_with_a_reason"),
            )
        ),
    ]
