-- The practices that a recommendation names change only while it is a draft too; where it was copied from never does.
CREATE TRIGGER recommendation_practices_stay BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (
        OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%' AND OLD.practices IS DISTINCT FROM NEW.practices
    )
    EXECUTE FUNCTION concord_wording_stays();
CREATE FUNCTION concord_origin_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Where % was copied from never changes.', OLD.ref;
END $$;
CREATE TRIGGER recommendation_origin_stays BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (OLD.origin IS DISTINCT FROM NEW.origin)
    EXECUTE FUNCTION concord_origin_stays();
