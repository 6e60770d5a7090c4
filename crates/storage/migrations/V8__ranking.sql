-- Recorded facts beside the scores: exclusions, decided ties, corrections.

CREATE TABLE disqualification (
    fact_id    BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    scope      TEXT   NOT NULL,
    happened_on BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    evidence_id BIGINT REFERENCES evidence (evidence_id),
    lifted_reason TEXT,
    set_by     BIGINT NOT NULL,
    set_at     BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE tie_decision (
    fact_id    BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    means      TEXT   NOT NULL,
    units      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    decided_on BIGINT NOT NULL,
    set_by     BIGINT NOT NULL,
    set_at     BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE correction (
    correction_id BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    old_entry  TEXT   NOT NULL,
    new_entry  TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    decision   TEXT   NOT NULL,
    close_reason TEXT NOT NULL,
    proposed_by BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    closed_by  BIGINT,
    closed_at  BIGINT,
    version    BIGINT NOT NULL
);

CREATE INDEX correction_by_year ON correction (year_id);
