package register

import (
	"context"
	"database/sql"
	"sort"

	"github.com/interdict/interdict"
)

// Span is when a list held a listing, over all forms that the listing had.
type Span struct {
	Ref interdict.Ref
	// First is the oldest edition that holds it. Opening says that it is the
	// list's oldest here: the listing may be as old as that, or older.
	First   *Edition
	Opening bool
	// Gone is the first edition without it, behind the last that holds it, which
	// is Last; nil where the edition in force holds it.
	Last *Edition
	Gone *Edition
	// Form is the oldest edition since which the list holds the last form.
	Form *Edition

	record int64 // its last form
	said   Hash  // what that says
	last   int   // place of Last among the editions that count
}

// Timeline answers since when and until when lists held their listings, as of a
// moment: by the editions that stood by then. It keeps the editions that it has
// read, and is for one goroutine.
type Timeline struct {
	r     *Register
	at    AsOf
	lists map[string]*row
}

// row is a list's editions in their order, and which of them count.
type row struct {
	editions []Edition
	place    map[int64]int // rank to index
	stood    []int         // indexes, ascending
}

// Timeline returns the timeline of a moment.
func (r *Register) Timeline(at AsOf) *Timeline {
	return &Timeline{r: r, at: at, lists: map[string]*row{}}
}

// Spans returns the spans of all listings of a list, past ones included, in the
// order of their ids. A list of which nothing stood by then has none. The error
// is of kind UnknownList where the list is not here.
func (t *Timeline) Spans(ctx context.Context, list string) ([]Span, error) {
	return t.spans(ctx, "reading since when listings of "+list+" are held", list, "")
}

// Span returns the span of one listing, nil where the list never held it.
func (t *Timeline) Span(ctx context.Context, ref interdict.Ref) (*Span, error) {
	spans, err := t.spans(ctx, "reading since when "+ref.ID+" is held", ref.List, "AND h.listing = ?2 ", ref.ID)
	if err != nil || len(spans) == 0 {
		return nil, err
	}
	return &spans[0], nil
}

// row reads a list's editions once.
func (t *Timeline) row(ctx context.Context, tx *sql.Tx, list string) (*row, error) {
	if have := t.lists[list]; have != nil {
		return have, nil
	}
	editions, err := editionsOf(ctx, tx, list)
	if err != nil {
		return nil, err
	}
	w := &row{editions: editions, place: make(map[int64]int, len(editions))}
	for i := range editions {
		w.place[editions[i].rank] = i
		if day, ok := t.at.stood(&editions[i]); ok && day <= t.at.last() {
			w.stood = append(w.stood, i)
		}
	}
	t.lists[list] = w
	return w, nil
}

func (t *Timeline) spans(ctx context.Context, doing, list, only string, args ...any) (out []Span, err error) {
	err = t.r.readBy(ctx, doing, `SELECT h.listing, h.since, coalesce(h.until, 0), h.record, r.facts
		FROM held h JOIN list l ON l.id = h.list JOIN record r ON r.id = h.record WHERE l.name = ?1 `+only+`ORDER BY h.listing, h.since`, func(tx *sql.Tx, s *sql.Stmt) error {
		w, err := t.row(ctx, tx, list)
		if err != nil || len(w.stood) == 0 {
			return err
		}
		rows, err := s.QueryContext(ctx, append([]any{list}, args...)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		out, err = t.spansOf(w, list, rows)
		return err
	})
	return out, err
}

// spansOf makes spans of rows of what a list held.
func (t *Timeline) spansOf(w *row, list string, rows *sql.Rows) (out []Span, err error) {
	for rows.Next() {
		ref := interdict.Ref{List: list}
		var since, until, record int64
		var facts sql.RawBytes
		if err := rows.Scan(&ref.ID, &since, &until, &record, &facts); err != nil {
			return nil, err
		}
		from, ok := w.place[since]
		to := len(w.editions)
		if until != 0 {
			to = w.place[until]
		}
		if !ok || to <= from {
			return nil, t.r.contradiction(ref)
		}
		first, last := narrowed(w.stood, from, to)
		if first > last {
			continue
		}
		if n := len(out); n == 0 || out[n-1].Ref != ref {
			out = append(out, Span{Ref: ref, First: w.edition(first), Opening: first == 0})
		}
		s := &out[len(out)-1]
		var said Hash
		copy(said[:], facts)
		if s.Form == nil || said != s.said || first > s.last+1 {
			s.Form, s.said = w.edition(first), said
		}
		s.Last, s.record, s.Gone, s.last = w.edition(last), record, w.edition(last+1), last
	}
	return out, rows.Err()
}

// edition is the nth of those that count, nil behind the last.
func (w *row) edition(n int) *Edition {
	if n >= len(w.stood) {
		return nil
	}
	return &w.editions[w.stood[n]]
}

// narrowed are the first and the last of the editions that stood, by their
// place among them, within those from index from to before index to; first is
// behind last where there is none.
func narrowed(stood []int, from, to int) (first, last int) {
	return sort.SearchInts(stood, from), sort.SearchInts(stood, to) - 1
}

// Form is the last form in which the listing of a span was held.
func (r *Register) Form(ctx context.Context, s *Span) (l *interdict.Listing, err error) {
	err = r.read(ctx, "reading "+s.Ref.ID, func(tx *sql.Tx) error {
		var hash, body []byte
		if err := tx.QueryRowContext(ctx, "SELECT hash, body FROM record WHERE id = ?", s.record).Scan(&hash, &body); err != nil {
			return err
		}
		l, err = r.decode(hash, body)
		return err
	})
	return l, err
}

// Unassigned returns the last forms of listings that no entity has been found
// for: those that had left their list before it was first compiled.
func (r *Register) Unassigned(ctx context.Context) (out []*interdict.Listing, err error) {
	err = r.read(ctx, "looking for listings without an entity", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT r.hash, r.body, max(h.since) FROM held h JOIN list l ON l.id = h.list JOIN record r ON r.id = h.record
			WHERE NOT EXISTS (SELECT 1 FROM belongs b WHERE b.list = l.name AND b.listing = h.listing)
			GROUP BY h.list, h.listing ORDER BY l.name, h.listing`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var hash, body sql.RawBytes
			var since int64
			if err := rows.Scan(&hash, &body, &since); err != nil {
				return err
			}
			l, err := r.decode(hash, body)
			if err != nil {
				return err
			}
			out = append(out, l)
		}
		return rows.Err()
	})
	return out, err
}
