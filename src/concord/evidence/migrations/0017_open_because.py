from django.db import migrations, models


class Migration(migrations.Migration):
    """Why an interview is not confidential; of what was kept before, nothing was said."""

    dependencies = [("evidence", "0016_codes_searched")]
    operations = [
        migrations.AddField("evidenceitem", "open_because", models.TextField(blank=True, default="")),
        migrations.AddField("codedproject", "open_because", models.TextField(blank=True, default="")),
    ]
