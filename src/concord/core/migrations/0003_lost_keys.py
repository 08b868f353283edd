from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_audit_trail'),
    ]

    operations = [
        migrations.AddField(
            model_name='datakey',
            name='lost_at',
            field=models.DateTimeField(null=True),
        ),
    ]
