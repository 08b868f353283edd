from importlib import resources

from django.db import migrations, models

from concord.core import clock, sealing
from concord.core.guard import writing
from concord.evidence import sealed_items


def seal(apps, _editor):
    """Seal the names of files and the reasons of items that were sealed without them."""
    items, at = apps.get_model("evidence", "EvidenceItem")._base_manager, clock.now()
    with writing():
        for item in items.filter(releasability__in=("confidential", "law_enforcement"), destroyed_in=""):
            words = {sealed_items.CLASSED: item.classed_because} if item.classed_because else {}
            words |= {sealed_items.FILE_NAME: item.file_name} if item.file_name else {}
            if words:
                sealing.keep(item.ref, words, at=at)
            items.filter(pk=item.pk).update(
                classed_because=sealed_items.ELSEWHERE if item.classed_because else "",
                file_name=sealed_items.neutral(item.file_name),
            )


class Migration(migrations.Migration):
    """What is said of a confidential item is sealed with it: the name of its file, the reasons."""

    dependencies = [("evidence", "0024_sealed_notes")]
    operations = [
        migrations.RemoveConstraint(model_name="evidenceitem", name="evidence_sealed_text_is_not_here"),
        migrations.RunSQL("DROP TRIGGER evidence_is_written_once ON evidence_evidenceitem", elidable=False),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/classed_whole.sql").read_text("utf-8"), elidable=False
        ),
        migrations.AddConstraint(
            model_name="evidenceitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("releasability__in", ["confidential", "law_enforcement"]), _negated=True),
                    models.Q(("file_name", ""), ("summary", "")),
                    models.Q(("file_name__startswith", "sealed"), ("summary", "")),
                    _connector="OR",
                ),
                name="evidence_sealed_text_is_not_here",
            ),
        ),
    ]
