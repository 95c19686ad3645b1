CREATE TABLE inspections (
    year INTEGER,
    kind TEXT NOT NULL,
    level TEXT,
    organisations INTEGER,
    members INTEGER,
    note TEXT,
    period_from DATE,
    period_to DATE,
    kind_key BLOB,
    level_key BLOB,
    note_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_inspections_uid UNIQUE (uid)
);

CREATE TABLE report_templates (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    main BOOLEAN NOT NULL,
    name_key BLOB,
    kind_key BLOB,
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
    CONSTRAINT uq_report_templates_uid UNIQUE (uid)
);

CREATE TABLE period_reports (
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    unit_id INTEGER,
    number TEXT,
    "on" DATE,
    issued BOOLEAN NOT NULL,
    content TEXT,
    note TEXT,
    kind_key BLOB,
    title_key BLOB,
    unit_id_key BLOB,
    number_key BLOB,
    content_key BLOB,
    note_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_period_reports_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_period_reports_uid UNIQUE (uid)
);

CREATE TABLE report_issues (
    report_id INTEGER NOT NULL,
    "on" DATE,
    number TEXT,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    report_id_key BLOB,
    number_key BLOB,
    sha256_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_report_issues_report_id FOREIGN KEY(report_id) REFERENCES period_reports (id),
    CONSTRAINT uq_report_issues_uid UNIQUE (uid)
);

CREATE TABLE study_sessions (
    year INTEGER,
    subject TEXT NOT NULL,
    "on" DATE,
    place TEXT,
    host TEXT,
    speaker TEXT,
    topic_id INTEGER,
    note TEXT,
    subject_key BLOB,
    place_key BLOB,
    host_key BLOB,
    speaker_key BLOB,
    topic_id_key BLOB,
    note_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_study_sessions_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT uq_study_sessions_uid UNIQUE (uid)
);

CREATE TABLE topic_documents (
    topic_id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    topic_id_key BLOB,
    document_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_topic_documents_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT fk_topic_documents_document_id FOREIGN KEY(document_id) REFERENCES documents (id),
    CONSTRAINT uq_topic_documents_uid UNIQUE (uid)
);

CREATE TABLE plan_items (
    plan_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    owner TEXT,
    due_on DATE,
    done_on DATE,
    result TEXT,
    plan_id_key BLOB,
    content_key BLOB,
    owner_key BLOB,
    result_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_plan_items_plan_id FOREIGN KEY(plan_id) REFERENCES plans (id),
    CONSTRAINT uq_plan_items_uid UNIQUE (uid)
);

CREATE TABLE study_attendances (
    session_id INTEGER NOT NULL,
    unit_id INTEGER,
    invited INTEGER,
    attended INTEGER,
    note TEXT,
    session_id_key BLOB,
    unit_id_key BLOB,
    note_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_study_attendances_session_id FOREIGN KEY(session_id) REFERENCES study_sessions (id),
    CONSTRAINT fk_study_attendances_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_study_attendances_uid UNIQUE (uid)
);

ALTER TABLE documents ADD COLUMN report_due DATE;
ALTER TABLE documents ADD COLUMN reported_on DATE;

