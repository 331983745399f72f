package uk

import (
	"regexp"
	"strings"

	"github.com/interdict/interdict"
)

// labels are the words in brackets before the segments of Other Information.
var labels = map[string]bool{
	"UK Sanctions List Ref": true, "UK Statement of Reasons": true, "UN Ref": true, "Gender": true, "Phone number": true,
	"Fax": true, "Tel": true, "Website": true, "Email address": true, "Type of entity": true, "Business Reg No": true,
	"Parent company": true, "Subsidiaries": true, "IMO number": true, "Current owners": true, "Previous owners": true,
	"Flag of ship": true, "Previous flags": true, "Type of ship": true, "Tonnage of ship": true, "Length of ship": true,
	"Year built": true, "Hull identification number": true,
}

// addInformation takes the cell Other Information apart. The whole stays in
// Remarks.
func (p *party) addInformation(text string) {
	p.addRemarks(text)
	label := ""
	from := 0 // where the label's segment begins
	for i := 0; i < len(text); i++ {
		if text[i] != '(' {
			continue
		}
		name, _, ok := strings.Cut(text[i+1:min(len(text), i+60)], "):")
		switch {
		case !ok:
		case labels[name]:
			p.addSegment(label, strings.TrimSpace(text[from:i]))
			label, from = name, i+len(name)+3
			i = from - 1
		case likeLabel.MatchString(name) && (i == 0 || strings.ContainsRune(" .\n", rune(text[i-1]))):
			p.report.Meet("Other Information ("+name+")", p.At)
		}
	}
	p.addSegment(label, strings.TrimSpace(text[from:]))
}

// likeLabel is what looks like a label that the publisher might add: "Place of
// birth", not "United States of America", "non-Latin script" or "a".
var likeLabel = regexp.MustCompile(`^[A-Z][a-z]+( [a-z]+){1,4}$`)

// addSegment reads one segment; an empty name is the text before any label.
func (p *party) addSegment(name, text string) {
	switch name {
	case "":
		p.addFreeText(text)
	case "UK Sanctions List Ref":
		refs, rest := references(text)
		for i, ref := range refs {
			if i == 0 {
				p.ID = ref
			} else {
				p.addCrossRefs("UK Sanctions List Ref", ref)
			}
		}
		p.addFreeText(rest)
	case "UN Ref":
		refs, rest := references(text)
		for _, ref := range refs {
			p.addCrossRefs("UN Reference Number", ref)
		}
		p.addFreeText(rest)
	case "UK Statement of Reasons":
		p.addReasons(text)
	case "Gender":
		p.addGender(text)
	case "Phone number", "Tel":
		p.addPhones(text)
	case "Fax":
		for _, v := range numbered(text) {
			addText(&p.Phones, oneLine(v)+" (Fax)")
		}
	case "Website":
		p.addWebsites(name, text)
	case "Email address":
		p.addEmails(name, text)
	case "Type of entity":
		p.other(name, text)
	case "Business Reg No":
		p.addRegistrations(text)
	case "Parent company":
		p.addLinks("parent", text)
	case "Subsidiaries":
		p.addLinks("subsidiary", text)
	default:
		p.addShip(name, text)
	}
}

// addShip reads what either list says of a ship, under ConList's labels.
func (p *party) addShip(name, text string) {
	switch name {
	case "IMO number":
		p.addIMO(text)
	case "Current owners":
		p.addLinks("owner", text)
	case "Previous owners":
		p.addLinks("past_owner", text)
	case "Flag of ship":
		p.addCountries(interdict.Flag, text)
	case "Previous flags":
		p.addCountries(interdict.PastFlag, text)
	case "Type of ship":
		p.addVehicle(name, vehicleType, text)
	case "Tonnage of ship":
		p.addVehicle(name, vehicleTonnage, text)
	case "Length of ship":
		p.addVehicle(name, vehicleLength, text)
	case "Year built":
		p.addVehicle(name, vehicleBuilt, text)
	case "Hull identification number":
		for _, v := range numbered(text) {
			p.addID(interdict.Identifier{Type: interdict.SerialNumber, Value: number(v), Label: name})
		}
	}
}

// reference is a number of the UK Sanctions List or of the United Nations.
var reference = regexp.MustCompile(`^[\s\x{a0}]*(?:and |, )?([A-Z]{2,4}\d{3,5}|[A-Z]{2}[ie]\.\d{3})\b`)

// references takes the numbers off a segment's beginning: "QDi.042 and
// SOi.002. Listed under ...".
func references(text string) (refs []string, rest string) {
	for {
		m := reference.FindStringSubmatchIndex(text)
		if m == nil {
			return refs, strings.TrimLeft(text, " .\u00a0\n")
		}
		refs = append(refs, text[m[2]:m[3]])
		text = text[m[1]:]
	}
}

const additional = "in addition to an asset freeze"

// addFreeText reads what stands in no labelled segment: measures beside the
// freeze, digital currency and e-mail addresses.
func (p *party) addFreeText(text string) {
	p.addWallets(text)
	if strings.Contains(text, "@") {
		for _, w := range words(text) {
			if strings.Contains(w, ".") {
				p.addEmail(w)
			}
		}
	}
	lower := strings.ToLower(text)
	if strings.Contains(lower, "internet services sanctions:") {
		p.addMeasure(interdict.OtherMeasure)
	}
	for {
		_, after, ok := strings.Cut(lower, additional)
		if !ok {
			return
		}
		lower = after
		said := lettersOf(after[:min(len(after), 200)])
		if end := strings.Index(said, "wehavereasonable"); end >= 0 {
			said = said[:end]
		}
		for _, s := range additionalMeasures {
			if strings.Contains(said, s) {
				p.addMeasure(p.tables.measures[s])
			}
		}
	}
}

// additionalMeasures are the words that follow "in addition to an asset
// freeze", as keys of the table of measures.
var additionalMeasures = []string{
	"correspondentbankingrelationships", "dealingwithtransferablesecuritiesormoneymarketinstruments",
	"trustservices", "travelban", "directordisqualification",
}
