-- What is taken back stays as it was, and says since when, by whom and why; once.
DROP TRIGGER measure_stays ON reforms_measure;
CREATE TRIGGER measure_stays BEFORE UPDATE ON reforms_measure
    FOR EACH ROW WHEN (
        OLD.state NOT IN ('proposed', 'approved')
        OR OLD.state = 'approved' AND (
            NEW.state <> 'withdrawn' OR (OLD.approved_by, OLD.approved_at) IS DISTINCT FROM (NEW.approved_by, NEW.approved_at)
        )
        OR (OLD.ref, OLD.recommendation_id, OLD.label, OLD.text, OLD.kind, OLD.version, OLD.reason, OLD.proposed_by,
            OLD.proposed_at)
        IS DISTINCT FROM
        (NEW.ref, NEW.recommendation_id, NEW.label, NEW.text, NEW.kind, NEW.version, NEW.reason, NEW.proposed_by,
            NEW.proposed_at)
    )
    EXECUTE FUNCTION concord_word_stays();
DROP TRIGGER outcome_stays ON reforms_outcome;
CREATE TRIGGER outcome_is_never_deleted BEFORE DELETE ON reforms_outcome
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER outcome_stays BEFORE UPDATE ON reforms_outcome
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.recommendation_id, OLD.name, OLD.unit, OLD.baseline, OLD.baseline_as_of, OLD.target, OLD.source,
            OLD.registered_at, OLD.registered_by)
        IS DISTINCT FROM
        (NEW.recommendation_id, NEW.name, NEW.unit, NEW.baseline, NEW.baseline_as_of, NEW.target, NEW.source,
            NEW.registered_at, NEW.registered_by)
    )
    EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER included_is_never_deleted BEFORE DELETE ON reforms_included
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER included_stays BEFORE UPDATE ON reforms_included
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.packet_id, OLD.reform_id) IS DISTINCT FROM (NEW.packet_id, NEW.reform_id)
    )
    EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER served_is_never_deleted BEFORE DELETE ON reforms_served
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER served_stays BEFORE UPDATE ON reforms_served
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.project_id, OLD.recommendation_id) IS DISTINCT FROM (NEW.project_id, NEW.recommendation_id)
    )
    EXECUTE FUNCTION concord_word_stays();
