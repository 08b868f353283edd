from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a request's private link works, where the address that it was mailed to was corrected."""

    dependencies = [("intake", "0002_reminders_and_other_offices")]
    operations = [migrations.AddField("assistancerequest", "link_since", models.DateTimeField(null=True))]
