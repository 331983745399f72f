package register

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// Meta is what the loader knows of an edition before it is read.
type Meta struct {
	List  string // the list's id, such as "us_ofac_sdn"
	Title string // the list's name for people; empty leaves the one that is known
	// Published is the edition's date where the content does not state one: an
	// exact day, or zero. A date in lists.Report goes before it.
	Published interdict.Date
	Files     []File // at least one
	Notes     []string
	// Open opens one of the files, so that it is kept as published beside the
	// register; nil keeps none.
	Open func(File) (io.ReadCloser, error)
}

// ReadFunc reads an edition: it calls yield for each listing, stops at the
// first error that yield returns, and reports. A lists.Format's Read with its
// arguments filled in is one.
type ReadFunc func(yield func(*interdict.Listing) error) (lists.Report, error)

// LoadOptions of Load.
type LoadOptions struct {
	// AcceptShrink takes an edition that has under half the entries of its
	// neighbour. An edition without entries is never taken.
	AcceptShrink bool
	// KeepParts refuses an edition that lacks a whole part of the one before it,
	// unless AcceptShrink is set: for what is loaded while nobody looks.
	KeepParts bool
	// Now is the time of loading; zero asks the clock.
	Now time.Time
}

// Result says what Load did.
type Result string

const (
	Loaded  Result = "loaded"
	Already Result = "already loaded" // these bytes are here, perhaps under another date; nothing changed
	Dated   Result = "dated"          // they were here without a date, and have the given one now
)

// Outcome is what a load came to.
type Outcome struct {
	Result  Result
	Edition Edition
	// InForce says that the edition is the one in force; else it joined the
	// history.
	InForce bool
	// Previous is the edition before it, which the counts compare it with; nil
	// where it is the first. Republished counts listings that say the same in
	// other bytes; with Added, Changed and Unchanged they make up the entries.
	Previous                                        *Edition
	Added, Removed, Changed, Republished, Unchanged int
	// Lost says which part of Previous it has nothing of, empty where of none.
	Lost string
	// Refused are the records that were not taken.
	Refused []lists.Refusal
}

// Load takes one edition into the register, whole or not at all. Whatever goes
// wrong, the edition that was in force stays so, and the error says why, with
// a remedy; its Kind is Unreadable, Empty, Incomplete, Shrunk, Undated,
// Future, BadEdition, Busy or Storage. The refusal of an edition is noted, so that
// Lists can tell of it.
//
// Single records that cannot be taken (a second listing of one id, a date that
// no calendar has) are refused, counted and kept with the edition.
func (r *Register) Load(ctx context.Context, m Meta, read ReadFunc, o LoadOptions) (Outcome, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if err := m.check(); err != nil {
		return Outcome{}, err
	}
	l := loading{Meta: m, LoadOptions: o, r: r, sha: EditionSHA(m.Files), parts: map[string]bool{}}
	err := r.write(ctx, "loading "+m.List, func(tx *sql.Tx) error { return l.run(ctx, tx, read) })
	if err != nil {
		return Outcome{}, r.noteRefusal(ctx, &l, err)
	}
	return l.out, nil
}

func (m *Meta) check() error {
	bad := func(what, remedy string) error { return &Error{Kind: BadEdition, What: what, Remedy: remedy} }
	switch {
	case m.List == "":
		return bad("the edition has no list id", "say which list it is of with --list")
	case len(m.Files) == 0:
		return bad("the edition of "+m.List+" has no files", "name at least its main file")
	case !m.Published.IsZero() && !exactDay(m.Published):
		return bad(fmt.Sprintf("the date %s of the edition of %s is no exact day", m.Published, m.List),
			"give it as YYYY-MM-DD")
	}
	parts := map[string]bool{}
	for _, f := range m.Files {
		if parts[f.Part] {
			return bad(fmt.Sprintf("two files are the part %q of one edition of %s", f.Part, m.List),
				"load the files of each edition by themselves")
		}
		parts[f.Part] = true
	}
	return nil
}

// loading is one Load under way.
type loading struct {
	Meta
	LoadOptions
	r       *Register
	sha     Hash
	listID  int64
	entries int
	names   int
	parts   map[string]bool // that have an entry
	refused []lists.Refusal
	out     Outcome
}

