package stix

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/internal/tsv"
	"github.com/interdict/interdict/lists"
)

//go:embed data/fields.tsv
var fieldsTSV string

// fields say where a property goes: "stix description" to "remarks".
var fields = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for line, c := range tsv.Records(fieldsTSV) {
		if len(c) != 4 {
			panic(fmt.Sprintf("fields.tsv: line %d has %d cells", line, len(c))) // a fault of the build, found by its test
		}
		all[c[0]+" "+c[1]] = c[2]
	}
	return all
})

// book is what others say of an id: which listing it is, and its name.
type book struct {
	aside spool.Store
	byID  spool.Pairs
}

// put keeps an id's listing and name, for find.
func (b *book) put(id, listing, name string) error {
	off, err := b.aside.Add([]byte(id + "\x00" + listing + "\x00" + name))
	b.byID.Add(spool.Key(id), off)
	return err
}

// find is empty for an id that nobody put.
func (b *book) find(id string) (listing, name string, err error) {
	for _, p := range b.byID.Of(spool.Key(id)) {
		text, err := b.aside.At(p.Offset)
		if err != nil {
			return "", "", err
		}
		if c := strings.SplitN(string(text), "\x00", 3); c[0] == id {
			return c[1], c[2], nil
		}
	}
	return "", "", nil
}

// group is a listing in the making.
type group struct {
	interdict.Listing
	form   string
	report *lists.Report
}

func newGroup(form, list, id string, rec *jsonstream.Record, report *lists.Report) *group {
	g := &group{form: form, report: report}
	g.Listing = interdict.Listing{List: list, ID: id, Schema: interdict.Organization, Kind: interdict.ThreatGroup,
		Raw: bytes.Clone(rec.Raw), At: fmt.Sprintf("line %d", rec.Line)}
	return g
}

func (g *group) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		g.Other = append(g.Other, interdict.Field{Name: name, Value: value})
	}
}

// addNames adds the name and the others, each once.
func (g *group) addNames(name string, others []string) {
	seen := map[string]bool{"": true}
	for i, n := range append([]string{name}, others...) {
		if seen[n] {
			continue
		}
		seen[n] = true
		kind := interdict.AliasName
		if i == 0 || len(g.Names) == 0 {
			kind = interdict.PrimaryName
		}
		g.Names = append(g.Names, interdict.Name{Full: n, Kind: kind, Script: lists.Script(n)})
	}
}

// rest puts what is left of the record where the table says.
func (g *group) rest(n *jsonstream.Node) {
	n.Rest(func(path, value string) {
		to, known := fields()[g.form+" "+path]
		switch {
		case to == "-":
		case to == "remarks":
			g.Remarks = value
		default:
			if !known && !strings.HasPrefix(path, "meta/origin:") { // who gave which name
				g.report.Meet(path, g.At+" ("+g.ID+")")
			}
			g.other(strings.TrimPrefix(path, "meta/"), value)
		}
	})
}

// hand hands a finished listing over, or refuses it.
func (g *group) hand(seen *lists.Seen, yield func(*interdict.Listing) error) error {
	why := lists.Refusal{At: g.At + " (" + g.ID + ")", Reason: "; fetch the file again; if it stays so, its publisher must mend it"}
	switch {
	case g.ID == "":
		why.At, why.Code, why.Reason = g.At, lists.CodeNoID, "the entry has no id"+why.Reason
	case len(g.Names) == 0:
		why.Code, why.Reason = lists.CodeNoName, "the entry has no name"+why.Reason
	case !seen.Add(g.ID):
		why.Code, why.Reason = lists.CodeDuplicate, "the id stands twice in the file"+why.Reason
	default:
		g.report.Entries++
		g.report.Names += len(g.Names)
		return yield(&g.Listing)
	}
	return g.report.Refuse(why)
}

// asideError turns the error of what was set aside into one of lists.
func asideError(file *lists.File, err error) error {
	if err == nil {
		return nil
	}
	return &lists.Error{File: file.Path, Reason: err.Error(), Remedy: "make room on the disk of the temporary folder, or name another in TMPDIR"}
}

func nothing(file *lists.File, report *lists.Report, err error) error {
	if err == nil && report.Entries == 0 {
		return &lists.Error{File: file.Path, Reason: "there is no group in it that is still listed", Remedy: "check that it is the file with groups, and fetch it again"}
	}
	return err
}
