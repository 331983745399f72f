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
	count, args := f.counting()
	if err := s.db.QueryRowContext(ctx, count, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	page, args := f.paging(from)
	found, err := s.db.QueryContext(ctx, page, args...)
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

// counting asks how many rows there are.
func (f *Filter) counting() (query string, args []any) {
	where, args := f.where()
	query = "SELECT (SELECT count(*) FROM alert WHERE crowd = '' AND " + where + ") + (SELECT count(DISTINCT crowd) FROM alert WHERE crowd <> '' AND " + where + ")"
	return query, append(args, args...)
}

// paging asks for rows from a place on. Each state's come in the order of their
// index, and SQLite merges them, so that none is sorted but the crowds.
func (f *Filter) paging(from int) (query string, args []any) {
	const columns = "SELECT id, population, subject, entity, state, "
	for _, st := range f.states() {
		one, with := (&Filter{Population: f.Population, States: []State{st}}).where()
		query += columns + "score, raised, changed, crowd, 1 AS many FROM alert WHERE crowd = '' AND " + one + " UNION ALL "
		args = append(args, with...)
	}
	where, with := f.where()
	// Of a group, SQLite takes the bare columns from the row that has the maximum.
	query += columns + "max(score), raised, changed, crowd, count(*) FROM alert WHERE crowd <> '' AND " + where + " GROUP BY crowd"
	return query + " ORDER BY changed DESC, score DESC, id LIMIT ? OFFSET ?", append(append(args, with...), f.limit(), from)
}

// states are those that the filter leaves.
func (f *Filter) states() []State {
	switch {
	case f.All:
		return []State{Open, TrueMatch, FalsePositive, Inconclusive, Closed}
	case len(f.States) == 0:
		return []State{Open}
	}
	return f.States
}

// where is the filter as a condition.
func (f *Filter) where() (where string, args []any) {
	where = "1"
	if f.Population != "" {
		where, args = where+" AND population = ?", append(args, f.Population)
	}
	if states := f.states(); !f.All {
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
