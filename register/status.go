package register

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Status is what the register holds of one list.
type Status struct {
	List, Title string
	// Edition is the one in force; its Note says what is worth knowing.
	Edition  Edition
	Editions int // how many there are
	// Failure is the last attempt to load the list, where it failed.
	Failure *Failure
}

// Failure is an edition that was not taken.
type Failure struct {
	At     time.Time
	SHA256 Hash
	Kind   Kind
	Reason string // the error's sentence
}

// Lists returns the lists that have an edition here, in the order of their ids.
func (r *Register) Lists(ctx context.Context) (out []Status, err error) {
	err = r.read(ctx, "reading the lists", func(tx *sql.Tx) error {
		names, err := listNames(ctx, tx)
		if err != nil {
			return err
		}
		for _, s := range names {
			if s.Edition, err = newestOf(ctx, tx, s.List); err != nil {
				return err
			}
			if s.Failure, err = lastFailure(ctx, tx, s.List); err != nil {
				return err
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// listNames returns the id, title and number of editions of all lists, by id.
func listNames(ctx context.Context, tx *sql.Tx) (out []Status, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, title, (SELECT count(*) FROM edition WHERE list = list.id)
		FROM list ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s Status
		if err := rows.Scan(&s.List, &s.Title, &s.Editions); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// note writes the journal of attempts. kind is a Result for a success, a Kind
// for a failure.
func note(ctx context.Context, tx *sql.Tx, l *loading, kind, reason string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO attempt (list, at, sha256, kind, reason) VALUES (?, ?, ?, ?, ?)",
		l.List, formatTime(l.Now), l.sha[:], kind, reason)
	return err
}

// noteRefusal keeps the reason for which an edition was not taken, and returns
// it. What is not the edition's fault (a cancelled load, a busy register, a
// broken disk) is not noted.
func (r *Register) noteRefusal(ctx context.Context, l *loading, cause error) error {
	e, ok := errors.AsType[*Error](cause)
	if !ok {
		return cause
	}
	switch e.Kind {
	case Unreadable, Empty, Incomplete, Shrunk, Undated, Future:
	default:
		return cause
	}
	err := r.write(ctx, "noting a refused edition", func(tx *sql.Tx) error {
		return note(ctx, tx, l, string(e.Kind), e.Error())
	})
	if err != nil && ctx.Err() == nil {
		return errors.Join(cause, err)
	}
	return cause
}

// lastFailure returns the last attempt to load a list if it failed, else nil.
func lastFailure(ctx context.Context, tx *sql.Tx, list string) (*Failure, error) {
	var f Failure
	var at string
	var sha []byte
	err := tx.QueryRowContext(ctx, "SELECT at, sha256, kind, reason FROM attempt WHERE list = ? ORDER BY id DESC LIMIT 1", list).
		Scan(&at, &sha, &f.Kind, &f.Reason)
	if errors.Is(err, sql.ErrNoRows) || err == nil && f.Reason == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	copy(f.SHA256[:], sha)
	return &f, parseTime(at, &f.At)
}
