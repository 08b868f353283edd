-- Who had the ball of a reform stays as it was.
CREATE TRIGGER turn_stays BEFORE UPDATE OR DELETE ON reforms_turn
    FOR EACH ROW EXECUTE FUNCTION concord_word_stays();
