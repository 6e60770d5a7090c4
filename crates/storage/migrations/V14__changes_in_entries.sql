-- An entry holds the hashes of the rows it changed itself: one line each, with the hash as it became or -
-- when the row was removed, the table, and the key.

ALTER TABLE journal ADD COLUMN changes TEXT NOT NULL DEFAULT '';
UPDATE journal SET changes = COALESCE((
    SELECT string_agg(CASE WHEN c.hash IS NULL THEN '-' ELSE encode(c.hash, 'hex') END || ' ' || c.tbl || ' ' || c.key || '
', '' ORDER BY c.tbl, c.key)
    FROM journal_change c WHERE c.log = journal.log AND c.seq = journal.seq
), '');
DROP TABLE journal_change;
