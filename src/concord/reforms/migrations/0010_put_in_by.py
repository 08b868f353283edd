from django.db import migrations, models


class Migration(migrations.Migration):
    """Who put a reform into a packet."""

    dependencies = [("reforms", "0009_taken_back_of_work")]
    operations = [
        migrations.AddField("included", "put_in_by", models.CharField(blank=True, default="", max_length=60)),
    ]
