ALTER TABLE audit_entries ADD COLUMN clerk TEXT;
ALTER TABLE audit_entries ADD COLUMN salt BLOB;
ALTER TABLE audit_entries ADD COLUMN payload_hash BLOB;
ALTER TABLE audit_entries ADD COLUMN chain BLOB;
CREATE INDEX ix_audit_entries_at ON audit_entries (at);
CREATE TABLE audit_head (
    id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    chain BLOB NOT NULL,
    CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
ALTER TABLE settings ADD COLUMN digest BLOB;
ALTER TABLE undone_rows ADD COLUMN digest BLOB;
