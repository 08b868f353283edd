-- What somebody said in either voice stays as it was said, and so does what a measure asks for.
CREATE FUNCTION concord_word_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What stands in % is written once: a later statement or version follows it (% refused).',
        TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER report_stays BEFORE UPDATE OR DELETE ON reforms_progressreport
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER judgement_stays BEFORE UPDATE OR DELETE ON reforms_judgement
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER measure_is_never_deleted BEFORE DELETE ON reforms_measure
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
CREATE TRIGGER measure_stays BEFORE UPDATE ON reforms_measure
    FOR EACH ROW WHEN (
        OLD.state <> 'proposed'
        OR (OLD.ref, OLD.recommendation_id, OLD.label, OLD.text, OLD.kind, OLD.version, OLD.reason, OLD.proposed_by,
            OLD.proposed_at)
        IS DISTINCT FROM
        (NEW.ref, NEW.recommendation_id, NEW.label, NEW.text, NEW.kind, NEW.version, NEW.reason, NEW.proposed_by,
            NEW.proposed_at)
    )
    EXECUTE FUNCTION concord_word_stays();
