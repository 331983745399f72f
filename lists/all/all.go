// Package all is the registry: every format of list that can be read, and the
// catalogue of the lists themselves. Adding a list is a folder beside this one,
// a line in Formats and a line in lists.tsv.
package all

import (
	_ "embed"
	"fmt"
	"strconv"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/au"
	"github.com/interdict/interdict/lists/ca"
	"github.com/interdict/interdict/lists/ch"
	"github.com/interdict/interdict/lists/csl"
	"github.com/interdict/interdict/lists/eu"
	"github.com/interdict/interdict/lists/fr"
	"github.com/interdict/interdict/lists/ftm"
	"github.com/interdict/interdict/lists/jp"
	"github.com/interdict/interdict/lists/lv"
	"github.com/interdict/interdict/lists/mapped"
	"github.com/interdict/interdict/lists/nz"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/lists/senzing"
	"github.com/interdict/interdict/lists/stix"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
)

// Formats are all formats, in the order in which a file is shown to them: own
// lists last, since theirs is the least particular.
func Formats() []lists.Format {
	return []lists.Format{
		ofac.Advanced(), ofac.XML(), ofac.CSV(),
		uk.XML(), uk.CSV(), uk.ConList(),
		un.XML(),
		eu.XML(), eu.CSV(),
		ch.XML(),
		csl.CSV(), csl.JSON(),
		au.Workbook(),
		ca.XML(),
		nz.Workbook(),
		lv.XML(),
		jp.Text(),
		fr.JSON(),
		ftm.JSON(), ftm.Statements(), ftm.Simple(),
		senzing.JSON(),
		stix.Bundle(), stix.MISP(),
		mapped.Table(),
		own.CSV(nil), own.JSON(nil),
	}
}

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
	// MaxAgeDays is the age in days above which an edition is stale, 0 where
	// none is: an own list, or one that is no longer published.
	MaxAgeDays int
	// Closed is the day since which the list is no longer published, or zero.
	Closed interdict.Date
	// Kind is what the list's entries are, where they do not say it themselves.
	Kind interdict.Kind
	// Default says that a screening uses the list unless told otherwise.
	Default bool
}

//go:embed lists.tsv
var catalogue string

// Catalogue is every list that has an id of its own, in the order of the
// catalogue.
func Catalogue() []List { return append([]List(nil), entries()...) }

// Entry is the catalogue's entry of a list; for a list that it does not have,
// such as an own list, one with the id and Default alone.
func Entry(id string) List {
	for _, l := range entries() {
		if l.ID == id {
			return l
		}
	}
	return List{ID: id, Kind: interdict.Watch, Default: true}
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

func entry(c []string) (List, error) {
	if len(c) != 11 && len(c) != 12 {
		return List{}, fmt.Errorf("%d cells in the line of %s", len(c), c[0])
	}
	days, err := strconv.Atoi(c[8])
	if err != nil {
		return List{}, fmt.Errorf("%s: %w", c[0], err)
	}
	l := List{ID: c[0], Title: c[1], Publisher: c[2], Jurisdiction: c[3], Country: c[4], Page: c[5], File: c[6], Terms: c[7],
		MaxAgeDays: days, Default: c[10] == "yes", Kind: interdict.Sanction}
	if len(c) == 12 {
		l.Kind = interdict.Kind(c[11])
	}
	return l, l.Closed.UnmarshalText([]byte(c[9]))
}