CREATE INDEX ix_documents_report_due ON documents (report_due) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_reported_on ON documents (reported_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_kind_key ON inspections (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_level_key ON inspections (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_members ON inspections (members) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_note_key ON inspections (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_organisations ON inspections (organisations) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_period_from ON inspections (period_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_period_to ON inspections (period_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_inspections_year ON inspections (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_templates_kind_key ON report_templates (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_templates_main ON report_templates (main) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_templates_name_key ON report_templates (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_templates_text_key ON report_templates (text_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_content_key ON period_reports (content_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_issued ON period_reports (issued) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_kind_key ON period_reports (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_note_key ON period_reports (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_number_key ON period_reports (number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_on ON period_reports ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_period_from ON period_reports (period_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_period_to ON period_reports (period_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_title_key ON period_reports (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_period_reports_unit_id ON period_reports (unit_id);
CREATE INDEX ix_period_reports_unit_id_key ON period_reports (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_issues_number_key ON report_issues (number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_issues_on ON report_issues ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_report_issues_report_id ON report_issues (report_id);
CREATE INDEX ix_report_issues_report_id_key ON report_issues (report_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_report_issues_sha256_key ON report_issues (sha256_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_host_key ON study_sessions (host_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_note_key ON study_sessions (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_on ON study_sessions ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_place_key ON study_sessions (place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_speaker_key ON study_sessions (speaker_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_subject_key ON study_sessions (subject_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_topic_id ON study_sessions (topic_id);
CREATE INDEX ix_study_sessions_topic_id_key ON study_sessions (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_sessions_year ON study_sessions (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_documents_document_id ON topic_documents (document_id);
CREATE INDEX ix_topic_documents_document_id_key ON topic_documents (document_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_documents_topic_id ON topic_documents (topic_id);
CREATE INDEX ix_topic_documents_topic_id_key ON topic_documents (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_content_key ON plan_items (content_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_done_on ON plan_items (done_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_due_on ON plan_items (due_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_owner_key ON plan_items (owner_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_plan_id ON plan_items (plan_id);
CREATE INDEX ix_plan_items_plan_id_key ON plan_items (plan_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plan_items_result_key ON plan_items (result_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_attendances_attended ON study_attendances (attended) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_attendances_invited ON study_attendances (invited) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_attendances_note_key ON study_attendances (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_attendances_session_id ON study_attendances (session_id);
CREATE INDEX ix_study_attendances_session_id_key ON study_attendances (session_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_study_attendances_unit_id ON study_attendances (unit_id);
CREATE INDEX ix_study_attendances_unit_id_key ON study_attendances (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_head_first ON expected (campaign_id, head, name_key) WHERE deleted_at IS NULL;
-- an item that has come 100 % on an unknown day is done (storage/pledge_facts.py)
DROP INDEX ix_pledge_items_open;
CREATE INDEX ix_pledge_items_open ON pledge_items (due_on, id, pledge_id) WHERE deleted_at IS NULL AND done_on IS NULL AND progress IS NOT 100;
-- all that the figures of a year ask for stands in these, so that no wide row is read for them;
-- "deleted_at" is there because SQLite looks at it although the index says what it is
CREATE INDEX ix_members_standing ON members (id, status, admitted_on, official_on, exempt, temporary, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_steps_of ON member_steps (member_id, status, "on", deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_due ON pledge_items (pledge_id, due_on, done_on, progress, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_of ON yearly_ratings (period_kind, period_to, rated_kind, rating, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_public ON pledges (campaign_id, public_on, public_means, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX ix_pledges_campaign_digest;
CREATE INDEX ix_pledges_campaign_digest ON pledges (campaign_id, items_digest, tied, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX ix_pledges_who;
CREATE INDEX ix_pledges_who ON pledges (campaign_id, (CASE WHEN pledger_kind = 'organisation' THEN CASE WHEN unit_id IS NOT NULL THEN 'u' || unit_id ELSE 'o' || search_text END WHEN member_id IS NOT NULL THEN 'm' || member_id ELSE 'n' || search_text END), deleted_at) WHERE deleted_at IS NULL;
DROP INDEX ix_expected_who;
CREATE INDEX ix_expected_who ON expected (campaign_id, (CASE WHEN pledger_kind = 'organisation' THEN CASE WHEN unit_id IS NOT NULL THEN 'u' || unit_id ELSE 'o' || search_text END WHEN member_id IS NOT NULL THEN 'm' || member_id ELSE 'n' || search_text END), unit_id, head, pledger_kind, deleted_at) WHERE deleted_at IS NULL;
DROP INDEX ix_pledge_reviews_of;
CREATE INDEX ix_pledge_reviews_of ON pledge_reviews (pledge_id, reviewed_on, rating, deleted_at, (coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL)) WHERE deleted_at IS NULL AND coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL;
