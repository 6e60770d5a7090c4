-- Readers, what they found line by line, what the unit answered, and what was settled.

CREATE TABLE reading (
    reading_id  BIGINT PRIMARY KEY,
    org_id      BIGINT NOT NULL,
    cluster_id  BIGINT NOT NULL,
    year_id     BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),
    reader_unit BIGINT NOT NULL REFERENCES unit (unit_id),
    reader      BIGINT REFERENCES account (account_id),
    round       BIGINT NOT NULL,
    place       BIGINT NOT NULL,
    state       TEXT   NOT NULL,
    sent_by     BIGINT,
    sent_at     BIGINT,
    version     BIGINT NOT NULL,
    UNIQUE (year_id, unit_id, round, place)
);

CREATE TABLE finding (
    reading_id BIGINT NOT NULL REFERENCES reading (reading_id),
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL,
    unit_id    BIGINT NOT NULL,
    path       TEXT   NOT NULL,
    verdict    TEXT   NOT NULL,
    entry      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    clause     TEXT   NOT NULL,
    opened_at  BIGINT,
    changed_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (reading_id, path)
);

CREATE TABLE response (
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    answer     TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    answered_by BIGINT,
    answered_at BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (year_id, unit_id, path)
);

CREATE TABLE settlement (
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    entry      TEXT   NOT NULL,
    basis      TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    settled_by BIGINT,
    settled_at BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (year_id, unit_id, path)
);

CREATE TABLE notice (
    notice_id  BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    kind       TEXT   NOT NULL,
    facts      TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT,
    version    BIGINT NOT NULL
);

CREATE INDEX reading_by_unit ON reading (year_id, unit_id);
CREATE INDEX finding_by_unit ON finding (year_id, unit_id, path);
CREATE INDEX notice_by_unit ON notice (year_id, unit_id);
