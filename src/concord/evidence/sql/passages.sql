-- A passage's words are kept beside it for the search.
ALTER TABLE evidence_passage ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED;
CREATE INDEX passage_words ON evidence_passage USING gin (words);

-- A revision and its passages stay as they were filed and read, so that a citation holds. They move between the clear and
-- the seal when their item is classed anew; a sealed passage holds no text here, and so the search has no word of it.
CREATE FUNCTION concord_is_to_be_sealed(document bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT item.releasability IN ('confidential', 'law_enforcement')
    FROM evidence_document AS it JOIN evidence_evidenceitem AS item ON item.id = it.item_id WHERE it.id = document
$$;

CREATE FUNCTION concord_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Revision % of a document stays as it was filed; file a new one (% refused).', OLD.number, TG_OP;
END $$;
CREATE TRIGGER revision_stays BEFORE UPDATE ON evidence_revision FOR EACH ROW
    WHEN (
        (OLD.document_id, OLD.number, OLD.filed_by, OLD.filed_at, OLD.fingerprint)
        IS DISTINCT FROM
        (NEW.document_id, NEW.number, NEW.filed_by, NEW.filed_at, NEW.fingerprint)
        OR (OLD.outcome = 'read' AND
            (OLD.outcome, OLD.pages, OLD.words) IS DISTINCT FROM (NEW.outcome, NEW.pages, NEW.words))
        OR (OLD.is_sealed = NEW.is_sealed AND (
            (OLD.file_id, OLD.file_name) IS DISTINCT FROM (NEW.file_id, NEW.file_name)
            OR (OLD.outcome = 'read' AND OLD.text_sha256 IS DISTINCT FROM NEW.text_sha256)
        ))
    )
    EXECUTE FUNCTION concord_revision_stays();

CREATE FUNCTION concord_revision_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_sealed IS DISTINCT FROM concord_is_to_be_sealed(NEW.document_id) THEN
        RAISE EXCEPTION 'Revision % of a document is sealed if, and only if, its item is confidential.', NEW.number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER revision_begins_sealed BEFORE INSERT ON evidence_revision
    FOR EACH ROW EXECUTE FUNCTION concord_revision_is_sealed();
CREATE TRIGGER revision_is_sealed BEFORE UPDATE ON evidence_revision
    FOR EACH ROW WHEN (OLD.is_sealed <> NEW.is_sealed) EXECUTE FUNCTION concord_revision_is_sealed();

CREATE FUNCTION concord_passage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.revision_id, OLD.page, OLD.number, OLD.confidence)
        IS DISTINCT FROM (NEW.id, NEW.revision_id, NEW.page, NEW.number, NEW.confidence)
        OR '' NOT IN (OLD.text, NEW.text)
        OR (NEW.text = '') IS DISTINCT FROM (SELECT is_sealed FROM evidence_revision WHERE id = NEW.revision_id)
    THEN
        RAISE EXCEPTION 'A passage stays as it was read, since it may be cited; file a new revision (% refused).', TG_OP;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER passage_stays BEFORE UPDATE ON evidence_passage
    FOR EACH ROW EXECUTE FUNCTION concord_passage_stays();
CREATE FUNCTION concord_passages_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added JOIN evidence_revision AS revision ON revision.id = added.revision_id
        WHERE (added.text = '') <> revision.is_sealed
    ) THEN
        RAISE EXCEPTION 'The text of a confidential document is kept sealed, and of no other one.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER passages_begin_sealed AFTER INSERT ON evidence_passage
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION concord_passages_are_sealed();
