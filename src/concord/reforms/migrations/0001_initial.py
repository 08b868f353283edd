import concord.core.migrating
import concord.engagements.models.engagement
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('engagements', '0001_initial'),
        ('findings', '0001_initial'),
        ('programme', '0001_initial'),
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Appraisal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='findings.recommendation')),
                        ('marks', models.JSONField()),
                        ('weeks', models.PositiveSmallIntegerField()),
                        ('unit', models.CharField(max_length=100)),
                        ('why', models.TextField()),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['recommendation', '-id'], name='appraisals_latest_first')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('why', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='appraisal_says_why_and_who'), models.CheckConstraint(condition=models.Q(('weeks__gte', 1), ('weeks__lte', 520)), name='appraisal_takes_some_weeks')],
                    },
                ),
                migrations.CreateModel(
                    name='HandOver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='engagements.engagement')),
                        ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.edition')),
                        ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.edition')),
                        ('body', models.CharField(max_length=200)),
                        ('on', models.DateField()),
                        ('reason', models.TextField()),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='hand_over_changes_the_edition'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='hand_over_says_to_whom_and_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='engagements.engagement')),
                        ('one', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_from', to='findings.recommendation')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_to', to='findings.recommendation')),
                        ('kind', models.CharField(choices=[('depends_on', 'needs first'), ('same_action', 'is met by the same action as'), ('conflicts', 'is in conflict with'), ('supersedes', 'takes the place of'), ('part_of', 'is a part of')], max_length=12)),
                        ('why', models.TextField()),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.CharField(max_length=60)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_by', models.CharField(max_length=60, null=True)),
                        ('ended_because', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['depends_on', 'same_action', 'conflicts', 'supersedes', 'part_of'])), name='link_kind_is_known'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='link_is_between_two'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='link_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='link_ends_with_a_reason'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('one', 'other', 'kind'), name='link_stands_once')],
                    },
                ),
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
                        ('level', models.CharField(blank=True, max_length=40)),
                        ('best_practice', models.BooleanField(default=False)),
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
                    name='Outcome',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='findings.recommendation')),
                        ('name', models.CharField(max_length=200)),
                        ('unit', models.CharField(max_length=60)),
                        ('baseline', models.DecimalField(decimal_places=3, max_digits=14)),
                        ('baseline_as_of', models.DateField()),
                        ('target', models.DecimalField(decimal_places=3, max_digits=14)),
                        ('source', models.TextField()),
                        ('registered_at', models.DateTimeField()),
                        ('registered_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('recommendation', 'name'), name='outcome_named_once'), models.CheckConstraint(condition=models.Q(('target', models.F('baseline')), _negated=True), name='outcome_should_move'), models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('name', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='outcome_says_its_source')],
                    },
                ),
                migrations.CreateModel(
                    name='Packet',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packets', to='engagements.engagement')),
                        ('title_given', models.CharField(max_length=200)),
                        ('round', models.PositiveSmallIntegerField(default=0)),
                        ('assembled_by', models.CharField(max_length=60)),
                        ('assembled_at', models.DateTimeField()),
                        ('submitted_by', models.CharField(max_length=60, null=True)),
                        ('submitted_at', models.DateTimeField(null=True)),
                        ('reviewed_by', models.CharField(max_length=60, null=True)),
                        ('reviewed_at', models.DateTimeField(null=True)),
                        ('accepted_by', models.CharField(max_length=60, null=True)),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('basis', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['engagement', 'state', 'state_since'], name='packets_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'second_review', 'returned', 'accepted', 'withdrawn'])), name='packet_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('submitted_at', None), ('submitted_by', None)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='packet_submission_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='packet_review_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='packet_acceptance_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', False), ('state', 'accepted'), models.Q(('basis', ''), _negated=True)), models.Q(models.Q(('state', 'accepted'), _negated=True), ('accepted_at', None), ('basis', '')), _connector='OR'), name='packet_is_dated_once_accepted'), models.CheckConstraint(condition=models.Q(('accepted_by', None), models.Q(models.Q(('accepted_by', models.F('submitted_by')), _negated=True), models.Q(('accepted_by', models.F('assembled_by')), _negated=True)), _connector='OR'), name='packet_is_not_accepted_by_its_doer'), models.CheckConstraint(condition=models.Q(('accepted_by', None), ('reviewed_by', None), models.Q(('accepted_by', models.F('reviewed_by')), _negated=True), _connector='OR'), name='packet_has_two_reviewers_where_it_has_a_first')],
                    },
                ),
                migrations.CreateModel(
                    name='Project',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='engagements.engagement')),
                        ('title', models.CharField(max_length=200)),
                        ('owner', models.CharField(max_length=100)),
                        ('sponsor', models.CharField(max_length=100)),
                        ('unit', models.CharField(max_length=100)),
                        ('resources', models.TextField(blank=True)),
                        ('budget_note', models.TextField(blank=True)),
                        ('begun_at', models.DateTimeField()),
                        ('begun_by', models.CharField(max_length=60)),
                        ('outcome', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'ended'])), name='piece_of_work_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('owner', ''), _negated=True), models.Q(('sponsor', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='project_says_what_and_whose'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), models.Q(('outcome', ''), _negated=True)), models.Q(('state', 'open'), ('outcome', '')), _connector='OR'), name='project_ends_with_what_came_of_it')],
                    },
                    bases=(concord.engagements.models.engagement.Within, models.Model),
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
                    name='Assistance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistance', to='reforms.project')),
                        ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='engagements.delivery')),
                        ('how', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('project', 'delivery'), name='assistance_logged_once'), models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='assistance_says_how')],
                    },
                ),
                migrations.CreateModel(
                    name='Blocker',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blockers', to='reforms.reform')),
                        ('kind', models.CharField(max_length=40)),
                        ('outside', models.BooleanField()),
                        ('what', models.TextField()),
                        ('with_whom', models.CharField(max_length=200)),
                        ('moves_when', models.TextField()),
                        ('since', models.DateField()),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.CharField(max_length=60)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_by', models.CharField(max_length=60, null=True)),
                        ('ended_how', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('with_whom', ''), _negated=True), models.Q(('moves_when', ''), _negated=True)), name='blocker_says_what_and_what_moves_it'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_how', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_how', ''), _negated=True)), _connector='OR'), name='blocker_ends_with_what_became_of_it')],
                    },
                ),
                migrations.CreateModel(
                    name='Included',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='included', to='reforms.packet')),
                        ('reform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packets', to='reforms.reform')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('packet', 'reform'), name='packet_holds_a_reform_once')],
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
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='reforms.project')),
                        ('what', models.CharField(max_length=300)),
                        ('due_on', models.DateField()),
                        ('reached_on', models.DateField(null=True)),
                        ('note', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reached_on', None), ('note', '')), models.Q(('reached_on__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='milestone_is_reached_with_a_note'), models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='milestone_says_what')],
                    },
                ),
                migrations.CreateModel(
                    name='OutcomeValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recorded', to='reforms.outcome')),
                        ('as_of', models.DateField()),
                        ('value', models.DecimalField(decimal_places=3, max_digits=14)),
                        ('source', models.TextField()),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='outcome_value_has_its_source')],
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
                migrations.CreateModel(
                    name='Proof',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='reforms.packet')),
                        ('what', models.TextField()),
                        ('ref', models.CharField(blank=True, max_length=60)),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('name', models.CharField(blank=True, max_length=200)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.CharField(max_length=60)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_by', models.CharField(max_length=60, null=True)),
                        ('ended_because', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('ref', ''), models.Q(('name', ''), _negated=True)), models.Q(models.Q(('ref', ''), _negated=True), ('file', None), ('name', '')), _connector='OR'), name='proof_is_a_file_or_a_reference'), models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='proof_says_what_it_shows'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_because', ''), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='proof_is_taken_out_with_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('packet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='reforms.packet')),
                        ('round', models.PositiveSmallIntegerField()),
                        ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='reforms.measure')),
                        ('text', models.TextField()),
                        ('by', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('packet', 'round', 'measure'), name='remark_once_a_round'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Served',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served', to='reforms.project')),
                        ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='findings.recommendation')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('project', 'recommendation'), name='served_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Shown',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proof', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shows', to='reforms.proof')),
                        ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shown_by', to='reforms.measure')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('proof', 'measure'), name='proof_shows_a_measure_once')],
                    },
                ),
            ],
        ),
    ]
