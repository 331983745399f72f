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
// or a part of it became one of its own.
type EntityChange struct {
	Entity, Became string
	Split          bool
}

// Entities says which entity each listing belongs to, listings that no edition
// in force has included, so that one that comes back finds its own again.
func (r *Register) Entities(ctx context.Context) (map[interdict.Ref]string, error) {
	of := map[interdict.Ref]string{}
	err := r.read(ctx, "reading the entities", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT list, listing, entity FROM belongs ORDER BY id")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var ref interdict.Ref
			var entity string
			if err := rows.Scan(&ref.List, &ref.ID, &entity); err != nil {
				return err
			}
			of[ref] = entity
		}
		return rows.Err()
	})
	return of, err
}

// EntityGiven says of an id whether an entity ever had it.
func (r *Register) EntityGiven(ctx context.Context) (func(id string) bool, error) {
	given := map[string]bool{}
	err := r.read(ctx, "reading the entities' ids", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT DISTINCT entity FROM belongs")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			given[id] = true
		}
		return rows.Err()
	})
	return func(id string) bool { return given[id] }, err
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

// Redirect follows an entity's id through merges to the one in force. heirs
// are the entities that parts of it became.
func (r *Register) Redirect(ctx context.Context, id string) (now string, heirs []string, err error) {
	now = id
	err = r.read(ctx, "following the entity "+id, func(tx *sql.Tx) error {
		for range 100 { // a chain of merges longer than that is a circle
			var next string
			err := tx.QueryRowContext(ctx, "SELECT became FROM entity_change WHERE entity = ? AND kind = 'merged' ORDER BY id DESC LIMIT 1", now).Scan(&next)
			if errors.Is(err, sql.ErrNoRows) {
				break
			}
			if err != nil {
				return err
			}
			now = next
		}
		rows, err := tx.QueryContext(ctx, "SELECT became FROM entity_change WHERE entity = ? AND kind = 'split' ORDER BY id", now)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var heir string
			if err := rows.Scan(&heir); err != nil {
				return err
			}
			heirs = append(heirs, heir)
		}
		return rows.Err()
	})
	return now, heirs, err
}
