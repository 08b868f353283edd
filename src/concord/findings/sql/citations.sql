-- A citation stays as it was made: what is taken off is marked with who, when and why, once.
CREATE FUNCTION concord_citation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A citation stays on record; take it off with the reason (% refused).', TG_OP;
END $$;
CREATE TRIGGER citation_is_never_deleted BEFORE DELETE ON findings_citation
    FOR EACH ROW EXECUTE FUNCTION concord_citation_stays();
CREATE TRIGGER citation_stays BEFORE UPDATE ON findings_citation FOR EACH ROW
    WHEN (
        OLD.taken_away_at IS NOT NULL
        OR (OLD.finding_id, OLD.evidence_id, OLD.cited_by, OLD.cited_at)
        IS DISTINCT FROM
        (NEW.finding_id, NEW.evidence_id, NEW.cited_by, NEW.cited_at)
    )
    EXECUTE FUNCTION concord_citation_stays();
