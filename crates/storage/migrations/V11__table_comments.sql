-- A draft table sent to the units for comments: what they said to its lines, how each comment was answered
-- or taken back, and which content each unit agreed to, told by its hash. Agreements are only added.

CREATE TABLE table_consultation (
    table_id   BIGINT PRIMARY KEY REFERENCES scoring_table (table_id),
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    until_day  BIGINT,
    sent_by    BIGINT NOT NULL,
    sent_at    BIGINT NOT NULL,
    version    BIGINT NOT NULL
);

CREATE TABLE table_comment (
    comment_id BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    table_id   BIGINT NOT NULL REFERENCES scoring_table (table_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    words      TEXT   NOT NULL,
    made_on    BYTEA  NOT NULL,
    written_by BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    reply      TEXT   NOT NULL,
    closed_by  BIGINT,
    closed_at  BIGINT,
    version    BIGINT NOT NULL
);

CREATE TABLE table_agreement (
    agreement_id BIGINT PRIMARY KEY,
    org_id       BIGINT NOT NULL,
    cluster_id   BIGINT NOT NULL,
    year_id      BIGINT NOT NULL REFERENCES cluster_year (year_id),
    table_id     BIGINT NOT NULL REFERENCES scoring_table (table_id),
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    hash         BYTEA  NOT NULL,
    agreed_by    BIGINT NOT NULL,
    agreed_at    BIGINT NOT NULL,
    version      BIGINT NOT NULL
);

CREATE INDEX table_comment_by_table ON table_comment (year_id, table_id);
CREATE INDEX table_agreement_by_table ON table_agreement (year_id, table_id);
