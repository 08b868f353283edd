-- A piece of evidence stays on its card as it was put there: what is taken away is marked with who, when and why, once.
CREATE FUNCTION concord_piece_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A piece of evidence stays on its claim card; take it away with the reason (% refused).', TG_OP;
END $$;
CREATE TRIGGER piece_is_never_deleted BEFORE DELETE ON findings_piece
    FOR EACH ROW EXECUTE FUNCTION concord_piece_stays();
CREATE TRIGGER piece_stays BEFORE UPDATE ON findings_piece FOR EACH ROW
    WHEN (
        OLD.taken_away_at IS NOT NULL
        OR (OLD.claim_id, OLD.evidence_id, OLD.passage, OLD.data_set_id, OLD.direction, OLD.note, OLD.put_at, OLD.put_by)
        IS DISTINCT FROM
        (NEW.claim_id, NEW.evidence_id, NEW.passage, NEW.data_set_id, NEW.direction, NEW.note, NEW.put_at, NEW.put_by)
    )
    EXECUTE FUNCTION concord_piece_stays();
