"""Turns from before turns were kept: the trail has each, with its moment. The public words of an end are its outcome; the
reasons of the office stay in the trail."""

from django.db import migrations

DERIVED = """
INSERT INTO engagements_turn (engagement_id, state, ended_by, at, public_words)
SELECT e.id, turned.state,
    CASE WHEN turned.state <> 'ended' THEN ''
        WHEN turned.was IN ('agency', 'programme', 'both', 'eligibility') THEN turned.was
        WHEN e.ended_by <> '' THEN e.ended_by ELSE 'programme' END,
    turned.at,
    CASE WHEN turned.state = e.state AND turned.state IN ('ended', 'closed') THEN e.outcome ELSE '' END
FROM engagements_engagement e
JOIN (
    SELECT id, what, at::timestamptz AS at, body::jsonb -> 'more' ->> 'ended_by' AS was,
        CASE verb WHEN 'engagement.suspend' THEN 'suspended' WHEN 'engagement.resume' THEN 'open'
            WHEN 'engagement.end' THEN 'ended' ELSE 'closed' END AS state
    FROM core_auditrow
    WHERE verb IN ('engagement.suspend', 'engagement.resume', 'engagement.end', 'engagement.close')
) turned ON turned.what = e.ref
WHERE e.origin <> 'public record'
    AND NOT EXISTS (
        SELECT 1 FROM engagements_turn kept
        WHERE kept.engagement_id = e.id AND kept.at = turned.at AND kept.state = turned.state)
ORDER BY turned.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_audit_trail'),
        ('engagements', '0006_searched'),
    ]

    operations = [migrations.RunSQL(DERIVED, migrations.RunSQL.noop)]
