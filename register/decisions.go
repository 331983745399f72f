package register

import (
	"context"
	"database/sql"
	"time"

	"github.com/interdict/interdict"
)

// DecisionKind is what was decided of two listings.
type DecisionKind string

const (
	Same      DecisionKind = "same"
	Different DecisionKind = "different"
	// Undone takes back the newest decision about the same two.
	Undone DecisionKind = "undone"
)

// Decision is what a person decided of two listings. Decisions are kept for
// ever, those that were taken back too.
type Decision struct {
	Kind DecisionKind
	A, B interdict.Ref
	Why  string
	Who  string
	At   time.Time
}

// Decide keeps a decision.
func (r *Register) Decide(ctx context.Context, d Decision) error {
	if compareRefs(d.A, d.B) > 0 {
		d.A, d.B = d.B, d.A
	}
	return r.write(ctx, "keeping a decision", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO decision (kind, list_a, listing_a, list_b, listing_b, why, who, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			string(d.Kind), d.A.List, d.A.ID, d.B.List, d.B.ID, d.Why, d.Who, formatTime(d.At))
		return err
	})
}

// Decisions are all decisions up to a time, the oldest first; of all times where
// known is zero.
func (r *Register) Decisions(ctx context.Context, known time.Time) (all []Decision, err error) {
	err = r.read(ctx, "reading the decisions", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT kind, list_a, listing_a, list_b, listing_b, why, who, at FROM decision ORDER BY id")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var d Decision
			var at string
			if err := rows.Scan(&d.Kind, &d.A.List, &d.A.ID, &d.B.List, &d.B.ID, &d.Why, &d.Who, &at); err != nil {
				return err
			}
			if err := parseTime(at, &d.At); err != nil {
				return err
			}
			if known.IsZero() || !d.At.After(known) {
				all = append(all, d)
			}
		}
		return rows.Err()
	})
	return all, err
}

// Holding are the decisions that hold: of each two listings the newest, unless
// it was taken back.
func Holding(all []Decision) (out []Decision) {
	type pair struct{ a, b interdict.Ref }
	last := map[pair]int{}
	for i, d := range all {
		last[pair{d.A, d.B}] = i
	}
	for i, d := range all {
		if last[pair{d.A, d.B}] == i && d.Kind != Undone {
			out = append(out, d)
		}
	}
	return out
}
