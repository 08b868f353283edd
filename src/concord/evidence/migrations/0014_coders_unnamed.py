from django.db import migrations

UNNAMED = """
DROP TRIGGER round_coder_stays ON evidence_roundcoder;
CREATE TRIGGER round_coder_stays BEFORE UPDATE ON evidence_roundcoder FOR EACH ROW
    WHEN ((OLD.id, OLD.round_id, OLD.coder) IS DISTINCT FROM (NEW.id, NEW.round_id, NEW.coder)
        OR OLD.called = '' OR NEW.called !~ '^Coder [0-9]+$')
    EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER round_coder_is_never_deleted BEFORE DELETE ON evidence_roundcoder
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
"""


class Migration(migrations.Migration):
    """Of somebody who coded elsewhere the name goes with the file that brought it; a number takes its place, and
    nothing else."""

    dependencies = [("evidence", "0013_bases")]
    operations = [migrations.RunSQL(UNNAMED, elidable=False)]
