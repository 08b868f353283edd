-- A release is frozen, and so is the report that was published by it: a correction is a new one beside it.
CREATE FUNCTION concord_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was released stays as it is; a correction is a new release (% of %).', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER releases_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON publishing_release
    FOR EACH STATEMENT EXECUTE FUNCTION concord_release_stays();
CREATE TRIGGER published_report_stays BEFORE UPDATE OR DELETE ON publishing_statusreport
    FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION concord_release_stays();
