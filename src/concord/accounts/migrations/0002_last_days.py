from django.db import migrations, models


class Migration(migrations.Migration):
    """The last day of a role, where it was given with one."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.AddField("membership", "last_day", models.DateField(null=True))]
