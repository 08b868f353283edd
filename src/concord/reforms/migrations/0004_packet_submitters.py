from django.db import migrations, models


class Migration(migrations.Migration):
    """All who handed a packet in, in any round."""

    dependencies = [
        ('reforms', '0003_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='packet',
            name='submitters',
            field=models.JSONField(default=list),
        ),
    ]
