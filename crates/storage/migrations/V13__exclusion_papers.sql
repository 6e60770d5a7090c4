-- The decision behind an exclusion, as a file kept by content.

CREATE TABLE disqualification_paper (
    fact_id    BIGINT PRIMARY KEY REFERENCES disqualification (fact_id),
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    content    BYTEA  NOT NULL,
    name       TEXT   NOT NULL,
    media      TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    added_by   BIGINT NOT NULL,
    added_at   BIGINT NOT NULL
);
