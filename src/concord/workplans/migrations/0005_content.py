from importlib import resources

from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns of before go; the database keeps the text, and computes its hash itself."""

    dependencies = [("workplans", "0004_first_texts")]
    operations = [
        migrations.RemoveConstraint(
            model_name='workplan',
            name='work_plan_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='workplan',
            name='work_plan_ends_after_it_starts',
        ),
        migrations.RemoveConstraint(
            model_name='workplan',
            name='work_plan_is_hashed_once_proposed',
        ),
        migrations.RemoveField(
            model_name='activity',
            name='focus_area',
        ),
        migrations.RemoveField(
            model_name='activity',
            name='plan',
        ),
        migrations.RemoveField(
            model_name='planperson',
            name='person',
        ),
        migrations.RemoveField(
            model_name='planperson',
            name='plan',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='audiences',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='description',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='ends_on',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='exit_criteria',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='scope',
        ),
        migrations.RemoveField(
            model_name='workplan',
            name='starts_on',
        ),
        migrations.DeleteModel(
            name='Activity',
        ),
        migrations.DeleteModel(
            name='PlanPerson',
        ),
        migrations.AddConstraint(
            model_name='concurrence',
            constraint=models.CheckConstraint(condition=models.Q(('shown_by__in', ['password', 'mfa', 'paper', 'demonstration', 'signed_in'])), name='concurrence_identity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='concurrence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scan__isnull', False), ('shown_by', 'paper'), models.Q(('scan_name', ''), _negated=True)), models.Q(models.Q(('shown_by', 'paper'), _negated=True), ('scan', None), ('scan_name', '')), _connector='OR'), name='concurrence_on_paper_has_its_scan'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'returned', 'concurred', 'superseded', 'discarded'])), name='work_plan_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('content_hash__isnull', False), ('state__in', ('draft', 'superseded', 'discarded')), _connector='OR'), name='work_plan_is_hashed_once_proposed'),
        ),
        migrations.AddConstraint(
            model_name='workplan',
            constraint=models.CheckConstraint(condition=models.Q(('content_hash', None), ('content_hash', models.Func(models.Func(models.Func(models.F('document'), models.Value('UTF8'), function='convert_to', output_field=models.BinaryField()), function='sha256', output_field=models.BinaryField()), models.Value('hex'), function='encode', output_field=models.CharField())), _connector='OR'), name='work_plan_hash_is_of_text'),
        ),
        migrations.AlterField(
            model_name='concurrence',
            name='signed_on',
            field=models.DateField(),
        ),
        migrations.RunSQL(
            resources.files("concord.workplans").joinpath("sql/text.sql").read_text("utf-8"), elidable=False
        ),
    ]
