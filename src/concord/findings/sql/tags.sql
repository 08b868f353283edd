-- Tags group an issued recommendation and may change then, by a verb that keeps them and says why; its words stay, and
-- while it is reviewed its tags do too.
DROP TRIGGER recommendation_wording_stays ON findings_recommendation;
CREATE TRIGGER recommendation_wording_stays BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (
        NOT NEW.earlier @> OLD.earlier
        OR jsonb_array_length(NEW.earlier) < jsonb_array_length(OLD.earlier)
        OR (
            OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%'
            AND (OLD.text, OLD.justification) IS DISTINCT FROM (NEW.text, NEW.justification)
        )
        OR (
            OLD.state NOT IN ('draft', 'issued') AND OLD.author NOT LIKE 'concord:%'
            AND OLD.tags IS DISTINCT FROM NEW.tags
        )
    )
    EXECUTE FUNCTION concord_wording_stays();
