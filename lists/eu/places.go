package eu

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// address is an address as published.
type address struct {
	city, street, poBox, zip, region, place, code, country string
	listingTime, id, remark                                string
	contacts                                               []contact
	regulation                                             regulation
}

// contact is one way to reach a party: PHONE, FAX, EMAIL or WEB.
type contact struct{ key, value string }

func (p *party) addAddress(a address) {
	at := interdict.Place{
		City: oneLine(clean(a.city)), Region: oneLine(clean(a.region)), PostalCode: oneLine(clean(a.zip)), ID: clean(a.id),
		Street: join(", ", oneLine(clean(a.street)), box(clean(a.poBox)), oneLine(clean(a.place))),
	}
	at.Country, at.CountryName = place(a.code, a.country)
	known := at != interdict.Place{ID: at.ID}
	if yes(a.listingTime) {
		at.Note = "as at the time of listing"
	}
	at.Note = join("; ", at.Note, clean(a.remark))
	switch {
	case !known:
		p.other("address/remark", at.Note)
	case !slices.Contains(p.Addresses, at):
		p.Addresses = append(p.Addresses, at)
	}
	for _, c := range a.contacts {
		p.addContact(c)
	}
	p.addRegulation("address", a.regulation)
}

// box is a post office box, which some values call so and others do not.
func box(number string) string {
	if number == "" || strings.ContainsAny(strings.ToLower(number), "abcdefghijklmnopqrstuvwxyz") {
		return number
	}
	return "P.O. Box " + number
}

func (p *party) addContact(c contact) {
	value := clean(c.value)
	switch strings.ToUpper(c.key) {
	case "PHONE", "MOBILE":
		for one := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune(",;\n\t", r) }) {
			addText(&p.Phones, oneLine(one))
		}
	case "EMAIL":
		p.addEmails(value)
	case "WEB":
		for one := range strings.FieldsFuncSeq(nextSite.ReplaceAllString(value, "\n$1"), func(r rune) bool { return strings.ContainsRune(",;\n\t", r) }) {
			addText(&p.Websites, oneLine(one))
		}
	default:
		p.other("contactInfo "+c.key, value)
		if !strings.EqualFold(c.key, "FAX") {
			p.report.Meet("contactInfo "+c.key, p.At)
		}
	}
}

// addEmails adds addresses; a value of which a part is none is kept as well.
func (p *party) addEmails(value string) {
	broken := false
	for one := range strings.FieldsFuncSeq(aroundAt.ReplaceAllString(value, "@"), func(r rune) bool { return strings.ContainsRune(",; \n\t\u00a0", r) }) {
		switch one = strings.Trim(one, ".:<>"); {
		case strings.Contains(one, "@"):
			addText(&p.Emails, one)
		case one != "and" && one != "or" && one != "/":
			broken = true
		}
	}
	if broken {
		p.other("contactInfo EMAIL", value)
	}
}

// aroundAt are the spaces in "name@ example.org".
var aroundAt = regexp.MustCompile(`\s*@\s*`)

// nextSite is the beginning of a second address behind a space.
var nextSite = regexp.MustCompile(`\s+(https?://|www\.)`)

// bracketed is "PHONE[+7 495 123 45 67]", as the CSV writes contacts.
var bracketed = regexp.MustCompile(`(?m)^([A-Z]+)\[([^\]]*)\]`)

// contactCell takes apart the CSV's contacts, one a line, behind which the
// address's remark stands in brackets once more. What is neither is returned.
func contactCell(cell, remark string) (contacts []contact, rest string) {
	text := clean(cell)
	if remark = clean(remark); remark != "" {
		text = strings.TrimSpace(strings.TrimSuffix(text, "("+remark+")"))
	}
	for _, m := range bracketed.FindAllStringSubmatch(text, -1) {
		contacts = append(contacts, contact{m[1], m[2]})
	}
	return contacts, strings.TrimSpace(bracketed.ReplaceAllString(text, ""))
}

// addCitizenship adds a country of citizenship.
func (p *party) addCitizenship(code, description, region, remark string, r regulation) {
	c := interdict.Country{Role: interdict.Citizenship}
	c.Code, c.Name = place(code, description)
	if (c.Code != "" || c.Name != "") && !slices.Contains(p.Countries, c) {
		p.Countries = append(p.Countries, c)
	}
	p.other("citizenship/region", region)
	p.other("citizenship/remark", remark)
	p.addRegulation("citizenship", r)
}
