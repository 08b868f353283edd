from django.db import migrations, models

_STATES = ["draft", "in_review", "validated", "issued", "set_aside"]


def _known(kind):
    name = f"{kind}_state_is_known"
    condition = models.Q(state__in=_STATES)
    return [
        migrations.RemoveConstraint(model_name=kind, name=name),
        migrations.AddConstraint(
            model_name=kind, constraint=models.CheckConstraint(condition=condition, name=name)
        ),
    ]


class Migration(migrations.Migration):
    """A draft that is not wanted can be set aside."""

    dependencies = [("findings", "0003_wording")]
    operations = [*_known("finding"), *_known("recommendation")]
