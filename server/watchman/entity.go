package watchman

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// Types of entities in Watchman.
const (
	person       = "person"
	business     = "business"
	organization = "organization"
	aircraft     = "aircraft"
	vessel       = "vessel"
)

// entityOf puts a listing into Watchman's form. What is no person, vessel or
// aircraft is an organisation where that was asked for, else a business, as all
// of OFAC's entities are in Watchman: the lists do not say which it is.
func entityOf(l *interdict.Listing, asked string) Entity {
	e := Entity{Name: l.Caption(), SourceList: Source(l.List), SourceID: l.ID, SourceData: l}
	var others []string
	for i := range l.Names {
		n := &l.Names[i]
		if n.Full != e.Name && !slices.Contains(others, n.Full) {
			others = append(others, n.Full)
		}
		if n.Kind == interdict.FormerName {
			e.HistoricalInfo = append(e.HistoricalInfo, HistoricalInfo{Type: "Former Name", Value: n.Full})
		}
	}
	switch schema := l.Schema; {
	case schema == interdict.Person || schema == interdict.LegalEntity && asked == person:
		e.EntityType = person
		e.Person = &Person{
			Name: e.Name, AltNames: others, Gender: gender(strings.Join(l.Genders, " ")), BirthDate: firstTime(l.BirthDates), DeathDate: firstTime(l.DeathDates),
			Titles: joined(l.Titles, l.Positions), GovernmentIDs: governmentIDs(l),
		}
		if len(l.BirthPlaces) > 0 {
			e.Person.PlaceOfBirth = l.BirthPlaces[0].String()
		}
	case schema == interdict.Vessel:
		e.EntityType, e.Vessel = vessel, vesselOf(l, e.Name, others)
	case schema == interdict.Airplane:
		e.EntityType, e.Aircraft = aircraft, aircraftOf(l, e.Name, others)
	default:
		c := &Company{Name: e.Name, AltNames: others, GovernmentIDs: governmentIDs(l)}
		if asked == organization {
			e.EntityType, e.Organization = organization, c
		} else {
			e.EntityType, e.Business = business, c
		}
	}
	e.beside(l)
	return e
}

// beside adds what every sort of entity has.
func (e *Entity) beside(l *interdict.Listing) {
	e.Contact.EmailAddresses, e.Contact.Websites = joined(l.Emails), joined(l.Websites)
	for _, p := range l.Phones {
		if number, fax := strings.CutSuffix(p, " (Fax)"); fax {
			e.Contact.FaxNumbers = append(e.Contact.FaxNumbers, number)
		} else {
			e.Contact.PhoneNumbers = append(e.Contact.PhoneNumbers, p)
		}
	}
	for i := range l.Addresses {
		e.Addresses = append(e.Addresses, addressOf(&l.Addresses[i]))
	}
	for i := range l.Identifiers {
		if id := &l.Identifiers[i]; id.Type == interdict.Wallet {
			e.CryptoAddresses = append(e.CryptoAddresses, CryptoAddress{Currency: currency(id.Label), Address: id.Value})
		}
	}
	for i := range l.Links {
		k := &l.Links[i]
		if k.Name != "" {
			e.Affiliations = append(e.Affiliations, Affiliation{EntityName: k.Name, Type: linkWords(k.Type), Details: k.Note})
		}
	}
	for _, c := range l.Countries {
		if c.Role == interdict.PastFlag {
			e.HistoricalInfo = append(e.HistoricalInfo, HistoricalInfo{Type: "Previous Flag", Value: codeOf(c)})
		}
	}
	if l.Kind.Sanctioned() {
		d := &l.Designation
		info := &SanctionsInfo{Programs: joined(d.Programs), Secondary: slices.Contains(d.Measures, interdict.SecondaryExposure), Description: d.Reasons}
		if len(info.Programs) == 0 && d.Regime != "" {
			info.Programs = []string{d.Regime}
		}
		e.SanctionsInfo = info
	}
}

