from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when people work on a recommendation, issued or not, and on the finding below it."""

    dependencies = [("findings", "0004_practices_and_origin")]
    operations = [
        migrations.AddField(model_name="finding", name="taken_up_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="recommendation", name="taken_up_at", field=models.DateTimeField(null=True)),
    ]
