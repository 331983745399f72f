package eu

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// party is a listing in the making. Its methods take published values, whether
// from XML or from the rows of a CSV file, which repeat many.
type party struct {
	interdict.Listing
	tables   *tables
	report   *lists.Report
	logical  string // the logicalId
	listed   statedDay
	listings map[string]bool // ids already handed over
	yield    func(*interdict.Listing) error
}

// other keeps a published value that has no typed home.
func (p *party) other(name, value string) {
	f := interdict.Field{Name: name, Value: clean(value)}
	if f.Value != "" && !slices.Contains(p.Other, f) {
		p.Other = append(p.Other, f)
	}
}

// unknown keeps a value of an element or column never seen before, and reports
// it.
func (p *party) unknown(name, value string) {
	if name == "" { // text between the elements
		name = "sanctionEntity"
	}
	p.other(name, value)
	p.report.Meet(name, p.At)
}

// addText adds a text to one of a list of texts.
func addText(to *[]string, text string) {
	if text != "" && !slices.Contains(*to, text) {
		*to = append(*to, text)
	}
}

// setIDs takes the two numbers that the list has for an entity.
func (p *party) setIDs(reference, logical string) {
	if reference = clean(reference); reference != "" {
		p.ID = reference
	}
	if p.logical = clean(logical); p.ID == "" {
		p.ID = p.logical
	}
}

// setSchema reads the subject type: "person" or "enterprise", "P" or "E".
func (p *party) setSchema(code, class string) {
	for _, v := range []string{clean(code), clean(class)} {
		switch strings.ToLower(v) {
		case "person", "p":
			p.Schema = interdict.Person
		case "enterprise", "e":
			p.Schema = interdict.Organization
		case "":
		default:
			p.unknown("subjectType", v)
		}
	}
}

// hand hands the finished listing over, or refuses it.
func (p *party) hand() error {
	choosePrimary(p.Names)
	p.finishDesignation()
	p.shipByWords()
	if p.ID != p.logical {
		p.other("logicalId", p.logical)
	}
	refusal := lists.Refusal{At: p.At, Reason: "fetch the file again; if it stays so, the publisher must mend it"}
	switch {
	case p.ID == "":
		refusal.Code, refusal.Reason = lists.CodeNoID, "the entity has neither euReferenceNumber nor logicalId; "+refusal.Reason
		return p.report.Refuse(refusal)
	case p.listings[p.ID]:
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the entity "+p.ID+" stands twice in the file; "+refusal.Reason
	case len(p.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the entity "+p.ID+" has no name; "+refusal.Reason
	default:
		p.listings[p.ID] = true
		p.report.Entries++
		p.report.Names += len(p.Names)
		return p.yield(&p.Listing)
	}
	refusal.At += " (" + p.ID + ")"
	return p.report.Refuse(refusal)
}

// shipByWords makes a vessel of an enterprise of which a function or remark tells
// the type of ship: the list has no subject type of its own for one.
func (p *party) shipByWords() {
	if p.Schema != interdict.Organization {
		return
	}
	texts := append(slices.Clone(p.Positions), p.Remarks)
	for i := range p.Names {
		texts = append(texts, p.Names[i].Note)
	}
	for _, text := range texts {
		if said := words(text); strings.Contains(said, " type of ship ") || strings.Contains(said, " type of vessel ") {
			p.Schema = interdict.Vessel
		}
	}
}
