from importlib import resources

import django.db.models.deletion
from django.db import migrations, models


SQL = resources.files("concord.reforms").joinpath("sql")


class Migration(migrations.Migration):
    """When a packet brought a reform from one side to the other; it stays on record."""

    dependencies = [
        ('reforms', '0004_packet_submitters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='reforms.packet')),
                ('reform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='reforms.reform')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['with_agency', 'with_team'])), name='turn_is_of_one_of_two_sides')],
            },
        ),
        migrations.RunSQL(SQL.joinpath("turns.sql").read_text("utf-8"), elidable=False),
    ]