func vesselOf(l *interdict.Listing, name string, others []string) *Vessel {
	v := &Vessel{
		Name: name, AltNames: others, Type: "unknown", Flag: flag(l),
		IMONumber: digitsOf(number(l, interdict.IMO)), MMSI: number(l, interdict.MMSI), CallSign: number(l, interdict.CallSign),
	}
	if p := l.Vehicle; p != nil {
		if p.Type != "" {
			v.Type = p.Type
		}
		v.Model, v.Built, v.Tonnage, v.GrossRegisteredTonnage = p.Model, timeOf(p.Built), tons(p.Tonnage), tons(p.GrossTonnage)
	}
	if i := slices.IndexFunc(l.Links, func(k interdict.Link) bool { return k.Type == "owner" }); i >= 0 {
		v.Owner = l.Links[i].Name
	}
	return v
}

func aircraftOf(l *interdict.Listing, name string, others []string) *Aircraft {
	a := &Aircraft{Name: name, AltNames: others, Type: "unknown", Flag: flag(l), SerialNumber: number(l, interdict.SerialNumber)}
	if p := l.Vehicle; p != nil {
		if p.Type != "" {
			a.Type = p.Type
		}
		a.Model, a.Built = p.Model, timeOf(p.Built)
	}
	return a
}

// governmentIDs are the numbers of a listing that a state gave.
func governmentIDs(l *interdict.Listing) (out []GovernmentID) {
	for i := range l.Identifiers {
		id := &l.Identifiers[i]
		if kind := governmentTypeOf(id); kind != "" {
			out = append(out, GovernmentID{Name: id.Label, Type: kind, Country: strings.ToUpper(id.Country), Identifier: id.Value})
		}
	}
	return out
}

// number is the first number of a type that a listing has.
func number(l *interdict.Listing, t interdict.IDType) string {
	for i := range l.Identifiers {
		if l.Identifiers[i].Type == t {
			return l.Identifiers[i].Value
		}
	}
	return ""
}

// digitsOf is an IMO number without the letters before it.
func digitsOf(s string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(s), "IMO"))
}

func flag(l *interdict.Listing) string {
	for _, c := range l.Countries {
		if c.Role == interdict.Flag {
			return codeOf(c)
		}
	}
	return ""
}

// codeOf is a country's code, or its name as published where it has none.
func codeOf(c interdict.Country) string {
	if c.Code == "" {
		return c.Name
	}
	return strings.ToUpper(c.Code)
}

func addressOf(p *interdict.Place) Address {
	a := Address{Line1: p.Street, City: p.City, PostalCode: p.PostalCode, State: p.Region, Country: codeOf(interdict.Country{Code: p.Country, Name: p.CountryName})}
	if a.Line1 == "" && a.City == "" {
		a.Line1 = p.Text
	}
	return a
}

// firstTime is the first of some dates as Watchman has dates: a partial one is
// its first day.
func firstTime(dates []interdict.Date) *time.Time {
	if len(dates) == 0 || dates[0].IsZero() {
		return nil
	}
	d := dates[0]
	t := time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
	return &t
}

// timeOf is a date as it is written in lists of ships and aircraft.
func timeOf(s string) *time.Time {
	d, err := interdict.ParseDate(strings.TrimSpace(s))
	if err != nil {
		return nil
	}
	return firstTime([]interdict.Date{d})
}

// tons is a tonnage as published, "8,015"; 0 where it is none.
func tons(s string) int {
	n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(s), ",", ""), 10, 32)
	if err != nil || n < 0 {
		return 0
	}
	return int(n)
}

var currencyCode = regexp.MustCompile(`\b([A-Z0-9]{2,10})\s*$`)

// currency is the code at the end of a publisher's word for a wallet: "Digital
// Currency Address - ETH".
func currency(label string) string {
	if m := currencyCode.FindStringSubmatch(label); m != nil {
		return m[1]
	}
	return ""
}

// linkWords is a link in Watchman's words.
func linkWords(kind string) string {
	switch kind {
	case "owner":
		return "Owned By"
	case "past_owner":
		return "Formerly Owned By"
	case "parent":
		return "Subsidiary Of"
	case "subsidiary":
		return "Parent Of"
	}
	words := strings.Fields(strings.ReplaceAll(kind, "_", " "))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// gender is a gender in Watchman's words.
func gender(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "male", "m", "man", "masculine":
		return "male"
	case "female", "f", "woman", "feminine":
		return "female"
	}
	return "unknown"
}

// joined is lists one behind another, nil where there is nothing.
func joined(lists ...[]string) (out []string) {
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}
