from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """How many columns and rows the file of a data set has is kept beside what was told."""

    dependencies = [("evidence", "0010_rest")]
    operations = [
        migrations.AddField("dataset", "columns_found", models.PositiveIntegerField(null=True)),
        migrations.AddField("dataset", "rows_found", models.PositiveBigIntegerField(null=True)),
        migrations.AddConstraint(
            "dataset",
            models.CheckConstraint(
                condition=Q(columns_found=None, rows_found=None)
                | Q(columns_found__isnull=False, rows_found__isnull=False),
                name="data_set_measured_whole",
            ),
        ),
    ]
