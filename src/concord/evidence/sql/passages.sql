-- A passage stays as it was read, so that a citation of it holds; its words are kept beside it for the search.
ALTER TABLE evidence_passage ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED;
CREATE INDEX passage_words ON evidence_passage USING gin (words);
CREATE FUNCTION concord_passage_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A passage stays as it was read, since it may be cited; file a new revision (% refused).', TG_OP;
END $$;
CREATE TRIGGER passage_stays BEFORE UPDATE ON evidence_passage
    FOR EACH ROW EXECUTE FUNCTION concord_passage_stays();
CREATE FUNCTION concord_revision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Revision % of a document stays as it was filed; file a new one (% refused).', OLD.number, TG_OP;
END $$;
CREATE TRIGGER revision_stays BEFORE UPDATE ON evidence_revision FOR EACH ROW
    WHEN (
        (OLD.document_id, OLD.number, OLD.file_id, OLD.file_name, OLD.filed_by, OLD.filed_at)
        IS DISTINCT FROM
        (NEW.document_id, NEW.number, NEW.file_id, NEW.file_name, NEW.filed_by, NEW.filed_at)
        OR (OLD.outcome = 'read' AND
            (OLD.outcome, OLD.pages, OLD.words, OLD.text_sha256) IS DISTINCT FROM
            (NEW.outcome, NEW.pages, NEW.words, NEW.text_sha256))
    )
    EXECUTE FUNCTION concord_revision_stays();
