-- Targets belong to the assigning side. Rows are added, never changed: the newest one holds.

CREATE TABLE target (
    target_id  BIGINT PRIMARY KEY,
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    assignment TEXT   NOT NULL,
    quantity   TEXT,
    decision   TEXT   NOT NULL,
    decided_on BIGINT,
    reason     TEXT   NOT NULL,
    set_by     BIGINT NOT NULL,
    set_at     BIGINT NOT NULL
);

CREATE INDEX target_by_line ON target (year_id, unit_id, path, target_id);
