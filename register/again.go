package register

import (
	"context"
	"database/sql"
	"time"
)

// What happens where the bytes of an edition are in the register already.

// known returns the edition that these bytes are already, nil where they are
// news. The same bytes can be news: a publisher that takes an edition back and
// puts the earlier one in its place publishes that one again. So bytes that are
// here under another date are known if no other edition stands between.
func (l *loading) known(have []Edition) *Edition {
	same := func(e *Edition) bool { return e != nil && e.SHA256 == l.sha }
	if l.Published.IsZero() {
		for i := len(have) - 1; i >= 0; i-- {
			if e := &have[i]; same(e) && (i == len(have)-1 || !e.Published.IsZero()) {
				return e
			}
		}
		return nil
	}
	for i := range have {
		if e := &have[i]; same(e) && (e.Published.IsZero() || e.Published == l.Published) {
			return e
		}
	}
	before, after := neighbours(have, rankOf(l.Published, 1e9-1)) // the last of its day
	for _, e := range []*Edition{before, after} {
		if same(e) {
			return e
		}
	}
	return nil
}

// again answers for bytes that are here already. An edition that was loaded
// without a date is given the one that is known now, and files that were not
// kept are kept.
func (l *loading) again(ctx context.Context, tx *sql.Tx, have []Edition, e Edition) error {
	l.out.Result = Already
	if e.Published.IsZero() && !l.Published.IsZero() {
		l.out.Result = Dated
		if err := l.checkFuture(); err != nil {
			return err
		}
		if err := l.date(ctx, tx, &e); err != nil {
			return err
		}
	}
	p, err := positionOf(ctx, tx, l.listID, e.rank)
	if err != nil {
		return err
	}
	l.out.Edition, l.out.InForce, l.out.Unchanged = e, !p.next.Valid, e.Entries
	failed, err := lastFailure(ctx, tx, l.List)
	if err == nil && (failed != nil || l.out.Result != Already) {
		err = note(ctx, tx, l, string(l.out.Result), "")
	}
	if err != nil {
		return err
	}
	return l.keepFiles(l.r.published(), have, &e)
}

// date moves an undated edition to the day that it was published.
func (l *loading) date(ctx context.Context, tx *sql.Tx, e *Edition) error {
	p, err := positionOf(ctx, tx, l.listID, e.rank)
	if err == nil {
		err = leave(ctx, tx, p)
	}
	if err != nil {
		return err
	}
	e.Published, e.Dated, e.rank = l.Published, l.Now.UTC().Truncate(time.Millisecond), rankOf(l.Published, e.id)
	_, err = tx.ExecContext(ctx, "UPDATE edition SET published = ?, dated = ?, rank = ? WHERE id = ?",
		e.Published.String(), formatTime(e.Dated), e.rank, e.id)
	if err == nil {
		p, err = positionOf(ctx, tx, l.listID, e.rank)
	}
	if err == nil {
		err = join(ctx, tx, p)
	}
	return err
}
