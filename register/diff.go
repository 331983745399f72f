package register

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/interdict/interdict"
)

// Diff is what changed from one edition of a list to a later one. Its JSON
// form is that of `interdict lists diff --json`.
type Diff struct {
	List string `json:"list"`
	// From and To name the editions as Register.Diff takes them: by date, or by
	// SHA-256 where the date names another one.
	From    string   `json:"from"`
	To      string   `json:"to"`
	Added   []Entry  `json:"added"`
	Removed []Entry  `json:"removed"`
	Changed []Change `json:"changed"`
	// Republished are listings that say the same in other bytes: no change,
	// but not hidden either.
	Republished []Change `json:"republished"`
	// Silent counts the entries that changed without the publisher saying so, and
	// Notices tell of what concerns many at once.
	Silent  int      `json:"silent_count"`
	Notices []string `json:"notices,omitempty"`

	FromEdition Edition `json:"-"`
	ToEdition   Edition `json:"-"`
}

// Entry is a listing that was added or removed.
type Entry struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Words string `json:"words"` // "removed; last seen in the edition of 22 March 2024"
	Silence
}

// Change is a listing of which something changed.
type Change struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"` // as it is now
	Fields []FieldChange `json:"fields"`
	Silence
}

// Diff compares two editions of a list, named as people name them:
//
//   - "newest": the one in force;
//   - "2024-03-26": the one in force on that day (also "2024-03": at its end);
//   - "d4c1f00a": the one whose SHA-256 begins so, six digits or more; where
//     the same bytes were published more than once, the last of them.
//
// An empty `to` is the newest edition, an empty `from` the one before `to`.
// Errors are of the kinds UnknownList, UnknownEdition, Ambiguous and Reversed.
func (r *Register) Diff(ctx context.Context, list, from, to string) (*Diff, error) {
	return r.DiffKnown(ctx, list, from, to, AsOf{})
}

// DiffKnown is Diff among the editions that had been loaded by the moment.
func (r *Register) DiffKnown(ctx context.Context, list, from, to string, at AsOf) (*Diff, error) {
	var d *Diff
	err := r.read(ctx, "comparing editions of "+list, func(tx *sql.Tx) error {
		editions, err := editionsOf(ctx, tx, list)
		if err != nil {
			return err
		}
		if editions = at.known(editions); len(editions) == 0 {
			return unknownEdition("no edition of %s had been loaded by %s", list, at.Known.UTC().Format(time.DateTime))
		}
		if d, err = newDiff(editions, from, to); err != nil {
			return err
		}
		return r.fillDiff(ctx, tx, editions, d)
	})
	if err != nil {
		return nil, err
	}
	return d, nil
}

// DiffBetween is Diff of two of the editions that Editions returned, the older
// first.
func (r *Register) DiffBetween(ctx context.Context, editions []Edition, from, to Edition) (*Diff, error) {
	var d *Diff
	err := r.read(ctx, "comparing editions of "+to.List, func(tx *sql.Tx) error {
		d = diffOf(editions, from, to)
		return r.fillDiff(ctx, tx, editions, d)
	})
	return d, err
}

// newDiff finds the two editions.
func newDiff(editions []Edition, from, to string) (*Diff, error) {
	last, err := pickEdition(editions, to)
	if err != nil {
		return nil, err
	}
	first := last
	if from != "" {
		first, err = pickEdition(editions, from)
	} else if i := place(editions, last); i > 0 {
		first = editions[i-1]
	} else {
		err = unknownEdition("the register holds no edition of %s before the %s to compare it with", last.List, &last)
	}
	if err != nil {
		return nil, err
	}
	if place(editions, first) > place(editions, last) {
		return nil, &Error{Kind: Reversed, What: fmt.Sprintf("of %s, the %s stands after the %s", last.List, &first, &last),
			Remedy: "name the older one as --from and the newer one as --to"}
	}
	return diffOf(editions, first, last), nil
}

func diffOf(editions []Edition, first, last Edition) *Diff {
	return &Diff{List: last.List, From: nameOf(editions, first), To: nameOf(editions, last),
		FromEdition: first, ToEdition: last,
		Added: []Entry{}, Removed: []Entry{}, Changed: []Change{}, Republished: []Change{}}
}

// place is an edition's place among others.
func place(editions []Edition, e Edition) int {
	return slices.IndexFunc(editions, func(x Edition) bool { return x.id == e.id })
}

// nameOf is the shortest name by which pickEdition finds the edition.
func nameOf(editions []Edition, e Edition) string {
	if found, err := pickEdition(editions, e.Day().String()); err == nil && found.id == e.id {
		return e.Day().String()
	}
	return e.SHA256.Short()
}

