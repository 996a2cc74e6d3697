-- The second layout: where the letter to each contact stands, unique by revision and contact.
-- The facts come first and this table follows from them; it is written in the same transaction, and
-- `hearten audit` holds one against the other. What it adds is that a second claim and a step that no
-- letter may take cannot be written, whoever tries.
-- Rows lie in the order of the first claims, so that what came of them is written near the end; were
-- they in the order of ids (WITHOUT ROWID), letters would cost twice as many written pages.
CREATE TABLE letter (
    revision INTEGER NOT NULL,
    contact  TEXT NOT NULL,
    state    TEXT NOT NULL CHECK (state IN
        ('queued', 'sending', 'accepted', 'refused', 'deferred', 'not-sent', 'unknown')),
    attempts INTEGER NOT NULL,
    run      INTEGER NOT NULL,
    PRIMARY KEY (revision, contact)
) STRICT;

-- INSERT OR REPLACE deletes without asking the trigger below, so one that is there may not come anew.
CREATE TRIGGER letter_begins_with_its_first_step BEFORE INSERT ON letter
WHEN EXISTS (SELECT 1 FROM letter WHERE revision = NEW.revision AND contact = NEW.contact)
  OR NOT CASE NEW.state
      WHEN 'sending' THEN NEW.attempts = 1 AND NEW.run > 0
      WHEN 'accepted' THEN NEW.attempts = 0 AND NEW.run = 0
      ELSE 0
  END
BEGIN
    SELECT RAISE(ABORT, 'a letter begins with its first step');
END;

CREATE TRIGGER letter_takes_only_its_own_steps BEFORE UPDATE ON letter
WHEN NEW.revision IS NOT OLD.revision
  OR NEW.contact IS NOT OLD.contact
  OR NOT CASE OLD.state
      WHEN 'queued' THEN NEW.state = 'sending' OR NEW.state = 'accepted'
      WHEN 'sending' THEN NEW.state <> 'queued' AND NEW.state <> 'sending'
      WHEN 'deferred' THEN NEW.state = 'sending' OR NEW.state = 'queued' OR NEW.state = 'accepted'
      WHEN 'not-sent' THEN NEW.state = 'sending' OR NEW.state = 'accepted'
      WHEN 'refused' THEN NEW.state = 'queued' OR NEW.state = 'accepted'
      WHEN 'unknown' THEN NEW.state = 'queued' OR NEW.state = 'accepted'
      ELSE 0
  END
  OR NEW.attempts IS NOT OLD.attempts + (NEW.state = 'sending')
  OR (NEW.run IS NOT OLD.run AND NOT (NEW.state = 'sending' AND NEW.run > 0))
BEGIN
    SELECT RAISE(ABORT, 'a letter takes only its own steps');
END;

CREATE TRIGGER letter_is_never_deleted BEFORE DELETE ON letter
BEGIN
    SELECT RAISE(ABORT, 'a letter is never deleted');
END;
