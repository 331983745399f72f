package eu

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// paper is an identification as published.
type paper struct {
	number, latin, code, description, nameOn, issuedBy, issued, from, to string
	region, countryCode, country, remark                                 string
	diplomatic, expired, isFalse, lost, revoked                          string
	regulation                                                           regulation
}

func (p *party) addPaper(d paper) {
	remark := clean(d.remark)
	id := interdict.Identifier{
		Type: p.tables.idType(strings.ToLower(clean(d.code)), remark), Value: oneLine(clean(d.number)), Label: clean(d.description),
	}
	notes := []string{remark}
	note := func(says, value string) {
		if value = clean(value); value != "" {
			notes = append(notes, says+value)
		}
	}
	for _, flag := range []struct{ set, says string }{
		{d.diplomatic, "diplomatic"}, {d.expired, "known to be expired"}, {d.isFalse, "known to be false"},
		{d.lost, "reported lost"}, {d.revoked, "revoked by issuer"},
	} {
		if yes(flag.set) {
			notes = append(notes, flag.says)
		}
	}
	iso, name := place(d.countryCode, d.country)
	id.Country = iso
	if iso == "" {
		note("country: ", name)
	}
	note("region: ", d.region)
	note("issued by ", d.issuedBy)
	note("name on the document: ", d.nameOn)
	if latin := oneLine(clean(d.latin)); latin != id.Value {
		note("in Latin letters: ", latin)
	}
	id.Issued = noteDay(&notes, "issued ", d.issued)
	id.Expires = noteDay(&notes, "valid to ", d.to)
	if from := noteDay(&notes, "valid from ", d.from); id.Issued.IsZero() {
		id.Issued = from
	} else if !from.IsZero() && from != id.Issued {
		notes = append(notes, "valid from "+from.String())
	}
	id.Note = join("; ", notes...)
	if id.Type == interdict.IMO {
		id.Type = shipOrCompany(id.Value)
	}
	switch {
	case id.Value == "":
		p.other("identification", join("; ", id.Label, id.Note))
	case !slices.Contains(p.Identifiers, id):
		p.Identifiers = append(p.Identifiers, id)
	}
	p.addRegulation("identification", d.regulation)
}

// noteDay reads a date; one that cannot be read becomes a note.
func noteDay(notes *[]string, says, value string) interdict.Date {
	d, ok := parseDay(clean(value))
	if !ok && clean(value) != "" {
		*notes = append(*notes, says+clean(value))
	}
	return d
}

// shipOrCompany tells the IMO number of a ship from that of a company that owns
// or manages ships, which the list gives under one type: by their check digits,
// and where these leave it open by the number: those of ships begin at
// 7,000,000 but for the oldest.
func shipOrCompany(value string) interdict.IDType {
	ship := ident.Check(interdict.IMO, value, "") == ident.Valid
	company := ident.Check(interdict.IMOCompany, value, "") == ident.Valid
	if ship && !company || ship == company && strings.TrimLeft(value, "IMO :") >= "7" {
		return interdict.IMO
	}
	return interdict.IMOCompany
}

// numberCell takes apart the CSV's number cell, "AD001095 (passport-National
// passport) [known to be expired] (on 2003-05-06 in Minsk)(lost in 2004)": the
// number, its type, its flags, what the XML has as attributes, and the remark,
// which has a column of its own in version 1.1.
func numberCell(d *paper) {
	text := clean(d.number)
	// The type in words may hold brackets itself, "IMO (vessel identification)".
	m := typeMark.FindStringSubmatchIndex(text)
	if own := " (" + clean(d.code) + "-" + clean(d.description) + ")"; d.code != "" && strings.Contains(text, own) {
		i := strings.Index(text, own)
		m = []int{i, i + len(own), 0, 0, 0, 0}
	} else if m != nil {
		d.code, d.description = text[m[2]:m[3]], text[m[4]:m[5]]
	}
	if m == nil {
		return
	}
	tail := strings.TrimSpace(text[m[1]:])
	d.number = text[:m[0]]
	if remark := clean(d.remark); remark != "" {
		tail = strings.TrimSuffix(tail, "("+remark+")")
	}
	for _, f := range flagMark.FindAllStringSubmatch(tail, -1) {
		switch f[1] {
		case "known to be expired":
			d.expired = "true"
		case "known to be false":
			d.isFalse = "true"
		case "reported lost":
			d.lost = "true"
		case "revoked by issuer":
			d.revoked = "true"
		default:
			d.remark = join("; ", d.remark, f[1])
		}
	}
	tail = strings.TrimSpace(flagMark.ReplaceAllString(tail, ""))
	if n := nameMark.FindStringSubmatch(tail); n != nil {
		d.nameOn = n[1]
		tail = strings.TrimSpace(tail[len(n[0]):])
	}
	if inside, rest, ok := firstBracket(tail); ok && d.details(inside) {
		tail = rest
	}
	if inside, rest, ok := firstBracket(tail); ok && rest == "" {
		tail = inside
	}
	if tail != "" && d.remark == "" {
		d.remark = tail
	} else if tail != "" {
		d.remark += "; " + tail
	}
}

var (
	typeMark = regexp.MustCompile(`\s*\(([a-z]+)-((?:[^()]|\([^()]*\))+)\)`)
	flagMark = regexp.MustCompile(`\[([^\[\]]*)\]`)
	nameMark = regexp.MustCompile(`^\(name on doc\. '(.*?)'\)\s*`)
	validity = regexp.MustCompile(`(?:^| )(?:valid from (\d{4}-\d\d-\d\d))?(?: ?(?:valid )?to (\d{4}-\d\d-\d\d))?$`)
	issuance = regexp.MustCompile(`(?:^| )on (\d{4}-\d\d-\d\d)(?: in (.+))?$`)
)

// firstBracket splits "(on 2003-05-06) (lost)" behind its first bracket, which
// may hold brackets itself.
func firstBracket(s string) (inside, rest string, ok bool) {
	if !strings.HasPrefix(s, "(") {
		return "", s, false
	}
	depth := 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[1:i], strings.TrimSpace(s[i+1:]), true
			}
		}
	}
	return "", s, false
}

// details reads "issued by the consulate on 2003-05-06 in Minsk valid to
// 2013-05-06 diplomatic", any part of which may be missing, and says whether it
// is that. Columns of their own count before it.
func (d *paper) details(text string) bool {
	var found paper
	rest, diplomatic := strings.CutSuffix(text, "diplomatic")
	rest = strings.TrimSpace(rest)
	if m := validity.FindStringSubmatch(rest); m != nil {
		found.from, found.to = m[1], m[2]
		rest = strings.TrimSpace(rest[:len(rest)-len(m[0])])
	}
	if m := issuance.FindStringSubmatch(rest); m != nil {
		found.issued, found.region = m[1], m[2]
		rest = strings.TrimSpace(rest[:len(rest)-len(m[0])])
	}
	if by, ok := strings.CutPrefix(rest, "issued by "); ok {
		found.issuedBy, rest = by, ""
	} else if in, ok := strings.CutPrefix(rest, "in "); ok && found.region == "" {
		found.region, rest = in, ""
	}
	if rest != "" || text == "" {
		return false
	}
	for _, to := range []struct {
		own  *string
		told string
	}{{&d.issuedBy, found.issuedBy}, {&d.issued, found.issued}, {&d.region, found.region}, {&d.from, found.from}, {&d.to, found.to}} {
		if *to.own == "" {
			*to.own = to.told
		}
	}
	if diplomatic {
		d.diplomatic = "true"
	}
	return true
}
