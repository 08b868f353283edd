-- What a version says is written once, and its text changes only until it is hashed; what was saved of a draft,
-- concurrences and what is noted stay.
CREATE FUNCTION concord_work_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a work plan says is written once; a change is a new version (% of %).', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION concord_concurrence_is_with_the_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM workplans_workplan WHERE id = NEW.plan_id AND content_hash = NEW.content_hash) THEN
        RAISE EXCEPTION 'A concurrence is with the hash of the version that it names.';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER work_plan_text_stays BEFORE UPDATE ON workplans_workplan FOR EACH ROW
    WHEN (
        (OLD.ref, OLD.engagement_id, OLD.version, OLD.drafted_by, OLD.follows_id, OLD.scope_change_id)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.version, NEW.drafted_by, NEW.follows_id, NEW.scope_change_id)
        OR (OLD.content_hash IS NOT NULL AND (OLD.content_hash, OLD.document) IS DISTINCT FROM (NEW.content_hash, NEW.document))
        OR (OLD.state <> 'draft' AND OLD.document IS DISTINCT FROM NEW.document)
    )
    EXECUTE FUNCTION concord_work_plan_stays();

CREATE TRIGGER concurrence_stays BEFORE UPDATE OR DELETE ON workplans_concurrence
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER reaffirmation_stays BEFORE UPDATE OR DELETE ON workplans_reaffirmation
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER reaffirmation_with_the_content BEFORE INSERT ON workplans_reaffirmation
    FOR EACH ROW EXECUTE FUNCTION concord_concurrence_is_with_the_content();
CREATE TRIGGER saved_part_stays BEFORE UPDATE OR DELETE ON workplans_savedpart
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER exit_progress_stays BEFORE UPDATE OR DELETE ON workplans_exitprogress
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER plan_reply_stays BEFORE UPDATE OR DELETE ON workplans_planreply
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER concurrence_with_the_content BEFORE INSERT ON workplans_concurrence
    FOR EACH ROW EXECUTE FUNCTION concord_concurrence_is_with_the_content();
