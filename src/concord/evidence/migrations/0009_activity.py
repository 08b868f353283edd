from django.db import migrations, models

_STAYS = """
CREATE TRIGGER evidence_activity_is_written_once BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (OLD.activity IS DISTINCT FROM NEW.activity) EXECUTE FUNCTION concord_evidence_stays();
"""


class Migration(migrations.Migration):
    """What is logged without a booking can name the activity of the plan for which it was gathered."""

    dependencies = [("evidence", "0008_meanings")]
    operations = [
        migrations.AddField("evidenceitem", "activity", models.CharField(blank=True, default="", max_length=20), preserve_default=False),
        migrations.RunSQL(_STAYS, elidable=False),
    ]
