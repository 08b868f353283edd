-- What a version says is written once; once it is hashed, nothing is added to it or taken from it.
CREATE FUNCTION concord_work_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a work plan says is written once; a change is a new version (% of %).', TG_OP, TG_TABLE_NAME;
END $$;

CREATE FUNCTION concord_work_plan_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM workplans_workplan WHERE id = NEW.plan_id AND content_hash IS NOT NULL) THEN
        RAISE EXCEPTION 'The work plan was proposed; a change is a new version (% of %).', TG_OP, TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION concord_concurrence_is_with_the_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM workplans_workplan WHERE id = NEW.plan_id AND content_hash = NEW.content_hash) THEN
        RAISE EXCEPTION 'A concurrence is with the hash of the version that it names.';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER work_plan_content_stays BEFORE UPDATE ON workplans_workplan FOR EACH ROW
    WHEN (
        (OLD.ref, OLD.engagement_id, OLD.version, OLD.description, OLD.scope, OLD.audiences, OLD.exit_criteria,
            OLD.starts_on, OLD.ends_on, OLD.drafted_by)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.version, NEW.description, NEW.scope, NEW.audiences, NEW.exit_criteria,
            NEW.starts_on, NEW.ends_on, NEW.drafted_by)
        OR (OLD.content_hash IS NOT NULL AND OLD.content_hash IS DISTINCT FROM NEW.content_hash)
    )
    EXECUTE FUNCTION concord_work_plan_stays();

CREATE TRIGGER activity_stays BEFORE UPDATE OR DELETE ON workplans_activity
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER activity_before_proposal BEFORE INSERT ON workplans_activity
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_is_open();
CREATE TRIGGER plan_person_stays BEFORE UPDATE OR DELETE ON workplans_planperson
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER plan_person_before_proposal BEFORE INSERT ON workplans_planperson
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_is_open();
CREATE TRIGGER concurrence_stays BEFORE UPDATE OR DELETE ON workplans_concurrence
    FOR EACH ROW EXECUTE FUNCTION concord_work_plan_stays();
CREATE TRIGGER concurrence_with_the_content BEFORE INSERT ON workplans_concurrence
    FOR EACH ROW EXECUTE FUNCTION concord_concurrence_is_with_the_content();
