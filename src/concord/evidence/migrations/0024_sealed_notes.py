from django.db import migrations, models

from concord.core import clock
from concord.core.guard import writing
from concord.evidence import sealed_notes
from concord.evidence.sealed_notes import Notes


def seal(apps, _editor):
    """Seal what was typed of field work until now."""
    at = clock.now()
    with writing():
        for notes in apps.get_model("evidence", "FieldNotes")._base_manager.select_related("fieldwork"):
            sealed_notes.keep_draft(notes.fieldwork, Notes(notes.facts, notes.thoughts), at=at)
        fieldwork = apps.get_model("evidence", "Fieldwork")._base_manager
        for held in fieldwork.filter(state="held"):
            sealed_notes.keep_held(held, thoughts=held.thoughts, place=held.place, at=at)
            fieldwork.filter(pk=held.pk).update(place="")


class Migration(migrations.Migration):
    """What is typed of field work is kept sealed."""

    dependencies = [("evidence", "0023_sealed_documents")]
    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="fieldwork", name="fieldwork_is_held_whole"),
        migrations.RemoveField(model_name="fieldwork", name="thoughts"),
        migrations.RemoveField(model_name="fieldnotes", name="facts"),
        migrations.RemoveField(model_name="fieldnotes", name="thoughts"),
        migrations.AddConstraint(
            model_name="fieldwork",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("recorded_at__isnull", False),
                        ("recorded_by__isnull", False),
                        ("state", "held"),
                        ("consent__in", ["not_needed", "unattributed", "quoted", "with_role", "withheld"]),
                        ("count__gt", 0),
                        ("held_on__isnull", False),
                        ("item__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state", "held"), _negated=True),
                        ("consent", ""),
                        ("count", None),
                        ("held_on", None),
                        ("item", None),
                        ("recorded_at", None),
                        ("recorded_by", None),
                    ),
                    _connector="OR",
                ),
                name="fieldwork_is_held_whole",
            ),
        ),
    ]
