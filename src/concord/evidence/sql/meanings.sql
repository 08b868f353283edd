-- No vector outlives the text that it was made of: neither when the passage is sealed, nor made at the same moment.
CREATE FUNCTION concord_meaning_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM evidence_meaning WHERE passage_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER meaning_goes AFTER UPDATE ON evidence_passage
    FOR EACH ROW WHEN (NEW.text = '') EXECUTE FUNCTION concord_meaning_goes();

CREATE FUNCTION concord_meaning_has_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM evidence_passage WHERE id = NEW.passage_id AND text <> '' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A vector is kept of a passage whose text is here, and of no other one.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER meaning_has_text BEFORE INSERT OR UPDATE ON evidence_meaning
    FOR EACH ROW EXECUTE FUNCTION concord_meaning_has_text();
