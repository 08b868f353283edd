from importlib import resources

from django.db import migrations, models


class Migration(migrations.Migration):
    """What a draft said before it was reworded is kept."""

    dependencies = [("findings", "0002_keys")]
    operations = [
        migrations.AddField(model_name="finding", name="earlier", field=models.JSONField(default=list)),
        migrations.AddField(model_name="recommendation", name="earlier", field=models.JSONField(default=list)),
        migrations.RunSQL(
            resources.files("concord.findings").joinpath("sql/wording.sql").read_text("utf-8"), elidable=False
        ),
    ]
