-- What our own finding or recommendation says changes only while it is a draft, and what it said before is kept.
CREATE FUNCTION concord_wording_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The words of % change only while it is a draft, and its earlier words are kept.', OLD.ref;
END $$;
CREATE TRIGGER finding_wording_stays BEFORE UPDATE ON findings_finding
    FOR EACH ROW WHEN (
        NOT NEW.earlier @> OLD.earlier
        OR jsonb_array_length(NEW.earlier) < jsonb_array_length(OLD.earlier)
        OR (
            OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%'
            AND (OLD.heading, OLD.narrative, OLD.strengths)
            IS DISTINCT FROM (NEW.heading, NEW.narrative, NEW.strengths)
        )
    )
    EXECUTE FUNCTION concord_wording_stays();
CREATE TRIGGER recommendation_wording_stays BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (
        NOT NEW.earlier @> OLD.earlier
        OR jsonb_array_length(NEW.earlier) < jsonb_array_length(OLD.earlier)
        OR (
            OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%'
            AND (OLD.text, OLD.justification, OLD.tags)
            IS DISTINCT FROM (NEW.text, NEW.justification, NEW.tags)
        )
    )
    EXECUTE FUNCTION concord_wording_stays();
