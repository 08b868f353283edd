-- A draft that carries out no change of scope takes one up, once; all else stays as content.sql has it.
DROP TRIGGER work_plan_text_stays ON workplans_workplan;
CREATE TRIGGER work_plan_text_stays BEFORE UPDATE ON workplans_workplan FOR EACH ROW
    WHEN (
        (OLD.ref, OLD.engagement_id, OLD.version, OLD.drafted_by, OLD.follows_id)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.version, NEW.drafted_by, NEW.follows_id)
        OR (
            OLD.scope_change_id IS DISTINCT FROM NEW.scope_change_id
            AND NOT (OLD.scope_change_id IS NULL AND OLD.state = 'draft' AND NEW.state = 'draft')
        )
        OR (OLD.content_hash IS NOT NULL AND (OLD.content_hash, OLD.document) IS DISTINCT FROM (NEW.content_hash, NEW.document))
        OR (OLD.state <> 'draft' AND OLD.document IS DISTINCT FROM NEW.document)
    )
    EXECUTE FUNCTION concord_work_plan_stays();
