from django.db import migrations, models


class Migration(migrations.Migration):
    """An engagement knows the topics that agreed changes of scope added."""

    dependencies = [("engagements", "0003_check_ins_searched")]
    operations = [migrations.AddField("engagement", "added_topics", models.JSONField(default=list))]
