-- What our own finding or recommendation says besides changes only while it is a draft too.
CREATE TRIGGER finding_particulars_stay BEFORE UPDATE ON findings_finding
    FOR EACH ROW WHEN (
        OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%'
        AND (OLD.standard, OLD.cause, OLD.effect) IS DISTINCT FROM (NEW.standard, NEW.cause, NEW.effect)
    )
    EXECUTE FUNCTION concord_wording_stays();
CREATE TRIGGER recommendation_particulars_stay BEFORE UPDATE ON findings_recommendation
    FOR EACH ROW WHEN (
        OLD.state <> 'draft' AND OLD.author NOT LIKE 'concord:%'
        AND (OLD.kind, OLD.aims, OLD.best_practice, OLD.outcome_measure, OLD.effort, OLD.cost, OLD.owner)
        IS DISTINCT FROM
        (NEW.kind, NEW.aims, NEW.best_practice, NEW.outcome_measure, NEW.effort, NEW.cost, NEW.owner)
    )
    EXECUTE FUNCTION concord_wording_stays();
