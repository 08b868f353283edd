-- What a measure asks for stays as it was approved; the agency may still say of one in force whether it agrees.
DROP TRIGGER measure_stays ON reforms_measure;
CREATE TRIGGER measure_stays BEFORE UPDATE ON reforms_measure
    FOR EACH ROW WHEN (
        OLD.state NOT IN ('proposed', 'approved')
        OR OLD.state = 'approved' AND (
            NEW.state NOT IN ('approved', 'withdrawn')
            OR NEW.state = 'approved' AND OLD.state_since <> NEW.state_since
            OR (OLD.approved_by, OLD.approved_at, OLD.unagreed_because)
            IS DISTINCT FROM (NEW.approved_by, NEW.approved_at, NEW.unagreed_because)
        )
        OR (OLD.ref, OLD.recommendation_id, OLD.label, OLD.text, OLD.kind, OLD.version, OLD.reason, OLD.proposed_by,
            OLD.proposed_at)
        IS DISTINCT FROM
        (NEW.ref, NEW.recommendation_id, NEW.label, NEW.text, NEW.kind, NEW.version, NEW.reason, NEW.proposed_by,
            NEW.proposed_at)
    )
    EXECUTE FUNCTION concord_word_stays();
