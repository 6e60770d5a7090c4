-- Files are stored once by content; here is what they are called and what they prove.

CREATE TABLE evidence (
    evidence_id BIGINT PRIMARY KEY,
    org_id      BIGINT NOT NULL,
    cluster_id  BIGINT NOT NULL,
    year_id     BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id     BIGINT NOT NULL REFERENCES unit (unit_id),
    content     BYTEA  NOT NULL,
    name        TEXT   NOT NULL,
    media       TEXT   NOT NULL,
    size        BIGINT NOT NULL,
    number      TEXT   NOT NULL,
    dated_on    BIGINT,
    summary     TEXT   NOT NULL,
    withdrawn   BIGINT NOT NULL,
    added_by    BIGINT NOT NULL,
    added_at    BIGINT NOT NULL,
    version     BIGINT NOT NULL
);

CREATE TABLE evidence_use (
    evidence_id BIGINT NOT NULL REFERENCES evidence (evidence_id),
    org_id      BIGINT NOT NULL,
    cluster_id  BIGINT NOT NULL,
    year_id     BIGINT NOT NULL,
    unit_id     BIGINT NOT NULL,
    path        TEXT   NOT NULL,
    page        BIGINT,
    passage     TEXT   NOT NULL,
    added_by    BIGINT NOT NULL,
    added_at    BIGINT NOT NULL,
    PRIMARY KEY (evidence_id, path)
);

CREATE INDEX evidence_by_unit ON evidence (year_id, unit_id);
CREATE INDEX evidence_by_content ON evidence (org_id, content);
CREATE INDEX evidence_use_by_line ON evidence_use (year_id, unit_id, path);
