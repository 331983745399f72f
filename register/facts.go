package register

import (
	"context"
	"database/sql"
	"encoding/hex"
	"maps"
	"slices"
	"time"
)

// FactHashes are the fact hashes, in hexadecimal, of the entities in force when
// they were last kept.
func (r *Register) FactHashes(ctx context.Context) (map[string]string, error) {
	var of map[string]string
	err := r.read(ctx, "reading the fact hashes", func(tx *sql.Tx) (err error) {
		of, err = factHashes(ctx, tx)
		return err
	})
	return of, err
}

func factHashes(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM entity_fact").Scan(&n); err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT entity, facts FROM entity_fact ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	of := make(map[string]string, n)
	var entity, facts sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&entity, &facts); err != nil {
			return nil, err
		}
		if len(facts) == 0 {
			delete(of, string(entity))
			continue
		}
		of[string(entity)] = hex.EncodeToString(facts)
	}
	return of, rows.Err()
}

// Kept is what the register keeps of entities at one moment: their ids and fact
// hashes.
type Kept struct {
	IDs   EntityIDs
	Facts map[string]string // as FactHashes has them
	last  [3]int64
}

// Kept reads what is kept of entities.
func (r *Register) Kept(ctx context.Context) (*Kept, error) {
	k := &Kept{}
	err := r.read(ctx, "reading the entities", func(tx *sql.Tx) (err error) {
		if k.last, err = lastKept(ctx, tx); err == nil {
			k.IDs, err = entityIDs(ctx, tx)
		}
		if err == nil {
			k.Facts, err = factHashes(ctx, tx)
		}
		return err
	})
	return k, err
}

// Still says whether nothing has been kept since.
func (r *Register) Still(ctx context.Context, k *Kept) (still bool, err error) {
	err = r.read(ctx, "reading the entities", func(tx *sql.Tx) error {
		last, err := lastKept(ctx, tx)
		still = last == k.last
		return err
	})
	return still, err
}

// lastKept is the newest row of each table of entities: rows are only added.
func lastKept(ctx context.Context, tx *sql.Tx) (last [3]int64, err error) {
	err = tx.QueryRowContext(ctx, `SELECT (SELECT coalesce(max(id), 0) FROM belongs), (SELECT coalesce(max(id), 0) FROM entity_change),
		(SELECT coalesce(max(id), 0) FROM entity_fact)`).Scan(&last[0], &last[1], &last[2])
	return last, err
}

// KeepFactHashes keeps the fact hashes of all entities in force, and that those
// which are not among them have none. It returns the entities whose facts
// changed, appeared or vanished, in order. What is kept already is not kept
// again.
func (r *Register) KeepFactHashes(ctx context.Context, of map[string]string, at time.Time) (changed []string, err error) {
	before, err := r.FactHashes(ctx)
	if err != nil {
		return nil, err
	}
	return r.KeepFactHashesAfter(ctx, before, of, at)
}

// KeepFactHashesAfter is KeepFactHashes where those kept before have been read.
func (r *Register) KeepFactHashesAfter(ctx context.Context, before, of map[string]string, at time.Time) (changed []string, err error) {
	for entity, facts := range of {
		if before[entity] != facts {
			changed = append(changed, entity)
		}
	}
	for entity := range maps.Keys(before) {
		if _, still := of[entity]; !still {
			changed = append(changed, entity)
		}
	}
	slices.Sort(changed)
	if len(changed) == 0 {
		return nil, nil
	}
	return changed, r.write(ctx, "keeping the fact hashes", func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, "INSERT INTO entity_fact (entity, facts, at) VALUES (?, ?, ?)")
		if err != nil {
			return err
		}
		defer add.Close()
		when := formatTime(at)
		for _, entity := range changed {
			facts, err := hex.DecodeString(of[entity])
			if err != nil {
				return err
			}
			if _, err := add.ExecContext(ctx, entity, append([]byte{}, facts...), when); err != nil {
				return err
			}
		}
		return nil
	})
}
