-- A reviewer's view stays as it was written.
CREATE TRIGGER view_stays BEFORE UPDATE OR DELETE ON findings_view
    FOR EACH ROW EXECUTE FUNCTION concord_fact_check_stays();
