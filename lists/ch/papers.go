package ch

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// readDocument reads an identification document.
func (t *target) readDocument(n *xmlstream.Node) {
	n.Attr("ssid")
	kind := n.Attr("document-type")
	id := interdict.Identifier{Type: interdict.OtherID, Value: oneLine(n.Take("number")), Label: kind}
	switch kind {
	case "passport", "diplomatic-passport", "service-passport":
		id.Type = interdict.Passport
	case "id-card":
		id.Type = interdict.NationalID
	}
	issuer := n.Child("issuer")
	code, name := issuer.Attr("code"), oneLine(issuer.Value())
	if id.Country = country.Code(code); id.Country == "" {
		id.Country = country.Code(name)
	}
	if id.Country == "" || country.Name(id.Country) != name && name != "" {
		id.Note = join(": ", "issuer", join(" ", code, name))
		if code+name == "" {
			id.Note = ""
		}
	}
	if p := t.readPlaceRef(n); p != (interdict.Place{}) {
		id.Note = join("; ", id.Note, "issued in "+p.String())
	}
	for _, date := range []struct {
		element string
		to      *interdict.Date
	}{{"date-of-issue", &id.Issued}, {"expiry-date", &id.Expires}} {
		c := n.Child(date.element)
		text := c.Value()
		if text == "" { // a date may be told in attributes, as birth dates are
			text = isoDay(c.Attr("year"), c.Attr("month"), c.Attr("day"))
		}
		d, err := interdict.ParseDate(text)
		if *date.to = d; err != nil && text != "" {
			id.Note = join("; ", id.Note, date.element+" "+text)
		}
	}
	for _, remark := range append(n.TakeAll("remark"), n.TakeAll("remarks")...) {
		id.Note = join("; ", id.Note, remark)
	}
	if id.Value == "" {
		t.other("identification-document", join("; ", id.Label, id.Note))
		return
	}
	t.Identifiers = addText(t.Identifiers, id)
}

// isoDay writes a day that is told in parts.
func isoDay(year, month, day string) string {
	if year == "" {
		return ""
	}
	return interdict.Date{Year: number(year), Month: number(month), Day: number(day)}.String()
}

func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

var unNumber = regexp.MustCompile(`^[A-Z]{2,3}[ie]\.\d{1,4}$`)

// readForeign reads the number that whoever the sanction comes from has for the
// target: the United Nations' own, or a place in an annex.
func (t *target) readForeign(number string) {
	if number = oneLine(number); unNumber.MatchString(number) {
		t.Identifiers = addText(t.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: number, Label: "United Nations id"})
		return
	}
	t.other("foreign-identifier", number)
}

var (
	email    = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`)
	website  = regexp.MustCompile(`(?:https?://|\bwww\.)[^\s,;]+`)
	phone    = regexp.MustCompile(`(?i)\b(?:tel|telephone|phone|mobile)(?: ?(?:no|number|numbers))?\.? ?[:.]?\s*((?:\+|\(|\d)[\d() /-]{5,}\d(?:\s*[,;]\s*(?:\+|\()?\d[\d() /-]{5,}\d)*)`)
	bankCode = regexp.MustCompile(`\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b`)
	swift    = regexp.MustCompile(`(?i)\b(?:swift|bic)\b[^;\n]*`)
	position = regexp.MustCompile(`^(?:Function|Position(?:\(s\))?|Designation|Rank)\s*:\s*(.+)$`)
	title    = regexp.MustCompile(`^Title\s*:\s*(.+)$`)
)

// readInformation finds the numbers and addresses in a text. The whole text is
// the listing's remark, so that what is not found here is not lost.
func (t *target) readInformation(text string) {
	for _, id := range lists.Wallets(text) {
		t.Identifiers = addText(t.Identifiers, id)
	}
	for _, m := range email.FindAllString(text, -1) {
		t.Emails = addText(t.Emails, m)
	}
	for _, m := range website.FindAllString(text, -1) {
		t.Websites = addText(t.Websites, strings.TrimRight(m, ".)"))
	}
	for _, m := range phone.FindAllStringSubmatch(text, -1) {
		for one := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return r == ',' || r == ';' }) {
			t.Phones = addText(t.Phones, oneLine(one))
		}
	}
	if m := position.FindStringSubmatch(text); m != nil {
		t.Positions = addText(t.Positions, m[1])
	}
	if m := title.FindStringSubmatch(text); m != nil {
		t.Titles = addText(t.Titles, m[1])
	}
	t.readNumbers(text)
}

// readNumbers adds the numbers that stand behind their labels. A word in
// capitals is a number only where it has a digit, or is a bank's code.
func (t *target) readNumbers(text string) {
	for _, m := range swift.FindAllString(text, -1) {
		for _, code := range bankCode.FindAllString(m, -1) {
			if ident.Check(interdict.BIC, code, "") == ident.Valid {
				t.Identifiers = addText(t.Identifiers, interdict.Identifier{Type: interdict.BIC, Value: code, Label: "SWIFT/BIC"})
			}
		}
	}
	for _, m := range t.rd.tables.labelled.FindAllStringSubmatch(text, -1) {
		id := interdict.Identifier{Type: t.rd.tables.labels[strings.ToLower(m[1])], Label: m[1], Value: strings.TrimRight(m[3], ".,-/")}
		if inside, ok := t.rd.tables.labels[strings.ToLower(m[2])]; ok { // "Registration number (OGRN): 1027700132195"
			id.Type, id.Label = inside, m[1]+" ("+m[2]+")"
		}
		if id.Type == interdict.BIC || !strings.ContainsAny(id.Value, "0123456789") {
			continue
		}
		if id.Type == interdict.IMO && t.Schema != interdict.Vessel {
			id.Type = interdict.IMOCompany
		}
		t.Identifiers = addText(t.Identifiers, id)
	}
}
