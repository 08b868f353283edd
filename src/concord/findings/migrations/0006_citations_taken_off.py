from importlib import resources

from django.db import migrations, models


SQL = resources.files("concord.findings").joinpath("sql")


class Migration(migrations.Migration):
    """Evidence is taken off a draft finding with a reason, and stays on record."""

    dependencies = [
        ('evidence', '0005_second_file'),
        ('findings', '0005_taken_up'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='citation',
            name='evidence_cited_once_by_a_finding',
        ),
        migrations.AddField(
            model_name='citation',
            name='taken_away_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='citation',
            name='taken_away_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='citation',
            name='taken_away_by',
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_away_at', None)), fields=('finding', 'evidence'), name='evidence_cited_once_by_a_finding'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_away_at', None), ('taken_away_because', ''), ('taken_away_by', None)), models.Q(('taken_away_at__isnull', False), ('taken_away_by__isnull', False), models.Q(('taken_away_because', ''), _negated=True)), _connector='OR'), name='citation_taken_away_whole'),
        ),
        migrations.RunSQL(SQL.joinpath("citations.sql").read_text("utf-8"), elidable=False),
    ]
