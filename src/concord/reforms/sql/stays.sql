-- What was said of an outcome, a priority or a packet stays; a link, an obstacle or a piece of evidence only ends, once.
CREATE TRIGGER remark_stays BEFORE UPDATE OR DELETE ON reforms_remark
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER hand_over_stays BEFORE UPDATE OR DELETE ON reforms_handover
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER appraisal_stays BEFORE UPDATE OR DELETE ON reforms_appraisal
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER outcome_stays BEFORE UPDATE OR DELETE ON reforms_outcome
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER outcome_value_stays BEFORE UPDATE OR DELETE ON reforms_outcomevalue
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER link_is_never_deleted BEFORE DELETE ON reforms_link
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER link_stays BEFORE UPDATE ON reforms_link
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.engagement_id, OLD.one_id, OLD.other_id, OLD.kind, OLD.why, OLD.made_at, OLD.made_by)
        IS DISTINCT FROM
        (NEW.engagement_id, NEW.one_id, NEW.other_id, NEW.kind, NEW.why, NEW.made_at, NEW.made_by)
    )
    EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER blocker_is_never_deleted BEFORE DELETE ON reforms_blocker
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER blocker_stays BEFORE UPDATE ON reforms_blocker
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.reform_id, OLD.kind, OLD.outside, OLD.what, OLD.with_whom, OLD.moves_when, OLD.since, OLD.recorded_at,
            OLD.recorded_by)
        IS DISTINCT FROM
        (NEW.reform_id, NEW.kind, NEW.outside, NEW.what, NEW.with_whom, NEW.moves_when, NEW.since, NEW.recorded_at,
            NEW.recorded_by)
    )
    EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER proof_is_never_deleted BEFORE DELETE ON reforms_proof
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER proof_stays BEFORE UPDATE ON reforms_proof
    FOR EACH ROW WHEN (
        OLD.ended_at IS NOT NULL
        OR (OLD.packet_id, OLD.what, OLD.ref, OLD.file_id, OLD.name, OLD.added_at, OLD.added_by)
        IS DISTINCT FROM
        (NEW.packet_id, NEW.what, NEW.ref, NEW.file_id, NEW.name, NEW.added_at, NEW.added_by)
    )
    EXECUTE FUNCTION concord_word_stays();
