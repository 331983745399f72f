package all

import (
	_ "embed"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:generate go run ../../internal/listsdoc -o ../../docs/lists.md

// List is what the catalogue says of a list.
type List struct {
	ID           string
	Title        string
	Publisher    string
	Jurisdiction string // ISO 3166-1 alpha-2, "un" or "eu"
	Country      string // the publisher's, empty for an international body
	Page         string // where people read about it
	File         string // where its file is, empty where there is none
	Terms        string // of use
	Cadence      string // how often it is published, in words
	// MaxAgeDays is the age in days above which an edition is stale, 0 where
	// none is: an own list, or one that is no longer published.
	MaxAgeDays int
	// Closed is the day since which the list is no longer published, or zero.
	Closed interdict.Date
	// Successor is the list that is published in its place, empty where there is none.
	Successor string
	// Default says that a screening uses the list unless told otherwise.
	Default bool
	// Kind is what the list's entries are, where they do not say it themselves;
	// Kinds is all that they may be, Kind first.
	Kind  interdict.Kind
	Kinds []interdict.Kind
	// Readers are the names of the formats that read it, the one that tells most
	// first.
	Readers []string
	// LeftOut is what the list, or its reader, does not hold, in words.
	LeftOut string
}

//go:embed lists.tsv
var catalogue string

// Catalogue is every list that has an id of its own, in the order of the
// catalogue.
func Catalogue() []List { return append([]List(nil), entries()...) }

// Entry is the catalogue's entry of a list; for a list that it does not have,
// such as an own list, one with the id, its kind and Default alone.
func Entry(id string) List {
	for _, l := range entries() {
		if l.ID == id {
			return l
		}
	}
	return List{ID: id, Kind: interdict.Watch, Kinds: []interdict.Kind{interdict.Watch}, Default: true}
}

var entries = sync.OnceValue(func() []List {
	var all []List
	for _, cells := range tsv.Records(catalogue) {
		l, err := entry(cells)
		if err != nil {
			panic("lists.tsv: " + err.Error()) // a fault of the build, found by its test
		}
		all = append(all, l)
	}
	return all
})

// columns of lists.tsv.
const columns = 16

func entry(c []string) (List, error) {
	if len(c) != columns {
		return List{}, fmt.Errorf("%d cells in the line of %s, not %d", len(c), c[0], columns)
	}
	days, err := strconv.Atoi(c[9])
	if err != nil {
		return List{}, fmt.Errorf("%s: %w", c[0], err)
	}
	l := List{ID: c[0], Title: c[1], Publisher: c[2], Jurisdiction: c[3], Country: c[4], Page: c[5], File: c[6], Terms: c[7], Cadence: c[8],
		MaxAgeDays: days, Successor: c[11], Default: c[12] == "yes", Readers: strings.Split(c[14], "; "), LeftOut: c[15]}
	for k := range strings.SplitSeq(c[13], "; ") {
		l.Kinds = append(l.Kinds, interdict.Kind(k))
	}
	l.Kind = l.Kinds[0]
	return l, l.Closed.UnmarshalText([]byte(c[10]))
}

// Unread is a list that no format reads.
type Unread struct {
	Title     string
	Publisher string
	Country   string // empty for an international body
	Page      string
	// Dataset is OpenSanctions' name of the list, by which it can be loaded as
	// FollowTheMoney.
	Dataset string
	Why     string
}

//go:embed unread.tsv
var unread string

// fileName is a name that tells what it is of.
var fileName = regexp.MustCompile(`(?i)^[\w.-]+\.(xml|csv|json|txt|xlsx)$`)

//go:embed beside.tsv
var beside string

// Beside are the addresses of files that are fetched beside the list's own.
func (l *List) Beside() []string {
	var all []string
	for _, c := range tsv.Records(beside) {
		if c[0] == l.ID {
			all = append(all, c[1])
		}
	}
	return all
}

// PublishedName is what the publisher calls the list's file, or FileName where
// that tells nothing.
func (l *List) PublishedName() string {
	if u, err := url.Parse(l.File); err == nil && fileName.MatchString(path.Base(u.Path)) {
		return path.Base(u.Path)
	}
	return l.FileName()
}

// FileName is what the list's file is called where files of several lists lie
// together, as on a mirror: as its publisher calls it, unless that tells it from
// no other. It is empty where there is no file to fetch.
func (l *List) FileName() string {
	u, err := url.Parse(l.File)
	if err != nil || l.File == "" {
		return ""
	}
	name := path.Base(u.Path)
	shared := 0
	for _, o := range entries() {
		if strings.HasSuffix(o.File, "/"+name) {
			shared++
		}
	}
	if shared == 1 && fileName.MatchString(name) {
		return name
	}
	for _, ext := range []string{"xml", "json", "csv"} {
		if strings.Contains(strings.ToLower(l.Readers[0]), ext) {
			return l.ID + "." + ext
		}
	}
	return l.ID + ".dat"
}

// NotRead are lists that are known and that no format reads.
func NotRead() []Unread {
	var all []Unread
	for _, c := range tsv.Records(unread) {
		all = append(all, Unread{Title: c[0], Publisher: c[1], Country: c[2], Page: c[3], Dataset: c[4], Why: c[5]})
	}
	return all
}
