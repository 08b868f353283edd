from importlib import resources

from django.db import migrations, models

from concord.core import clock, files, keys
from concord.core.guard import writing
from concord.evidence import sealed_documents


def fingerprints(apps, _editor):
    """Note by what the same bytes are known again."""
    revisions = apps.get_model("evidence", "Revision")._base_manager
    for pk, digest in revisions.values_list("pk", "file_id"):
        revisions.filter(pk=pk).update(fingerprint=keys.fingerprint(digest))


def seal(apps, _editor):
    """Seal the documents of confidential items that are there already."""
    documents = apps.get_model("evidence", "Document")._base_manager
    with writing():
        for document in documents.filter(item__releasability__in=("confidential", "law_enforcement")):
            for digest in sealed_documents.move_between(document, sealed=True, at=clock.now()):
                files.remove(digest, "sealing began")


class Migration(migrations.Migration):
    """A document is sealed with its item: files, texts, and what it says of itself."""

    dependencies = [("evidence", "0022_sealed_items")]
    operations = [
        migrations.AddField(
            model_name="revision",
            name="fingerprint",
            field=models.CharField(db_index=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(model_name="revision", name="is_sealed", field=models.BooleanField(default=False)),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_sealed", False), models.Q(("text_sha256", ""), ("warnings", [])), _connector="OR"
                ),
                name="revision_sealed_tells_nothing",
            ),
        ),
        migrations.RunPython(fingerprints, migrations.RunPython.noop),
        migrations.RunSQL(
            resources.files("concord.evidence").joinpath("sql/sealed_documents.sql").read_text("utf-8"),
            elidable=False,
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
