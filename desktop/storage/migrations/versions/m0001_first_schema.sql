CREATE TABLE attachments (
    owner_register TEXT NOT NULL,
    owner_uid TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    owner_register_key BLOB,
    owner_uid_key BLOB,
    name_key BLOB,
    media_type_key BLOB,
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
    CONSTRAINT uq_attachments_uid UNIQUE (uid)
);

CREATE TABLE audit_entries (
    id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    at TEXT NOT NULL,
    batch TEXT NOT NULL,
    deed TEXT NOT NULL,
    action TEXT NOT NULL,
    register TEXT NOT NULL,
    row_uid TEXT NOT NULL,
    title TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT pk_audit_entries PRIMARY KEY (id),
    CONSTRAINT uq_audit_entries_uid UNIQUE (uid)
);

CREATE TABLE award_forms (
    name TEXT NOT NULL,
    position INTEGER,
    valid_from DATE,
    valid_to DATE,
    name_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_award_forms_uid UNIQUE (uid)
);

CREATE TABLE document_types (
    name TEXT NOT NULL,
    abbreviation TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    name_key BLOB,
    abbreviation_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_document_types_uid UNIQUE (uid)
);

CREATE TABLE documents (
    number TEXT NOT NULL,
    "on" DATE,
    issuer TEXT,
    type TEXT,
    abstract TEXT,
    direction TEXT NOT NULL,
    note TEXT,
    number_key BLOB,
    issuer_key BLOB,
    type_key BLOB,
    abstract_key BLOB,
    direction_key BLOB,
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
    CONSTRAINT uq_documents_uid UNIQUE (uid)
);

CREATE TABLE fields (
    name TEXT NOT NULL,
    position INTEGER,
    name_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_fields_uid UNIQUE (uid)
);

CREATE TABLE levels (
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    in_use BOOLEAN NOT NULL,
    valid_from DATE,
    valid_to DATE,
    level_key BLOB,
    name_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_levels_uid UNIQUE (uid)
);

CREATE TABLE offices (
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_name TEXT,
    place TEXT,
    code_suffix TEXT,
    header_lines TEXT,
    paper_family TEXT NOT NULL,
    own BOOLEAN NOT NULL,
    name_key BLOB,
    level_key BLOB,
    parent_name_key BLOB,
    place_key BLOB,
    code_suffix_key BLOB,
    header_lines_key BLOB,
    paper_family_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_offices_uid UNIQUE (uid)
);

CREATE TABLE rounds (
    title TEXT NOT NULL,
    occasion TEXT NOT NULL,
    achievement_period TEXT,
    meeting_on DATE,
    meeting_place TEXT,
    proposal TEXT,
    note TEXT,
    title_key BLOB,
    occasion_key BLOB,
    achievement_period_key BLOB,
    meeting_place_key BLOB,
    proposal_key BLOB,
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
    CONSTRAINT uq_rounds_uid UNIQUE (uid)
);

CREATE TABLE rules (
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    replaces TEXT,
    note TEXT,
    code_key BLOB,
    title_key BLOB,
    replaces_key BLOB,
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
    CONSTRAINT uq_rules_uid UNIQUE (uid)
);

CREATE TABLE settings (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY ("key")
);

CREATE TABLE signers (
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    signs TEXT NOT NULL,
    authority TEXT,
    valid_from DATE,
    valid_to DATE,
    main BOOLEAN NOT NULL,
    name_key BLOB,
    post_key BLOB,
    signs_key BLOB,
    authority_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_signers_uid UNIQUE (uid)
);

CREATE TABLE submissions (
    direction TEXT NOT NULL,
    office_name TEXT NOT NULL,
    made_on DATE NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    counts TEXT NOT NULL,
    receipt TEXT,
    direction_key BLOB,
    office_name_key BLOB,
    file_name_key BLOB,
    digest_key BLOB,
    counts_key BLOB,
    receipt_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT uq_submissions_uid UNIQUE (uid)
);

