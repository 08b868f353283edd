from django.db import migrations, models

from concord.core import clock, files, sealing
from concord.core.guard import writing
from concord.evidence import sealed_items


def seal(apps, _editor):
    """Seal the confidential items that are there already: text and file."""
    items = apps.get_model("evidence", "EvidenceItem")
    at = clock.now()
    with writing():
        for item in items._base_manager.filter(releasability="confidential"):
            digest = item.file_id or ""
            chunks = sealed_items.pieces(files.StoredFile.objects.get(pk=digest)) if digest else None
            stored = sealed_items.seal(item.ref, item.summary, chunks, digest, at=at)
            changes = {"summary": "", "file_id": stored.pk if stored else None, "classed_at": at}
            changes |= {"classed_by": "concord:migrate", "classed_because": "Sealed when sealing began."}
            items._base_manager.filter(pk=item.pk).update(**changes)
            if digest:
                files.remove(digest, "sealing began")


class Migration(migrations.Migration):
    """What is confidential is kept sealed."""

    dependencies = [("evidence", "0021_classed"), ("core", "0004_sealed_values")]
    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='evidenceitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('releasability__in', ['confidential', 'law_enforcement']), _negated=True), ('summary', ''), _connector='OR'), name='evidence_sealed_text_is_not_here'),
        ),
    ]
