-- Alerts and what became of them. Facts are only ever added: table event is the
-- truth, alert its present state, which can be made of the events again.
PRAGMA application_id = 1229210455; -- "IDCW"

-- What was done of an alert, chained: hash = SHA-256 of prev and the event.
-- body is sealed under the subject's key.
CREATE TABLE event (
	seq   INTEGER PRIMARY KEY,
	at    TEXT NOT NULL,
	alert TEXT NOT NULL,
	kind  TEXT NOT NULL, -- raised, changed, reopened, moved, closed, decided
	body  BLOB NOT NULL,
	prev  BLOB NOT NULL,
	hash  BLOB NOT NULL
) STRICT;
CREATE INDEX event_by_alert ON event (alert, seq);
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_never_goes BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never removed'); END;

CREATE TABLE alert (
	id         TEXT PRIMARY KEY,
	population TEXT NOT NULL,
	subject    BLOB NOT NULL, -- keyed hash of population and the subject's id
	entity     TEXT NOT NULL,
	state      TEXT NOT NULL, -- open, true_match, false_positive, inconclusive, closed
	score      INTEGER NOT NULL,
	raised     TEXT NOT NULL,
	changed    TEXT NOT NULL,
	crowd      TEXT NOT NULL DEFAULT '' -- the grouped alert that it belongs to
) STRICT;
CREATE UNIQUE INDEX alert_by_pair ON alert (population, subject, entity);
CREATE INDEX alert_by_entity ON alert (population, entity);
CREATE INDEX alert_by_state ON alert (state);

-- The key of what is said of a subject, wrapped under the installation's.
-- Removing it forgets the subject; the events' chain still verifies.
CREATE TABLE subject_key (
	subject BLOB PRIMARY KEY,
	key     BLOB NOT NULL
) STRICT;

-- Which key the subjects' keys are wrapped under: one row.
CREATE TABLE sealing (
	key_id TEXT NOT NULL
) STRICT;

-- What runs over populations came to. facts is of the last run of each alone: the
-- entities and their fact hashes, zstd.
CREATE TABLE run (
	id         INTEGER PRIMARY KEY,
	population TEXT NOT NULL,
	at         TEXT NOT NULL,
	body       TEXT NOT NULL, -- JSON
	facts      BLOB
) STRICT;
CREATE INDEX run_by_population ON run (population, id);
