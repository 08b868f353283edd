-- A release stays as it was, but for one thing: where two people have withheld it, its document becomes a tombstone that
-- carries the hash of what stood there, and the reason of its release is emptied, since that may tell of it. Everything
-- else of the row stays even then.
DROP TRIGGER releases_stay ON publishing_release;
CREATE TRIGGER releases_stay BEFORE DELETE OR TRUNCATE ON publishing_release
    FOR EACH STATEMENT EXECUTE FUNCTION concord_release_stays();
CREATE FUNCTION concord_release_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before publishing_release := OLD;
BEGIN
    before.document := NEW.document;
    before.reason := '';
    IF NEW IS DISTINCT FROM before
       OR NEW.document->>'schema' IS DISTINCT FROM 'concord.withheld/1'
       OR OLD.document->>'schema' = 'concord.withheld/1'
       OR NEW.document->'withheld'->>'sha256' IS DISTINCT FROM OLD.sha256
       OR NOT EXISTS (SELECT FROM publishing_withholding WHERE release_id = OLD.id AND state = 'withheld')
    THEN
        RAISE EXCEPTION 'What was released stays as it is; a correction is a new release (% of %).', TG_OP, TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER release_becomes_a_tombstone BEFORE UPDATE ON publishing_release
    FOR EACH ROW EXECUTE FUNCTION concord_release_withheld();
