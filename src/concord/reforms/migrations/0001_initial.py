import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('engagements', '0001_initial'),
        ('findings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(db_index=True, max_length=40)),
                ('state_since', models.DateTimeField()),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='findings.recommendation')),
                ('label', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('kind', models.CharField(choices=[('completion', 'Completion: shows that it is done'), ('sustainment', 'Sustainment: shows that it lasts')], max_length=12)),
                ('version', models.PositiveSmallIntegerField()),
                ('reason', models.TextField(blank=True)),
                ('proposed_by', models.CharField(max_length=60)),
                ('proposed_at', models.DateTimeField()),
                ('approved_by', models.CharField(max_length=60, null=True)),
                ('approved_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', config='english'), fastupdate=False, name='measures_searched')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'approved', 'returned'])), name='measure_state_is_known'), models.UniqueConstraint(fields=('recommendation', 'label', 'version'), name='measure_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('recommendation', 'label'), name='measure_has_one_open_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='measure_approval_is_paired'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='measure_is_not_approved_by_its_proposer'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('state', 'approved')), models.Q(models.Q(('state', 'approved'), _negated=True), ('approved_at', None)), _connector='OR'), name='measure_is_dated_once_approved'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='measure_change_has_its_reason')],
            },
        ),
        migrations.CreateModel(
            name='Reform',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(db_index=True, max_length=40)),
                ('state_since', models.DateTimeField()),
                ('recommendation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reform', to='findings.recommendation')),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reforms', to='engagements.engagement')),
                ('planned_at', models.DateTimeField()),
                ('reported_status', models.CharField(max_length=40, null=True)),
                ('reported_on', models.DateField(null=True)),
                ('assessed_status', models.CharField(max_length=40, null=True)),
                ('assessed_on', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'recommendation'], name='reforms_by_state'), models.Index(fields=['reported_status', 'recommendation'], name='reforms_by_reported'), models.Index(fields=['assessed_status', 'reported_status', 'recommendation'], name='reforms_by_both_voices'), models.Index(fields=['assessed_status', 'recommendation'], name='reforms_by_assessed'), models.Index(condition=models.Q(('state__in', ['with_agency', 'with_team'])), fields=['engagement', 'state_since'], name='reforms_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['with_agency', 'with_team', 'complete', 'stopped'])), name='reform_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('reported_on', None), ('reported_status', None)), models.Q(('reported_on__isnull', False), ('reported_status__isnull', False)), _connector='OR'), name='reform_reported_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('assessed_on', None), ('assessed_status', None)), models.Q(('assessed_on__isnull', False), ('assessed_status__isnull', False)), _connector='OR'), name='reform_assessed_is_paired')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reform', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='reforms.reform')),
                ('status', models.CharField(max_length=40)),
                ('core_state', models.CharField(choices=[('not_started', 'Not started'), ('under_way', 'Under way'), ('complete', 'Complete'), ('stopped', 'Stopped with part of it done')], max_length=12)),
                ('note', models.TextField()),
                ('as_of', models.DateField()),
                ('assessed_at', models.DateTimeField()),
                ('assessed_by', models.CharField(max_length=60)),
                ('measures', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['reform', 'id'], name='judgements_of_a_reform')],
                'constraints': [models.CheckConstraint(condition=models.Q(('core_state__in', ['not_started', 'under_way', 'complete', 'stopped'])), name='judgement_core_state_is_known'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='judgement_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ProgressReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reform', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reforms.reform')),
                ('status', models.CharField(max_length=40)),
                ('core_state', models.CharField(choices=[('not_started', 'Not started'), ('under_way', 'Under way'), ('complete', 'Complete'), ('stopped', 'Stopped with part of it done')], max_length=12)),
                ('note', models.TextField(blank=True)),
                ('as_of', models.DateField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.CharField(max_length=60)),
            ],
            options={
                'indexes': [models.Index(fields=['reform', 'id'], name='reports_of_a_reform')],
                'constraints': [models.CheckConstraint(condition=models.Q(('core_state__in', ['not_started', 'under_way', 'complete', 'stopped'])), name='report_core_state_is_known')],
            },
        ),
    ]
