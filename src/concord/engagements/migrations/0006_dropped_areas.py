from django.db import migrations, models


class Migration(migrations.Migration):
    """A planned focus area can be dropped, with the reason."""

    dependencies = [
        ('engagements', '0005_tier_agreed_by'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='focusarea',
            name='focus_area_state_is_known',
        ),
        migrations.AddField(
            model_name='focusarea',
            name='dropped_because',
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name='focusarea',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'open', 'complete', 'dropped'])), name='focus_area_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='focusarea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('state', 'dropped'), models.Q(('dropped_because', ''), _negated=True)), models.Q(models.Q(('state', 'dropped'), _negated=True), ('dropped_because', '')), _connector='OR'), name='focus_area_is_dropped_with_a_reason'),
        ),
    ]
