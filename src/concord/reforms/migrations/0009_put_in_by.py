from django.db import migrations, models


class Migration(migrations.Migration):
    """Who put a reform into a packet."""

    dependencies = [("reforms", "0008_agency_days")]
    operations = [
        migrations.AddField("included", "put_in_by", models.CharField(blank=True, default="", max_length=60)),
    ]
