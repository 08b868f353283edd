-- The only door into the audit trail. Stream and number stand inside the hashed body.
CREATE FUNCTION concord_audit_append(p_stream text, p_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    v_head core_audithead;
    v_body text;
    v_hash bytea;
BEGIN
    INSERT INTO core_audithead (stream, count, hash)
        VALUES (p_stream, 0, sha256(convert_to(p_stream, 'UTF8'))) ON CONFLICT DO NOTHING;
    SELECT * INTO v_head FROM core_audithead WHERE stream = p_stream FOR NO KEY UPDATE;
    v_body := '{"stream":' || to_json(p_stream)::text || ',"seq":' || (v_head.count + 1)::text || ','
        || substr(p_body, 2);
    v_hash := sha256(v_head.hash || convert_to(v_body, 'UTF8'));
    INSERT INTO core_auditrow (stream, seq, body, prev, hash)
        VALUES (p_stream, v_head.count + 1, v_body, v_head.hash, v_hash);
    UPDATE core_audithead SET count = v_head.count + 1, hash = v_hash WHERE stream = p_stream;
    RETURN v_head.count + 1;
END $$;

ALTER TABLE core_auditrow ADD CONSTRAINT audit_row_hash_is_of_prev_and_body
    CHECK (hash = sha256(prev || convert_to(body, 'UTF8')));

CREATE FUNCTION concord_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is append-only: % of % refused.', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON core_auditrow
    FOR EACH STATEMENT EXECUTE FUNCTION concord_audit_refuse();
ALTER TABLE core_auditrow ENABLE ALWAYS TRIGGER audit_rows_stay;
CREATE TRIGGER audit_heads_stay BEFORE DELETE OR TRUNCATE ON core_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION concord_audit_refuse();
ALTER TABLE core_audithead ENABLE ALWAYS TRIGGER audit_heads_stay;
CREATE TRIGGER checkpoints_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON core_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION concord_audit_refuse();
ALTER TABLE core_checkpoint ENABLE ALWAYS TRIGGER checkpoints_stay;
