import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Clauses are tagged with standards of practice."""

    dependencies = [("evidence", "0030_sheets"), ("programme", "0002_drafts")]
    operations = [
        migrations.CreateModel(
            name="ClauseTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standard", models.CharField(max_length=60)),
                ("tagged_at", models.DateTimeField()),
                ("tagged_by", models.CharField(max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(max_length=60, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programme.edition"
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tags", to="evidence.passage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("passage", "standard"),
                        name="clause_under_a_standard_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="clause_tag_ends_whole",
                    ),
                ],
            },
        ),
    ]
