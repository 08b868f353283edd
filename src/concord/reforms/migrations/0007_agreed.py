from importlib import resources

from django.db import migrations, models

SQL = resources.files("concord.reforms").joinpath("sql")
_ANSWERS = [("agrees", "The agency agrees"), ("another", "The agency asks for another")]
_SAID = {"answered_at__isnull": False, "answered_by__isnull": False}


class Migration(migrations.Migration):
    """What the agency answers to a measure, and why one was approved without its agreement."""

    dependencies = [("reforms", "0006_turns_of_before")]
    operations = [
        migrations.AddField(
            "measure", "agency_answer", models.CharField(blank=True, choices=_ANSWERS, default="", max_length=7)
        ),
        migrations.AddField("measure", "agency_words", models.TextField(blank=True, default="")),
        migrations.AddField("measure", "answered_at", models.DateTimeField(null=True)),
        migrations.AddField("measure", "answered_by", models.CharField(max_length=60, null=True)),
        migrations.AddField("measure", "unagreed_because", models.TextField(blank=True, default="")),
        migrations.AddConstraint(
            "measure",
            models.CheckConstraint(
                name="measure_is_answered_whole",
                condition=models.Q(agency_answer="", agency_words="", answered_at=None, answered_by=None)
                | models.Q(agency_answer="agrees", agency_words="", **_SAID)
                | models.Q(agency_answer="another", **_SAID) & ~models.Q(agency_words=""),
            ),
        ),
        migrations.RunSQL(SQL.joinpath("agreed.sql").read_text("utf-8"), elidable=False),
    ]
