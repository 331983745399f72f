package register

import (
	"context"
	"database/sql"
)

// Which edition holds which record stands in the table held as intervals: a
// listing's record is held from the edition `since` up to, not including, the
// edition `until`; until NULL means that the newest edition still holds it.
// Both are ranks, so an edition of rank e holds the rows with
//
//	since <= e AND (until IS NULL OR until > e)
//
// An edition E that joins its list stands between two neighbours: P before it
// and N after it, either of which may be lacking. Only four things can happen
// to the intervals, and nothing that another edition holds changes:
//
//	               P    E    N
//	held by P, N   |---------|--   and by E: nothing to do; else cut: [.., E) and [N, ..)
//	held by P      |---------|     and by E: nothing to do; else it ends at E
//	held by N                |--   and by E: it begins at E
//	by neither                     and by E: a new interval [E, N)
//
// With E the newest edition (N lacking), which is the daily case, the second
// row ends what E lacks and the fourth begins what is new. What E holds is in
// the temporary table incoming (listing, record).

// position is an edition's place in its list.
type position struct {
	list int64
	rank int64
	next sql.NullInt64 // the rank of the edition after it
}

func (p position) args() []any {
	return []any{sql.Named("list", p.list), sql.Named("e", p.rank), sql.Named("n", p.next)}
}

const (
	// heldByPrevious: P holds it. Before E is in place, intervals that begin
	// before E and end after it are those that P holds.
	heldByPrevious = `held.list = :list AND held.since < :e AND (held.until IS NULL OR held.until > :e)`
	inIncoming     = `EXISTS (SELECT 1 FROM incoming i WHERE i.listing = held.listing AND i.record = held.record)`
)

var joinStatements = []string{
	// What E and both neighbours lack in common begins here and ends at N.
	`INSERT INTO held (list, listing, since, until, record)
	 SELECT :list, i.listing, :e, :n, i.record FROM incoming i
	 WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.list = :list AND held.listing = i.listing AND held.record = i.record
	                   AND (held.since = :n OR held.since < :e AND (held.until IS NULL OR held.until > :e)))`,
	// What began at N and is held by E begins at E.
	`UPDATE held SET since = :e WHERE list = :list AND since = :n AND ` + inIncoming,
	// What P and N hold and E does not begins again at N ...
	`INSERT INTO held (list, listing, since, until, record)
	 SELECT list, listing, :n, until, record FROM held
	 WHERE :n IS NOT NULL AND (until IS NULL OR until > :n) AND ` + heldByPrevious + ` AND NOT ` + inIncoming,
	// ... and, like all that P holds and E does not, ends at E.
	`UPDATE held SET until = :e WHERE ` + heldByPrevious + ` AND NOT ` + inIncoming,
	`DELETE FROM incoming`,
}

// join gives the records in incoming to the edition at p, which no interval
// names yet, and empties incoming.
func join(ctx context.Context, tx *sql.Tx, p position) error {
	return runAll(ctx, tx, joinStatements, p)
}

var leaveStatements = []string{
	// What only E held goes.
	`DELETE FROM held WHERE list = :list AND since = :e AND until IS :n`,
	// What P and N hold, but not E, becomes one interval again.
	`UPDATE held SET until = (SELECT x.until FROM held x WHERE x.list = :list AND x.listing = held.listing AND x.since = :n)
	 WHERE list = :list AND until = :e AND EXISTS
	   (SELECT 1 FROM held x WHERE x.list = :list AND x.listing = held.listing AND x.since = :n AND x.record = held.record)`,
	`DELETE FROM held WHERE list = :list AND since = :n AND EXISTS
	   (SELECT 1 FROM held x WHERE x.list = :list AND x.listing = held.listing AND x.record = held.record
	    AND x.since < :n AND (x.until IS NULL OR x.until > :n))`,
	// What else ended at E ends at N, what began at E begins at N.
	`UPDATE held SET until = :n WHERE list = :list AND until = :e`,
	`UPDATE held SET since = :n WHERE list = :list AND since = :e`,
}

// leave takes the edition at p out of the intervals, as if it had never
// joined; its records are left in incoming, ready to join elsewhere.
func leave(ctx context.Context, tx *sql.Tx, p position) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO incoming (listing, record) SELECT listing, record FROM held
		WHERE list = :list AND since <= :e AND (until IS NULL OR until > :e)`, p.args()[:2]...)
	if err != nil {
		return err
	}
	return runAll(ctx, tx, leaveStatements, p)
}

func runAll(ctx context.Context, tx *sql.Tx, statements []string, p position) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s, p.args()...); err != nil {
			return err
		}
	}
	return nil
}

// change is one listing that two editions do not hold alike.
type change struct {
	listing   string
	old, new  sql.NullInt64 // its records; NULL where the edition lacks it
	sameFacts bool          // both say the same, only the published bytes differ
}

// changes calls f, in the order of the listings' ids, for each listing that
// the editions of ranks a and b do not hold alike. Rank 0 holds nothing.
func changes(ctx context.Context, tx *sql.Tx, list, a, b int64, f func(change) error) error {
	rows, err := tx.QueryContext(ctx, `
		SELECT id, old, new, coalesce((SELECT facts FROM record WHERE id = old) = (SELECT facts FROM record WHERE id = new), 0)
		FROM (SELECT o.listing AS id, o.record AS old, n.record AS new
		      FROM held o LEFT JOIN held n ON n.list = :list AND n.listing = o.listing
		                                  AND n.since <= :b AND (n.until IS NULL OR n.until > :b)
		      WHERE o.list = :list AND o.since <= :a AND (o.until IS NULL OR o.until > :a) AND o.record IS NOT n.record
		      UNION ALL
		      SELECT n.listing, NULL, n.record FROM held n
		      WHERE n.list = :list AND n.since <= :b AND (n.until IS NULL OR n.until > :b)
		        AND NOT EXISTS (SELECT 1 FROM held o WHERE o.list = :list AND o.listing = n.listing
		                        AND o.since <= :a AND (o.until IS NULL OR o.until > :a)))
		ORDER BY id`,
		sql.Named("list", list), sql.Named("a", a), sql.Named("b", b))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c change
		if err := rows.Scan(&c.listing, &c.old, &c.new, &c.sameFacts); err != nil {
			return err
		}
		if err := f(c); err != nil {
			return err
		}
	}
	return rows.Err()
}
