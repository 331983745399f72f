package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/interdict/interdict"
)

// ErrUnknown is the error of an alert that is not there.
var ErrUnknown = errors.New("there is no such alert; `interdict alerts list` names those that are")

const alertColumns = "id, population, subject, entity, state, score, raised, changed, crowd"

// query finds alerts by a condition, the gravest first.
func (s *Store) query(ctx context.Context, tx querier, where string, args ...any) ([]Alert, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+alertColumns+" FROM alert WHERE "+where+" ORDER BY score DESC, raised, id", args...)
	if err != nil {
		return nil, s.fault(err)
	}
	defer rows.Close()
	var out []Alert
	for rows.Next() {
		var a Alert
		var score int64
		var raised, changed string
		if err := rows.Scan(&a.ID, &a.Population, &a.subject, &a.EntityID, &a.State, &score, &raised, &changed, &a.Crowd); err != nil {
			return nil, s.fault(err)
		}
		a.Score, a.Raised, a.Changed = interdict.Score(score), timeOf(raised), timeOf(changed)
		out = append(out, a)
	}
	return out, s.fault(rows.Err())
}

// events are those of an alert, oldest first.
func (s *Store) events(ctx context.Context, k *keys, a *Alert) ([]Event, error) {
	rows, err := k.tx.QueryContext(ctx, "SELECT seq, at, kind, body FROM event WHERE alert = ? ORDER BY seq", a.ID)
	if err != nil {
		return nil, err
	}
	type raw struct {
		Event
		body []byte
	}
	var all []raw
	for rows.Next() {
		var r raw
		var at string
		if err := rows.Scan(&r.Seq, &at, &r.Kind, &r.body); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		r.At = timeOf(at)
		all = append(all, r)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	out := make([]Event, len(all))
	for i := range all {
		out[i] = all[i].Event
		if out[i].Body, err = k.body(ctx, a.subject, a.ID, all[i].body); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fill adds to an alert what its events say.
func (s *Store) fill(ctx context.Context, k *keys, a *Alert) ([]Event, error) {
	events, err := s.events(ctx, k, a)
	for i := range events {
		if e := &events[i]; e.Hit != nil {
			a.Subject, a.Hit = e.Subject, e.Hit
		}
		switch e := &events[i]; e.Kind {
		case Raised, Reopened:
			a.RaisedFor, a.Because = e.Because, e.Because
		case Decided, Ended:
			a.Because = e.Because
		}
	}
	return events, err
}

// Filter says which alerts to list. The zero value means those that are open.
type Filter struct {
	Population string
	States     []State // none means open
	All        bool    // whatever their state
	Limit      int     // 0 for all
}

// List lists alerts, the gravest first, those of a crowd once, for which count
// says how many they are.
func (s *Store) List(ctx context.Context, f Filter) (alerts []Alert, crowds map[string]int, err error) {
	where, args := f.where()
	all, err := s.query(ctx, s.db, where, args...)
	if err != nil {
		return nil, nil, err
	}
	crowds = map[string]int{}
	k := s.keys(s.db)
	for i := range all {
		a := &all[i]
		if a.Crowd != "" {
			if crowds[a.Crowd]++; crowds[a.Crowd] > 1 {
				continue
			}
		}
		if f.Limit > 0 && len(alerts) == f.Limit {
			continue
		}
		if _, err := s.fill(ctx, k, a); err != nil {
			return nil, nil, err
		}
		alerts = append(alerts, *a)
	}
	return alerts, crowds, nil
}

// Count counts the alerts of a population by state, "" for all populations.
func (s *Store) Count(ctx context.Context, population string) (map[State]int64, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT state, count(*) FROM alert WHERE ? IN ('', population) GROUP BY state", population)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[State]int64{}
	for rows.Next() {
		var state State
		var n int64
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		out[state] = n
	}
	return out, rows.Err()
}

// Show is an alert with all that happened to it.
func (s *Store) Show(ctx context.Context, id string) (*Alert, []Event, error) {
	found, err := s.query(ctx, s.db, "id = ?", id)
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return nil, nil, ErrUnknown
	}
	events, err := s.fill(ctx, s.keys(s.db), &found[0])
	return &found[0], events, err
}

// Decide settles an alert, or opens it again, by a person and for a reason.
func (s *Store) Decide(ctx context.Context, id string, state State, by, why string, at time.Time) (*Alert, error) {
	if !state.Settled() && state != Open {
		return nil, fmt.Errorf("an alert is decided as %s, %s, %s or %s", TrueMatch, FalsePositive, Inconclusive, Open)
	}
	var out *Alert
	err := s.write(ctx, func(tx *sql.Tx) error {
		found, err := s.query(ctx, tx, "id = ?", id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ErrUnknown
		}
		out = &found[0]
		if out.State == Closed {
			return errors.New("the alert was closed, since the pair is no hit any more; there is nothing to decide")
		}
		k := s.keys(tx)
		if err := k.log(ctx, tx, at, out.subject, id, Decided, &Body{Because: why, By: by, State: state, Entity: out.EntityID}); err != nil {
			return err
		}
		out.State, out.Changed = state, at.UTC()
		if _, err = tx.ExecContext(ctx, "UPDATE alert SET state = ?, changed = ? WHERE id = ?", state, at.UTC().Format(timeForm), id); err != nil {
			return err
		}
		_, err = s.fill(ctx, k, out)
		return err
	})
	return out, err
}

// Forget removes the key of a subject: nothing that was said of it can be read
// again, and its alerts stay as numbers.
func (s *Store) Forget(ctx context.Context, population, id string) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM subject_key WHERE subject = ?", s.subjectOf(population, id))
		return err
	})
}

// Last is the last run over a population, with the facts that it saw; nil where
// there was none.
func (s *Store) Last(ctx context.Context, population string) (*Run, error) {
	var id int64
	var body string
	var facts []byte
	err := s.db.QueryRowContext(ctx, "SELECT id, body, facts FROM run WHERE population = ? ORDER BY id DESC LIMIT 1", population).Scan(&id, &body, &facts)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.fault(err)
	}
	r := &Run{}
	if err := json.Unmarshal([]byte(body), r); err != nil {
		return nil, err
	}
	r.ID = id
	if facts != nil {
		r.Facts, err = unpackFacts(facts)
	}
	return r, err
}
