import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sheets that were filled in on the spot arrive once."""

    dependencies = [("evidence", "0026_documents_end")]
    operations = [
        migrations.CreateModel(
            name="SheetTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("sheet", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.CharField(max_length=60)),
                (
                    "fieldwork",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="evidence.fieldwork"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
