-- Versions of the scoring table. The document is the canonical exchange form, frozen by its hash.

CREATE TABLE scoring_table (
    table_id     BIGINT PRIMARY KEY,
    org_id       BIGINT NOT NULL,
    cluster_id   BIGINT NOT NULL,
    year_id      BIGINT NOT NULL REFERENCES cluster_year (year_id),
    number       BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    document     TEXT   NOT NULL,
    details      TEXT   NOT NULL,
    hash         BYTEA,
    effective_on BIGINT,
    reason       TEXT   NOT NULL,
    changed_by   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    UNIQUE (year_id, number)
);
