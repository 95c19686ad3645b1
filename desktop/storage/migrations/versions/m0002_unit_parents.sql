CREATE TABLE unit_parents (
    unit_id INTEGER NOT NULL,
    parent_id INTEGER NOT NULL,
    from_on TEXT,
    to_on TEXT,
    unit_id_key BLOB,
    parent_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_unit_parents_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT fk_unit_parents_parent_id FOREIGN KEY(parent_id) REFERENCES units (id),
    CONSTRAINT uq_unit_parents_uid UNIQUE (uid)
);

CREATE INDEX ix_unit_parents_from_on ON unit_parents (from_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_unit_parents_parent_id ON unit_parents (parent_id);
CREATE INDEX ix_unit_parents_parent_id_key ON unit_parents (parent_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_unit_parents_to_on ON unit_parents (to_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_unit_parents_unit_id ON unit_parents (unit_id);
CREATE INDEX ix_unit_parents_unit_id_key ON unit_parents (unit_id_key) WHERE deleted_at IS NULL;
