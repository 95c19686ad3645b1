CREATE TABLE notes (
    owner_register TEXT NOT NULL,
    owner_uid TEXT NOT NULL,
    "on" DATE NOT NULL,
    text TEXT NOT NULL,
    remind_on DATE,
    settled BOOLEAN NOT NULL,
    owner_register_key BLOB,
    owner_uid_key BLOB,
    text_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_notes_uid UNIQUE (uid)
);

CREATE TABLE undone_rows (
    id INTEGER NOT NULL,
    batch TEXT NOT NULL,
    register TEXT NOT NULL,
    rows BLOB NOT NULL,
    CONSTRAINT pk_undone_rows PRIMARY KEY (id)
);

CREATE TABLE certificate_layouts (
    name TEXT NOT NULL,
    form_id INTEGER,
    level TEXT,
    main BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    name_key BLOB,
    form_id_key BLOB,
    level_key BLOB,
    settings_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_certificate_layouts_form_id FOREIGN KEY(form_id) REFERENCES award_forms (id),
    CONSTRAINT uq_certificate_layouts_uid UNIQUE (uid)
);

CREATE TABLE model_reviews (
    model_id INTEGER NOT NULL,
    "on" DATE NOT NULL,
    effective BOOLEAN NOT NULL,
    finding TEXT,
    reviewed_by TEXT,
    model_id_key BLOB,
    finding_key BLOB,
    reviewed_by_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_model_reviews_model_id FOREIGN KEY(model_id) REFERENCES models (id),
    CONSTRAINT uq_model_reviews_uid UNIQUE (uid)
);

CREATE TABLE attachments_rebuilt (
    owner_register TEXT NOT NULL,
    owner_uid TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    caption TEXT,
    owner_register_key BLOB,
    owner_uid_key BLOB,
    name_key BLOB,
    media_type_key BLOB,
    sha256_key BLOB,
    caption_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    preview BLOB,
    content BLOB NOT NULL,
    CONSTRAINT uq_attachments_uid UNIQUE (uid)
);

INSERT INTO attachments_rebuilt (
    owner_register, owner_uid, name, media_type, size, sha256,
    owner_register_key, owner_uid_key, name_key, media_type_key, sha256_key,
    id, uid, created_at, updated_at, revision, origin, deleted_at, content_hash, search_text,
    content
) SELECT
    owner_register, owner_uid, name, media_type, size, sha256,
    owner_register_key, owner_uid_key, name_key, media_type_key, sha256_key,
    id, uid, created_at, updated_at, revision, origin, deleted_at, content_hash, search_text,
    content
FROM attachments;

DROP TABLE attachments;
ALTER TABLE attachments_rebuilt RENAME TO attachments;
ALTER TABLE pledges ADD COLUMN tied BOOLEAN NOT NULL DEFAULT 0;
ALTER TABLE pledges ADD COLUMN items_digest BLOB;
ALTER TABLE awards ADD COLUMN annulled_on DATE;
ALTER TABLE pledge_reviews ADD COLUMN pledged TEXT;
ALTER TABLE pledge_reviews ADD COLUMN done TEXT;
ALTER TABLE pledge_reviews ADD COLUMN pledged_key BLOB;
ALTER TABLE pledge_reviews ADD COLUMN done_key BLOB;

CREATE INDEX ix_attachments_media_type_key ON attachments (media_type_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_name_key ON attachments (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_owner_register_key ON attachments (owner_register_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_owner_uid_key ON attachments (owner_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_sha256_key ON attachments (sha256_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_size ON attachments (size) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_caption_key ON attachments (caption_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_on ON notes ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_owner_register_key ON notes (owner_register_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_owner_uid_key ON notes (owner_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_remind_on ON notes (remind_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_settled ON notes (settled) WHERE deleted_at IS NULL;
CREATE INDEX ix_notes_text_key ON notes (text_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_undone_rows_batch ON undone_rows (batch);
CREATE INDEX ix_certificate_layouts_form_id ON certificate_layouts (form_id);
CREATE INDEX ix_certificate_layouts_form_id_key ON certificate_layouts (form_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_certificate_layouts_level_key ON certificate_layouts (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_certificate_layouts_main ON certificate_layouts (main) WHERE deleted_at IS NULL;
CREATE INDEX ix_certificate_layouts_name_key ON certificate_layouts (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_certificate_layouts_settings_key ON certificate_layouts (settings_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_reviews_effective ON model_reviews (effective) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_reviews_finding_key ON model_reviews (finding_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_reviews_model_id ON model_reviews (model_id);
CREATE INDEX ix_model_reviews_model_id_key ON model_reviews (model_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_reviews_on ON model_reviews ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_model_reviews_reviewed_by_key ON model_reviews (reviewed_by_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_annulled_on ON awards (annulled_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_done_key ON pledge_reviews (done_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_pledged_key ON pledge_reviews (pledged_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_owner ON attachments (owner_uid, owner_register);
CREATE INDEX ix_notes_owner ON notes (owner_uid, owner_register);
CREATE INDEX ix_pledges_campaign_digest ON pledges (campaign_id, items_digest, tied) WHERE deleted_at IS NULL;
