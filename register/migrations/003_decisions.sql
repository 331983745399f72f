-- What people decided about listings, and what scoring and policy read of entities.
--
-- decision: what was decided of two listings: that two are, or are not, one party.
-- kind "undone" takes back the newest decision about the same two.

CREATE TABLE decision (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('same', 'different', 'undone')),
    list_a     TEXT NOT NULL,
    listing_a  TEXT NOT NULL,
    list_b     TEXT NOT NULL,
    listing_b  TEXT NOT NULL,
    why        TEXT NOT NULL,
    who        TEXT NOT NULL,
    at         TEXT NOT NULL
) STRICT;

CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;

CREATE TRIGGER decision_is_fixed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;

-- entity_fact: an entity's fact hash from then on; the newest row holds, an empty
-- hash where the entity has no listing in force.

CREATE TABLE entity_fact (
    id     INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    facts  BLOB NOT NULL,
    at     TEXT NOT NULL
) STRICT;

CREATE INDEX entity_fact_by_entity ON entity_fact (entity, id);

CREATE TRIGGER entity_fact_is_kept BEFORE DELETE ON entity_fact
BEGIN SELECT RAISE(ABORT, 'fact hashes are never removed'); END;

CREATE TRIGGER entity_fact_is_fixed BEFORE UPDATE ON entity_fact
BEGIN SELECT RAISE(ABORT, 'fact hashes are never changed'); END;

-- Which entities became this one is asked of each entity that is shown.

CREATE INDEX entity_change_by_became ON entity_change (became, kind);
