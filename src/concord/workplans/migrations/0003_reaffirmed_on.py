from django.db import migrations, models

# Until now only the moment was kept; its day in UTC stands for the day. No row is updated, which a trigger refuses.
SET = "ALTER TABLE workplans_reaffirmation ALTER COLUMN signed_on TYPE date USING (at AT TIME ZONE 'UTC')::date"


class Migration(migrations.Migration):
    """A reaffirmation says on which day it was signed, as a concurrence does."""

    dependencies = [("workplans", "0002_stays")]
    operations = [
        migrations.AddField("reaffirmation", "signed_on", models.DateField(null=True)),
        migrations.RunSQL(SET, migrations.RunSQL.noop),
        migrations.AlterField("reaffirmation", "signed_on", models.DateField()),
    ]
