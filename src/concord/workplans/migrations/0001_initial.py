import concord.core.migrating
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('engagements', '0001_initial'),
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='ScopeChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scope_changes', to='engagements.engagement')),
                        ('what', models.TextField()),
                        ('reason', models.TextField()),
                        ('effect', models.TextField()),
                        ('asked_by', models.CharField(max_length=60)),
                        ('asked_at', models.DateTimeField()),
                        ('answer', models.TextField(blank=True)),
                        ('answered_by', models.CharField(max_length=60, null=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('what', 'reason', 'effect', 'answer', config='english'), fastupdate=False, name='scope_changes_searched'), models.Index(fields=['state', 'state_since'], name='scope_changes_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['with_agency', 'with_team', 'agreed', 'declined', 'withdrawn'])), name='change_of_scope_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='scope_change_answer_is_paired')],
                    },
                ),
                migrations.CreateModel(
                    name='WorkPlan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work_plans', to='engagements.engagement')),
                        ('version', models.PositiveSmallIntegerField()),
                        ('document', models.TextField()),
                        ('content_hash', models.CharField(max_length=64, null=True)),
                        ('drafted_by', models.CharField(max_length=60)),
                        ('returned_because', models.TextField(blank=True)),
                        ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='workplans.workplan')),
                        ('scope_change', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='workplans.scopechange')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'state_since'], name='work_plans_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'returned', 'concurred', 'superseded', 'discarded'])), name='work_plan_state_is_known'), models.UniqueConstraint(fields=('engagement', 'version'), name='work_plan_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'concurred')), fields=('engagement',), name='one_work_plan_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'returned'])), fields=('engagement',), name='one_work_plan_coming'), models.CheckConstraint(condition=models.Q(('content_hash__isnull', False), ('state__in', ('draft', 'superseded', 'discarded')), _connector='OR'), name='work_plan_is_hashed_once_proposed'), models.CheckConstraint(condition=models.Q(('content_hash', None), ('content_hash', models.Func(models.Func(models.Func(models.F('document'), models.Value('UTF8'), function='convert_to', output_field=models.BinaryField()), function='sha256', output_field=models.BinaryField()), models.Value('hex'), function='encode', output_field=models.CharField())), _connector='OR'), name='work_plan_hash_is_of_text')],
                    },
                ),
                migrations.CreateModel(
                    name='Concurrence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='concurrence', to='workplans.workplan')),
                        ('content_hash', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=120)),
                        ('capacity', models.CharField(max_length=300)),
                        ('statement', models.TextField(blank=True)),
                        ('signed_on', models.DateField()),
                        ('shown_by', models.CharField(choices=[('password', 'gave the password again'), ('mfa', 'gave the second factor again'), ('paper', 'signed on paper, which is on file'), ('demonstration', 'confirmed it in a demonstration, where people have no password'), ('signed_in', 'had signed in')], max_length=13)),
                        ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('scan_name', models.CharField(blank=True, max_length=120)),
                        ('at', models.DateTimeField()),
                        ('by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$'), models.Q(('name', ''), _negated=True), models.Q(('capacity', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='concurrence_is_whole'), models.CheckConstraint(condition=models.Q(('shown_by__in', ['password', 'mfa', 'paper', 'demonstration', 'signed_in'])), name='concurrence_identity_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('scan__isnull', False), ('shown_by', 'paper'), models.Q(('scan_name', ''), _negated=True)), models.Q(models.Q(('shown_by', 'paper'), _negated=True), ('scan', None), ('scan_name', '')), _connector='OR'), name='concurrence_on_paper_has_its_scan')],
                    },
                ),
                migrations.CreateModel(
                    name='ExitProgress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress', to='workplans.workplan')),
                        ('criterion', models.CharField(max_length=20)),
                        ('standing', models.CharField(choices=[('not_yet', 'Not yet'), ('under_way', 'Under way'), ('met', 'Met')], max_length=10)),
                        ('note', models.TextField()),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('standing__in', ['not_yet', 'under_way', 'met'])), name='exit_standing_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='workplans.workplan')),
                        ('part', models.CharField(max_length=60)),
                        ('text', models.TextField()),
                        ('said_by', models.CharField(max_length=60)),
                        ('said_at', models.DateTimeField()),
                        ('resolution', models.TextField(blank=True)),
                        ('resolved_at', models.DateTimeField(null=True)),
                        ('resolved_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', 'resolution', config='english'), fastupdate=False, name='plan_comments_searched'), models.Index(fields=['state', 'state_since'], name='plan_comments_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'resolved'])), name='plan_comment_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('resolution', ''), ('resolved_at', None), ('resolved_by', None)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='plan_comment_resolution_is_paired')],
                    },
                ),
                migrations.CreateModel(
                    name='Reaffirmation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reaffirmations', to='workplans.workplan')),
                        ('content_hash', models.CharField(max_length=64)),
                        ('name', models.CharField(max_length=120)),
                        ('capacity', models.CharField(max_length=300)),
                        ('statement', models.TextField(blank=True)),
                        ('shown_by', models.CharField(choices=[('password', 'gave the password again'), ('mfa', 'gave the second factor again'), ('paper', 'signed on paper, which is on file'), ('demonstration', 'confirmed it in a demonstration, where people have no password'), ('signed_in', 'had signed in')], max_length=13)),
                        ('at', models.DateTimeField()),
                        ('by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('content_hash__regex', '^[0-9a-f]{64}$'), models.Q(('name', ''), _negated=True), models.Q(('capacity', ''), _negated=True), models.Q(('by', ''), _negated=True)), name='reaffirmation_is_whole'), models.CheckConstraint(condition=models.Q(('shown_by__in', ['password', 'mfa', 'paper', 'demonstration', 'signed_in'])), name='reaffirmation_identity_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved', to='workplans.workplan')),
                        ('part', models.CharField(max_length=60)),
                        ('number', models.PositiveIntegerField()),
                        ('value', models.JSONField(null=True)),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('plan', 'part', 'number'), name='part_saved_once_under_a_number')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanReply',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='workplans.plancomment')),
                        ('text', models.TextField()),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
