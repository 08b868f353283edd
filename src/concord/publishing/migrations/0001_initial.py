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
                    name='Closing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='closing', to='engagements.engagement')),
                        ('sustainment', models.TextField()),
                        ('subject', models.CharField(max_length=300)),
                        ('letter', models.TextField()),
                        ('closed_at', models.DateTimeField()),
                        ('closed_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sustainment', ''), _negated=True), models.Q(('letter', ''), _negated=True)), name='closing_says_what_lasts')],
                    },
                ),
                migrations.CreateModel(
                    name='Delay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_delays', to='engagements.engagement')),
                        ('due', models.DateField()),
                        ('words', models.TextField()),
                        ('expected_on', models.DateField()),
                        ('given_by', models.CharField(max_length=60)),
                        ('given_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['engagement', '-id'], name='delays_of_an_engagement')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='delay_says_why'), models.CheckConstraint(condition=models.Q(('expected_on__gt', models.F('due'))), name='delay_is_after_its_day')],
                    },
                ),
                migrations.CreateModel(
                    name='PublicRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='public_record', to='engagements.engagement')),
                        ('digest', models.CharField(max_length=64)),
                        ('record', models.JSONField()),
                        ('imported_at', models.DateTimeField()),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='PublishedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published_figures', to='engagements.engagement')),
                        ('figure', models.CharField(max_length=80)),
                        ('as_of', models.CharField(max_length=80)),
                        ('voice', models.CharField(max_length=40)),
                        ('assessor', models.CharField(max_length=120)),
                        ('kind', models.CharField(max_length=20)),
                        ('base', models.PositiveIntegerField(null=True)),
                        ('rows', models.JSONField()),
                        ('source_title', models.CharField(blank=True, max_length=200)),
                        ('source_url', models.CharField(max_length=500)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('engagement', 'figure'), name='published_figure_once_a_site')],
                    },
                ),
                migrations.CreateModel(
                    name='Release',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=40, unique=True)),
                        ('kind', models.CharField(choices=[('programme', 'Programme pages'), ('site', 'Site pages'), ('report', 'Status report')], max_length=12)),
                        ('slug', models.CharField(max_length=120)),
                        ('engagement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='engagements.engagement')),
                        ('as_of', models.DateField()),
                        ('document', models.JSONField()),
                        ('sha256', models.CharField(max_length=64)),
                        ('previous', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='publishing.release')),
                        ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.checkpoint')),
                        ('reason', models.TextField()),
                        ('released_at', models.DateTimeField()),
                        ('released_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'slug', '-id'], name='releases_of_a_page')],
                    },
                ),
                migrations.CreateModel(
                    name='StatusReport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='engagements.engagement')),
                        ('number', models.PositiveIntegerField()),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='publishing.statusreport')),
                        ('correction_reason', models.TextField(blank=True)),
                        ('name', models.CharField(max_length=120)),
                        ('period_from', models.DateField()),
                        ('period_to', models.DateField()),
                        ('work_done', models.TextField()),
                        ('outcomes', models.TextField()),
                        ('blockers', models.TextField(blank=True)),
                        ('next_steps', models.TextField()),
                        ('change_notes', models.JSONField(default=dict)),
                        ('document', models.JSONField()),
                        ('site_document', models.JSONField()),
                        ('compiled_by', models.CharField(max_length=60)),
                        ('reviewed_by', models.CharField(max_length=60, null=True)),
                        ('reviewed_at', models.DateTimeField(null=True)),
                        ('check_due', models.DateField(null=True)),
                        ('checked_by', models.CharField(max_length=60, null=True)),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('approved_by', models.CharField(max_length=60, null=True)),
                        ('approved_at', models.DateTimeField(null=True)),
                        ('scheduled_by', models.CharField(max_length=60, null=True)),
                        ('publish_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'work_done', 'outcomes', 'blockers', 'next_steps', config='english'), fastupdate=False, name='reports_searched')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['compiled', 'in_review', 'fact_check', 'checked', 'proposed', 'approved', 'scheduled', 'returned', 'published'])), name='status_report_state_is_known'), models.UniqueConstraint(fields=('engagement', 'number', 'version'), name='report_version_once'), models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='report_period_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('correction_reason', ''), ('corrects', None), ('version', 1)), models.Q(('corrects__isnull', False), ('version__gt', 1), models.Q(('correction_reason', ''), _negated=True)), _connector='OR'), name='report_correction_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='report_review_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('check_due', None), ('reviewed_at', None)), models.Q(('check_due__isnull', False), ('reviewed_at__isnull', False)), _connector='OR'), name='report_review_opens_the_check'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='report_check_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='report_approval_is_paired'), models.CheckConstraint(condition=models.Q(models.Q(('publish_at', None), ('scheduled_by', None)), models.Q(('publish_at__isnull', False), ('scheduled_by__isnull', False)), _connector='OR'), name='report_schedule_is_paired'), models.CheckConstraint(condition=models.Q(('reviewed_by', None), ('compiled_by', None), models.Q(('reviewed_by', models.F('compiled_by')), _negated=True), _connector='OR'), name='report_reviewed_by_another'), models.CheckConstraint(condition=models.Q(('approved_by', None), ('compiled_by', None), models.Q(('approved_by', models.F('compiled_by')), _negated=True), _connector='OR'), name='report_approved_by_another'), models.CheckConstraint(condition=models.Q(('scheduled_by', None), ('approved_by', None), models.Q(('scheduled_by', models.F('approved_by')), _negated=True), _connector='OR'), name='report_scheduled_by_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ReportComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='publishing.statusreport')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('part', models.CharField(choices=[('work_done', 'Work done'), ('outcomes', 'Outcomes'), ('blockers', 'What stands in the way'), ('next_steps', 'Next steps'), ('figures', 'Figures and tables'), ('changes', 'What changed')], max_length=10)),
                        ('text', models.TextField()),
                        ('made_by', models.CharField(max_length=60)),
                        ('made_at', models.DateTimeField()),
                        ('outcome', models.CharField(blank=True, choices=[('changed', 'Changed'), ('kept', 'Kept as it is')], max_length=7)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_by', models.CharField(max_length=60, null=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='report_comment_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('outcome__in', ['changed', 'kept']), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='report_comment_answer_is_whole')],
                    },
                ),
            ],
        ),
    ]