CREATE TABLE units (
    code TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id INTEGER,
    established TEXT,
    ended TEXT,
    merged_into_id INTEGER,
    note TEXT,
    code_key BLOB,
    name_key BLOB,
    kind_key BLOB,
    parent_id_key BLOB,
    merged_into_id_key BLOB,
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
    CONSTRAINT fk_units_parent_id FOREIGN KEY(parent_id) REFERENCES units (id),
    CONSTRAINT fk_units_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES units (id),
    CONSTRAINT uq_units_uid UNIQUE (uid)
);

CREATE TABLE award_form_levels (
    form_id INTEGER NOT NULL,
    level TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    rule_id INTEGER,
    form_id_key BLOB,
    level_key BLOB,
    rule_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_award_form_levels_form_id FOREIGN KEY(form_id) REFERENCES award_forms (id),
    CONSTRAINT fk_award_form_levels_rule_id FOREIGN KEY(rule_id) REFERENCES rules (id),
    CONSTRAINT uq_award_form_levels_uid UNIQUE (uid)
);

CREATE TABLE decisions (
    round_id INTEGER NOT NULL,
    number TEXT,
    "on" DATE,
    level TEXT NOT NULL,
    issuer TEXT,
    issuer_parent TEXT,
    signer TEXT,
    signer_post TEXT,
    signs TEXT NOT NULL,
    authority TEXT,
    paper_family TEXT NOT NULL,
    round_id_key BLOB,
    number_key BLOB,
    level_key BLOB,
    issuer_key BLOB,
    issuer_parent_key BLOB,
    signer_key BLOB,
    signer_post_key BLOB,
    signs_key BLOB,
    authority_key BLOB,
    paper_family_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_decisions_round_id FOREIGN KEY(round_id) REFERENCES rounds (id),
    CONSTRAINT uq_decisions_uid UNIQUE (uid)
);

CREATE TABLE members (
    full_name TEXT NOT NULL,
    birth_name TEXT,
    birth_date TEXT,
    sex TEXT,
    ethnicity TEXT,
    home_town TEXT,
    home_town_now TEXT,
    card_number TEXT,
    file_number TEXT,
    badge_number TEXT,
    admitted_on TEXT,
    official_on TEXT,
    unit_id INTEGER,
    party_post TEXT,
    other_post TEXT,
    education TEXT,
    theory_level TEXT,
    qualification TEXT,
    foreign_language TEXT,
    occupation_before TEXT,
    occupation_now TEXT,
    force TEXT,
    status TEXT NOT NULL,
    status_on TEXT,
    status_reason TEXT,
    exempt BOOLEAN NOT NULL,
    "temporary" BOOLEAN NOT NULL,
    note TEXT,
    given_words INTEGER,
    full_name_key BLOB,
    birth_name_key BLOB,
    sex_key BLOB,
    ethnicity_key BLOB,
    home_town_key BLOB,
    home_town_now_key BLOB,
    card_number_key BLOB,
    file_number_key BLOB,
    badge_number_key BLOB,
    unit_id_key BLOB,
    party_post_key BLOB,
    other_post_key BLOB,
    education_key BLOB,
    theory_level_key BLOB,
    qualification_key BLOB,
    foreign_language_key BLOB,
    occupation_before_key BLOB,
    occupation_now_key BLOB,
    force_key BLOB,
    status_key BLOB,
    status_reason_key BLOB,
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
    CONSTRAINT fk_members_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_members_uid UNIQUE (uid)
);

CREATE TABLE page_layouts (
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    rule_id INTEGER,
    valid_from DATE,
    valid_to DATE,
    main BOOLEAN NOT NULL,
    settings TEXT NOT NULL,
    name_key BLOB,
    family_key BLOB,
    rule_id_key BLOB,
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
    CONSTRAINT fk_page_layouts_rule_id FOREIGN KEY(rule_id) REFERENCES rules (id),
    CONSTRAINT uq_page_layouts_uid UNIQUE (uid)
);

