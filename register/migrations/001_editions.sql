-- Version 1: lists, their editions, the records, and which edition holds which
-- record. SCHEMA.md explains every column; keep the two in step.

PRAGMA application_id = 1229214285; -- "IDRM"

CREATE TABLE list (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL
) STRICT;

CREATE TABLE edition (
    id        INTEGER PRIMARY KEY,
    list      INTEGER NOT NULL REFERENCES list (id),
    rank      INTEGER NOT NULL UNIQUE,
    sha256    BLOB NOT NULL,
    published TEXT,
    loaded    TEXT NOT NULL,
    dated     TEXT,
    declared  INTEGER NOT NULL,
    entries   INTEGER NOT NULL,
    names     INTEGER NOT NULL,
    refused   INTEGER NOT NULL,
    content   BLOB NOT NULL,
    files     TEXT NOT NULL,
    remarks   TEXT NOT NULL,
    UNIQUE (list, sha256, published)
) STRICT;

CREATE INDEX edition_in_order ON edition (list, rank);

CREATE TABLE refusal (
    edition INTEGER NOT NULL REFERENCES edition (id),
    n       INTEGER NOT NULL,
    at      TEXT NOT NULL,
    code    TEXT NOT NULL,
    reason  TEXT NOT NULL,
    PRIMARY KEY (edition, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id     INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL UNIQUE,
    facts  BLOB NOT NULL,
    listed INTEGER,
    body   BLOB NOT NULL
) STRICT;

CREATE TABLE held (
    list    INTEGER NOT NULL REFERENCES list (id),
    listing TEXT NOT NULL,
    since   INTEGER NOT NULL REFERENCES edition (rank),
    until   INTEGER REFERENCES edition (rank),
    record  INTEGER NOT NULL REFERENCES record (id),
    PRIMARY KEY (list, listing, since)
) STRICT, WITHOUT ROWID;

CREATE INDEX held_now ON held (list, listing, record) WHERE until IS NULL;
CREATE INDEX held_by_id ON held (listing COLLATE NOCASE);

CREATE TABLE attempt (
    id     INTEGER PRIMARY KEY,
    list   TEXT NOT NULL,
    at     TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    kind   TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX attempt_by_list ON attempt (list, id);

-- What has been stated stays stated.

CREATE TRIGGER record_is_kept BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'records are never removed'); END;

CREATE TRIGGER record_is_fixed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;

CREATE TRIGGER edition_is_kept BEFORE DELETE ON edition
BEGIN SELECT RAISE(ABORT, 'editions are never removed'); END;

CREATE TRIGGER edition_is_fixed BEFORE UPDATE ON edition
WHEN OLD.published IS NOT NULL OR NEW.published IS NULL
     OR OLD.id <> NEW.id OR OLD.list <> NEW.list OR OLD.sha256 <> NEW.sha256
     OR OLD.loaded <> NEW.loaded OR OLD.content <> NEW.content OR OLD.entries <> NEW.entries
BEGIN SELECT RAISE(ABORT, 'an edition may only be given the date that it lacks'); END;
