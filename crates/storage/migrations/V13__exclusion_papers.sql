-- The decisions behind an exclusion, as files kept by content: the last by number is the one that is shown.

CREATE TABLE disqualification_paper (
    fact_id    BIGINT NOT NULL REFERENCES disqualification (fact_id),
    number     BIGINT NOT NULL,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    content    BYTEA  NOT NULL,
    name       TEXT   NOT NULL,
    media      TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    added_by   BIGINT NOT NULL,
    added_at   BIGINT NOT NULL,
    PRIMARY KEY (fact_id, number)
);
