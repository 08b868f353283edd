import concord.core.migrating
import concord.engagements.models.engagement
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('engagements', '0001_initial'),
        ('evidence', '0001_initial'),
    ]

    operations = [
        concord.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='FactCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fact_checks', to='engagements.engagement')),
                        ('opened_by', models.CharField(max_length=60)),
                        ('opened_at', models.DateTimeField()),
                        ('due_on', models.DateField()),
                        ('extended_at', models.DateTimeField(null=True)),
                        ('extended_by', models.CharField(max_length=60, null=True)),
                        ('extended_because', models.TextField(blank=True)),
                        ('outcome', models.CharField(blank=True, choices=[('sent_back', 'Sent back by the agency'), ('taken_up', 'Comments made, and taken up when the window ended'), ('no_response', 'No response received')], max_length=11)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('ended_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_on'], name='fact_checks_by_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['with_agency', 'with_team', 'closed'])), name='fact_check_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at', None), ('extended_because', ''), ('extended_by', None)), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False), models.Q(('extended_because', ''), _negated=True)), _connector='OR'), name='fact_check_extended_whole'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('outcome', ''), ('state', 'with_agency')), models.Q(models.Q(('state', 'with_agency'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False), ('outcome__in', ['sent_back', 'taken_up', 'no_response'])), _connector='OR'), name='fact_check_ended_whole')],
                    },
                    bases=(concord.engagements.models.engagement.Within, models.Model),
                ),
                migrations.CreateModel(
                    name='Finding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='engagements.engagement')),
                        ('label', models.CharField(max_length=40)),
                        ('key', models.CharField(max_length=60, null=True)),
                        ('author', models.CharField(max_length=60)),
                        ('validated_by', models.CharField(max_length=60, null=True)),
                        ('validated_at', models.DateTimeField(null=True)),
                        ('basis', models.TextField(blank=True, default='')),
                        ('dissent', models.TextField(blank=True, default='')),
                        ('issued_at', models.DateTimeField(null=True)),
                        ('text_available', models.BooleanField(default=True)),
                        ('printed', models.JSONField(default=dict)),
                        ('earlier', models.JSONField(default=list)),
                        ('focus_area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='engagements.focusarea')),
                        ('heading', models.CharField(blank=True, max_length=300)),
                        ('narrative', models.TextField(blank=True)),
                        ('strengths', models.TextField(blank=True)),
                        ('standard', models.TextField(blank=True, default='')),
                        ('cause', models.TextField(blank=True, default='')),
                        ('effect', models.TextField(blank=True, default='')),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('heading', 'narrative', 'strengths', config='english'), fastupdate=False, name='findings_searched'), models.Index(fields=['engagement', 'id'], name='findings_of_an_engagement')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'validated', 'issued', 'set_aside'])), name='finding_state_is_known'), models.UniqueConstraint(fields=('engagement', 'label'), name='finding_label_once'), models.UniqueConstraint(models.F('engagement'), django.db.models.functions.text.Lower('key'), name='finding_key_once'), models.CheckConstraint(condition=models.Q(models.Q(('validated_at', None), ('validated_by', None)), models.Q(('validated_at__isnull', False), ('validated_by__isnull', False)), _connector='OR'), name='finding_validation_is_paired'), models.CheckConstraint(condition=models.Q(('validated_at__isnull', False), models.Q(('basis', ''), ('dissent', '')), _connector='OR'), name='finding_has_no_basis_before'), models.CheckConstraint(condition=models.Q(('validated_by', None), models.Q(('validated_by', models.F('author')), _negated=True), _connector='OR'), name='finding_is_not_validated_by_its_author'), models.CheckConstraint(condition=models.Q(('author__startswith', 'concord:'), models.Q(('state__in', ['validated', 'issued']), ('validated_at__isnull', False)), models.Q(models.Q(('state__in', ['validated', 'issued']), _negated=True), ('validated_at', None)), _connector='OR'), name='finding_is_validated_in_its_state'), models.CheckConstraint(condition=models.Q(('author__startswith', 'concord:'), models.Q(('issued_at__isnull', False), ('key__isnull', False), ('state', 'issued')), models.Q(models.Q(('state', 'issued'), _negated=True), ('issued_at', None)), _connector='OR'), name='finding_is_dated_and_named_once_issued'), models.CheckConstraint(condition=models.Q(('author__startswith', 'concord:'), ('focus_area__isnull', False), _connector='OR'), name='finding_belongs_to_a_focus_area'), models.CheckConstraint(condition=models.Q(('text_available', True), models.Q(('narrative', ''), ('strengths', '')), _connector='OR'), name='finding_without_text_has_none')],
                    },
                ),
                migrations.CreateModel(
                    name='NoFindings',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('focus_area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='no_findings', to='engagements.focusarea')),
                        ('reason', models.TextField()),
                        ('declared_at', models.DateTimeField()),
                        ('declared_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='no_findings_with_a_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='Numbering',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('engagement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='numbering', to='engagements.engagement')),
                        ('scheme', models.CharField(choices=[('focus_area', 'By focus area: finding 2.1, recommendations 2.1.1, 2.1.2'), ('continuous', 'Through the report: finding 7, recommendations 7.1, 7.2'), ('pillar', 'By pillar: finding 2.1, recommendations 2.1, 2.2 through the pillar')], max_length=10)),
                        ('chosen_at', models.DateTimeField()),
                        ('chosen_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('scheme__in', ['focus_area', 'continuous', 'pillar'])), name='numbering_scheme_is_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Citation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='findings.finding')),
                        ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='evidence.evidenceitem')),
                        ('why', models.TextField()),
                        ('cited_by', models.CharField(max_length=60)),
                        ('cited_at', models.DateTimeField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('finding', 'evidence'), name='evidence_cited_once_by_a_finding'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='citation_says_why')],
                    },
                ),
                migrations.CreateModel(
                    name='Claim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='engagements.engagement')),
                        ('focus_area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='engagements.focusarea')),
                        ('statement', models.TextField()),
                        ('author', models.CharField(max_length=60)),
                        ('made_at', models.DateTimeField()),
                        ('earlier', models.JSONField(default=list)),
                        ('finding', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claim', to='findings.finding')),
                        ('weighed', models.TextField(blank=True)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('statement', config='english'), fastupdate=False, name='claims_searched'), models.Index(fields=['engagement', 'id'], name='claims_of_an_engagement')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'drafted', 'set_aside'])), name='claim_state_is_known'), models.CheckConstraint(condition=models.Q(('statement', ''), _negated=True), name='claim_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('finding__isnull', False), ('state', 'drafted')), models.Q(models.Q(('state', 'drafted'), _negated=True), ('finding', None)), _connector='OR'), name='claim_leads_to_a_finding_once_drafted')],
                    },
                    bases=(concord.engagements.models.engagement.Within, models.Model),
                ),
                migrations.CreateModel(
                    name='Recommendation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('ref', models.CharField(max_length=60, unique=True)),
                        ('state', models.CharField(db_index=True, max_length=40)),
                        ('state_since', models.DateTimeField()),
                        ('engagement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='engagements.engagement')),
                        ('label', models.CharField(max_length=40)),
                        ('key', models.CharField(max_length=60, null=True)),
                        ('author', models.CharField(max_length=60)),
                        ('validated_by', models.CharField(max_length=60, null=True)),
                        ('validated_at', models.DateTimeField(null=True)),
                        ('basis', models.TextField(blank=True, default='')),
                        ('dissent', models.TextField(blank=True, default='')),
                        ('issued_at', models.DateTimeField(null=True)),
                        ('text_available', models.BooleanField(default=True)),
                        ('printed', models.JSONField(default=dict)),
                        ('earlier', models.JSONField(default=list)),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='findings.finding')),
                        ('text', models.TextField(blank=True)),
                        ('justification', models.TextField(blank=True)),
                        ('tags', models.JSONField(default=list)),
                        ('kind', models.CharField(blank=True, default='', max_length=60)),
                        ('aims', models.JSONField(default=list)),
                        ('best_practice', models.TextField(blank=True, default='')),
                        ('outcome_measure', models.TextField(blank=True, default='')),
                        ('effort', models.TextField(blank=True, default='')),
                        ('cost', models.TextField(blank=True, default='')),
                        ('owner', models.CharField(blank=True, default='', max_length=120)),
                    ],
                    options={
                        'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('text', 'justification', config='english'), fastupdate=False, name='recommendations_searched'), models.Index(fields=['engagement', 'id'], name='recommendations_of_engagement')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'validated', 'issued', 'set_aside'])), name='recommendation_state_is_known'), models.UniqueConstraint(fields=('engagement', 'label'), name='recommendation_label_once'), models.UniqueConstraint(models.F('engagement'), django.db.models.functions.text.Lower('key'), name='recommendation_key_once'), models.CheckConstraint(condition=models.Q(models.Q(('validated_at', None), ('validated_by', None)), models.Q(('validated_at__isnull', False), ('validated_by__isnull', False)), _connector='OR'), name='recommendation_validation_is_paired'), models.CheckConstraint(condition=models.Q(('validated_at__isnull', False), models.Q(('basis', ''), ('dissent', '')), _connector='OR'), name='recommendation_has_no_basis_before'), models.CheckConstraint(condition=models.Q(('validated_by', None), models.Q(('validated_by', models.F('author')), _negated=True), _connector='OR'), name='recommendation_is_not_validated_by_its_author'), models.CheckConstraint(condition=models.Q(('author__startswith', 'concord:'), models.Q(('state__in', ['validated', 'issued']), ('validated_at__isnull', False)), models.Q(models.Q(('state__in', ['validated', 'issued']), _negated=True), ('validated_at', None)), _connector='OR'), name='recommendation_is_validated_in_its_state'), models.CheckConstraint(condition=models.Q(('author__startswith', 'concord:'), models.Q(('issued_at__isnull', False), ('key__isnull', False), ('state', 'issued')), models.Q(models.Q(('state', 'issued'), _negated=True), ('issued_at', None)), _connector='OR'), name='recommendation_is_dated_and_named_once_issued'), models.CheckConstraint(condition=models.Q(('text_available', True), models.Q(('justification', ''), ('text', '')), _connector='OR'), name='recommendation_without_text_has_none')],
                    },
                ),
                migrations.CreateModel(
                    name='AgencyResponse',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='findings.recommendation')),
                        ('answer', models.CharField(choices=[('concur', 'Concurs'), ('partly', 'Concurs in part'), ('not', 'Does not concur')], max_length=7)),
                        ('reason', models.TextField(blank=True)),
                        ('responded_at', models.DateTimeField()),
                        ('responded_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('answer__in', ['concur', 'partly', 'not'])), name='agency_response_is_known'), models.CheckConstraint(condition=models.Q(('answer', 'concur'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='agency_response_says_why_unless_it_concurs')],
                    },
                ),
                migrations.CreateModel(
                    name='AlsoAnswers',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='also', to='findings.recommendation')),
                        ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='also_answered', to='findings.finding')),
                        ('put_at', models.DateTimeField()),
                        ('put_by', models.CharField(max_length=60)),
                        ('taken_off_at', models.DateTimeField(null=True)),
                        ('taken_off_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_off_at', None)), fields=('recommendation', 'finding'), name='finding_answered_once_by_each'), models.CheckConstraint(condition=models.Q(models.Q(('taken_off_at', None), ('taken_off_by', None)), models.Q(('taken_off_at__isnull', False), ('taken_off_by__isnull', False)), _connector='OR'), name='also_answers_taken_off_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='CheckedText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fact_check', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='findings.factcheck')),
                        ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checked', to='findings.finding')),
                        ('recommendation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checked', to='findings.recommendation')),
                        ('words', models.JSONField()),
                        ('words_hash', models.CharField(max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finding', None), ('recommendation__isnull', False)), models.Q(('finding__isnull', False), ('recommendation', None)), _connector='OR'), name='checked_text_is_of_one'), models.UniqueConstraint(fields=('fact_check', 'finding'), name='finding_once_in_a_fact_check'), models.UniqueConstraint(fields=('fact_check', 'recommendation'), name='recommendation_once_in_fact_check')],
                    },
                ),
                migrations.CreateModel(
                    name='Piece',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='findings.claim')),
                        ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='evidence.evidenceitem')),
                        ('passage', models.CharField(blank=True, max_length=80)),
                        ('data_set', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pieces', to='evidence.dataset')),
                        ('direction', models.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Gives context')], max_length=11)),
                        ('note', models.TextField()),
                        ('put_at', models.DateTimeField()),
                        ('put_by', models.CharField(max_length=60)),
                        ('taken_away_at', models.DateTimeField(null=True)),
                        ('taken_away_by', models.CharField(max_length=60, null=True)),
                        ('taken_away_because', models.TextField(blank=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_away_at', None)), fields=('claim', 'evidence', 'passage', 'direction'), name='piece_once_on_its_card'), models.CheckConstraint(condition=models.Q(models.Q(('data_set', None), ('evidence__isnull', False)), models.Q(('data_set__isnull', False), ('evidence', None), ('passage', '')), _connector='OR'), name='piece_is_of_one_source'), models.CheckConstraint(condition=models.Q(('direction__in', ['supports', 'contradicts', 'context'])), name='piece_direction_is_known'), models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='piece_says_what_it_shows'), models.CheckConstraint(condition=models.Q(models.Q(('taken_away_at', None), ('taken_away_because', ''), ('taken_away_by', None)), models.Q(('taken_away_at__isnull', False), ('taken_away_by__isnull', False), models.Q(('taken_away_because', ''), _negated=True)), _connector='OR'), name='piece_taken_away_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='View',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='views', to='findings.finding')),
                        ('recommendation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='views', to='findings.recommendation')),
                        ('submitted_at', models.DateTimeField()),
                        ('opinion', models.CharField(choices=[('validate', 'Validate it'), ('return', 'Return it')], max_length=8)),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('written_by', models.CharField(max_length=60)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finding', None), ('recommendation__isnull', False)), models.Q(('finding__isnull', False), ('recommendation', None)), _connector='OR'), name='view_is_of_one'), models.UniqueConstraint(fields=('finding', 'recommendation', 'submitted_at', 'written_by'), name='view_once_by_each_reviewer', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('opinion__in', ['validate', 'return'])), name='view_opinion_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='view_says_something')],
                    },
                ),
                migrations.CreateModel(
                    name='FactComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fact_check', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='findings.factcheck')),
                        ('number', models.PositiveIntegerField()),
                        ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='findings.checkedtext')),
                        ('place', models.CharField(max_length=40)),
                        ('quote', models.TextField()),
                        ('text', models.TextField()),
                        ('said_by', models.CharField(max_length=60)),
                        ('said_at', models.DateTimeField()),
                        ('verdict', models.CharField(blank=True, choices=[('accepted', 'Accepted: the text is reworded'), ('kept', 'The text is kept')], max_length=8)),
                        ('answer', models.TextField(blank=True)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('answered_by', models.CharField(max_length=60, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('fact_check', 'number'), name='fact_comment_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('quote', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='fact_comment_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None), ('verdict', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('verdict__in', ['accepted', 'kept']), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='fact_comment_answered_whole')],
                    },
                ),
            ],
        ),
    ]
