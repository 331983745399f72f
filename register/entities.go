package register

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// EntityChange is what became of an entity's id: it was merged into another,
// or a part of it became one of its own. An id that was merged is that of an
// entity again when something becomes it: what was kept later holds.
type EntityChange struct {
	Entity, Became string
	Split          bool
}

// Entities says which entity each listing belongs to, listings that no edition
// in force has included, so that one that comes back finds its own again.
func (r *Register) Entities(ctx context.Context) (map[interdict.Ref]string, error) {
	of := map[interdict.Ref]string{}
	err := r.read(ctx, "reading the entities", func(tx *sql.Tx) error {
		return eachBelongs(ctx, tx, func(ref interdict.Ref, entity string) { of[ref] = entity })
	})
	return of, err
}

// EntityIDs is what is known of entities' ids.
type EntityIDs struct {
	// Of is Entities.
	Of map[interdict.Ref]string
	// Given says of each id that was ever given how many were given before it.
	Given map[string]int
	// Became says of each id that no entity has any more which it became. That may
	// have become another, and so on.
	Became map[string]string
}

// EntityIDs reads what is known of entities' ids.
func (r *Register) EntityIDs(ctx context.Context) (ids EntityIDs, err error) {
	err = r.read(ctx, "reading the entities' ids", func(tx *sql.Tx) error {
		ids, err = entityIDs(ctx, tx)
		return err
	})
	return ids, err
}

func entityIDs(ctx context.Context, tx *sql.Tx) (ids EntityIDs, err error) {
	var rows int
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM belongs").Scan(&rows); err != nil {
		return ids, err
	}
	if ids.Became, err = became(ctx, tx); err != nil {
		return ids, err
	}
	ids.Of, ids.Given = make(map[interdict.Ref]string, rows), make(map[string]int, rows)
	return ids, eachBelongs(ctx, tx, func(ref interdict.Ref, entity string) {
		if _, ok := ids.Given[entity]; !ok {
			ids.Given[entity] = len(ids.Given)
		}
		ids.Of[ref] = entity
	})
}

// eachBelongs hands over which entity each listing belonged to, the oldest first.
func eachBelongs(ctx context.Context, tx *sql.Tx, f func(ref interdict.Ref, entity string)) error {
	rows, err := tx.QueryContext(ctx, "SELECT list, listing, entity FROM belongs ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	lists := map[string]string{} // each name once
	var list, id, entity sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&list, &id, &entity); err != nil {
			return err
		}
		name, ok := lists[string(list)]
		if !ok {
			name = string(list)
			lists[name] = name
		}
		named := string(entity)
		ref := interdict.Ref{List: name}
		if rest, ok := strings.CutPrefix(named, name); ok && len(rest) == len(id)+1 && rest[1:] == string(id) {
			ref.ID = rest[1:] // most entities are named after their listing
		} else {
			ref.ID = string(id)
		}
		f(ref, named)
	}
	return rows.Err()
}

// Assign keeps which entity each listing belongs to from now on, and what
// became of entities' ids. What is kept already is not kept again.
func (r *Register) Assign(ctx context.Context, of map[interdict.Ref]string, changes []EntityChange, at time.Time) error {
	before, err := r.entitiesOf(ctx, of)
	if err != nil {
		return err
	}
	return r.write(ctx, "keeping the entities", func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, "INSERT INTO belongs (list, listing, entity, at) VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer add.Close()
		when := formatTime(at)
		for _, ref := range slices.SortedFunc(maps.Keys(of), compareRefs) {
			if before[ref] == of[ref] {
				continue
			}
			if _, err := add.ExecContext(ctx, ref.List, ref.ID, of[ref], when); err != nil {
				return err
			}
		}
		for _, c := range changes {
			kind := "merged"
			if c.Split {
				kind = "split"
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO entity_change (entity, became, kind, at) VALUES (?, ?, ?, ?)", c.Entity, c.Became, kind, when); err != nil {
				return err
			}
		}
		return nil
	})
}

// entitiesOf is Entities as far as it is about some listings. Of few they are
// looked up.
func (r *Register) entitiesOf(ctx context.Context, some map[interdict.Ref]string) (map[interdict.Ref]string, error) {
	const few = 2000
	if len(some) > few {
		return r.Entities(ctx)
	}
	of := map[interdict.Ref]string{}
	err := r.read(ctx, "reading entities", func(tx *sql.Tx) error {
		find, err := tx.PrepareContext(ctx, "SELECT entity FROM belongs WHERE list = ? AND listing = ? ORDER BY id DESC LIMIT 1")
		if err != nil {
			return err
		}
		defer find.Close()
		for ref := range some {
			var entity string
			err := find.QueryRowContext(ctx, ref.List, ref.ID).Scan(&entity)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			of[ref] = entity
		}
		return nil
	})
	return of, err
}

func compareRefs(a, b interdict.Ref) int {
	return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.ID, b.ID))
}

// Redirect follows an entity's id through merges to the one that an entity has.
// heirs are the entities that parts of that one became, as they are called now.
func (r *Register) Redirect(ctx context.Context, id string) (now string, heirs []string, err error) {
	err = r.read(ctx, "following the entity "+id, func(tx *sql.Tx) error {
		if now, err = follow(ctx, tx, id); err != nil {
			return err
		}
		parts, err := texts(ctx, tx, "SELECT became FROM entity_change WHERE entity = ? AND kind = 'split' ORDER BY id", now)
		if err != nil {
			return err
		}
		for _, part := range parts {
			heir, err := follow(ctx, tx, part)
			if err != nil {
				return err
			}
			if heir != now && !slices.Contains(heirs, heir) {
				heirs = append(heirs, heir)
			}
		}
		return nil
	})
	return now, heirs, err
}

// merging finds what an id was merged into, unless something became it later. So
// each step from one id to the next is a later one, and the last is found.
const merging = `SELECT c.became FROM entity_change c WHERE c.entity = ?1 AND c.kind = 'merged'
	AND NOT EXISTS (SELECT 1 FROM entity_change n WHERE n.became = ?1 AND n.id > c.id) ORDER BY c.id DESC LIMIT 1`

func follow(ctx context.Context, tx *sql.Tx, id string) (string, error) {
	for {
		var next string
		err := tx.QueryRowContext(ctx, merging, id).Scan(&next)
		if errors.Is(err, sql.ErrNoRows) {
			return id, nil
		}
		if err != nil {
			return "", err
		}
		id = next
	}
}

// texts are the rows of a query for one text.
func texts(ctx context.Context, tx *sql.Tx, query string, args ...any) (out []string, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Merged says of each id that no entity has any more which it became in the end.
func (r *Register) Merged(ctx context.Context) (end map[string]string, err error) {
	err = r.read(ctx, "reading merged entities", func(tx *sql.Tx) error {
		next, err := became(ctx, tx)
		end = make(map[string]string, len(next))
		for id, now := range next {
			for on, ok := next[now]; ok; on, ok = next[now] {
				now = on
			}
			end[id] = now
		}
		return err
	})
	return end, err
}

// became reads what ids became that no entity has any more. What something became
// later than it was merged leads nowhere, so that each step from one id to the
// next is a later one, and there is a last.
func became(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT entity, became, kind FROM entity_change ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	next := map[string]string{}
	for rows.Next() {
		var from, to, kind string
		if err := rows.Scan(&from, &to, &kind); err != nil {
			return nil, err
		}
		if kind == "merged" {
			next[from] = to
		}
		delete(next, to)
	}
	return next, rows.Err()
}
