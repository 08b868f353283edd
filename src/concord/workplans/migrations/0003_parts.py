import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a version says becomes one text; drafts, comments, scope and reaffirmations come into being. The triggers
    that kept the columns of before are dropped here, and 0005 makes the new ones."""

    dependencies = [
        ('core', '0001_initial'),
        ('engagements', '0001_initial'),
        ('workplans', '0002_content'),
    ]

    operations = [
        migrations.RunSQL(
            """
            DROP TRIGGER work_plan_content_stays ON workplans_workplan;
            DROP TRIGGER concurrence_stays ON workplans_concurrence;
            """,
            elidable=False,
        ),
        migrations.CreateModel(
            name='ExitProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=20)),
                ('standing', models.CharField(choices=[('not_yet', 'Not yet'), ('under_way', 'Under way'), ('met', 'Met')], max_length=10)),
                ('note', models.TextField()),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PlanComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(db_index=True, max_length=40)),
                ('state_since', models.DateTimeField()),
                ('part', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('said_by', models.CharField(max_length=60)),
                ('said_at', models.DateTimeField()),
                ('resolution', models.TextField(blank=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolved_by', models.CharField(max_length=60, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PlanReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reaffirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=120)),
                ('capacity', models.CharField(max_length=300)),
                ('statement', models.TextField(blank=True)),
                ('shown_by', models.CharField(choices=[('password', 'gave the password again'), ('mfa', 'gave the second factor again'), ('paper', 'signed on paper, which is on file'), ('demonstration', 'confirmed it in a demonstration, where people have no password'), ('signed_in', 'had signed in')], max_length=13)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='SavedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('value', models.JSONField(null=True)),
                ('by', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ScopeChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(db_index=True, max_length=40)),
                ('state_since', models.DateTimeField()),
                ('what', models.TextField()),
                ('reason', models.TextField()),
                ('effect', models.TextField()),
                ('asked_by', models.CharField(max_length=60)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_by', models.CharField(max_length=60, null=True)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='concurrence',
            name='scan',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='concurrence',
            name='scan_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='concurrence',
            name='shown_by',
            field=models.CharField(choices=[('password', 'gave the password again'), ('mfa', 'gave the second factor again'), ('paper', 'signed on paper, which is on file'), ('demonstration', 'confirmed it in a demonstration, where people have no password'), ('signed_in', 'had signed in')], default='signed_in', max_length=13),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='concurrence',
            name='signed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='workplan',
            name='follows',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='workplans.workplan'),
        ),
        migrations.AddField(
            model_name='workplan',
            name='document',
            field=models.TextField(default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='exitprogress',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='workplans.workplan'),
        ),
        migrations.AddField(
            model_name='plancomment',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='workplans.workplan'),
        ),
        migrations.AddField(
            model_name='planreply',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='workplans.plancomment'),
        ),
        migrations.AddField(
            model_name='reaffirmation',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reaffirmations', to='workplans.workplan'),
        ),
        migrations.AddField(
            model_name='savedpart',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved', to='workplans.workplan'),
        ),
        migrations.AddField(
            model_name='scopechange',
            name='engagement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scope_changes', to='engagements.engagement'),
        ),
        migrations.AddField(
            model_name='workplan',
            name='scope_change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='workplans.scopechange'),
        ),
        migrations.AddConstraint(
            model_name='exitprogress',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['not_yet', 'under_way', 'met'])), name='exit_standing_is_known'),
        ),
        migrations.AddIndex(
            model_name='plancomment',
            index=models.Index(fields=['state', 'state_since'], name='plan_comments_by_state'),
        ),
        migrations.AddConstraint(
            model_name='plancomment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'resolved'])), name='plan_comment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='plancomment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolution', ''), ('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='plan_comment_resolution_is_paired'),
        ),
        migrations.AddConstraint(
            model_name='reaffirmation',
            constraint=models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$'), models.Q(('name', ''), _negated=True), models.Q(('capacity', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='reaffirmation_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='reaffirmation',
            constraint=models.CheckConstraint(condition=models.Q(('shown_by__in', ['password', 'mfa', 'paper', 'demonstration', 'signed_in'])), name='reaffirmation_identity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='savedpart',
            constraint=models.UniqueConstraint(fields=('plan', 'part', 'number'), name='part_saved_once_under_a_number'),
        ),
        migrations.AddIndex(
            model_name='scopechange',
            index=models.Index(fields=['state', 'state_since'], name='scope_changes_by_state'),
        ),
        migrations.AddConstraint(
            model_name='scopechange',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['with_agency', 'with_team', 'agreed', 'declined', 'withdrawn'])), name='change_of_scope_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='scopechange',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='scope_change_answer_is_paired'),
        ),
    ]
