package register

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// Hash is a SHA-256, written in hexadecimal.
type Hash [sha256.Size]byte

// String is the hash in 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Short is the hash's first 12 digits, for people.
func (h Hash) Short() string { return h.String()[:12] }

// MarshalText writes the hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(b []byte) error {
	if hex.DecodedLen(len(b)) != len(h) {
		return fmt.Errorf("%q is no SHA-256; write 64 hexadecimal digits", b)
	}
	_, err := hex.Decode(h[:], b)
	return err
}

// File is one published file of an edition.
type File struct {
	Part   string `json:"part"` // lists.Main or a companion's name
	Name   string `json:"name"` // as it was called when it was loaded
	Size   int64  `json:"size"` // bytes
	SHA256 Hash   `json:"sha256"`
}

// Base is the file's name without its folder, on whatever system it was loaded.
func (f *File) Base() string { return path.Base(strings.ReplaceAll(f.Name, `\`, "/")) }

// EditionSHA is the SHA-256 by which an edition of these files is known. For a
// single file it is the file's own. For several it is that of one line a file,
// "part sha256\n", in the order of the parts, so that anyone can repeat it with
// sha256sum. File names do not matter.
func EditionSHA(files []File) Hash {
	if len(files) == 1 {
		return files[0].SHA256
	}
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Part, b.Part) })
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %s\n", f.Part, f.SHA256)
	}
	return Hash(h.Sum(nil))
}

// Edition is one publication of a list, as the register holds it.
type Edition struct {
	List   string
	SHA256 Hash
	// Published is the edition's date, zero where none is known; Loaded is
	// when it entered the register. Dated is when a date was given to an
	// edition that had been loaded without one, else zero.
	Published interdict.Date
	Loaded    time.Time
	Dated     time.Time
	// Entries are its listings here, Names their names, Declared the number of
	// entries that its file says it has (0: it does not say), Refused how many
	// records were not taken; Refusals lists them.
	Entries, Names, Declared, Refused int
	// Content is the hash of what its listings say. Editions of equal content
	// say the same, byte for byte of their listings' JSON.
	Content Hash
	Files   []File
	// Missing are companion files that it lacks, Unknown elements or columns
	// that the reader had never seen, Notes what the loader wished to say.
	Missing []string
	Unknown []lists.Unknown
	Notes   []string

	id   int64 // load order
	rank int64 // place among the editions of all lists; see rankOf
}

// editionRemarks is what edition.remarks holds as JSON.
type editionRemarks struct {
	Missing []string        `json:"missing,omitempty"`
	Unknown []lists.Unknown `json:"unknown,omitempty"`
	Notes   []string        `json:"notes,omitempty"`
}

// Day is the day at which the edition stands among its list's editions: its
// published date, else the day (UTC) on which it was loaded.
func (e *Edition) Day() interdict.Date {
	if !e.Published.IsZero() {
		return e.Published
	}
	return interdict.DateOf(e.Loaded)
}

// String is the edition's name for people: "edition of 22 March 2024".
func (e *Edition) String() string {
	if e.Published.IsZero() {
		return "undated edition loaded on " + e.Day().Words()
	}
	return "edition of " + e.Published.Words()
}

// Note says in words what is worth knowing of the edition; empty if nothing.
func (e *Edition) Note() string {
	var says []string
	if e.Published.IsZero() {
		says = append(says, "no published date is known; it stands at the day of loading")
	}
	if e.Refused > 0 {
		says = append(says, plural(e.Refused, "record was", "records were")+" refused")
	}
	says = append(says, e.Lacks()...)
	if n := len(e.Unknown); n > 0 {
		says = append(says, plural(n, "unknown field", "unknown fields")+", the first "+e.Unknown[0].Name)
	}
	return strings.Join(append(says, e.Notes...), "; ")
}

// Lacks says in words what the edition lacks of what its publisher has.
func (e *Edition) Lacks() (says []string) {
	for _, m := range e.Missing {
		says = append(says, "missing: "+m)
	}
	return says
}

// plural writes a count before the word that fits it.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// rankOf is an edition's place in the row: by day, of one day by load order.
// Read as decimal digits it is the day, then the edition's number.
func rankOf(day interdict.Date, id int64) int64 { return int64(day.First())*1e9 + id }

// neighbours returns the editions before and after a rank, nil where there is
// none.
func neighbours(have []Edition, rank int64) (before, after *Edition) {
	for i := range have {
		switch cmp.Compare(have[i].rank, rank) {
		case -1:
			before = &have[i]
		case 1:
			return before, &have[i]
		}
	}
	return before, nil
}

// Editions returns a list's editions, the oldest first; the last is in force.
// The error is of kind UnknownList where the register holds none.
func (r *Register) Editions(ctx context.Context, list string) (out []Edition, err error) {
	err = r.read(ctx, "reading the editions of "+list, func(tx *sql.Tx) error {
		out, err = editionsOf(ctx, tx, list)
		return err
	})
	return out, err
}

const selectEdition = `SELECT l.name, e.id, e.rank, e.sha256, coalesce(e.published, ''), e.loaded,
	coalesce(e.dated, ''), e.declared, e.entries, e.names, e.refused, e.content, e.files, e.remarks
	FROM edition e JOIN list l ON l.id = e.list `

// editionsOf returns a list's editions in their order. There is at least one,
// or an UnknownList error.
func editionsOf(ctx context.Context, tx *sql.Tx, list string) ([]Edition, error) {
	return queryEditions(ctx, tx, list, "ORDER BY e.rank")
}

// newestOf returns the edition of a list that is in force.
func newestOf(ctx context.Context, tx *sql.Tx, list string) (Edition, error) {
	one, err := queryEditions(ctx, tx, list, "ORDER BY e.rank DESC LIMIT 1")
	if err != nil {
		return Edition{}, err
	}
	return one[0], nil
}

func queryEditions(ctx context.Context, tx *sql.Tx, list, order string) ([]Edition, error) {
	rows, err := tx.QueryContext(ctx, selectEdition+"WHERE l.name = ? "+order, list)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Edition
	for rows.Next() {
		e, err := scanEdition(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, unknownList(list)
	}
	return out, nil
}

func unknownList(list string) error {
	return &Error{Kind: UnknownList, What: fmt.Sprintf("list %q is not in the register", list),
		Remedy: "see the lists that are with \"lists status\", or load it with \"lists load\""}
}

func scanEdition(rows *sql.Rows) (e Edition, err error) {
	var sha, content []byte
	var published, loaded, dated, files, remarks string
	err = rows.Scan(&e.List, &e.id, &e.rank, &sha, &published, &loaded, &dated,
		&e.Declared, &e.Entries, &e.Names, &e.Refused, &content, &files, &remarks)
	if err != nil {
		return e, err
	}
	copy(e.SHA256[:], sha)
	copy(e.Content[:], content)
	var rem editionRemarks
	err = errors.Join(
		json.Unmarshal([]byte(files), &e.Files),
		json.Unmarshal([]byte(remarks), &rem),
		e.Published.UnmarshalText([]byte(published)),
		parseTime(loaded, &e.Loaded), parseTime(dated, &e.Dated))
	e.Missing, e.Unknown, e.Notes = rem.Missing, rem.Unknown, rem.Notes
	if err != nil {
		err = &Error{Kind: Damaged, What: fmt.Sprintf("edition %d of %s cannot be read", e.id, e.List), Err: err,
			Remedy: restore}
	}
	return e, err
}

// Refusals returns the records of an edition that were not taken, in the order
// in which they came.
func (r *Register) Refusals(ctx context.Context, e Edition) (out []lists.Refusal, err error) {
	err = r.read(ctx, "reading the refusals of "+e.List, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT at, code, reason FROM refusal WHERE edition = ? ORDER BY n", e.id)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var f lists.Refusal
			if err := rows.Scan(&f.At, &f.Code, &f.Reason); err != nil {
				return err
			}
			out = append(out, f)
		}
		return rows.Err()
	})
	return out, err
}

// Times are kept in UTC with a fixed number of digits, so that they sort as text.
const timeFormat = "2006-01-02T15:04:05.000Z"

func formatTime(t time.Time) string { return t.UTC().Format(timeFormat) }

// parseTime reads what formatTime wrote; empty text is the zero time.
func parseTime(s string, t *time.Time) (err error) {
	if s != "" {
		*t, err = time.Parse(timeFormat, s)
	}
	return err
}

// Before says that the edition was loaded before another.
func (e *Edition) Before(other *Edition) bool { return e.id < other.id }
