-- Tries of a password, counted before the password is looked at. A bucket's name is a hash: it shows
-- neither a login nor an address. What an account counted of its own before is no longer used.
CREATE TABLE attempt (
    bucket   BYTEA  NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    opens    BIGINT NOT NULL,
    tried    BIGINT NOT NULL,
    known    BIGINT NOT NULL
);
CREATE INDEX attempt_by_age ON attempt (known, tried);

ALTER TABLE credential DROP COLUMN failures;
ALTER TABLE credential DROP COLUMN locked_until;
