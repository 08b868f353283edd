-- A site's public address never changes.
CREATE FUNCTION concord_slug_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The public address “%” never changes.', OLD.slug;
END $$;
CREATE TRIGGER engagement_slug_stays BEFORE UPDATE ON engagements_engagement
    FOR EACH ROW WHEN (OLD.slug IS DISTINCT FROM NEW.slug OR OLD.ref IS DISTINCT FROM NEW.ref)
    EXECUTE FUNCTION concord_slug_stays();
