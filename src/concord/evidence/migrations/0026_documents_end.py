from django.db import migrations, models


class Migration(migrations.Migration):
    """A document whose files and texts were destroyed says by which disposal."""

    dependencies = [("evidence", "0025_sealed_words")]
    operations = [
        migrations.AddField(
            model_name="document", name="destroyed_in", field=models.CharField(blank=True, max_length=60)
        ),
    ]
