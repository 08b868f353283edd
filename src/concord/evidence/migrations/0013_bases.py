from django.db import migrations, models


class Migration(migrations.Migration):
    """On which basis of the edition a data set, or advice, is withheld; "" until it is said."""

    dependencies = [("evidence", "0012_one_file_for_several")]
    operations = [
        migrations.AddField("dataset", "basis", models.CharField(blank=True, default="", max_length=60)),
        migrations.AddField("advice", "basis", models.CharField(blank=True, default="", max_length=60)),
    ]
