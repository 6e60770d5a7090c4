-- The journal: append-only; one log per cluster-year, per organisation, or 0 for the whole installation.
CREATE TABLE journal (
    log     BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    salt    BYTEA  NOT NULL,
    leaf    BYTEA  NOT NULL,
    PRIMARY KEY (log, seq)
);
CREATE INDEX journal_by_subject ON journal (log, subject, seq);

-- Which rows an entry changed: the hash of the row as it became, or nothing when it was removed.
CREATE TABLE journal_change (
    log     BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    tbl     TEXT   NOT NULL,
    key     TEXT   NOT NULL,
    hash    BYTEA,
    PRIMARY KEY (log, seq, tbl, key)
);
CREATE INDEX journal_change_by_row ON journal_change (tbl, key, log, seq);

-- The top of each log: its size, the roots of its complete subtrees, and its Merkle root.
CREATE TABLE journal_head (
    log      BIGINT NOT NULL PRIMARY KEY,
    size     BIGINT NOT NULL,
    frontier BYTEA  NOT NULL,
    root     BYTEA  NOT NULL
);

-- What a repeated request must be answered with.
CREATE TABLE idempotency (
    account BIGINT NOT NULL,
    key     TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (account, key)
);

-- Who is signed in: only the hash of the token is kept.
CREATE TABLE session (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    account    BIGINT NOT NULL,
    created    BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    expires    BIGINT NOT NULL,
    address    TEXT   NOT NULL,
    agent      TEXT   NOT NULL
);
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_expiry ON session (expires);
