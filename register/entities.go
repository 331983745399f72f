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

// EntityIDs is what is known of entities' ids.
type EntityIDs struct {
	// Of is IDs.Entities.
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
	var at IDs
	if err := at.until(ctx, tx); err != nil {
		return ids, err
	}
	if ids.Became, err = at.became(ctx, tx); err != nil {
		return ids, err
	}
	ids.Of, ids.Given = make(map[interdict.Ref]string, at.belongs), make(map[string]int, at.belongs)
	return ids, at.each(ctx, tx, func(ref interdict.Ref, entity string) {
		if _, ok := ids.Given[entity]; !ok {
			ids.Given[entity] = len(ids.Given)
		}
		ids.Of[ref] = entity
	})
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

// entitiesOf says which entities some listings belong to. Of few they are looked
// up.
func (r *Register) entitiesOf(ctx context.Context, some map[interdict.Ref]string) (map[interdict.Ref]string, error) {
	const few = 2000
	if len(some) > few {
		ids, err := r.IDs(ctx)
		if err != nil {
			return nil, err
		}
		return ids.Entities(ctx)
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
