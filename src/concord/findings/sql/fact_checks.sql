-- What an agency was given to check, what it said of it, and what was answered, stay as they were; an answer is given once.
CREATE FUNCTION concord_fact_check_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What belongs to a fact check stays as it was given, said or answered (% refused).', TG_OP;
END $$;
CREATE TRIGGER checked_text_stays BEFORE UPDATE OR DELETE ON findings_checkedtext
    FOR EACH ROW EXECUTE FUNCTION concord_fact_check_stays();
CREATE TRIGGER fact_comment_is_never_deleted BEFORE DELETE ON findings_factcomment
    FOR EACH ROW EXECUTE FUNCTION concord_fact_check_stays();
CREATE TRIGGER fact_comment_stays BEFORE UPDATE ON findings_factcomment FOR EACH ROW
    WHEN (
        OLD.answered_at IS NOT NULL
        OR (OLD.fact_check_id, OLD.number, OLD.of_id, OLD.place, OLD.quote, OLD.text, OLD.said_by, OLD.said_at)
        IS DISTINCT FROM
        (NEW.fact_check_id, NEW.number, NEW.of_id, NEW.place, NEW.quote, NEW.text, NEW.said_by, NEW.said_at)
    )
    EXECUTE FUNCTION concord_fact_check_stays();
CREATE TRIGGER agency_response_stays BEFORE UPDATE OR DELETE ON findings_agencyresponse
    FOR EACH ROW EXECUTE FUNCTION concord_fact_check_stays();
