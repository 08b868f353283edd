-- What was selected elsewhere stays as it came, and so does of which selection a coding is a part.
CREATE TRIGGER selection_stays BEFORE UPDATE OR DELETE ON evidence_selection
    FOR EACH ROW EXECUTE FUNCTION concord_coding_stays();
CREATE TRIGGER coding_of_a_selection_stays BEFORE UPDATE OF selection_id ON evidence_coding FOR EACH ROW
    WHEN (OLD.selection_id IS DISTINCT FROM NEW.selection_id) EXECUTE FUNCTION concord_coding_stays();