CREATE TABLE rating_scales (
    name TEXT NOT NULL,
    rule_id INTEGER,
    uses_points BOOLEAN NOT NULL,
    common_points INTEGER,
    result_points INTEGER,
    valid_from DATE,
    valid_to DATE,
    name_key BLOB,
    rule_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_rating_scales_rule_id FOREIGN KEY(rule_id) REFERENCES rules (id),
    CONSTRAINT uq_rating_scales_uid UNIQUE (uid)
);

CREATE TABLE topics (
    year INTEGER,
    term TEXT,
    title TEXT NOT NULL,
    document_id INTEGER,
    note TEXT,
    term_key BLOB,
    title_key BLOB,
    document_id_key BLOB,
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
    CONSTRAINT fk_topics_document_id FOREIGN KEY(document_id) REFERENCES documents (id),
    CONSTRAINT uq_topics_uid UNIQUE (uid)
);

CREATE TABLE campaigns (
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    topic_id INTEGER,
    pledge_kind TEXT NOT NULL,
    opened_on DATE,
    deadline DATE NOT NULL,
    note TEXT,
    title_key BLOB,
    topic_id_key BLOB,
    pledge_kind_key BLOB,
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
    CONSTRAINT fk_campaigns_topic_id FOREIGN KEY(topic_id) REFERENCES topics (id),
    CONSTRAINT uq_campaigns_uid UNIQUE (uid)
);

CREATE TABLE member_moves (
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "on" TEXT,
    place TEXT NOT NULL,
    member_id_key BLOB,
    kind_key BLOB,
    place_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_member_moves_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT uq_member_moves_uid UNIQUE (uid)
);

CREATE TABLE member_steps (
    member_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    "on" TEXT,
    reason TEXT,
    member_id_key BLOB,
    status_key BLOB,
    reason_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_member_steps_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT uq_member_steps_uid UNIQUE (uid)
);

CREATE TABLE member_units (
    member_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    from_on TEXT,
    to_on TEXT,
    member_id_key BLOB,
    unit_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_member_units_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_member_units_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_member_units_uid UNIQUE (uid)
);

CREATE TABLE models (
    code TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    field_id INTEGER,
    unit_id INTEGER,
    owner_group TEXT,
    member_id INTEGER,
    owner_person TEXT,
    owner_post TEXT,
    person_in_charge TEXT,
    registered_on DATE,
    state TEXT NOT NULL,
    state_on DATE,
    replicated_from_id INTEGER,
    description TEXT,
    results TEXT,
    beneficiaries TEXT,
    note TEXT,
    code_key BLOB,
    name_key BLOB,
    kind_key BLOB,
    field_id_key BLOB,
    unit_id_key BLOB,
    owner_group_key BLOB,
    member_id_key BLOB,
    owner_person_key BLOB,
    owner_post_key BLOB,
    person_in_charge_key BLOB,
    state_key BLOB,
    replicated_from_id_key BLOB,
    description_key BLOB,
    results_key BLOB,
    beneficiaries_key BLOB,
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
    CONSTRAINT fk_models_field_id FOREIGN KEY(field_id) REFERENCES fields (id),
    CONSTRAINT fk_models_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT fk_models_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_models_replicated_from_id FOREIGN KEY(replicated_from_id) REFERENCES models (id),
    CONSTRAINT uq_models_uid UNIQUE (uid)
);

CREATE TABLE rating_grades (
    scale_id INTEGER NOT NULL,
    rating TEXT NOT NULL,
    minimum_points INTEGER,
    scale_id_key BLOB,
    rating_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_rating_grades_scale_id FOREIGN KEY(scale_id) REFERENCES rating_scales (id),
    CONSTRAINT uq_rating_grades_uid UNIQUE (uid)
);

