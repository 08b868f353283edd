-- What was coded stays as it was made, so that a quote and an agreement can be checked later; it is withdrawn, once.
CREATE FUNCTION concord_coding_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A row of % stays as it was made; a coding is withdrawn, a decision is taken anew (% refused).',
        TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER coding_stays BEFORE UPDATE ON evidence_coding FOR EACH ROW
    WHEN (
        OLD.withdrawn_at IS NOT NULL
        OR (OLD.id, OLD.passage_id, OLD.first, OLD.last, OLD.code_id, OLD.coder, OLD.made_at, OLD.has_memo)
        IS DISTINCT FROM
        (NEW.id, NEW.passage_id, NEW.first, NEW.last, NEW.code_id, NEW.coder, NEW.made_at, NEW.has_memo)
    )
    EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER coding_is_never_deleted BEFORE DELETE ON evidence_coding
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER adjudication_stays BEFORE UPDATE OR DELETE ON evidence_adjudication
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER codebook_version_stays BEFORE UPDATE OR DELETE ON evidence_codebookversion
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER round_passage_stays BEFORE UPDATE OR DELETE ON evidence_roundpassage
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER round_coder_stays BEFORE UPDATE OR DELETE ON evidence_roundcoder
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
