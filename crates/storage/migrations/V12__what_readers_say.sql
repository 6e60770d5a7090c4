-- What a reader asks the unit back about a line before deciding, and what the unit replies.

CREATE TABLE question (
    reading_id BIGINT NOT NULL REFERENCES reading (reading_id),
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    words      TEXT   NOT NULL,
    asked_by   BIGINT NOT NULL,
    asked_at   BIGINT NOT NULL,
    sent_at    BIGINT,
    reply      TEXT   NOT NULL,
    replied_by BIGINT,
    replied_at BIGINT,
    version    BIGINT NOT NULL,
    PRIMARY KEY (reading_id, path, number)
);

CREATE INDEX question_by_unit ON question (year_id, unit_id, path);

-- The reason a proposal picked from the regulation's list. Empty in rows that were kept before.

ALTER TABLE finding ADD COLUMN cause TEXT;
