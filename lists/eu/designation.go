package eu

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// regulation is a legal act: the one that an entity stands under, or the one
// by which a value of it came to the list.
type regulation struct {
	kind, organisation, published, inForce, number, programme, url string
}

// statedDay is the earliest day that an entry states, and whether it is but
// that of an amendment.
type statedDay struct {
	interdict.Date
	amendment bool
}

// state takes a day on which the entry stood on the list.
func (p *party) state(d interdict.Date, amendment bool) {
	if d.IsZero() {
		return
	}
	if p.listed.IsZero() || d.Before(p.listed.Date) || d == p.listed.Date && !amendment {
		p.listed = statedDay{d, amendment}
	}
}

// addRegulation takes the act behind one value. It is kept once, however many
// values came by it.
func (p *party) addRegulation(of string, r regulation) {
	p.takeRegulation(of+"/regulation", r)
}

// addAct takes the act that the entity stands under.
func (p *party) addAct(r regulation) {
	d := &p.Designation
	number := oneLine(clean(r.number))
	if number != "" && !slices.Contains(strings.Split(d.Instrument, "; "), number) {
		d.Instrument = join("; ", d.Instrument, number)
	}
	addText(&d.Programs, clean(r.programme))
	p.takeRegulation("regulation", r)
}

func (p *party) takeRegulation(name string, r regulation) {
	published, _ := parseDay(clean(r.published))
	p.state(published, !strings.EqualFold(clean(r.kind), "regulation"))
	if p.Designation.Updated.Before(published) {
		p.Designation.Updated = published
	}
	text := join(", ", oneLine(clean(r.number)), clean(r.published))
	if text == "" {
		return
	}
	text = join(", ", text, clean(r.kind), clean(r.organisation), clean(r.programme), clean(r.url))
	if day := clean(r.inForce); day != "" {
		text += ", in force " + day
	}
	p.other(name, text)
}

// addDesignation takes what the entity's own attributes say.
func (p *party) addDesignation(date, details, unID string) {
	d, _ := parseDay(clean(date))
	p.state(d, false)
	p.other("designationDate", date)
	p.other("designationDetails", details)
	p.readRemark(clean(details))
	p.addUN(unID)
}

// addRemark takes a remark on the entity.
func (p *party) addRemark(text string) {
	if text = clean(text); text == "" || slices.Contains(strings.Split(p.Remarks, "\n\n"), text) {
		return
	}
	p.Remarks = join("\n\n", p.Remarks, text)
	p.readRemark(text)
}

var (
	// statedOn is a day that a remark gives as that of designation: "(Date of
	// UN designation: 2023-12-18)", "Date of listing: 29.11.2014", "Designation
	// details: 29.4.2014". The list writes "UN" whoever designated.
	statedOn = regexp.MustCompile(`(?i)(?:\bdate of (?:un )?(?:designation|listing)(?: referred to in article [^:\n]{1,40})?|\bun designation|\bdesignation details)[:\s]*(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)`)
	unNumber = regexp.MustCompile(`\bUN (?:ID|Ref(?:\.|erence)?)(?: [Nn]umber)?[.:\s]*([A-Z]{2,3}[ie]\.\d{1,4})\b`)
	// travelBan is said in brackets behind the paragraphs of a resolution.
	travelBan = regexp.MustCompile(`(?i)\(travel ban\b`)
)

// readRemark finds what only a text says.
func (p *party) readRemark(text string) {
	for _, m := range statedOn.FindAllStringSubmatch(text, -1) {
		if d, ok := parseDay(m[1]); ok {
			p.state(d, false)
		}
	}
	for _, m := range unNumber.FindAllStringSubmatch(text, -1) {
		p.addUN(m[1])
	}
	if travelBan.MatchString(text) && !slices.Contains(p.Designation.Measures, interdict.TravelBan) {
		p.Designation.Measures = append(p.Designation.Measures, interdict.TravelBan)
	}
}

// addUN takes the United Nations' number for the party.
func (p *party) addUN(number string) {
	if number = oneLine(clean(number)); number == "" {
		return
	}
	p.Designation.Source = "UN"
	id := interdict.Identifier{Type: interdict.CrossRef, Value: number, Label: "United Nations id"}
	if !slices.Contains(p.Identifiers, id) {
		p.Identifiers = append(p.Identifiers, id)
	}
}

// finishDesignation says when the entry was listed and what it orders: all of
// this list are under an asset freeze.
func (p *party) finishDesignation() {
	d := &p.Designation
	d.Measures = append([]interdict.Measure{interdict.AssetFreeze}, d.Measures...)
	d.Listed = p.listed.Date
	if p.listed.amendment {
		p.other("listed", "doubtful: "+d.Listed.String()+" is the earliest day stated, that of an amendment; the entry may be older")
	}
	var regimes []string
	for _, code := range d.Programs {
		regime := p.tables.programmes[code]
		if regime == "" && len(code) == 3 {
			regime = country.Name(country.Code(code))
		}
		addText(&regimes, regime)
	}
	d.Regime = strings.Join(regimes, "; ")
}
