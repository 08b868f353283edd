import django.db.models.deletion
from django.db import migrations, models

ENDED_BY = [('agency', 'Ended by the agency'), ('programme', 'Ended by the programme'), ('both', 'Ended by the agency and the programme together'), ('eligibility', 'Ended: no longer eligible')]
SAID = """
UPDATE engagements_engagement SET
  ended_by = CASE state
    WHEN 'ended' THEN 'programme' WHEN 'ended_by_agency' THEN 'agency' WHEN 'no_longer_eligible' THEN 'eligibility'
    ELSE '' END,
  state = 'ended'
WHERE state IN ('ended', 'ended_by_agency', 'no_longer_eligible', 'ended_unsaid')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('engagements', '0003_working_together'),
    ]

    operations = [
        migrations.AddField(
            model_name='engagement',
            name='ended_by',
            field=models.CharField(blank=True, choices=ENDED_BY, default='', max_length=11),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name='engagement', name='engagement_state_is_known'),
        migrations.RunSQL(SAID, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'suspended', 'ended', 'closed', 'announced', 'no_final_report', 'never_reported'])), name='engagement_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_by', '')), models.Q(('ended_by__in', ['agency', 'programme', 'both', 'eligibility']), ('state', 'ended')), models.Q(('ended_by', ''), ('origin', 'public record'), ('state', 'ended')), _connector='OR'), name='engagement_says_who_ended_it'),
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=40)),
                ('ended_by', models.CharField(blank=True, choices=ENDED_BY, max_length=11)),
                ('at', models.DateTimeField()),
                ('public_words', models.TextField(blank=True)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='engagements.engagement')),
            ],
            options={
                'indexes': [models.Index(fields=['engagement', 'at'], name='turns_of_an_engagement')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_by__in', ['agency', 'programme', 'both', 'eligibility']), ('state', 'ended')), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_by', '')), _connector='OR'), name='turn_says_who_ended_it')],
            },
        ),
    ]
