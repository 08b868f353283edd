from django.db import migrations, models


class Migration(migrations.Migration):
    """A change of scope names the topics that it adds; one from before named none."""

    dependencies = [("workplans", "0004_added_topics")]
    operations = [migrations.AddField("scopechange", "topics", models.JSONField(default=list))]
