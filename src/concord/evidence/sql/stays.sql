-- Evidence is written once and never deleted, and a withdrawn item stays withdrawn. How far it may travel can be changed,
-- which moves its title, its text and the name of its file between here and the sealed values; and what a disposal that
-- was carried out destroys is emptied.
CREATE FUNCTION concord_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Evidence % is written once and stays on record; withdraw it with the reason (% refused).',
        OLD.ref, TG_OP;
END $$;
CREATE TRIGGER evidence_is_never_deleted BEFORE DELETE ON evidence_evidenceitem
    FOR EACH ROW EXECUTE FUNCTION concord_evidence_stays();

CREATE FUNCTION concord_evidence_is_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.destroyed_in <> '' AND NOT EXISTS (
        SELECT 1 FROM evidence_disposal WHERE ref = NEW.destroyed_in AND state = 'carried_out'
    ) THEN
        RAISE EXCEPTION 'Evidence % is destroyed by a disposal that was carried out alone.', OLD.ref;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_is_destroyed_by_a_rule BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (OLD.destroyed_in <> NEW.destroyed_in) EXECUTE FUNCTION concord_evidence_is_destroyed();

CREATE TRIGGER evidence_is_written_once BEFORE UPDATE ON evidence_evidenceitem FOR EACH ROW
    WHEN (
        OLD.destroyed_in <> ''
        OR (OLD.ref, OLD.engagement_id, OLD.focus_area_id, OLD.method, OLD.collected_on, OLD.count, OLD.logged_by)
        IS DISTINCT FROM
        (NEW.ref, NEW.engagement_id, NEW.focus_area_id, NEW.method, NEW.collected_on, NEW.count, NEW.logged_by)
        OR NEW.destroyed_in = '' AND (
            OLD.state = 'withdrawn'
            OR (OLD.classed_at IS NOT DISTINCT FROM NEW.classed_at AND (
                (OLD.title, OLD.summary, OLD.releasability, OLD.basis, OLD.file_id, OLD.file_name)
                IS DISTINCT FROM
                (NEW.title, NEW.summary, NEW.releasability, NEW.basis, NEW.file_id, NEW.file_name)
            ))
            OR (OLD.title <> NEW.title AND OLD.title <> 'Sealed item' AND NEW.title <> 'Sealed item')
            OR (OLD.summary <> NEW.summary AND OLD.summary <> '' AND NEW.summary <> '')
        )
    )
    EXECUTE FUNCTION concord_evidence_stays();
