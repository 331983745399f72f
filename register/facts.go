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
	of := map[string]string{}
	err := r.read(ctx, "reading the fact hashes", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT entity, facts FROM entity_fact ORDER BY id")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var entity string
			var facts []byte
			if err := rows.Scan(&entity, &facts); err != nil {
				return err
			}
			if of[entity] = hex.EncodeToString(facts); len(facts) == 0 {
				delete(of, entity)
			}
		}
		return rows.Err()
	})
	return of, err
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
