package register

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// stream reads the edition into the tables record and incoming. Two goroutines
// share the work: the reader's parses and makes records, the other compresses
// and writes them, so that both cores of a small machine are busy.
func (l *loading) stream(ctx context.Context, tx *sql.Tx, read ReadFunc) (lists.Report, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	made := make(chan *record, 64)
	written := make(chan error, 1)
	go func() {
		err := writeRecords(ctx, tx, made)
		stop(err)
		written <- err
	}()

	seen := map[string]bool{}
	var stopped error // what yield answered last; a reader may not pass it on
	rep, err := read(func(lst *interdict.Listing) error {
		var rec *record
		if rec, stopped = l.take(lst, seen); rec == nil || stopped != nil {
			return stopped
		}
		select {
		case made <- rec:
		case <-ctx.Done():
			stopped = context.Cause(ctx)
		}
		return stopped
	})
	close(made)
	if werr := <-written; werr != nil {
		return rep, werr
	}
	if stopped != nil {
		return rep, stopped
	}
	if err != nil {
		return rep, &Error{Kind: Unreadable, What: "the edition of " + l.List + " was not taken, since it cannot be read", Err: err}
	}
	// The reader's refusals come first, in the order of the file; ours follow.
	l.refused = append(rep.Refused[:len(rep.Refused):len(rep.Refused)], l.refused...)
	return rep, nil
}

// take makes a listing's record, or refuses it and returns none.
func (l *loading) take(lst *interdict.Listing, seen map[string]bool) (*record, error) {
	if lst.List != l.List {
		return nil, &Error{Kind: BadEdition, What: fmt.Sprintf("listing %s of %q came in an edition of %q", lst.ID, lst.List, l.List),
			Remedy: "say which list the file is of with --list"}
	}
	at := lst.At
	if at == "" {
		at = "listing " + lst.ID
	}
	refuse := func(code, reason string) (*record, error) {
		l.refused = append(l.refused, lists.Refusal{At: at, Code: code, Reason: reason})
		return nil, nil
	}
	switch {
	case lst.ID == "":
		return refuse(lists.CodeNoID, "the listing has no id; ask the publisher, or add one to your own list")
	case seen[lst.ID]:
		return refuse(lists.CodeDuplicate, fmt.Sprintf("a listing with the id %s has come before in this edition, and the first is kept; check the file", lst.ID))
	}
	rec, err := newRecord(lst)
	switch {
	case errors.Is(err, errTooLarge):
		return refuse(lists.CodeTooLarge, err.Error()+"; check the file")
	case err != nil:
		return refuse(lists.CodeBadRecord, "the listing cannot be kept: "+err.Error())
	}
	seen[lst.ID] = true
	l.entries++
	l.names += rec.names
	for _, p := range partsOf(lst) {
		l.parts[p] = true
	}
	return rec, nil
}

// writeRecords stores what comes and is not stored yet, and notes in incoming
// which records the edition holds. It ends when made is closed.
func writeRecords(ctx context.Context, tx *sql.Tx, made <-chan *record) error {
	zip, err := newEncoder()
	if err != nil {
		return err
	}
	defer zip.Close()
	var stmt [3]*sql.Stmt
	for i, s := range []string{
		"SELECT id FROM record WHERE hash = ?",
		"INSERT INTO record (hash, facts, listed, body) VALUES (?, ?, nullif(?, 0), ?)",
		"INSERT INTO incoming (listing, record) VALUES (?, ?)",
	} {
		if stmt[i], err = tx.PrepareContext(ctx, s); err != nil {
			return err
		}
		defer stmt[i].Close()
	}
	find, insert, hold := stmt[0], stmt[1], stmt[2]
	var packed []byte
	for rec := range made {
		var id int64
		err := find.QueryRowContext(ctx, rec.hash[:]).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			packed = zip.EncodeAll(rec.body, packed[:0])
			var done sql.Result
			if done, err = insert.ExecContext(ctx, rec.hash[:], rec.facts[:], rec.listed, packed); err == nil {
				id, err = done.LastInsertId()
			}
		}
		if err == nil {
			_, err = hold.ExecContext(ctx, rec.listing, id)
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// contentOf is the hash of the facts that a query returns, in its order.
func contentOf(ctx context.Context, tx *sql.Tx, query string, args ...any) (h Hash, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	sum := sha256.New()
	var facts sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&facts); err != nil {
			return h, err
		}
		sum.Write(facts)
	}
	return Hash(sum.Sum(nil)), rows.Err()
}
