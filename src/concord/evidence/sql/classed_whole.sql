-- As before (classed.sql); the name of a file moves between here and the sealed values with its text.
CREATE TRIGGER evidence_is_written_once BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (
        OLD.destroyed_in <> ''
        OR (OLD.ref, OLD.engagement_id, OLD.focus_area_id, OLD.method, OLD.collected_on, OLD.count, OLD.logged_by)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.focus_area_id, NEW.method, NEW.collected_on, NEW.count, NEW.logged_by)
        OR NEW.destroyed_in = '' AND (
            OLD.state = 'withdrawn'
            OR OLD.title <> NEW.title
            OR (OLD.classed_at IS NOT DISTINCT FROM NEW.classed_at AND (
                (OLD.summary, OLD.releasability, OLD.basis, OLD.file_id, OLD.file_name)
                IS DISTINCT FROM (NEW.summary, NEW.releasability, NEW.basis, NEW.file_id, NEW.file_name)
            ))
            OR (OLD.summary <> NEW.summary AND OLD.summary <> '' AND NEW.summary <> '')
        )
    )
    EXECUTE FUNCTION concord_evidence_stays();
