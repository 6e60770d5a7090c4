-- Each unit's own sheet. A cell holds what the unit reports for one line, in the exchange form.

CREATE TABLE sheet (
    sheet_id     BIGINT PRIMARY KEY,
    org_id       BIGINT NOT NULL,
    cluster_id   BIGINT NOT NULL,
    year_id      BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id      BIGINT NOT NULL REFERENCES unit (unit_id),
    state        TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    submitted_by BIGINT,
    submitted_at BIGINT,
    version      BIGINT NOT NULL,
    UNIQUE (year_id, unit_id)
);

CREATE TABLE cell (
    org_id     BIGINT NOT NULL,
    cluster_id BIGINT NOT NULL,
    year_id    BIGINT NOT NULL REFERENCES cluster_year (year_id),
    unit_id    BIGINT NOT NULL REFERENCES unit (unit_id),
    path       TEXT   NOT NULL,
    field      TEXT   NOT NULL,
    typed      TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    changed_by BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (year_id, unit_id, path, field)
);

-- Where each person stands in the chain of their own changes to one sheet, for undo and redo.
CREATE TABLE undo_place (
    account_id BIGINT NOT NULL,
    sheet_id   BIGINT NOT NULL,
    undone     TEXT   NOT NULL,
    PRIMARY KEY (account_id, sheet_id)
);
