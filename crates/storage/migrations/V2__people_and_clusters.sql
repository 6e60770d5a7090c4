-- Organisations that own clusters, their units over time, people and the seats they hold.
-- Dates are days since 1970-01-01; instants are UTC microseconds; yes/no is 1/0.

CREATE TABLE organisation (
    org_id      BIGINT PRIMARY KEY,
    name        TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE account (
    account_id    BIGINT PRIMARY KEY,
    org_id        BIGINT NOT NULL REFERENCES organisation (org_id),
    login         TEXT   NOT NULL UNIQUE,
    name          TEXT   NOT NULL,
    name_folded   TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    administers   BIGINT NOT NULL,
    active        BIGINT NOT NULL,
    created_at    BIGINT NOT NULL
);

-- Not journalled: a password's hash must not be in a log that is kept for ever.
CREATE TABLE credential (
    account_id   BIGINT PRIMARY KEY REFERENCES account (account_id),
    password     TEXT,
    must_change  BIGINT NOT NULL,
    failures     BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    invite       BYTEA,
    invite_until BIGINT NOT NULL
);

-- Not journalled: how one person likes the screens.
CREATE TABLE preference (
    account_id BIGINT PRIMARY KEY REFERENCES account (account_id),
    lang       TEXT NOT NULL,
    theme      TEXT NOT NULL,
    density    TEXT NOT NULL
);

CREATE TABLE unit (
    unit_id     BIGINT PRIMARY KEY,
    org_id      BIGINT NOT NULL REFERENCES organisation (org_id),
    name        TEXT   NOT NULL,
    short_name  TEXT   NOT NULL,
    name_folded TEXT   NOT NULL,
    valid_from  BIGINT NOT NULL,
    valid_to    BIGINT,
    version     BIGINT NOT NULL
);

CREATE TABLE unit_lineage (
    org_id      BIGINT NOT NULL REFERENCES organisation (org_id),
    predecessor BIGINT NOT NULL REFERENCES unit (unit_id),
    successor   BIGINT NOT NULL REFERENCES unit (unit_id),
    on_date     BIGINT NOT NULL,
    decision    TEXT   NOT NULL,
    PRIMARY KEY (predecessor, successor)
);

CREATE TABLE cluster (
    cluster_id BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL REFERENCES organisation (org_id),
    name       TEXT   NOT NULL,
    founded_on BIGINT,
    decision   TEXT   NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE cluster_year (
    year_id    BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL REFERENCES organisation (org_id),
    cluster_id BIGINT NOT NULL REFERENCES cluster (cluster_id),
    year       BIGINT NOT NULL,
    phase      TEXT   NOT NULL,
    regulation TEXT   NOT NULL,
    setup_step BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (cluster_id, year)
);

CREATE TABLE deadline (
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    step       TEXT   NOT NULL,
    due_on     BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (year_id, step)
);

CREATE TABLE member (
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    position   BIGINT NOT NULL,
    office     TEXT   NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT,
    version    BIGINT NOT NULL,
    PRIMARY KEY (year_id, unit_id)
);

CREATE TABLE seat (
    seat_id    BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    account_id BIGINT NOT NULL REFERENCES account (account_id),
    unit_id    BIGINT REFERENCES unit (unit_id),
    kind       TEXT   NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to   BIGINT,
    version    BIGINT NOT NULL
);

CREATE INDEX seat_by_year ON seat (year_id, account_id);
CREATE INDEX seat_by_account ON seat (account_id);
CREATE INDEX year_by_org ON cluster_year (org_id, year);
CREATE INDEX unit_by_org ON unit (org_id);