CREATE TABLE yearly_ratings (
    rated_kind TEXT NOT NULL,
    member_id INTEGER,
    unit_id INTEGER,
    name TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from DATE,
    period_to DATE NOT NULL,
    common_points INTEGER,
    result_points INTEGER,
    points INTEGER,
    rating TEXT NOT NULL,
    decided_by TEXT,
    decided_on DATE,
    note TEXT,
    rated_kind_key BLOB,
    member_id_key BLOB,
    unit_id_key BLOB,
    name_key BLOB,
    period_kind_key BLOB,
    rating_key BLOB,
    decided_by_key BLOB,
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
    CONSTRAINT fk_yearly_ratings_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_yearly_ratings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_yearly_ratings_uid UNIQUE (uid)
);

CREATE TABLE expected (
    campaign_id INTEGER NOT NULL,
    pledger_kind TEXT NOT NULL,
    name TEXT NOT NULL,
    member_id INTEGER,
    unit_id INTEGER,
    head BOOLEAN NOT NULL,
    reason TEXT,
    campaign_id_key BLOB,
    pledger_kind_key BLOB,
    name_key BLOB,
    member_id_key BLOB,
    unit_id_key BLOB,
    reason_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_expected_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id),
    CONSTRAINT fk_expected_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_expected_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_expected_uid UNIQUE (uid)
);

CREATE TABLE model_levels (
    model_id INTEGER NOT NULL,
    level TEXT NOT NULL,
    "on" DATE,
    model_id_key BLOB,
    level_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_model_levels_model_id FOREIGN KEY(model_id) REFERENCES models (id),
    CONSTRAINT uq_model_levels_uid UNIQUE (uid)
);

CREATE TABLE model_steps (
    model_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    "on" DATE,
    reason TEXT,
    decided_by TEXT,
    model_id_key BLOB,
    state_key BLOB,
    reason_key BLOB,
    decided_by_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_model_steps_model_id FOREIGN KEY(model_id) REFERENCES models (id),
    CONSTRAINT uq_model_steps_uid UNIQUE (uid)
);

CREATE TABLE model_units (
    model_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    model_id_key BLOB,
    unit_id_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_model_units_model_id FOREIGN KEY(model_id) REFERENCES models (id),
    CONSTRAINT fk_model_units_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_model_units_uid UNIQUE (uid)
);

CREATE TABLE pledges (
    year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    campaign_id INTEGER,
    pledger_kind TEXT NOT NULL,
    member_id INTEGER,
    name TEXT NOT NULL,
    post TEXT,
    unit_id INTEGER,
    registered_on DATE,
    renounces BOOLEAN NOT NULL,
    public_means TEXT,
    public_on DATE,
    confirmed_on DATE,
    note TEXT,
    kind_key BLOB,
    campaign_id_key BLOB,
    pledger_kind_key BLOB,
    member_id_key BLOB,
    name_key BLOB,
    post_key BLOB,
    unit_id_key BLOB,
    public_means_key BLOB,
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
    CONSTRAINT fk_pledges_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaigns (id),
    CONSTRAINT fk_pledges_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_pledges_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT uq_pledges_uid UNIQUE (uid)
);

CREATE TABLE awards (
    round_id INTEGER NOT NULL,
    decision_id INTEGER,
    form_id INTEGER NOT NULL,
    recipient_kind TEXT NOT NULL,
    member_id INTEGER,
    unit_id INTEGER,
    recipient_name TEXT NOT NULL,
    recipient_post TEXT,
    achievement TEXT,
    proposed_level TEXT,
    money INTEGER,
    gift TEXT,
    model_id INTEGER,
    pledge_id INTEGER,
    state TEXT NOT NULL,
    reason TEXT,
    given_on DATE,
    note TEXT,
    round_id_key BLOB,
    decision_id_key BLOB,
    form_id_key BLOB,
    recipient_kind_key BLOB,
    member_id_key BLOB,
    unit_id_key BLOB,
    recipient_name_key BLOB,
    recipient_post_key BLOB,
    achievement_key BLOB,
    proposed_level_key BLOB,
    gift_key BLOB,
    model_id_key BLOB,
    pledge_id_key BLOB,
    state_key BLOB,
    reason_key BLOB,
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
    CONSTRAINT fk_awards_round_id FOREIGN KEY(round_id) REFERENCES rounds (id),
    CONSTRAINT fk_awards_decision_id FOREIGN KEY(decision_id) REFERENCES decisions (id),
    CONSTRAINT fk_awards_form_id FOREIGN KEY(form_id) REFERENCES award_forms (id),
    CONSTRAINT fk_awards_member_id FOREIGN KEY(member_id) REFERENCES members (id),
    CONSTRAINT fk_awards_unit_id FOREIGN KEY(unit_id) REFERENCES units (id),
    CONSTRAINT fk_awards_model_id FOREIGN KEY(model_id) REFERENCES models (id),
    CONSTRAINT fk_awards_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledges (id),
    CONSTRAINT uq_awards_uid UNIQUE (uid)
);

