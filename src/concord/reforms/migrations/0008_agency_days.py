from django.db import migrations, models


class Migration(migrations.Migration):
    """How many working days the agency has to answer a measure, as the edition said when it was proposed."""

    dependencies = [("reforms", "0007_agreed")]
    operations = [migrations.AddField("measure", "agency_days", models.PositiveSmallIntegerField(default=10))]
