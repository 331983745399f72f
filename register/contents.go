package register

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/interdict/interdict"
)

// Content names what a listing says: listings of equal Facts say the same.
type Content struct {
	Ref   interdict.Ref
	Facts Hash
}

// Contents are those of the view's listings, in the order of Listings.
func (v *View) Contents(ctx context.Context) ([]Content, error) {
	return v.ContentsBut(ctx, func([]Content, *Standing) ([]Content, bool) { return nil, false })
}

// ContentsBut is Contents where those of some lists are at hand: known adds a
// list's, in their order, and says whether it could.
func (v *View) ContentsBut(ctx context.Context, known func([]Content, *Standing) ([]Content, bool)) (out []Content, err error) {
	err = v.r.read(ctx, "reading what listings there are", func(tx *sql.Tx) error {
		n := 0
		for i := range v.Lists {
			n += v.Lists[i].Edition.Entries
		}
		out = make([]Content, 0, n)
		for i := range v.Lists {
			if all, ok := known(out, &v.Lists[i]); ok {
				out = all
				continue
			}
			if out, err = v.contents(ctx, tx, &v.Lists[i], out); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (v *View) contents(ctx context.Context, tx *sql.Tx, s *Standing, out []Content) ([]Content, error) {
	now, err := s.now(ctx, tx)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT h.listing, r.facts "+v.from(&now), v.args(&now)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var facts sql.RawBytes
	for rows.Next() {
		c := Content{Ref: interdict.Ref{List: s.Edition.List}}
		if err := rows.Scan(&c.Ref.ID, &facts); err != nil {
			return nil, err
		}
		copy(c.Facts[:], facts)
		out = append(out, c)
	}
	return out, rows.Err()
}

// now is the standing with the rank that its edition has today: one that was
// undated may have been given a date since.
func (s *Standing) now(ctx context.Context, tx *sql.Tx) (Standing, error) {
	now := *s
	err := tx.QueryRowContext(ctx, "SELECT rank FROM edition WHERE id = ?", s.Edition.id).Scan(&now.Edition.rank)
	return now, err
}

// These hands over some of the view's listings, in the order in which they are
// named. It ends with the first error; that a listing is not in the view is one.
func (v *View) These(ctx context.Context, refs []interdict.Ref) iter.Seq2[*interdict.Listing, error] {
	return func(yield func(*interdict.Listing, error) bool) {
		more := true
		err := v.r.read(ctx, "reading listings", func(tx *sql.Tx) error {
			of := map[string]*fetching{}
			defer func() {
				for _, f := range of {
					f.stmt.Close()
				}
			}()
			for i := 0; i < len(refs) && more; i++ {
				f := of[refs[i].List]
				if f == nil {
					var err error
					if f, err = v.fetch(ctx, tx, refs[i].List); err != nil {
						return err
					}
					of[refs[i].List] = f
				}
				l, err := f.one(ctx, v.r, refs[i])
				if err != nil {
					return err
				}
				more = yield(l, nil)
			}
			return nil
		})
		if err != nil && more {
			yield(nil, err)
		}
	}
}

// fetching reads single listings of a list.
type fetching struct {
	stmt *sql.Stmt
	args []any
}

func (v *View) fetch(ctx context.Context, tx *sql.Tx, list string) (*fetching, error) {
	for i := range v.Lists {
		if v.Lists[i].Edition.List != list {
			continue
		}
		s, err := v.Lists[i].now(ctx, tx)
		if err != nil {
			return nil, err
		}
		f := &fetching{args: v.args(&s)}
		q := fmt.Sprintf("SELECT r.hash, r.body %s AND h.listing = ?%d", v.where(&s), len(f.args)+1)
		f.stmt, err = tx.PrepareContext(ctx, q)
		return f, err
	}
	return nil, unknownList(list)
}

func (f *fetching) one(ctx context.Context, r *Register, ref interdict.Ref) (*interdict.Listing, error) {
	var hash, body []byte
	err := f.stmt.QueryRowContext(ctx, append(f.args[:len(f.args):len(f.args)], ref.ID)...).Scan(&hash, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, &Error{Kind: Damaged, What: fmt.Sprintf("%s: listing %s of %s is not where it was", r.path, ref.ID, ref.List), Remedy: restore}
	}
	if err != nil {
		return nil, err
	}
	return r.decode(hash, body)
}
