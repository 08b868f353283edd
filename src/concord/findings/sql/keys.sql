-- A finding and a recommendation keep their public key from the first issue on, and nothing that was issued is unissued.
CREATE FUNCTION concord_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% was issued under the key “%”: it stays issued, and its key never changes.', OLD.ref, OLD.key;
END $$;
CREATE TRIGGER finding_key_stays BEFORE UPDATE ON findings_finding
    FOR EACH ROW WHEN (OLD.state = 'issued' AND (OLD.key IS DISTINCT FROM NEW.key OR NEW.state <> 'issued'))
    EXECUTE FUNCTION concord_key_stays();
CREATE TRIGGER recommendation_key_stays BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (OLD.state = 'issued' AND (OLD.key IS DISTINCT FROM NEW.key OR NEW.state <> 'issued'))
    EXECUTE FUNCTION concord_key_stays();
