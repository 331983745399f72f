package au

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// details are what the additional information says of papers and numbers in
// words that leave no doubt. A number's group is the first that matched.
var details = []struct {
	form  *regexp.Regexp
	kind  interdict.IDType
	label string
}{
	// The reference on the United Nations' list stands first. Others in the
	// text are those of other parties.
	{regexp.MustCompile(`^\W*([A-Z]{2}[ei]\.\d{3})\b`), interdict.CrossRef, "UN reference"},
	{regexp.MustCompile(`(?i:\bpassport)[^;\d(\n]{0,60}?\b([A-Z]{0,3}[- ]?\d{5,12}[A-Z]?)\b`), interdict.Passport, "Passport"},
	{regexp.MustCompile(`(?i:\bnational (?:identification|identity|ID)(?: card)? (?:no|number)\b)[.:\s]*(\d[\d/-]{4,20}\d)\b`), interdict.NationalID, "National identification no."},
	{regexp.MustCompile(`(?i:\btax ID(?: no)?\b)[.:\s]*(\d{6,15})\b(?:\s*\(([A-Za-z ]+)\))?`), interdict.TaxID, "Tax ID No."},
	{regexp.MustCompile(`(?i:\b(?:state |business )?registration (?:ID|no|number)\b)[.:\s]*(\d{6,16})\b(?:\s*\(([A-Za-z ]+)\))?`), interdict.RegistrationNo, "Registration number"},
	{regexp.MustCompile(`\bSWIFT(?:/BIC)?[:\s]+([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b`), interdict.BIC, "SWIFT/BIC"},
	{regexp.MustCompile(`\(LEI\)[:\s]+([A-Z0-9]{18}\d\d)\b`), interdict.LEI, "Legal Entity Identifier (LEI)"},
	{regexp.MustCompile(`(?i:\bIMO\)?(?: number)?):?\s*(\d{7})\b`), interdict.IMOCompany, "IMO number"},
}

var (
	emails   = regexp.MustCompile(`\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,20}\b`)
	websites = regexp.MustCompile(`\bhttps?://[^\s;,()<>]+|\bwww\.[^\s;,()<>]+`)
	previous = regexp.MustCompile(`(?i)^previous names includes?\s+(.+)$`)
	gender   = regexp.MustCompile(`(?i)\bgender[:\s]*\[?(male|female)\b`)
)

// takeAdditional keeps the text as remarks and reads what it says plainly.
func (p *party) takeAdditional(cell string) {
	if nothing(cell) {
		return
	}
	if p.Remarks != "" {
		p.Remarks += "\n\n"
	}
	p.Remarks += cell
	for _, d := range details {
		for _, m := range d.form.FindAllStringSubmatch(cell, -1) {
			id := interdict.Identifier{Type: d.kind, Value: strings.TrimSpace(m[1]), Label: d.label}
			if len(m) > 2 {
				id.Country = country.Code(m[2])
			}
			if p.Schema == interdict.Vessel && id.Type == interdict.IMOCompany {
				id.Type = interdict.IMO
			}
			if !slices.ContainsFunc(p.Identifiers, func(o interdict.Identifier) bool { return o.Type == id.Type && o.Value == id.Value }) {
				p.Identifiers = append(p.Identifiers, id)
			}
		}
	}
	for _, e := range emails.FindAllString(cell, -1) {
		p.Emails = appendNew(p.Emails, e)
	}
	for _, w := range websites.FindAllString(cell, -1) {
		// The committees' pages about a party are not its own.
		if w = strings.TrimRight(w, ".:"); !strings.Contains(w, "interpol.int") && !strings.Contains(w, "un.org") {
			p.Websites = appendNew(p.Websites, w)
		}
	}
	if m := previous.FindStringSubmatch(cell); m != nil && p.Schema == interdict.Vessel {
		for name := range strings.SplitSeq(m[1], ",") {
			if name = interdict.JoinName(strings.Trim(name, " .;")); name != "" {
				p.addName(interdict.Name{Full: name, Kind: interdict.FormerName})
			}
		}
	}
	if m := gender.FindStringSubmatch(cell); m != nil && p.Schema == interdict.Person {
		p.Genders = appendNew(p.Genders, strings.ToLower(m[1]))
	}
}

func appendNew(to []string, s string) []string {
	if slices.Contains(to, s) {
		return to
	}
	return append(to, s)
}