func (l *loading) run(ctx context.Context, tx *sql.Tx, read ReadFunc) error {
	if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE IF NOT EXISTS incoming
		(listing TEXT NOT NULL PRIMARY KEY, record INTEGER NOT NULL) STRICT, WITHOUT ROWID`); err != nil {
		return err
	}
	have, err := editionsOf(ctx, tx, l.List)
	if err != nil && !IsKind(err, UnknownList) {
		return err
	}
	if len(have) > 0 {
		if err := tx.QueryRowContext(ctx, "SELECT id FROM list WHERE name = ?", l.List).Scan(&l.listID); err != nil {
			return err
		}
	}
	if e := l.known(have); e != nil {
		return l.again(ctx, tx, have, *e)
	}
	if _, err := tx.ExecContext(ctx, "SAVEPOINT unread"); err != nil {
		return err
	}
	rep, err := l.stream(ctx, tx, read)
	if err != nil {
		return err
	}
	if !rep.Published.IsZero() {
		l.Published = rep.Published
		if e := l.known(have); e != nil {
			if _, err := tx.ExecContext(ctx, "ROLLBACK TO unread"); err != nil {
				return err
			}
			return l.again(ctx, tx, have, *e)
		}
	}
	if err := l.admit(have, rep); err != nil {
		return err
	}
	return l.keep(ctx, tx, have, rep)
}

// keep writes the edition and gives it its records, which are in incoming.
func (l *loading) keep(ctx context.Context, tx *sql.Tx, have []Edition, rep lists.Report) error {
	l.Notes = append(l.Notes[:len(l.Notes):len(l.Notes)], rep.Notes...)
	if rep.NoDate != "" {
		l.Notes = append(l.Notes, noDate(rep))
	}
	e := Edition{List: l.List, SHA256: l.sha, Published: l.Published, Loaded: l.Now.UTC().Truncate(time.Millisecond),
		Entries: l.entries, Names: l.names, Declared: rep.Declared, Refused: len(l.refused),
		Files: l.Files, Missing: rep.Missing, Unknown: rep.Unknown, Notes: l.Notes}
	err := l.nameList(ctx, tx)
	if err == nil {
		e.Content, err = contentOf(ctx, tx, `SELECT r.facts FROM incoming i JOIN record r ON r.id = i.record ORDER BY i.listing`)
	}
	if err == nil {
		err = insertEdition(ctx, tx, l.listID, &e)
	}
	if err == nil {
		err = insertRefusals(ctx, tx, &e, l.refused)
	}
	if err != nil {
		return err
	}
	p, err := positionOf(ctx, tx, l.listID, e.rank)
	if err == nil {
		err = join(ctx, tx, p)
	}
	if err != nil {
		return err
	}
	l.out = Outcome{Result: Loaded, Edition: e, InForce: !p.next.Valid, Refused: l.refused}
	if before, _ := neighbours(have, e.rank); before != nil {
		l.out.Previous = before
	}
	gone, err := l.count(ctx, tx)
	if err == nil {
		l.out.Lost, err = l.lost(ctx, tx, gone)
	}
	if err != nil {
		return err
	}
	if l.out.Lost != "" && l.KeepParts && !l.AcceptShrink {
		return l.refuse(Shrunk, "it has "+l.out.Lost, "check the file; if the list has really lost them, load it with --accept-shrink")
	}
	if err := note(ctx, tx, l, string(Loaded), ""); err != nil {
		return err
	}
	return l.keepFiles(l.r.published(), have, &e)
}

// count fills in what changed against the edition before. gone are the records
// of listings that were removed.
func (l *loading) count(ctx context.Context, tx *sql.Tx) (gone []int64, err error) {
	var before int64
	out := &l.out
	if out.Previous != nil {
		before = out.Previous.rank
	}
	err = changes(ctx, tx, l.listID, before, out.Edition.rank, func(c change) error {
		switch {
		case !c.old.Valid:
			out.Added++
		case !c.new.Valid:
			out.Removed++
			gone = append(gone, c.old.Int64)
		case c.sameFacts:
			out.Republished++
		default:
			out.Changed++
		}
		return nil
	})
	out.Unchanged = out.Edition.Entries - out.Added - out.Changed - out.Republished
	return gone, err
}

// nameList finds or makes the list's row.
func (l *loading) nameList(ctx context.Context, tx *sql.Tx) error {
	return tx.QueryRowContext(ctx, `INSERT INTO list (name, title) VALUES (?1, ?2)
		ON CONFLICT (name) DO UPDATE SET title = iif(?2 = '', title, ?2) RETURNING id`, l.List, l.Title).Scan(&l.listID)
}

// insertEdition writes the edition's row and sets its id and rank.
func insertEdition(ctx context.Context, tx *sql.Tx, list int64, e *Edition) error {
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM edition").Scan(&e.id); err != nil {
		return err
	}
	e.rank = rankOf(e.Day(), e.id)
	files, err := json.Marshal(e.Files)
	if err != nil {
		return err
	}
	remarks, err := json.Marshal(editionRemarks{e.Missing, e.Unknown, e.Notes})
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO edition
		(id, list, rank, sha256, published, loaded, declared, entries, names, refused, content, files, remarks)
		VALUES (?, ?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.id, list, e.rank, e.SHA256[:], e.Published.String(), formatTime(e.Loaded),
		e.Declared, e.Entries, e.Names, e.Refused, e.Content[:], string(files), string(remarks))
	return err
}

// insertRefusals writes the records that were not taken.
func insertRefusals(ctx context.Context, tx *sql.Tx, e *Edition, refused []lists.Refusal) error {
	insert, err := tx.PrepareContext(ctx, "INSERT INTO refusal (edition, n, at, code, reason) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for i, f := range refused {
		if _, err := insert.ExecContext(ctx, e.id, i+1, f.At, f.Code, f.Reason); err != nil {
			return err
		}
	}
	return nil
}

func positionOf(ctx context.Context, tx *sql.Tx, list, rank int64) (position, error) {
	p := position{list: list, rank: rank}
	return p, tx.QueryRowContext(ctx, "SELECT min(rank) FROM edition WHERE list = ? AND rank > ?", list, rank).Scan(&p.next)
}
