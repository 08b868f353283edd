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
                ('name', models.CharField(max_length=120)),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('work_done', models.TextField()),
                ('outcomes', models.TextField()),
                ('next_steps', models.TextField()),
                ('document', models.JSONField()),
                ('site_document', models.JSONField()),
                ('compiled_by', models.CharField(max_length=60)),
                ('approved_by', models.CharField(max_length=60, null=True)),
                ('approved_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'work_done', 'outcomes', 'next_steps', config='english'), fastupdate=False, name='reports_searched')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['compiled', 'approved', 'returned', 'published'])), name='status_report_state_is_known'), models.UniqueConstraint(fields=('engagement', 'number'), name='report_number_once'), models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='report_period_runs_forward'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='report_approval_is_paired'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('compiled_by')), _negated=True), _connector='OR'), name='report_approved_by_another')],
            },
        ),
    ]
