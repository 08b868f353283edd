from importlib import resources

from django.db import migrations, models


SQL = resources.files("concord.reforms").joinpath("sql")


class Migration(migrations.Migration):
    """What was said or done by mistake is taken back with a reason, and stays on record."""

    dependencies = [
        ('findings', '0005_taken_up'),
        ('reforms', '0002_stays'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='included',
            name='packet_holds_a_reform_once',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='measure',
            name='measure_is_dated_once_approved',
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_named_once',
        ),
        migrations.RemoveConstraint(
            model_name='served',
            name='served_once',
        ),
        migrations.AddField(
            model_name='included',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='included',
            name='ended_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='included',
            name='ended_by',
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='ended_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='measure',
            name='ended_by',
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name='outcome',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='outcome',
            name='ended_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='outcome',
            name='ended_by',
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name='served',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='served',
            name='ended_because',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='served',
            name='ended_by',
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddConstraint(
            model_name='included',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('packet', 'reform'), name='packet_holds_a_reform_once'),
        ),
        migrations.AddConstraint(
            model_name='included',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='reform_is_left_out_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'returned', 'withdrawn'])), name='measure_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('state__in', ['approved', 'withdrawn'])), models.Q(models.Q(('state__in', ['approved', 'withdrawn']), _negated=True), ('approved_at', None)), _connector='OR'), name='measure_is_dated_once_approved'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='measure_is_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'withdrawn')), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('ended_at', None)), _connector='OR'), name='measure_is_dated_once_withdrawn'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('recommendation', 'name'), name='outcome_named_once'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='outcome_is_withdrawn_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='served',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('project', 'recommendation'), name='served_once'),
        ),
        migrations.AddConstraint(
            model_name='served',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='served_no_more_with_a_reason'),
        ),
        migrations.RunSQL(SQL.joinpath("taken_back.sql").read_text("utf-8"), elidable=False),
    ]
