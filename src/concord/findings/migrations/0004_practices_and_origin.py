from importlib import resources

from django.db import migrations, models

SQL = resources.files("concord.findings").joinpath("sql")


class Migration(migrations.Migration):
    """A recommendation names practices of the library, and keeps where it was copied from."""

    dependencies = [("findings", "0003_imported_and_discussed")]
    operations = [
        migrations.AddField(model_name="recommendation", name="origin", field=models.JSONField(default=dict)),
        migrations.AddField(model_name="recommendation", name="practices", field=models.JSONField(default=list)),
        migrations.RunSQL(SQL.joinpath("origin.sql").read_text("utf-8"), elidable=False),
    ]
