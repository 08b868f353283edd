import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

_SCHEMES = (
    ("focus_area", "By focus area: finding 2.1, recommendations 2.1.1, 2.1.2"),
    ("continuous", "Through the report: finding 7, recommendations 7.1, 7.2"),
    ("pillar", "By pillar: finding 2.1, recommendations 2.1, 2.2 through the pillar, action items 2.1.1, 2.1.2"),
)


class Migration(migrations.Migration):
    """Action items: recommendations that stand below another."""

    dependencies = [("findings", "0006_citations_taken_off")]
    operations = [
        migrations.AddField(
            model_name="recommendation",
            name="below",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="action_items",
                to="findings.recommendation",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=~Q(below=F("id")), name="recommendation_is_not_below_itself"
            ),
        ),
        migrations.AlterField(
            model_name="numbering", name="scheme", field=models.CharField(choices=list(_SCHEMES), max_length=10)
        ),
    ]
