// Package lists turns published files into listings.
//
// A publisher's format is a folder below this one (ofac, uk, un, own) and one
// line in the registry lists/all. A format says of a file's first bytes
// whether they are its own, which list they are and which part of the edition
// (Recognise), and reads all files of one edition, record by record, without
// holding the whole in memory (Read).
//
// What a reader owes:
//   - every published value reaches the listing: a typed field, or Other under
//     the publisher's own name; the record's bytes are kept as Raw;
//   - an element or column that it has never seen is reported in
//     Report.Unknown, and its value still goes to Other;
//   - a record that cannot be read is refused: counted, named, with its place
//     and remedy; the others are read;
//   - a count that the publisher declares is passed on for checking;
//   - damaged, truncated, empty or foreign files give one error that says what,
//     where and what to do. It never panics and holds no more than one record,
//     of at most MaxRecord bytes.
package lists

import (
	"context"
	"fmt"
	"io"

	"github.com/interdict/interdict"
)

// MaxRecord is the most bytes that one record of a list may have. The longest
// real one (a UN statement, an OFAC party with 200 names) has under 300 kB.
const MaxRecord = 4 << 20

// HeadSize is how many of a file's first bytes Recognise is given.
const HeadSize = 64 << 10

// File is one published file.
type File struct {
	// Path is where it came from, for messages and for the date or part that
	// its name may state.
	Path string
	// Head is its first HeadSize bytes, fewer where it is shorter.
	Head []byte
	// Size in bytes, -1 unknown.
	Size int64
	Open func() (io.ReadCloser, error)
}

// Recognition is what a format says of a file that it knows.
type Recognition struct {
	// List is the list's id. It may be empty: an own list's table does not say.
	List string
	// Guessed says that List is taken from the file's name or folder, since the
	// content does not say: whoever knows better may say otherwise.
	Guessed bool
	// Part is which file of the edition this is: "main", or a companion such
	// as "alt" that is of no use alone.
	Part string
	// Piece tells main files apart that are one edition together, each of them
	// whole in itself: a regulation of several, a list in two volumes. Empty
	// where the edition has one main file.
	Piece string
}

// Main is the part that every edition must have.
const Main = "main"

// Format is one publisher's file format.
type Format interface {
	// Name is the format's name, such as "OFAC SDN CSV".
	Name() string
	// Recognise says whether the file is of this format, by its content alone;
	// the file's name may only tell apart what content cannot.
	Recognise(f *File) (Recognition, bool)
	// Read reads the files of one edition by their part and hands over each
	// listing. It stops at the first error that yield returns, and at ctx's end.
	Read(ctx context.Context, list string, files map[string]*File, yield func(*interdict.Listing) error) (Report, error)
}

// Report is what reading an edition came to.
type Report struct {
	// Published is the edition's date where the content states one for the
	// whole, else zero.
	Published interdict.Date
	// NoDate is what stands where that date should, if it is none.
	NoDate string `json:",omitempty"`
	// Declared is the number of entries that the file says it has, 0 if none.
	Declared int
	Entries  int
	Names    int
	// Removed are entries that the file still holds, marked as no longer
	// listed: they make no listings.
	Removed int `json:",omitempty"`
	Refused []Refusal
	// Unknown are elements or columns that this reader has never seen.
	Unknown []Unknown
	// Notes are what else is worth knowing of the edition, in words.
	Notes []string `json:",omitempty"`
	// Missing are companion files that the edition lacks, in words.
	Missing []string

	met map[string]int // where Unknown has each name
}

// Refusal is a record that was not taken.
type Refusal struct {
	At     string // "line 120", "record 7 (uid 26235)"
	Code   string // one of the Code constants
	Reason string // a sentence with the remedy
}

// Reason codes of refusals, in docs/errors.md.
const (
	CodeNoID      = "no_id"
	CodeNoName    = "no_name"
	CodeDuplicate = "duplicate_id"
	CodeOrphan    = "orphan" // a companion row whose party the edition lacks
	CodeRagged    = "ragged_row"
	CodeTooLarge  = "too_large"
	CodeEncoding  = "encoding"
	CodeBadRecord = "bad_record"
)

// Unknown is an element or column never seen before, with how often it came.
type Unknown struct {
	Name  string
	Count int
	First string // place of the first
}

// Error says what is wrong with a file, where, and what to do.
type Error struct {
	File   string
	At     string // "line 3", "byte 812"; may be empty
	Reason string // what is wrong
	Remedy string // what to do
	Err    error  // the cause, if any
}

func (e *Error) Error() string {
	s := e.File
	if e.At != "" {
		s += ", " + e.At
	}
	s += ": " + e.Reason
	if e.Err != nil {
		s += fmt.Sprintf(" (%v)", e.Err)
	}
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }
