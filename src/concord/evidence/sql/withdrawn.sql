-- Evidence is written once, and a withdrawn item stays withdrawn; it can be sealed, with why it was withdrawn, and what
-- those who took part agree to can change. Nothing of it comes out of its seal.
DROP TRIGGER evidence_is_written_once ON evidence_evidenceitem;
CREATE TRIGGER evidence_is_written_once BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (
        OLD.destroyed_in <> ''
        OR (OLD.ref, OLD.engagement_id, OLD.focus_area_id, OLD.method, OLD.collected_on, OLD.count, OLD.logged_by)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.focus_area_id, NEW.method, NEW.collected_on, NEW.count, NEW.logged_by)
        OR NEW.destroyed_in = '' AND (
            OLD.state = 'withdrawn' AND (
                (OLD.state, OLD.state_since) IS DISTINCT FROM (NEW.state, NEW.state_since)
                OR OLD.title <> NEW.title AND NEW.title <> 'Sealed item'
                OR OLD.summary <> NEW.summary AND NEW.summary <> ''
                OR OLD.withdrawn_because <> NEW.withdrawn_because
                AND (NEW.withdrawn_because <> 'Kept sealed with the item.' OR OLD.title = NEW.title)
                OR OLD.releasability IN ('confidential', 'law_enforcement')
                AND NEW.releasability NOT IN ('confidential', 'law_enforcement')
            )
            OR (OLD.classed_at IS NOT DISTINCT FROM NEW.classed_at AND (
                (OLD.title, OLD.summary, OLD.releasability, OLD.basis, OLD.file_id, OLD.file_name)
                IS DISTINCT FROM
                (NEW.title, NEW.summary, NEW.releasability, NEW.basis, NEW.file_id, NEW.file_name)
            ))
            OR (OLD.title <> NEW.title AND OLD.title <> 'Sealed item' AND NEW.title <> 'Sealed item')
            OR (OLD.summary <> NEW.summary AND OLD.summary <> '' AND NEW.summary <> '')
        )
    )
    EXECUTE FUNCTION concord_evidence_stays();
