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
CREATE INDEX ix_audit_entries_batch ON audit_entries (batch);
-- what the worklists walk along (services/worklists_reading.py); the expressions stand there word for word
CREATE INDEX ix_pledges_work ON pledges (campaign_id, unit_id_key, name_key, id, year, unit_id, confirmed_on, public_on, public_means, tied, items_digest) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_who ON pledges (campaign_id, (CASE WHEN pledger_kind = 'organisation' THEN CASE WHEN unit_id IS NOT NULL THEN 'u' || unit_id ELSE 'o' || search_text END WHEN member_id IS NOT NULL THEN 'm' || member_id ELSE 'n' || search_text END)) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_who ON expected (campaign_id, (CASE WHEN pledger_kind = 'organisation' THEN CASE WHEN unit_id IS NOT NULL THEN 'u' || unit_id ELSE 'o' || search_text END WHEN member_id IS NOT NULL THEN 'm' || member_id ELSE 'n' || search_text END), unit_id, head, pledger_kind) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_people ON pledges (campaign_id, unit_id) WHERE deleted_at IS NULL AND pledger_kind <> 'organisation';
CREATE INDEX ix_pledge_items_open ON pledge_items (due_on, id, pledge_id) WHERE deleted_at IS NULL AND done_on IS NULL;
CREATE INDEX ix_pledge_reviews_of ON pledge_reviews (pledge_id, reviewed_on) WHERE deleted_at IS NULL AND coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL;
CREATE INDEX ix_pledge_reviews_period ON pledge_reviews (period_kind, (coalesce(period_from, period_to, reviewed_on)), reviewed_on, pledge_id) WHERE deleted_at IS NULL AND coalesce(done, self_assessment, cell_assessment, points, rating) IS NOT NULL;

CREATE TABLE breakthroughs (
    year INTEGER NOT NULL,
    unit_id INTEGER,
    matter TEXT NOT NULL,
    owner TEXT,
    due_on DATE,
    done_on DATE,
    result TEXT,
    note TEXT,
    unit_id_key BLOB,
    matter_key BLOB,
    owner_key BLOB,
    result_key BLOB,
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
    CONSTRAINT fk_breakthroughs_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_breakthroughs_uid UNIQUE (uid)
);

CREATE TABLE contests (
    name TEXT NOT NULL,
    "on" DATE,
    unit_id INTEGER,
    place TEXT,
    jury TEXT,
    teams INTEGER,
    contestants INTEGER,
    prizes TEXT,
    note TEXT,
    name_key BLOB,
    unit_id_key BLOB,
    place_key BLOB,
    jury_key BLOB,
    prizes_key BLOB,
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
    CONSTRAINT fk_contests_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_contests_uid UNIQUE (uid)
);

CREATE TABLE ethics_standards (
    unit_id INTEGER,
    title TEXT NOT NULL,
    text TEXT,
    adopted_on DATE,
    revised_on DATE,
    posted_at TEXT,
    posted_on DATE,
    note TEXT,
    unit_id_key BLOB,
    title_key BLOB,
    text_key BLOB,
    posted_at_key BLOB,
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
    CONSTRAINT fk_ethics_standards_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_ethics_standards_uid UNIQUE (uid)
);

CREATE TABLE good_deeds (
    name TEXT NOT NULL,
    post TEXT,
    unit_id INTEGER,
    "on" DATE,
    deed TEXT NOT NULL,
    told TEXT,
    told_on DATE,
    note TEXT,
    name_key BLOB,
    post_key BLOB,
    unit_id_key BLOB,
    deed_key BLOB,
    told_key BLOB,
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
    CONSTRAINT fk_good_deeds_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_good_deeds_uid UNIQUE (uid)
);

CREATE TABLE indicators (
    year INTEGER NOT NULL,
    unit_id INTEGER,
    name TEXT NOT NULL,
    target TEXT,
    achieved TEXT,
    met BOOLEAN NOT NULL,
    note TEXT,
    unit_id_key BLOB,
    name_key BLOB,
    target_key BLOB,
    achieved_key BLOB,
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
    CONSTRAINT fk_indicators_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_indicators_uid UNIQUE (uid)
);

CREATE TABLE conferences (
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    "on" DATE,
    place TEXT,
    connected INTEGER,
    attended INTEGER,
    presided TEXT,
    papers INTEGER,
    closed TEXT,
    topic_id INTEGER,
    outcome TEXT,
    note TEXT,
    title_key BLOB,
    kind_key BLOB,
    place_key BLOB,
    presided_key BLOB,
    closed_key BLOB,
    topic_id_key BLOB,
    outcome_key BLOB,
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
    CONSTRAINT fk_conferences_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT uq_conferences_uid UNIQUE (uid)
);

