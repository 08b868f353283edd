from django.db import migrations, models


class Migration(migrations.Migration):
    """Requests for documents and advice name the disposal by which their words were destroyed."""

    dependencies = [("evidence", "0006_consent")]
    operations = [
        migrations.AddField("advice", "destroyed_in", models.CharField(blank=True, max_length=60)),
        migrations.AddField("documentrequest", "destroyed_in", models.CharField(blank=True, max_length=60)),
    ]
