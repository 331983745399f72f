package register

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// IDs is what the register keeps of entities' ids as of one time: what is kept
// later, of a later state of the lists, changes none of its answers.
type IDs struct {
	r                *Register
	belongs, changes int64 // the last rows of both tables
}

// IDs returns what is kept of entities' ids now.
func (r *Register) IDs(ctx context.Context) (*IDs, error) {
	ids := &IDs{r: r}
	return ids, r.read(ctx, "reading how far entities' ids are kept", func(tx *sql.Tx) error { return ids.until(ctx, tx) })
}

// until sets the last rows to those that are here.
func (i *IDs) until(ctx context.Context, tx *sql.Tx) error {
	return tx.QueryRowContext(ctx, "SELECT (SELECT coalesce(max(id), 0) FROM belongs), (SELECT coalesce(max(id), 0) FROM entity_change)").Scan(&i.belongs, &i.changes)
}

// Entities says which entity each listing belongs to, listings that no edition
// in force has included, so that one that comes back finds its own again.
func (i *IDs) Entities(ctx context.Context) (map[interdict.Ref]string, error) {
	of := make(map[interdict.Ref]string, i.belongs)
	err := i.r.read(ctx, "reading the entities", func(tx *sql.Tx) error {
		return i.each(ctx, tx, func(ref interdict.Ref, entity string) { of[ref] = entity })
	})
	return of, err
}

// each hands over which entity each listing belonged to, the oldest first.
func (i *IDs) each(ctx context.Context, tx *sql.Tx, f func(ref interdict.Ref, entity string)) error {
	rows, err := tx.QueryContext(ctx, "SELECT list, listing, entity FROM belongs WHERE id <= ? ORDER BY id", i.belongs)
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

// Redirect follows an entity's id through merges to the one that an entity has.
// heirs are the entities that parts of that one became, as they are called now.
func (i *IDs) Redirect(ctx context.Context, id string) (now string, heirs []string, err error) {
	err = i.r.read(ctx, "following the entity "+id, func(tx *sql.Tx) error {
		if now, err = i.follow(ctx, tx, id); err != nil {
			return err
		}
		parts, err := texts(ctx, tx, "SELECT became FROM entity_change WHERE entity = ? AND kind = 'split' AND id <= ? ORDER BY id", now, i.changes)
		if err != nil {
			return err
		}
		for _, part := range parts {
			heir, err := i.follow(ctx, tx, part)
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
const merging = `SELECT c.became FROM entity_change c WHERE c.entity = ?1 AND c.kind = 'merged' AND c.id <= ?2
	AND NOT EXISTS (SELECT 1 FROM entity_change n WHERE n.became = ?1 AND n.id > c.id AND n.id <= ?2) ORDER BY c.id DESC LIMIT 1`

func (i *IDs) follow(ctx context.Context, tx *sql.Tx, id string) (string, error) {
	for {
		var next string
		err := tx.QueryRowContext(ctx, merging, id, i.changes).Scan(&next)
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
func (i *IDs) Merged(ctx context.Context) (end map[string]string, err error) {
	err = i.r.read(ctx, "reading merged entities", func(tx *sql.Tx) error {
		next, err := i.became(ctx, tx)
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
func (i *IDs) became(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT entity, became, kind FROM entity_change WHERE id <= ? ORDER BY id", i.changes)
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

// Belonging returns the listings, those of the past included, that belong to an
// entity or to one whose id leads to it.
func (i *IDs) Belonging(ctx context.Context, entity string) (out []interdict.Ref, err error) {
	err = i.r.readBy(ctx, "reading the listings of "+entity, `
			WITH RECURSIVE was (id) AS (SELECT ?1 UNION SELECT c.entity FROM entity_change c JOIN was ON c.became = was.id WHERE c.kind = 'merged' AND c.id <= ?3
				AND NOT EXISTS (SELECT 1 FROM entity_change n WHERE n.id > c.id AND n.id <= ?3 AND (n.became = c.entity OR n.entity = c.entity AND n.kind = 'merged')))
			SELECT b.list, b.listing FROM was CROSS JOIN belongs b INDEXED BY belongs_by_entity ON b.entity = was.id
			WHERE b.id = (SELECT max(x.id) FROM belongs x WHERE x.list = b.list AND x.listing = b.listing AND x.id <= ?2) ORDER BY 1, 2`, func(_ *sql.Tx, s *sql.Stmt) error {
		rows, err := s.QueryContext(ctx, entity, i.belongs, i.changes)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var ref interdict.Ref
			if err := rows.Scan(&ref.List, &ref.ID); err != nil {
				return err
			}
			out = append(out, ref)
		}
		return rows.Err()
	})
	return out, err
}

// EntityOf is the entity to which a listing belongs, empty where none has been
// found for it.
func (i *IDs) EntityOf(ctx context.Context, ref interdict.Ref) (id string, err error) {
	err = i.r.read(ctx, "reading the entity of "+ref.ID, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT entity FROM belongs WHERE list = ? AND listing = ? AND id <= ? ORDER BY id DESC LIMIT 1", ref.List, ref.ID, i.belongs).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return id, err
}