CREATE TABLE pledge_items (
    pledge_id INTEGER NOT NULL,
    position INTEGER,
    content TEXT NOT NULL,
    duty TEXT,
    target TEXT,
    due_on DATE,
    progress INTEGER,
    done_on DATE,
    result TEXT,
    pledge_id_key BLOB,
    content_key BLOB,
    duty_key BLOB,
    target_key BLOB,
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
    CONSTRAINT fk_pledge_items_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledges (id),
    CONSTRAINT uq_pledge_items_uid UNIQUE (uid)
);

CREATE TABLE pledge_reviews (
    pledge_id INTEGER NOT NULL,
    period_kind TEXT NOT NULL,
    period_from DATE,
    period_to DATE,
    reviewed_on DATE NOT NULL,
    self_assessment TEXT,
    cell_assessment TEXT,
    points INTEGER,
    rating TEXT,
    pledge_id_key BLOB,
    period_kind_key BLOB,
    self_assessment_key BLOB,
    cell_assessment_key BLOB,
    rating_key BLOB,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted_at TEXT,
    content_hash BLOB NOT NULL,
    search_text TEXT NOT NULL,
    CONSTRAINT fk_pledge_reviews_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledges (id),
    CONSTRAINT uq_pledge_reviews_uid UNIQUE (uid)
);

