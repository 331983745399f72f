package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/interdict/interdict"
)

// Catalogue is the answer of `lists catalogue`: every list that is known,
// loaded or not, and every loaded one that is not in the catalogue.
type Catalogue struct {
	Lists []CatalogueList `json:"lists"`
}

// CatalogueList is what is known of a list, whatever is loaded of it.
type CatalogueList struct {
	ID           string           `json:"id"`
	Title        string           `json:"title"`
	Publisher    string           `json:"publisher"`
	Jurisdiction string           `json:"jurisdiction"`
	Country      string           `json:"country"`
	Page         string           `json:"page"`
	File         string           `json:"file"`
	FileName     string           `json:"file_name"` // on a mirror, empty where there is none
	Terms        string           `json:"terms"`
	Cadence      string           `json:"cadence"`
	MaxAgeDays   int              `json:"max_age_days"` // 0: no limit
	Closed       string           `json:"closed"`       // the day since which it is no longer published, or empty
	Successor    string           `json:"successor"`    // the id of what is published in its place, or empty
	Kinds        []interdict.Kind `json:"kinds"`
	Default      bool             `json:"default"`
	Readers      []string         `json:"readers"`
	LeftOut      string           `json:"left_out"`
	Loaded       bool             `json:"loaded"`
}

// WriteCatalogue writes the lists as a table, by kind.
func WriteCatalogue(w io.Writer, style Style, c *Catalogue) error {
	p := newPage(w, style)
	rows := make([][]string, len(c.Lists))
	on, loaded := 0, 0
	for i := range c.Lists {
		l := &c.Lists[i]
		limit := strconv.Itoa(l.MaxAgeDays) + " days"
		switch {
		case l.Closed != "":
			limit = "closed"
		case l.MaxAgeDays == 0:
			limit = "none"
		}
		rows[i] = []string{l.Title, l.ID, string(l.Kinds[0]), choose(l.Default, "on", "off"), choose(l.Loaded, "yes", "no"), limit}
		on += choose(l.Default, 1, 0)
		loaded += choose(l.Loaded, 1, 0)
	}
	p.columns(0, []string{"List", "Id", "Kind", "Default", "Loaded", "Stale after"}, rows)
	p.text(0, fmt.Sprintf("%s, %d of them on by default, %d loaded. With --json: publishers, addresses, terms, readers, how often each is published, what it leaves out.",
		plural(len(c.Lists), "list", "lists"), on, loaded), dim)
	return p.flush()
}

// Sort puts lists of one kind together, in the order in which kinds are met.
func (c *Catalogue) Sort() {
	var kinds []interdict.Kind
	for _, l := range c.Lists {
		if !slices.Contains(kinds, l.Kinds[0]) {
			kinds = append(kinds, l.Kinds[0])
		}
	}
	slices.SortStableFunc(c.Lists, func(a, b CatalogueList) int {
		return slices.Index(kinds, a.Kinds[0]) - slices.Index(kinds, b.Kinds[0])
	})
}

func choose[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
