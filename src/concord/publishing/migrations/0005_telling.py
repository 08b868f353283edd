# The language of each who follows, and how far the mails about each report have come.

import django.db.models.deletion
from django.db import migrations, models

TOLD_BEFORE = """
    INSERT INTO publishing_telling (release_id, upto, mails, done_at)
    SELECT release.id, 0, 0, receipt.at FROM publishing_release AS release
    JOIN core_jobreceipt AS receipt ON receipt.key = 'followers told of ' || release.ref
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_following'),
        ('publishing', '0004_following'),
    ]

    operations = [
        migrations.AddField(
            model_name='follower',
            name='language',
            field=models.CharField(default='en', max_length=10),
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upto', models.BigIntegerField(default=0)),
                ('mails', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='telling', to='publishing.release')),
            ],
        ),
        migrations.RunSQL(TOLD_BEFORE, elidable=True),
    ]