CREATE INDEX ix_attachments_media_type_key ON attachments (media_type_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_name_key ON attachments (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_owner_register_key ON attachments (owner_register_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_owner_uid_key ON attachments (owner_uid_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_sha256_key ON attachments (sha256_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_attachments_size ON attachments (size) WHERE deleted_at IS NULL;
CREATE INDEX ix_audit_entries_row_uid ON audit_entries (row_uid);
CREATE INDEX ix_award_forms_name_key ON award_forms (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_forms_position ON award_forms (position) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_forms_valid_from ON award_forms (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_forms_valid_to ON award_forms (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_document_types_abbreviation_key ON document_types (abbreviation_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_document_types_name_key ON document_types (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_document_types_valid_from ON document_types (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_document_types_valid_to ON document_types (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_abstract_key ON documents (abstract_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_direction_key ON documents (direction_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_issuer_key ON documents (issuer_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_note_key ON documents (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_number_key ON documents (number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_on ON documents ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_documents_type_key ON documents (type_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_fields_name_key ON fields (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_fields_position ON fields (position) WHERE deleted_at IS NULL;
CREATE INDEX ix_levels_in_use ON levels (in_use) WHERE deleted_at IS NULL;
CREATE INDEX ix_levels_level_key ON levels (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_levels_name_key ON levels (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_levels_valid_from ON levels (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_levels_valid_to ON levels (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_code_suffix_key ON offices (code_suffix_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_header_lines_key ON offices (header_lines_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_level_key ON offices (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_name_key ON offices (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_own ON offices (own) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_paper_family_key ON offices (paper_family_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_parent_name_key ON offices (parent_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_offices_place_key ON offices (place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_achievement_period_key ON rounds (achievement_period_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_meeting_on ON rounds (meeting_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_meeting_place_key ON rounds (meeting_place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_note_key ON rounds (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_occasion_key ON rounds (occasion_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_proposal_key ON rounds (proposal_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rounds_title_key ON rounds (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_code_key ON rules (code_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_note_key ON rules (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_replaces_key ON rules (replaces_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_title_key ON rules (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_valid_from ON rules (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_rules_valid_to ON rules (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_authority_key ON signers (authority_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_main ON signers (main) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_name_key ON signers (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_post_key ON signers (post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_signs_key ON signers (signs_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_valid_from ON signers (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_signers_valid_to ON signers (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_counts_key ON submissions (counts_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_digest_key ON submissions (digest_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_direction_key ON submissions (direction_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_file_name_key ON submissions (file_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_made_on ON submissions (made_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_office_name_key ON submissions (office_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_period_from ON submissions (period_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_period_to ON submissions (period_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_submissions_receipt_key ON submissions (receipt_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_code_key ON units (code_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_ended ON units (ended) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_established ON units (established) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_kind_key ON units (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_merged_into_id ON units (merged_into_id);
CREATE INDEX ix_units_merged_into_id_key ON units (merged_into_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_name_key ON units (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_note_key ON units (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_units_parent_id ON units (parent_id);
CREATE INDEX ix_units_parent_id_key ON units (parent_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_form_levels_form_id ON award_form_levels (form_id);
CREATE INDEX ix_award_form_levels_form_id_key ON award_form_levels (form_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_form_levels_level_key ON award_form_levels (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_form_levels_rule_id ON award_form_levels (rule_id);
CREATE INDEX ix_award_form_levels_rule_id_key ON award_form_levels (rule_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_form_levels_valid_from ON award_form_levels (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_award_form_levels_valid_to ON award_form_levels (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_authority_key ON decisions (authority_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_issuer_key ON decisions (issuer_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_issuer_parent_key ON decisions (issuer_parent_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_level_key ON decisions (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_number_key ON decisions (number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_on ON decisions ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_paper_family_key ON decisions (paper_family_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_round_id ON decisions (round_id);
CREATE INDEX ix_decisions_round_id_key ON decisions (round_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_signer_key ON decisions (signer_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_signer_post_key ON decisions (signer_post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_decisions_signs_key ON decisions (signs_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_admitted_on ON members (admitted_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_badge_number_key ON members (badge_number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_birth_date ON members (birth_date) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_birth_name_key ON members (birth_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_card_number_key ON members (card_number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_education_key ON members (education_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_ethnicity_key ON members (ethnicity_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_exempt ON members (exempt) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_file_number_key ON members (file_number_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_force_key ON members (force_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_foreign_language_key ON members (foreign_language_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_full_name_key ON members (full_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_given_words ON members (given_words) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_home_town_key ON members (home_town_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_home_town_now_key ON members (home_town_now_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_note_key ON members (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_occupation_before_key ON members (occupation_before_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_occupation_now_key ON members (occupation_now_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_official_on ON members (official_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_other_post_key ON members (other_post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_party_post_key ON members (party_post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_qualification_key ON members (qualification_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_sex_key ON members (sex_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_status_key ON members (status_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_status_on ON members (status_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_status_reason_key ON members (status_reason_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_temporary ON members ("temporary") WHERE deleted_at IS NULL;
CREATE INDEX ix_members_theory_level_key ON members (theory_level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_members_unit_id ON members (unit_id);
CREATE INDEX ix_members_unit_id_key ON members (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_family_key ON page_layouts (family_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_main ON page_layouts (main) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_name_key ON page_layouts (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_rule_id ON page_layouts (rule_id);
CREATE INDEX ix_page_layouts_rule_id_key ON page_layouts (rule_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_settings_key ON page_layouts (settings_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_valid_from ON page_layouts (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_page_layouts_valid_to ON page_layouts (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_common_points ON rating_scales (common_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_name_key ON rating_scales (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_result_points ON rating_scales (result_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_rule_id ON rating_scales (rule_id);
CREATE INDEX ix_rating_scales_rule_id_key ON rating_scales (rule_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_uses_points ON rating_scales (uses_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_valid_from ON rating_scales (valid_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_scales_valid_to ON rating_scales (valid_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_topics_document_id ON topics (document_id);
CREATE INDEX ix_topics_document_id_key ON topics (document_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topics_note_key ON topics (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topics_term_key ON topics (term_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topics_title_key ON topics (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_topics_year ON topics (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_deadline ON campaigns (deadline) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_note_key ON campaigns (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_opened_on ON campaigns (opened_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_pledge_kind_key ON campaigns (pledge_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_title_key ON campaigns (title_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_topic_id ON campaigns (topic_id);
CREATE INDEX ix_campaigns_topic_id_key ON campaigns (topic_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_campaigns_year ON campaigns (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_moves_kind_key ON member_moves (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_moves_member_id ON member_moves (member_id);
CREATE INDEX ix_member_moves_member_id_key ON member_moves (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_moves_on ON member_moves ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_member_moves_place_key ON member_moves (place_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_steps_member_id ON member_steps (member_id);
CREATE INDEX ix_member_steps_member_id_key ON member_steps (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_steps_on ON member_steps ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_member_steps_reason_key ON member_steps (reason_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_steps_status_key ON member_steps (status_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_units_from_on ON member_units (from_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_units_member_id ON member_units (member_id);
CREATE INDEX ix_member_units_member_id_key ON member_units (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_units_to_on ON member_units (to_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_member_units_unit_id ON member_units (unit_id);
CREATE INDEX ix_member_units_unit_id_key ON member_units (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_beneficiaries_key ON models (beneficiaries_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_code_key ON models (code_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_description_key ON models (description_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_field_id ON models (field_id);
CREATE INDEX ix_models_field_id_key ON models (field_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_kind_key ON models (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_member_id ON models (member_id);
CREATE INDEX ix_models_member_id_key ON models (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_name_key ON models (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_note_key ON models (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_owner_group_key ON models (owner_group_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_owner_person_key ON models (owner_person_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_owner_post_key ON models (owner_post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_person_in_charge_key ON models (person_in_charge_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_registered_on ON models (registered_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_replicated_from_id ON models (replicated_from_id);
CREATE INDEX ix_models_replicated_from_id_key ON models (replicated_from_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_results_key ON models (results_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_state_key ON models (state_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_state_on ON models (state_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_models_unit_id ON models (unit_id);
CREATE INDEX ix_models_unit_id_key ON models (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_grades_minimum_points ON rating_grades (minimum_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_grades_rating_key ON rating_grades (rating_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_rating_grades_scale_id ON rating_grades (scale_id);
CREATE INDEX ix_rating_grades_scale_id_key ON rating_grades (scale_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_common_points ON yearly_ratings (common_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_decided_by_key ON yearly_ratings (decided_by_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_decided_on ON yearly_ratings (decided_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_member_id ON yearly_ratings (member_id);
CREATE INDEX ix_yearly_ratings_member_id_key ON yearly_ratings (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_name_key ON yearly_ratings (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_note_key ON yearly_ratings (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_period_from ON yearly_ratings (period_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_period_kind_key ON yearly_ratings (period_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_period_to ON yearly_ratings (period_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_points ON yearly_ratings (points) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_rated_kind_key ON yearly_ratings (rated_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_rating_key ON yearly_ratings (rating_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_result_points ON yearly_ratings (result_points) WHERE deleted_at IS NULL;
CREATE INDEX ix_yearly_ratings_unit_id ON yearly_ratings (unit_id);
CREATE INDEX ix_yearly_ratings_unit_id_key ON yearly_ratings (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_campaign_id ON expected (campaign_id);
CREATE INDEX ix_expected_campaign_id_key ON expected (campaign_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_head ON expected (head) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_member_id ON expected (member_id);
CREATE INDEX ix_expected_member_id_key ON expected (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_name_key ON expected (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_pledger_kind_key ON expected (pledger_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_reason_key ON expected (reason_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_expected_unit_id ON expected (unit_id);
CREATE INDEX ix_expected_unit_id_key ON expected (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_levels_level_key ON model_levels (level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_levels_model_id ON model_levels (model_id);
CREATE INDEX ix_model_levels_model_id_key ON model_levels (model_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_levels_on ON model_levels ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_model_steps_decided_by_key ON model_steps (decided_by_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_steps_model_id ON model_steps (model_id);
CREATE INDEX ix_model_steps_model_id_key ON model_steps (model_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_steps_on ON model_steps ("on") WHERE deleted_at IS NULL;
CREATE INDEX ix_model_steps_reason_key ON model_steps (reason_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_steps_state_key ON model_steps (state_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_units_model_id ON model_units (model_id);
CREATE INDEX ix_model_units_model_id_key ON model_units (model_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_model_units_unit_id ON model_units (unit_id);
CREATE INDEX ix_model_units_unit_id_key ON model_units (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_campaign_id ON pledges (campaign_id);
CREATE INDEX ix_pledges_campaign_id_key ON pledges (campaign_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_confirmed_on ON pledges (confirmed_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_kind_key ON pledges (kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_member_id ON pledges (member_id);
CREATE INDEX ix_pledges_member_id_key ON pledges (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_name_key ON pledges (name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_note_key ON pledges (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_pledger_kind_key ON pledges (pledger_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_post_key ON pledges (post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_public_means_key ON pledges (public_means_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_public_on ON pledges (public_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_registered_on ON pledges (registered_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_renounces ON pledges (renounces) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_unit_id ON pledges (unit_id);
CREATE INDEX ix_pledges_unit_id_key ON pledges (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledges_year ON pledges (year) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_achievement_key ON awards (achievement_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_decision_id ON awards (decision_id);
CREATE INDEX ix_awards_decision_id_key ON awards (decision_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_form_id ON awards (form_id);
CREATE INDEX ix_awards_form_id_key ON awards (form_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_gift_key ON awards (gift_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_given_on ON awards (given_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_member_id ON awards (member_id);
CREATE INDEX ix_awards_member_id_key ON awards (member_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_model_id ON awards (model_id);
CREATE INDEX ix_awards_model_id_key ON awards (model_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_money ON awards (money) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_note_key ON awards (note_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_pledge_id ON awards (pledge_id);
CREATE INDEX ix_awards_pledge_id_key ON awards (pledge_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_proposed_level_key ON awards (proposed_level_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_reason_key ON awards (reason_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_recipient_kind_key ON awards (recipient_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_recipient_name_key ON awards (recipient_name_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_recipient_post_key ON awards (recipient_post_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_round_id ON awards (round_id);
CREATE INDEX ix_awards_round_id_key ON awards (round_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_state_key ON awards (state_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_awards_unit_id ON awards (unit_id);
CREATE INDEX ix_awards_unit_id_key ON awards (unit_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_content_key ON pledge_items (content_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_done_on ON pledge_items (done_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_due_on ON pledge_items (due_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_duty_key ON pledge_items (duty_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_pledge_id ON pledge_items (pledge_id);
CREATE INDEX ix_pledge_items_pledge_id_key ON pledge_items (pledge_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_position ON pledge_items (position) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_progress ON pledge_items (progress) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_result_key ON pledge_items (result_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_items_target_key ON pledge_items (target_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_cell_assessment_key ON pledge_reviews (cell_assessment_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_period_from ON pledge_reviews (period_from) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_period_kind_key ON pledge_reviews (period_kind_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_period_to ON pledge_reviews (period_to) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_pledge_id ON pledge_reviews (pledge_id);
CREATE INDEX ix_pledge_reviews_pledge_id_key ON pledge_reviews (pledge_id_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_points ON pledge_reviews (points) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_rating_key ON pledge_reviews (rating_key) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_reviewed_on ON pledge_reviews (reviewed_on) WHERE deleted_at IS NULL;
CREATE INDEX ix_pledge_reviews_self_assessment_key ON pledge_reviews (self_assessment_key) WHERE deleted_at IS NULL;
