package casework

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/interdict/interdict"
)

// Row is an alert as it stands in a list, or one of many that are shown as one.
type Row struct {
	Alert
	// Happened is the kind of its last event.
	Happened string
	// Many is how many alerts it stands for: 1, or those of its crowd.
	Many int
}

// Newest lists alerts, those to which something happened last first, from a place
// on. A crowd is one row, its gravest alert. total counts the rows that there are.
func (s *Store) Newest(ctx context.Context, f Filter, from int) (rows []Row, total int, err error) {
	where, args := f.where()
	// Of a group, SQLite takes the bare columns from the row that has the maximum.
	grouped := "FROM alert WHERE crowd <> '' AND " + where + " GROUP BY crowd"
	single := "FROM alert WHERE crowd = '' AND " + where
	twice := append(append([]any{}, args...), args...)
	if err := s.db.QueryRowContext(ctx, "SELECT (SELECT count(*) "+single+") + (SELECT count(*) FROM (SELECT 1 "+grouped+"))", twice...).Scan(&total); err != nil {
		return nil, 0, err
	}
	const columns = "id, population, subject, entity, state, "
	found, err := s.db.QueryContext(ctx, "SELECT "+columns+"score, raised, changed, crowd, 1 AS many "+single+
		" UNION ALL SELECT "+columns+"max(score), raised, changed, crowd, count(*) "+grouped+
		" ORDER BY changed DESC, score DESC, id LIMIT ? OFFSET ?", append(twice, f.limit(), from)...)
	if err != nil {
		return nil, 0, err
	}
	defer found.Close()
	for found.Next() {
		var r Row
		var score int64
		var raised, changed string
		if err := found.Scan(&r.ID, &r.Population, &r.subject, &r.EntityID, &r.State, &score, &raised, &changed, &r.Crowd, &r.Many); err != nil {
			return nil, 0, err
		}
		r.Score, r.Raised, r.Changed = interdict.Score(score), timeOf(raised), timeOf(changed)
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		return nil, 0, err
	}
	k := s.keys(s.db)
	for i := range rows {
		events, err := s.fill(ctx, k, &rows[i].Alert)
		if err != nil {
			return nil, 0, err
		}
		if n := len(events); n > 0 {
			rows[i].Happened = events[n-1].Kind
		}
	}
	return rows, total, nil
}

// where is the filter as a condition.
func (f *Filter) where() (where string, args []any) {
	where = "1"
	if f.Population != "" {
		where, args = where+" AND population = ?", append(args, f.Population)
	}
	if states := f.States; !f.All {
		if len(states) == 0 {
			states = []State{Open}
		}
		for _, st := range states {
			args = append(args, st)
		}
		where += " AND state IN (?" + strings.Repeat(", ?", len(states)-1) + ")"
	}
	return where, args
}

// limit is what SQLite takes for the filter's.
func (f *Filter) limit() int {
	if f.Limit == 0 {
		return -1
	}
	return f.Limit
}

// InCrowd is how many alerts a grouped alert stands for.
func (s *Store) InCrowd(ctx context.Context, crowd string) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM alert WHERE crowd = ? AND crowd <> ''", crowd).Scan(&n)
	return n, err
}

// Runs are the last runs over a population, the newest first, without the facts
// that they saw.
func (s *Store) Runs(ctx context.Context, population string, limit int) (out []Run, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id, body FROM run WHERE population = ? ORDER BY id DESC LIMIT ?", population, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r Run
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			return nil, err
		}
		r.ID = id
		out = append(out, r)
	}
	return out, rows.Err()
}
