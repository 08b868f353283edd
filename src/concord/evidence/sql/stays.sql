-- Evidence is written once and never deleted; a withdrawn item stays withdrawn.
CREATE FUNCTION concord_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Evidence % is written once and stays on record; withdraw it with the reason (% refused).',
        OLD.ref, TG_OP;
END $$;
CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence_evidenceitem
    FOR EACH ROW EXECUTE FUNCTION concord_evidence_stays();
CREATE TRIGGER evidence_is_written_once BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (
        OLD.state = 'withdrawn'
        OR (OLD.ref, OLD.engagement_id, OLD.focus_area_id, OLD.method, OLD.title, OLD.summary, OLD.collected_on,
            OLD.count, OLD.releasability, OLD.file_id, OLD.file_name, OLD.logged_by)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.focus_area_id, NEW.method, NEW.title, NEW.summary, NEW.collected_on,
            NEW.count, NEW.releasability, NEW.file_id, NEW.file_name, NEW.logged_by)
    )
    EXECUTE FUNCTION concord_evidence_stays();
