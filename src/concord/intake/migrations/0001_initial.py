import concord.core.migrating
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agencies', '0001_initial'),
        ('core', '0001_initial'),
        ('programme', '0001_initial'),
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='AssistanceRequest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='agencies.agency')),
                        ('agency_name', models.CharField(max_length=200)),
                        ('agency_state', models.CharField(max_length=2)),
                        ('agency_kind', models.CharField(blank=True, choices=[('state', 'State agency'), ('local', 'Local agency'), ('county', 'County agency'), ('tribal', 'Tribal agency'), ('campus', 'Campus agency'), ('territorial', 'Territorial agency'), ('federal', 'Federal agency'), ('unknown', 'Kind not known')], max_length=12)),
                        ('capacity', models.CharField(choices=[('chief', "I am the agency's chief executive"), ('delegate', "I ask with the chief executive's express authorization")], max_length=10)),
                        ('chief_name', models.CharField(max_length=120)),
                        ('contact_name', models.CharField(max_length=120)),
                        ('contact_email', models.EmailField(blank=True, max_length=254)),
                        ('contact_phone', models.CharField(blank=True, max_length=40)),
                        ('primary_enforcement', models.BooleanField(null=True)),
                        ('patrol', models.BooleanField(null=True)),
                        ('tier', models.CharField(blank=True, max_length=60)),
                        ('topics', models.JSONField(default=list)),
                        ('need', models.TextField()),
                        ('prior_assistance', models.TextField(blank=True)),
                        ('other_funding', models.TextField(blank=True)),
                        ('channel', models.CharField(choices=[('online', 'On line'), ('letter', 'Letter'), ('call', 'Call'), ('mail', 'E-mail')], default='online', max_length=10)),
                        ('received_on', models.DateField(null=True)),
                        ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='intake.assistancerequest')),
                        ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programme.edition')),
                        ('submitted_at', models.DateTimeField()),
                        ('submission_key', models.UUIDField(unique=True)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('agency_name', 'need', config='english'), fastupdate=False, name='requests_searched'), models.Index(fields=['state', 'state_since', 'id'], name='requests_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['awaiting_authorization', 'submitted', 'acknowledged', 'defined', 'eligible', 'ready', 'accepted', 'deferred', 'referred', 'declined', 'withdrawn'])), name='request_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'online'), _negated=True), models.Q(('patrol__isnull', False), ('primary_enforcement__isnull', False), models.Q(('tier', ''), _negated=True), models.Q(('contact_email', ''), _negated=True)), _connector='OR'), name='what_came_on_line_answers_every_question'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'online'), ('received_on', None)), models.Q(models.Q(('channel', 'online'), _negated=True), ('received_on__isnull', False)), _connector='OR'), name='what_did_not_come_on_line_has_its_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Authorization',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='authorization', to='intake.assistancerequest')),
                        ('chief_email', models.EmailField(blank=True, max_length=254)),
                        ('asked_at', models.DateTimeField()),
                        ('given_at', models.DateTimeField(null=True)),
                        ('given_by', models.CharField(max_length=60, null=True)),
                        ('name', models.CharField(blank=True, max_length=120)),
                        ('how', models.CharField(blank=True, choices=[('link', 'By the one-time link'), ('paper', 'On paper, which is on file')], max_length=5)),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file', None), ('given_at', None), ('given_by', None), ('how', ''), ('name', '')), models.Q(('file', None), ('given_at__isnull', False), ('given_by__isnull', False), ('how', 'link'), models.Q(('name', ''), _negated=True)), models.Q(('file__isnull', False), ('given_at__isnull', False), ('given_by__isnull', False), ('how', 'paper'), models.Q(('name', ''), _negated=True)), _connector='OR'), name='authorization_is_given_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='ComponentCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='component_checks', to='intake.assistancerequest')),
                        ('component', models.CharField(max_length=60)),
                        ('asked_on', models.DateField()),
                        ('asked_by', models.CharField(max_length=60)),
                        ('answered_on', models.DateField(null=True)),
                        ('answered_by', models.CharField(max_length=60, null=True)),
                        ('clear', models.BooleanField(null=True)),
                        ('note', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_by', None), ('answered_on', None), ('clear', None), ('note', '')), models.Q(('answered_by__isnull', False), ('answered_on__isnull', False), ('clear__isnull', False)), _connector='OR'), name='component_answer_is_whole'), models.UniqueConstraint(condition=models.Q(('answered_on', None)), fields=('request', 'component'), name='component_asked_once_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='intake.assistancerequest')),
                        ('on', models.DateField()),
                        ('how', models.CharField(choices=[('call', 'Call'), ('mail', 'E-mail'), ('meeting', 'Meeting'), ('letter', 'Letter'), ('reply', 'Reply on line')], max_length=8)),
                        ('who', models.CharField(max_length=200)),
                        ('note', models.TextField()),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='CriterionAnswer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='intake.assistancerequest')),
                        ('round', models.PositiveSmallIntegerField(default=1)),
                        ('assessment', models.CharField(choices=[('eligibility', 'Eligibility'), ('readiness', 'Readiness')], max_length=12)),
                        ('criterion', models.CharField(max_length=60)),
                        ('standing', models.CharField(choices=[('met', 'Met'), ('not_yet', 'Not yet'), ('unknown', 'Unknown')], max_length=10)),
                        ('basis', models.TextField()),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.CharField(max_length=60)),
                        ('replaced_at', models.DateTimeField(null=True)),
                        ('waived_at', models.DateTimeField(null=True)),
                        ('waived_by', models.CharField(max_length=60, null=True)),
                        ('waived_code', models.CharField(blank=True, max_length=60)),
                        ('waived_because', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('request', 'round', 'criterion'), name='criterion_has_one_answer_a_round'), models.CheckConstraint(condition=models.Q(models.Q(('waived_at', None), ('waived_because', ''), ('waived_by', None), ('waived_code', '')), models.Q(('waived_at__isnull', False), ('waived_by__isnull', False), models.Q(('waived_code', ''), _negated=True), models.Q(('waived_because', ''), _negated=True)), _connector='OR'), name='waiver_is_whole'), models.CheckConstraint(condition=models.Q(('waived_by', None), models.Q(('waived_by', models.F('decided_by')), _negated=True), _connector='OR'), name='who_answered_never_waives')],
                    },
                ),
                migrations.CreateModel(
                    name='Decided',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='intake.assistancerequest')),
                        ('kind', models.CharField(choices=[('accept', 'Accepted'), ('defer', 'Deferred'), ('refer', 'Referred'), ('decline', 'Declined')], max_length=8)),
                        ('tier', models.CharField(blank=True, max_length=60)),
                        ('code', models.CharField(blank=True, max_length=60)),
                        ('reason', models.TextField()),
                        ('matters', models.TextField(blank=True)),
                        ('until', models.DateField(null=True)),
                        ('refer_to', models.CharField(blank=True, max_length=200)),
                        ('subject', models.CharField(max_length=200)),
                        ('letter', models.TextField()),
                        ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.outboxmail')),
                        ('decided_at', models.DateTimeField()),
                        ('decided_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'defer'), ('until__isnull', False)), models.Q(models.Q(('kind', 'defer'), _negated=True), ('until', None)), _connector='OR'), name='only_a_deferral_has_its_day')],
                    },
                ),
                migrations.CreateModel(
                    name='MemberAgency',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='intake.assistancerequest')),
                        ('agency', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                        ('name', models.CharField(max_length=200)),
                        ('state', models.CharField(max_length=2)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('request', 'name', 'state'), name='member_agency_named_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PendingMatter',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='intake.assistancerequest')),
                        ('kind', models.CharField(choices=[('state', 'A state investigation'), ('local', 'A local investigation'), ('federal', 'A federal investigation'), ('litigation', 'Litigation under way'), ('potential', 'Litigation that may come'), ('unspecified', 'Declared without saying what kind')], max_length=12)),
                        ('detail', models.TextField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('request', 'kind'), name='matter_declared_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RequestDraft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.UUIDField(unique=True)),
                        ('answers', models.JSONField(default=dict)),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('started_at', models.DateTimeField()),
                        ('saved_at', models.DateTimeField()),
                        ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='intake.assistancerequest')),
                        ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.assistancerequest')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='RequestFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='intake.assistancerequest')),
                        ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                        ('name', models.CharField(max_length=200)),
                        ('what', models.CharField(max_length=200)),
                        ('added_at', models.DateTimeField()),
                        ('added_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Stakeholder',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stakeholders', to='intake.assistancerequest')),
                        ('kind', models.CharField(choices=[('labour', 'Body that represents staff'), ('community', 'Community group'), ('prosecutor', 'Prosecutor'), ('school', 'School'), ('government', 'Government of the place'), ('other', 'Other')], max_length=10)),
                        ('name', models.CharField(max_length=200)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='IntakePart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='intake.assistancerequest')),
                        ('part', models.CharField(max_length=60)),
                        ('text', models.TextField()),
                        ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='intake.contact')),
                        ('recorded_at', models.DateTimeField()),
                        ('recorded_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
