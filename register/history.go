package register

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/interdict/interdict"
)

// Version is one form of a listing and the editions that hold it: all from
// First to Last, of those that had been loaded by the moment asked for. Where
// they say the same in other bytes, Listing has the bytes of the last. A listing
// that left the list and came back in the same form has two versions that say
// the same.
type Version struct {
	Listing     *interdict.Listing
	First, Last Edition
	// Current says that Last is the edition in force.
	Current bool
}

// History is what the register knows of one listing: at least one version,
// the oldest first.
type History struct {
	Ref      interdict.Ref
	Versions []Version
}

// FirstSeen is the oldest edition that holds the listing.
func (h *History) FirstSeen() Edition { return h.Versions[0].First }

// LastSeen is the newest edition that holds it.
func (h *History) LastSeen() Edition { return h.Newest().Last }

// Newest is the listing's last version.
func (h *History) Newest() *Version { return &h.Versions[len(h.Versions)-1] }

// Current says whether the edition in force holds the listing.
func (h *History) Current() bool { return h.Newest().Current }

// At returns the version that the edition holds, nil if none.
func (h *History) At(e Edition) *Version {
	for i := range h.Versions {
		if v := &h.Versions[i]; v.First.rank <= e.rank && e.rank <= v.Last.rank {
			return v
		}
	}
	return nil
}

// Find returns the histories of all listings, current and past, that bear an
// id, in whatever letter case, by list. It returns none, and no error, where
// there is none.
func (r *Register) Find(ctx context.Context, id string) (out []History, err error) {
	return r.FindKnown(ctx, id, AsOf{})
}

// FindKnown is Find among the editions that had been loaded by the moment.
func (r *Register) FindKnown(ctx context.Context, id string, at AsOf) (out []History, err error) {
	err = r.read(ctx, "looking for "+id, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT DISTINCT l.name, h.listing FROM held h JOIN list l ON l.id = h.list
			WHERE h.listing = ? COLLATE NOCASE ORDER BY 1, 2`, id)
		if err != nil {
			return err
		}
		defer rows.Close()
		var refs []interdict.Ref
		for rows.Next() {
			var ref interdict.Ref
			if err := rows.Scan(&ref.List, &ref.ID); err != nil {
				return err
			}
			refs = append(refs, ref)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, ref := range refs {
			h, err := r.history(ctx, tx, ref, at)
			if IsKind(err, UnknownListing) || IsKind(err, UnknownList) {
				continue // not known yet
			}
			if err != nil {
				return err
			}
			out = append(out, h)
		}
		return nil
	})
	return out, err
}

// History returns what the register knows of a listing, by its exact id. The
// error is of kind UnknownList where the list is not here, UnknownListing where
// no edition has ever held the listing.
func (r *Register) History(ctx context.Context, ref interdict.Ref) (History, error) {
	return r.HistoryKnown(ctx, ref, AsOf{})
}

// Held is the listing as an edition holds it, nil where it does not.
func (r *Register) Held(ctx context.Context, e Edition, ref interdict.Ref) (l *interdict.Listing, err error) {
	err = r.readBy(ctx, "reading "+ref.ID, `SELECT r.hash, r.body
		FROM list l JOIN held h ON h.list = l.id AND h.listing = ?2 JOIN record r ON r.id = h.record
		WHERE l.name = ?1 AND h.since <= ?3 AND coalesce(h.until, ?3 + 1) > ?3`, func(_ *sql.Tx, s *sql.Stmt) error {
		var hash, body []byte
		switch err := s.QueryRowContext(ctx, ref.List, ref.ID, e.rank).Scan(&hash, &body); {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		}
		l, err = r.decode(hash, body)
		return err
	})
	return l, err
}

// HistoryKnown is History of the editions that had been loaded by the moment.
func (r *Register) HistoryKnown(ctx context.Context, ref interdict.Ref, at AsOf) (h History, err error) {
	err = r.read(ctx, "reading the history of "+ref.ID, func(tx *sql.Tx) error {
		h, err = r.history(ctx, tx, ref, at)
		return err
	})
	return h, err
}

func (r *Register) history(ctx context.Context, tx *sql.Tx, ref interdict.Ref, at AsOf) (History, error) {
	h := History{Ref: ref}
	editions, err := editionsOf(ctx, tx, ref.List)
	if err != nil {
		return h, err
	}
	place := make(map[int64]int, len(editions)) // rank to index
	for i := range editions {
		place[editions[i].rank] = i
	}
	at.Day = interdict.Date{}
	now := inForce(editions, at)
	rows, err := tx.QueryContext(ctx, `SELECT h.since, coalesce(h.until, 0), r.hash, r.facts, r.body
		FROM list l JOIN held h ON h.list = l.id AND h.listing = ?2 JOIN record r ON r.id = h.record
		WHERE l.name = ?1 ORDER BY h.since`, ref.List, ref.ID)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	var said []byte // in the version before, whose last edition is editions[end]
	var end int
	for rows.Next() {
		var since, until int64
		var hash, facts, body sql.RawBytes
		if err := rows.Scan(&since, &until, &hash, &facts, &body); err != nil {
			return h, err
		}
		l, err := r.decode(hash, body)
		if err != nil {
			return h, err
		}
		last := len(editions) - 1
		if until != 0 {
			last = place[until] - 1
		}
		first, ok := place[since]
		if !ok || last < first {
			return h, r.contradiction(ref)
		}
		current := first <= now && now <= last
		if first, last = at.within(editions, first, last); first > last {
			continue
		}
		v := Version{Listing: l, First: editions[first], Last: editions[last], Current: current}
		if n := len(h.Versions) - 1; n >= 0 && bytes.Equal(said, facts) && at.adjoin(editions, end, first) {
			v.First, v.Current = h.Versions[n].First, v.Current || h.Versions[n].Current
			h.Versions = h.Versions[:n]
		}
		h.Versions = append(h.Versions, v)
		said, end = append(said[:0], facts...), last
	}
	if err := rows.Err(); err != nil || len(h.Versions) > 0 {
		return h, err
	}
	return h, &Error{Kind: UnknownListing, What: fmt.Sprintf("no edition of %s here holds a listing %q", ref.List, ref.ID),
		Remedy: "write the id as the publisher does"}
}

// contradiction is the error of an interval that begins or ends at no edition.
func (r *Register) contradiction(ref interdict.Ref) error {
	return &Error{Kind: Damaged, What: fmt.Sprintf("%s: the history of %s %s contradicts the editions", r.path, ref.List, ref.ID),
		Remedy: restore}
}