// fillDiff compares listing by listing what the two editions do not share.
func (r *Register) fillDiff(ctx context.Context, tx *sql.Tx, editions []Edition, d *Diff) error {
	ask, err := newDiffQueries(ctx, tx, r, editions)
	if err != nil {
		return err
	}
	defer ask.close()
	err = changes(ctx, tx, ask.list, d.FromEdition.rank, d.ToEdition.rank, func(c change) error {
		old, err := ask.listing(ctx, c.old)
		if err != nil {
			return err
		}
		new, err := ask.listing(ctx, c.new)
		if err != nil {
			return err
		}
		switch {
		case old == nil:
			e, err := ask.added(ctx, new, d)
			if e.Silent {
				d.Silent++
			}
			d.Added = append(d.Added, e)
			return err
		case new == nil:
			at, err := ask.seen(ctx, c.listing, d)
			d.Removed = append(d.Removed, Entry{ID: c.listing, Name: old.Caption(), Words: "removed; last seen in the " + at.last})
			return err
		}
		d.compare(old, new)
		return nil
	})
	d.massEmptied()
	return err
}

// added tells of a listing that the older edition lacks: new, back again, or
// another party under a reference that was used before.
func (q *diffQueries) added(ctx context.Context, l *interdict.Listing, d *Diff) (Entry, error) {
	at, err := q.seen(ctx, l.ID, d)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{ID: l.ID, Name: l.Caption(), Words: "added; first seen in the " + at.first}
	before, err := q.listing(ctx, at.earlier)
	if err != nil || before == nil {
		return e, err
	}
	if otherParty(before, l) {
		e.Silence = silence("the reference %s was that of %s until the %s, and names another party now", l.ID, before.Caption(), at.until)
	} else {
		e.Words = "added again; first seen in the " + at.first + "; listed before, last in the " + at.until
	}
	return e, nil
}

// compare files a listing that both editions hold, in different records.
func (d *Diff) compare(old, new *interdict.Listing) {
	if fields := Compare(old, new); len(fields) > 0 {
		c := Change{ID: new.ID, Name: new.Caption(), Fields: fields, Silence: judge(old, new, fields)}
		if c.Silent {
			d.Silent++
		}
		d.Changed = append(d.Changed, c)
		return
	}
	if !bytes.Equal(old.Raw, new.Raw) {
		d.Republished = append(d.Republished, Change{ID: new.ID, Name: new.Caption(), Fields: []FieldChange{{
			Field: "published_text", Old: string(old.Raw), New: string(new.Raw),
			Words: "published in other bytes, but with the same content"}}})
	}
}

// diffQueries are the questions asked for each listing that differs.
type diffQueries struct {
	r        *Register
	list     int64
	editions []Edition
	record   *sql.Stmt
	held     *sql.Stmt // the intervals of a listing
}

func newDiffQueries(ctx context.Context, tx *sql.Tx, r *Register, editions []Edition) (*diffQueries, error) {
	q := &diffQueries{r: r, editions: editions}
	err := tx.QueryRowContext(ctx, "SELECT id FROM list WHERE name = ?", editions[0].List).Scan(&q.list)
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&q.record, "SELECT hash, body FROM record WHERE id = ?"},
		{&q.held, "SELECT since, coalesce(until, 0), record FROM held WHERE list = ? AND listing = ? ORDER BY since"},
	} {
		if err == nil {
			*p.stmt, err = tx.PrepareContext(ctx, p.text)
		}
	}
	if err != nil {
		q.close()
		return nil, err
	}
	return q, nil
}

func (q *diffQueries) close() {
	for _, s := range []*sql.Stmt{q.record, q.held} {
		if s != nil {
			s.Close()
		}
	}
}

// listing returns a record's listing, nil for NULL.
func (q *diffQueries) listing(ctx context.Context, id sql.NullInt64) (*interdict.Listing, error) {
	if !id.Valid {
		return nil, nil
	}
	var hash, body []byte
	if err := q.record.QueryRowContext(ctx, id.Int64).Scan(&hash, &body); err != nil {
		return nil, err
	}
	return q.r.decode(hash, body)
}

// seen is when a listing was seen, of the editions compared and those between
// them: they know best.
type seen struct {
	first, last string
	// earlier is its newest record in the editions before them.
	earlier sql.NullInt64
	until   string // the last of these that holds it
}

func (q *diffQueries) seen(ctx context.Context, listing string, d *Diff) (s seen, err error) {
	rows, err := q.held.QueryContext(ctx, q.list, listing)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	from, to := place(q.editions, d.FromEdition), place(q.editions, d.ToEdition)
	earlier := -1
	for rows.Next() {
		var since, until, record int64
		if err := rows.Scan(&since, &until, &record); err != nil {
			return s, err
		}
		for i := range q.editions[:to+1] {
			e := &q.editions[i]
			if e.rank < since || until != 0 && e.rank >= until {
				continue
			}
			if i < from && i > earlier {
				earlier, s.earlier, s.until = i, sql.NullInt64{Int64: record, Valid: true}, e.String()
			}
			if i >= from {
				if s.first == "" {
					s.first = e.String()
				}
				s.last = e.String()
			}
		}
	}
	if err := rows.Err(); err != nil {
		return s, err
	}
	if s.first == "" {
		return s, q.r.contradiction(interdict.Ref{List: q.editions[0].List, ID: listing})
	}
	return s, nil
}
