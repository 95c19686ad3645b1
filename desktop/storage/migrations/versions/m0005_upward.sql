ALTER TABLE offices ADD COLUMN parent_uid TEXT;
ALTER TABLE offices ADD COLUMN public_key TEXT;
ALTER TABLE offices ADD COLUMN known_on DATE;
ALTER TABLE offices ADD COLUMN sends_from DATE;
ALTER TABLE offices ADD COLUMN parent_uid_key BLOB;
ALTER TABLE offices ADD COLUMN public_key_key BLOB;
CREATE INDEX ix_offices_known_on ON offices (known_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_parent_uid_key ON offices (parent_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_public_key_key ON offices (public_key_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_sends_from ON offices (sends_from) WHERE deleted_at IS NULL;
CREATE TABLE remarks (
    direction TEXT NOT NULL,
    office_name TEXT NOT NULL,
    submission_digest TEXT NOT NULL,
    row_register TEXT,
    row_uid TEXT,
    row_title TEXT,
    words TEXT NOT NULL,
    made_on DATE NOT NULL,
    settled BOOLEAN NOT NULL,
    direction_key BLOB,
    office_name_key BLOB,
    submission_digest_key BLOB,
    row_register_key BLOB,
    row_uid_key BLOB,
    row_title_key BLOB,
    words_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_remarks_uid UNIQUE (uid)
);
CREATE INDEX ix_remarks_direction_key ON remarks (direction_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_made_on ON remarks (made_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_office_name_key ON remarks (office_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_row_register_key ON remarks (row_register_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_row_title_key ON remarks (row_title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_row_uid_key ON remarks (row_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_settled ON remarks (settled) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_submission_digest_key ON remarks (submission_digest_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_remarks_words_key ON remarks (words_key) WHERE deleted_at IS NULL;
CREATE TABLE same_records (
    row_register TEXT NOT NULL,
    row_title TEXT NOT NULL,
    first_office TEXT NOT NULL,
    first_uid TEXT NOT NULL,
    second_office TEXT NOT NULL,
    second_uid TEXT NOT NULL,
    same BOOLEAN NOT NULL,
    row_register_key BLOB,
    row_title_key BLOB,
    first_office_key BLOB,
    first_uid_key BLOB,
    second_office_key BLOB,
    second_uid_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_same_records_uid UNIQUE (uid)
);
CREATE INDEX ix_same_records_first_office_key ON same_records (first_office_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_first_uid_key ON same_records (first_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_row_register_key ON same_records (row_register_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_row_title_key ON same_records (row_title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_same ON same_records (same) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_second_office_key ON same_records (second_office_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_same_records_second_uid_key ON same_records (second_uid_key) WHERE deleted_at IS NULL;
CREATE TABLE submission_profiles (
    name TEXT NOT NULL,
    registers TEXT,
    personal TEXT,
    below BOOLEAN NOT NULL,
    encrypted BOOLEAN NOT NULL,
    main BOOLEAN NOT NULL,
    name_key BLOB,
    registers_key BLOB,
    personal_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_submission_profiles_uid UNIQUE (uid)
);
CREATE INDEX ix_submission_profiles_below ON submission_profiles (below) WHERE deleted_at IS NULL;
CREATE INDEX ix_submission_profiles_encrypted ON submission_profiles (encrypted) WHERE deleted_at IS NULL;
CREATE INDEX ix_submission_profiles_main ON submission_profiles (main) WHERE deleted_at IS NULL;
CREATE INDEX ix_submission_profiles_name_key ON submission_profiles (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submission_profiles_personal_key ON submission_profiles (personal_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submission_profiles_registers_key ON submission_profiles (registers_key) WHERE deleted_at IS NULL;
ALTER TABLE submissions ADD COLUMN number INTEGER;
ALTER TABLE submissions ADD COLUMN replaces TEXT;
ALTER TABLE submissions ADD COLUMN profile TEXT;
ALTER TABLE submissions ADD COLUMN office_uid TEXT;
ALTER TABLE submissions ADD COLUMN office_level TEXT;
ALTER TABLE submissions ADD COLUMN trust TEXT;
ALTER TABLE submissions ADD COLUMN through_id INTEGER REFERENCES submissions (id);
ALTER TABLE submissions ADD COLUMN figures TEXT;
ALTER TABLE submissions ADD COLUMN total TEXT;
ALTER TABLE submissions ADD COLUMN answer TEXT;
ALTER TABLE submissions ADD COLUMN answered_on DATE;
ALTER TABLE submissions ADD COLUMN replaces_key BLOB;
ALTER TABLE submissions ADD COLUMN profile_key BLOB;
ALTER TABLE submissions ADD COLUMN office_uid_key BLOB;
ALTER TABLE submissions ADD COLUMN office_level_key BLOB;
ALTER TABLE submissions ADD COLUMN trust_key BLOB;
ALTER TABLE submissions ADD COLUMN through_id_key BLOB;
ALTER TABLE submissions ADD COLUMN figures_key BLOB;
ALTER TABLE submissions ADD COLUMN total_key BLOB;
ALTER TABLE submissions ADD COLUMN answer_key BLOB;
CREATE INDEX ix_submissions_answer_key ON submissions (answer_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_answered_on ON submissions (answered_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_figures_key ON submissions (figures_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_number ON submissions (number) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_office_level_key ON submissions (office_level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_office_uid_key ON submissions (office_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_profile_key ON submissions (profile_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_replaces_key ON submissions (replaces_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_through_id ON submissions (through_id);
CREATE INDEX ix_submissions_through_id_key ON submissions (through_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_total_key ON submissions (total_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_trust_key ON submissions (trust_key) WHERE deleted_at IS NULL;
CREATE TABLE received_rows (
    id INTEGER NOT NULL,
    submission_id INTEGER NOT NULL,
    register TEXT NOT NULL,
    uid TEXT NOT NULL,
    title TEXT,
    content TEXT NOT NULL,
    CONSTRAINT pk_received_rows PRIMARY KEY (id),
    CONSTRAINT fk_received_rows_submission_id FOREIGN KEY(submission_id) REFERENCES submissions (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_received_rows_of ON received_rows (submission_id, register, uid);
CREATE INDEX ix_received_rows_uid ON received_rows (register, uid);

-- the id after the day: the latest of a pledge's reviews is then the last entry, nothing is sorted
DROP INDEX ix_pledge_reviews_of;
CREATE INDEX ix_pledge_reviews_of ON pledge_reviews (pledge_id, reviewed_on, id, rating, deleted_at, (coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL)) WHERE deleted_at IS NULL AND coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL;
