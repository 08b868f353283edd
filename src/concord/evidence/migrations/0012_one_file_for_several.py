import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One file that the agency sends may answer several of its requests."""

    dependencies = [("evidence", "0011_measured")]
    operations = [
        migrations.AlterField(
            "documentreceived",
            "item",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="received", to="evidence.evidenceitem"
            ),
        ),
        migrations.AddConstraint(
            "documentreceived",
            models.UniqueConstraint(fields=("request", "item"), name="document_received_once_for_a_request"),
        ),
    ]
