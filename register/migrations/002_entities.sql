-- Which entity each listing belongs to, and what became of entities' ids.
-- A listing's newest row holds; older ones tell what was thought before.

CREATE TABLE belongs (
    id      INTEGER PRIMARY KEY,
    list    TEXT NOT NULL,
    listing TEXT NOT NULL,
    entity  TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT;

CREATE INDEX belongs_by_listing ON belongs (list, listing, id);
CREATE INDEX belongs_by_entity ON belongs (entity);

-- kind "merged": entity goes on as became. kind "split": a part of entity is
-- became from then on.
CREATE TABLE entity_change (
    id     INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    became TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('merged', 'split')),
    at     TEXT NOT NULL
) STRICT;

CREATE INDEX entity_change_by_entity ON entity_change (entity, id);

CREATE TRIGGER belongs_is_kept BEFORE DELETE ON belongs
BEGIN SELECT RAISE(ABORT, 'what listings belonged to is never removed'); END;

CREATE TRIGGER belongs_is_fixed BEFORE UPDATE ON belongs
BEGIN SELECT RAISE(ABORT, 'what listings belonged to is never changed'); END;

CREATE TRIGGER entity_change_is_kept BEFORE DELETE ON entity_change
BEGIN SELECT RAISE(ABORT, 'changes of entities are never removed'); END;

CREATE TRIGGER entity_change_is_fixed BEFORE UPDATE ON entity_change
BEGIN SELECT RAISE(ABORT, 'changes of entities are never changed'); END;
