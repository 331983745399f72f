package fr

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// entry is a listing in the making.
type entry struct {
	interdict.Listing
	tables *tables
	given  []string // the field PRENOM
}

// read fills the listing from an entry of the register.
func (e *entry) read(n *jsonstream.Node) {
	e.ID = n.Take("IdRegistre")
	switch nature := n.Take("Nature"); nature {
	case "Personne physique":
		e.Schema = interdict.Person
	case "Personne morale":
		e.Schema = interdict.Organization
	case "Navire":
		e.Schema = interdict.Vessel
	default:
		e.Schema = interdict.LegalEntity
		e.other("Nature", nature)
	}
	e.Designation.Measures = []interdict.Measure{interdict.AssetFreeze}
	family := oneLine(n.Take("Nom"))
	details := n.Child("RegistreDetail")
	// The given names come first, though they may stand behind the aliases.
	for d := range details.Elements() {
		if d.Child("TypeChamp") != nil && d.Child("TypeChamp").Text == "PRENOM" {
			for v := range d.Each("Valeur") {
				e.given = append(e.given, oneLine(v.Take("Prenom")))
			}
		}
	}
	e.addName(family)
	for d := range details.Elements() {
		kind := d.Take("TypeChamp")
		for v := range d.Each("Valeur") {
			e.field(kind, v)
		}
	}
	for i := range e.Names {
		e.Names[i].Script = lists.Script(e.Names[i].Full)
	}
}

// addName adds the primary name: a person's given names and family name.
func (e *entry) addName(family string) {
	name := interdict.Name{Full: family, Kind: interdict.PrimaryName}
	if given := interdict.JoinName(e.given...); given != "" {
		name.Full = interdict.JoinName(given, family)
		name.Parts = []interdict.NamePart{{Kind: interdict.Given, Value: given}}
		if family != "" {
			name.Parts = append(name.Parts, interdict.NamePart{Kind: interdict.Family, Value: family})
		}
	}
	if name.Full != "" {
		e.Names = append(e.Names, name)
	}
}

// field reads one value of a field. What it does not take is reported.
func (e *entry) field(kind string, v *jsonstream.Node) {
	take := func(name string) string { return oneLine(v.Take(name)) }
	comment := func() string { return oneLine(v.Take("Commentaire")) }
	switch kind {
	case "ALIAS":
		e.addAliases(take("Alias"), comment())
	case "SEXE":
		e.addGender(take("Sexe"))
	case "TITRE":
		add(&e.Positions, take("Titre"))
	case "TELEPHONE":
		add(&e.Phones, take("Telephone"))
	case "COURRIEL":
		add(&e.Emails, take("Courriel"))
	case "SITE_INTERNET":
		add(&e.Websites, take("SiteInternet"))
	case "DATE_DE_NAISSANCE":
		e.addBirth(take("Jour"), take("Mois"), take("Annee"), comment())
	case "LIEU_DE_NAISSANCE":
		e.BirthPlaces = e.addPlace(e.BirthPlaces, take("Lieu"), take("Pays"), comment())
	case "ADRESSE_PP", "ADRESSE_PM", "ADRESSE":
		e.Addresses = e.addPlace(e.Addresses, take("Adresse"), take("Pays"), comment())
	case "NATIONALITE":
		e.addCountries(interdict.Nationality, take("Pays"))
	case "NUMERO_OMI":
		e.addIdentifier(interdict.Identifier{Type: interdict.IMO, Value: take("NumeroOMI")})
	case "PASSEPORT":
		e.addIdentifier(interdict.Identifier{Type: interdict.Passport, Value: take("NumeroPasseport"), Note: comment()})
	case "AUTRE_IDENTITE":
		e.addCard(take("NumeroCarte"), comment())
	case "IDENTIFICATION":
		e.addIdentification(comment(), take("Identification"))
	case "CRYPTOMONNAIE":
		e.addIdentification(cmp.Or(comment(), "cryptomonnaie"), take("Cryptomonnaie"))
	case "REFERENCE_UE":
		e.addIdentifier(interdict.Identifier{Type: interdict.CrossRef, Value: take("ReferenceUe"), Label: "EU reference", Note: comment()})
	case "REFERENCE_ONU":
		e.addIdentifier(interdict.Identifier{Type: interdict.CrossRef, Value: take("ReferenceOnu"), Label: "UN reference", Note: comment()})
	case "FONDEMENT_JURIDIQUE":
		add(&e.Designation.Programs, take("FondementJuridique"))
		e.Designation.Instrument = joined(e.Designation.Instrument, take("FondementJuridiqueLabel"))
	case "MOTIFS":
		e.Designation.Reasons = joined(e.Designation.Reasons, strings.TrimSpace(v.Take("Motifs")))
	}
}

