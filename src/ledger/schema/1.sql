-- The first layout of the ledger. A later one is a file of its own; this one never changes.
CREATE TABLE fact (
    seq         INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL,
    machine     TEXT NOT NULL,
    body        TEXT NOT NULL,
    previous    TEXT NOT NULL,
    hash        TEXT NOT NULL
) STRICT;

CREATE TRIGGER fact_is_never_changed BEFORE UPDATE ON fact
BEGIN
    SELECT RAISE(ABORT, 'a fact is never changed');
END;

CREATE TRIGGER fact_is_never_deleted BEFORE DELETE ON fact
BEGIN
    SELECT RAISE(ABORT, 'a fact is never deleted');
END;

-- INSERT OR REPLACE deletes without asking the trigger above, so a row may only be the next one.
CREATE TRIGGER fact_follows_the_last_one BEFORE INSERT ON fact
WHEN NEW.seq IS NOT ifnull((SELECT max(seq) FROM fact), 0) + 1
  OR NEW.previous IS NOT ifnull(
      (SELECT hash FROM fact ORDER BY seq DESC LIMIT 1),
      '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
    SELECT RAISE(ABORT, 'a fact follows the last one');
END;