CREATE TABLE plans (
    unit_id INTEGER,
    period TEXT NOT NULL,
    year INTEGER,
    last_year INTEGER,
    number TEXT,
    "on" DATE,
    title TEXT NOT NULL,
    topic_id INTEGER,
    note TEXT,
    unit_id_key BLOB,
    period_key BLOB,
    number_key BLOB,
    title_key BLOB,
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
    CONSTRAINT fk_plans_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT fk_plans_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT uq_plans_uid UNIQUE (uid)
);

CREATE TABLE topic_meetings (
    unit_id INTEGER NOT NULL,
    "on" DATE NOT NULL,
    subject TEXT NOT NULL,
    topic_id INTEGER,
    expected INTEGER,
    present INTEGER,
    note TEXT,
    unit_id_key BLOB,
    subject_key BLOB,
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
    CONSTRAINT fk_topic_meetings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT fk_topic_meetings_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT uq_topic_meetings_uid UNIQUE (uid)
);

ALTER TABLE rounds ADD COLUMN conference_id INTEGER
    CONSTRAINT fk_rounds_conference_id REFERENCES conferences (id);
ALTER TABLE rounds ADD COLUMN conference_id_key BLOB;

CREATE INDEX ix_breakthroughs_done_on ON breakthroughs (done_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_due_on ON breakthroughs (due_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_matter_key ON breakthroughs (matter_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_note_key ON breakthroughs (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_owner_key ON breakthroughs (owner_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_result_key ON breakthroughs (result_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_unit_id ON breakthroughs (unit_id);
CREATE INDEX ix_breakthroughs_unit_id_key ON breakthroughs (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_breakthroughs_year ON breakthroughs (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_contestants ON contests (contestants) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_jury_key ON contests (jury_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_name_key ON contests (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_note_key ON contests (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_on ON contests ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_place_key ON contests (place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_prizes_key ON contests (prizes_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_teams ON contests (teams) WHERE deleted_at IS NULL;
CREATE INDEX ix_contests_unit_id ON contests (unit_id);
CREATE INDEX ix_contests_unit_id_key ON contests (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_adopted_on ON ethics_standards (adopted_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_note_key ON ethics_standards (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_posted_at_key ON ethics_standards (posted_at_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_posted_on ON ethics_standards (posted_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_revised_on ON ethics_standards (revised_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_text_key ON ethics_standards (text_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_title_key ON ethics_standards (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_ethics_standards_unit_id ON ethics_standards (unit_id);
CREATE INDEX ix_ethics_standards_unit_id_key ON ethics_standards (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_deed_key ON good_deeds (deed_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_name_key ON good_deeds (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_note_key ON good_deeds (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_on ON good_deeds ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_post_key ON good_deeds (post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_told_key ON good_deeds (told_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_told_on ON good_deeds (told_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_good_deeds_unit_id ON good_deeds (unit_id);
CREATE INDEX ix_good_deeds_unit_id_key ON good_deeds (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_achieved_key ON indicators (achieved_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_met ON indicators (met) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_name_key ON indicators (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_note_key ON indicators (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_target_key ON indicators (target_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_unit_id ON indicators (unit_id);
CREATE INDEX ix_indicators_unit_id_key ON indicators (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_indicators_year ON indicators (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_attended ON conferences (attended) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_closed_key ON conferences (closed_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_connected ON conferences (connected) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_kind_key ON conferences (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_note_key ON conferences (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_on ON conferences ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_outcome_key ON conferences (outcome_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_papers ON conferences (papers) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_place_key ON conferences (place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_presided_key ON conferences (presided_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_title_key ON conferences (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_conferences_topic_id ON conferences (topic_id);
CREATE INDEX ix_conferences_topic_id_key ON conferences (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_last_year ON plans (last_year) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_note_key ON plans (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_number_key ON plans (number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_on ON plans ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_period_key ON plans (period_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_title_key ON plans (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_topic_id ON plans (topic_id);
CREATE INDEX ix_plans_topic_id_key ON plans (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_unit_id ON plans (unit_id);
CREATE INDEX ix_plans_unit_id_key ON plans (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_plans_year ON plans (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_expected ON topic_meetings (expected) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_note_key ON topic_meetings (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_on ON topic_meetings ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_present ON topic_meetings (present) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_subject_key ON topic_meetings (subject_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_topic_id ON topic_meetings (topic_id);
CREATE INDEX ix_topic_meetings_topic_id_key ON topic_meetings (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topic_meetings_unit_id ON topic_meetings (unit_id);
CREATE INDEX ix_topic_meetings_unit_id_key ON topic_meetings (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_conference_id ON rounds (conference_id);
CREATE INDEX ix_rounds_conference_id_key ON rounds (conference_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_audit_entries_gone ON audit_entries (register) WHERE action = 'purged';

ALTER TABLE decisions ADD COLUMN place TEXT;
ALTER TABLE decisions ADD COLUMN place_key BLOB;

CREATE INDEX ix_decisions_place_key ON decisions (place_key) WHERE deleted_at IS NULL;