func add(to *[]string, value string) {
	if value != "" {
		*to = append(*to, value)
	}
}

// joined adds a text on a line of its own.
func joined(text, more string) string {
	if text == "" || more == "" {
		return text + more
	}
	return text + "\n" + more
}

func (e *entry) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		e.Other = append(e.Other, interdict.Field{Name: name, Value: value})
	}
}

// addAliases adds the names of one value, which may hold several.
func (e *entry) addAliases(cell, comment string) {
	for one := range strings.SplitSeq(cell, ";") {
		name := interdict.Name{Full: strings.Trim(one, " ,"), Kind: interdict.AliasName, Note: comment}
		switch low := strings.ToLower(comment); {
		case strings.Contains(low, "peu fiable") || strings.Contains(low, "faible"):
			name.Quality = interdict.Weak
		case strings.Contains(low, "suffisamment précis") || strings.Contains(low, "fiable"):
			name.Quality = interdict.Strong
		case strings.Contains(low, "ancien") || strings.Contains(low, "anciennement"):
			name.Kind = interdict.FormerName
		}
		if name.Full != "" {
			e.Names = append(e.Names, name)
		}
	}
}

func (e *entry) addGender(said string) {
	switch strings.ToLower(said) {
	case "masculin":
		said = "male"
	case "féminin", "feminin":
		said = "female"
	}
	add(&e.Genders, said)
}

// addBirth adds a date of which day and month may be missing.
func (e *entry) addBirth(day, month, year, comment string) {
	number := func(s string) int {
		n, err := strconv.Atoi(s)
		if err != nil && s != "" {
			return -1
		}
		return n
	}
	d := interdict.Date{Year: number(year), Month: number(month), Day: number(day)}
	if d.Month == 0 {
		d.Day = 0
	}
	if low := strings.ToLower(comment); strings.Contains(low, "environ") || strings.Contains(low, "vers") || strings.Contains(low, "approximati") {
		d.Circa = true
	}
	said := strings.Trim(day+"/"+month+"/"+year, "/")
	switch valid := interdict.ValidDay(d.Year, d.Month, d.Day); {
	case valid:
		e.BirthDates = append(e.BirthDates, d)
		e.other("DATE_DE_NAISSANCE/Commentaire", comment)
		if d.Month == 0 && day != "" {
			e.other("DATE_DE_NAISSANCE", said)
		}
	default:
		e.other("DATE_DE_NAISSANCE", said)
		e.other("DATE_DE_NAISSANCE/Commentaire", comment)
	}
}

// addPlace adds a place and its country.
func (e *entry) addPlace(all []interdict.Place, text, land, comment string) []interdict.Place {
	p := interdict.Place{Text: text, CountryName: land, Country: e.tables.country(land), Note: comment}
	if p == (interdict.Place{}) {
		return all
	}
	if text == "" {
		p.Text = land
	}
	return append(all, p)
}

// addCountries adds the countries of one value: "Russe", "Russe / Chypriote".
func (e *entry) addCountries(role interdict.CountryRole, said string) {
	if code := e.tables.country(said); code != "" || said == "" {
		if code != "" {
			e.Countries = append(e.Countries, interdict.Country{Role: role, Code: code, Name: said})
		}
		return
	}
	for _, one := range strings.FieldsFunc(said, func(r rune) bool { return r == '/' || r == ',' || r == ';' }) {
		if one = strings.TrimSpace(one); one != "" {
			e.Countries = append(e.Countries, interdict.Country{Role: role, Code: e.tables.country(one), Name: one})
		}
	}
}
