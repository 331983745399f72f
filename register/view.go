package register

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/interdict/interdict"
)

// View is what was, or is, in force at one moment: of each list the edition
// that decides. It costs nothing to keep and answers the same for ever, since
// no later load changes what an edition holds.
type View struct {
	At    AsOf
	Lists []Standing // by list id
	// newest is the last edition that was here when the view was read.
	newest int64
	r      *Register
}

// Moment is the view's moment for whatever else is asked of the register: what
// was loaded after the view was read is left out, so that all answers are of one
// state.
func (v *View) Moment() AsOf { return AsOf{v.At.Day, v.At.Known, v.newest} }

// Held is Moment for what is asked of all days.
func (v *View) Held() AsOf { return AsOf{Known: v.At.Known, newest: v.newest} }

// Editions are a list's as the view has them, the oldest first. The error is of
// kind UnknownList where there is none.
func (v *View) Editions(ctx context.Context, list string) ([]Edition, error) {
	all, err := v.r.Editions(ctx, list)
	if err != nil {
		return nil, err
	}
	if all = v.Held().known(all); len(all) == 0 {
		return nil, unknownList(list)
	}
	return all, nil
}

// Standing is one list's part in a view.
type Standing struct {
	Edition Edition
	// Reconstructed says that the moment lies before the list's first edition
	// here. Edition is that first one, and of its listings those count whose
	// listed-on date does not lie after the day; what had been delisted by the
	// time of the first edition is not known.
	Reconstructed bool
	// LeftOut is, where reconstructed, how many listings of the first edition
	// state no listed-on date and are therefore left out.
	LeftOut int
	// Content is the hash of what the standing's listings say.
	Content Hash
}

// InForce returns the view of a moment over the lists named, or over all. A
// list of which nothing had been loaded by At.Known has no part in it. The
// error is of kind UnknownList where a list named is not here at all.
func (r *Register) InForce(ctx context.Context, at AsOf, lists ...string) (*View, error) {
	v := &View{At: at, r: r}
	err := r.read(ctx, "reading what is in force", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM edition").Scan(&v.newest); err != nil {
			return err
		}
		names := slices.Sorted(slices.Values(lists))
		if len(names) == 0 {
			all, err := listNames(ctx, tx)
			if err != nil {
				return err
			}
			for _, s := range all {
				names = append(names, s.List)
			}
		}
		for _, name := range slices.Compact(names) {
			if err := v.add(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return v, nil
}

// add gives a list its standing in the view.
func (v *View) add(ctx context.Context, tx *sql.Tx, list string) error {
	if v.At.Day.IsZero() && v.At.Known.IsZero() { // now: there is no need to read the list's past
		e, err := newestOf(ctx, tx, list)
		v.Lists = append(v.Lists, Standing{Edition: e, Content: e.Content})
		return err
	}
	editions, err := editionsOf(ctx, tx, list)
	if err != nil {
		return err
	}
	if i := inForce(editions, v.At); i >= 0 {
		v.Lists = append(v.Lists, Standing{Edition: editions[i], Content: editions[i].Content})
		return nil
	}
	first := slices.IndexFunc(editions, func(e Edition) bool { _, known := v.At.stood(&e); return known })
	if first < 0 {
		return nil
	}
	s := Standing{Edition: editions[first], Reconstructed: true}
	if s.Content, err = contentOf(ctx, tx, "SELECT r.facts "+v.from(&s), v.args(&s)...); err == nil {
		err = tx.QueryRowContext(ctx, "SELECT count(*) "+fromHeld+" AND r.listed IS NULL", s.Edition.List, s.Edition.rank).Scan(&s.LeftOut)
	}
	v.Lists = append(v.Lists, s)
	return err
}

// fromHeld joins the records that an edition (list ?1, rank ?2) holds.
const fromHeld = `FROM list l
	JOIN held h ON h.list = l.id AND h.since <= ?2 AND (h.until IS NULL OR h.until > ?2)
	JOIN record r ON r.id = h.record
	WHERE l.name = ?1`

func (v *View) from(s *Standing) string { return v.where(s) + " ORDER BY h.listing" }

func (v *View) where(s *Standing) string {
	if s.Reconstructed {
		return fromHeld + " AND r.listed <= ?3"
	}
	return fromHeld
}

func (v *View) args(s *Standing) []any {
	args := []any{s.Edition.List, s.Edition.rank}
	if s.Reconstructed {
		args = append(args, v.At.last())
	}
	return args
}

// State names what the view holds: it is the same for two views if and only if
// they rest on the same editions and their listings say the same. A compiled
// snapshot is out of date when the state has another name.
func (v *View) State() Hash {
	h := sha256.New()
	for _, s := range v.Lists {
		fmt.Fprintf(h, "%s %s %s %t %s\n", s.Edition.List, s.Edition.SHA256, s.Edition.Published, s.Reconstructed, s.Content)
	}
	return Hash(h.Sum(nil))
}

// Listings hands over the view's listings, list by list and by id. It ends
// with the first error.
func (v *View) Listings(ctx context.Context) iter.Seq2[*interdict.Listing, error] {
	return func(yield func(*interdict.Listing, error) bool) {
		more := true
		err := v.r.read(ctx, "reading listings", func(tx *sql.Tx) error {
			for i := range v.Lists {
				if err := v.each(ctx, tx, &v.Lists[i], func(l *interdict.Listing) bool {
					more = yield(l, nil)
					return more
				}); err != nil || !more {
					return err
				}
			}
			return nil
		})
		if err != nil && more {
			yield(nil, err)
		}
	}
}

// each calls f for the listings of one standing until f answers false.
func (v *View) each(ctx context.Context, tx *sql.Tx, s *Standing, f func(*interdict.Listing) bool) error {
	now, err := s.now(ctx, tx)
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT r.hash, r.body "+v.from(&now), v.args(&now)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var hash, body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&hash, &body); err != nil {
			return err
		}
		l, err := v.r.decode(hash, body)
		if err != nil {
			return err
		}
		if !f(l) {
			return nil
		}
	}
	return rows.Err()
}
