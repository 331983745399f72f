// Package ftmparty takes one entity in FollowTheMoney form, as a pair to be
// matched states it, for a subject or for an entity. It reads what a comparison
// needs and drops the rest; whole lists in that form, of which nothing may be
// lost, are read by lists/ftm.
package ftmparty

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// Party is an entity in FollowTheMoney form, as far as a comparison needs it.
// The names of schemas and properties are those of the model's
// documentation (followthemoney.tech).
type Party struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// schemas are the names that we take, in any letter case: ours, and those of
// FollowTheMoney that mean the same to a comparison.
var schemas = map[string]interdict.Schema{
	"person": interdict.Person, "organization": interdict.Organization, "organisation": interdict.Organization,
	"company": interdict.Organization, "publicbody": interdict.Organization, "legalentity": interdict.LegalEntity,
	"vessel": interdict.Vessel, "airplane": interdict.Airplane, "aircraft": interdict.Airplane,
}

// Schema is the schema that a name means, empty for one that names neither a
// party nor a thing that we compare.
func Schema(s string) interdict.Schema { return schemas[strings.ToLower(strings.TrimSpace(s))] }

// Subject is the party as the one that is screened.
func (e *Party) Subject() *interdict.Subject {
	return &interdict.Subject{
		ID: e.ID, Schema: Schema(e.Schema), Names: e.names(), BirthDates: e.dates("birthDate"), Countries: e.countries(),
		Identifiers: e.identifiers(), Genders: e.genders(), Addresses: e.addresses(), BirthPlaces: e.birthPlaces(), Emails: e.Properties["email"],
	}
}

// Entity is the party as one listing would state it.
func (e *Party) Entity() *interdict.Entity {
	l := interdict.Listing{
		ID: e.ID, Schema: Schema(e.Schema), Names: e.names(), BirthDates: e.dates("birthDate"), DeathDates: e.dates("deathDate"),
		Countries: e.countries(), Identifiers: e.identifiers(), Genders: e.genders(), Addresses: e.addresses(), BirthPlaces: e.birthPlaces(), Emails: e.Properties["email"],
	}
	return &interdict.Entity{ID: e.ID, Listings: []interdict.Listing{l}}
}

// names are the names as the entity states them; where it states none, what
// its parts or its caption make up.
func (e *Party) names() []interdict.Name {
	var out []interdict.Name
	for _, from := range []struct {
		property string
		kind     interdict.NameKind
		quality  interdict.Quality
	}{
		{"name", interdict.PrimaryName, interdict.Unstated},
		{"alias", interdict.AliasName, interdict.Unstated},
		{"previousName", interdict.FormerName, interdict.Unstated},
		{"weakAlias", interdict.AliasName, interdict.Weak},
	} {
		for _, v := range e.Properties[from.property] {
			out = append(out, interdict.Name{Full: v, Kind: from.kind, Quality: from.quality})
		}
	}
	if len(out) > 0 {
		e.captionFirst(out)
		return out
	}
	full := interdict.JoinName(e.first("firstName"), e.first("secondName"), e.first("middleName"), e.first("fatherName"), e.first("lastName"))
	if full == "" {
		full = e.Caption
	}
	if full == "" {
		return nil
	}
	return []interdict.Name{{Full: full, Kind: interdict.PrimaryName}}
}

// captionFirst puts the name first that the entity is shown by: its main name, of
// several that it states alike.
func (e *Party) captionFirst(names []interdict.Name) {
	i := slices.IndexFunc(names, func(n interdict.Name) bool { return n.Kind == interdict.PrimaryName && n.Full == e.Caption })
	if i > 0 {
		main := names[i]
		copy(names[1:], names[:i])
		names[0] = main
	}
}

func (e *Party) first(property string) string {
	if v := e.Properties[property]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// dates are those values of a property that are dates; FollowTheMoney writes
// them as we do.
func (e *Party) dates(property string) (out []interdict.Date) {
	for _, v := range e.Properties[property] {
		if d, err := interdict.ParseDate(v); err == nil {
			out = append(out, d)
		}
	}
	return out
}

func (e *Party) countries() (out []interdict.Country) {
	for _, from := range []struct {
		property string
		role     interdict.CountryRole
	}{
		{"nationality", interdict.Nationality}, {"citizenship", interdict.Citizenship}, {"jurisdiction", interdict.Registration},
		{"flag", interdict.Flag}, {"pastFlags", interdict.PastFlag}, {"mainCountry", interdict.AnyRole}, {"country", interdict.AnyRole},
	} {
		for _, v := range e.Properties[from.property] {
			out = append(out, interdict.Country{Role: from.role, Code: country.Code(v), Name: v})
		}
	}
	return out
}

func (e *Party) genders() (out []string) {
	for _, v := range e.Properties["gender"] {
		out = append(out, strings.ToLower(v))
	}
	return out
}

func (e *Party) addresses() (out []interdict.Place) {
	for _, v := range e.Properties["address"] {
		out = append(out, interdict.Place{Text: v})
	}
	return out
}

// birthPlaces are places of birth, in the country of birth where it is one.
func (e *Party) birthPlaces() (out []interdict.Place) {
	var land string
	if c := e.Properties["birthCountry"]; len(c) == 1 {
		land = country.Code(c[0])
	}
	for _, v := range e.Properties["birthPlace"] {
		out = append(out, interdict.Place{Text: v, Country: land})
	}
	if len(out) == 0 && land != "" {
		out = append(out, interdict.Place{Country: land})
	}
	return out
}

// identifiers are all numbers of the entity. Those of kinds that we don't know
// apart keep their property's name as label.
func (e *Party) identifiers() (out []interdict.Identifier) {
	for _, from := range []struct {
		property string
		kind     interdict.IDType
	}{
		{"passportNumber", interdict.Passport}, {"idNumber", interdict.NationalID}, {"socialSecurityNumber", interdict.NationalID},
		{"taxNumber", interdict.TaxID}, {"vatCode", interdict.TaxID}, {"innCode", interdict.INN}, {"ogrnCode", interdict.OGRN},
		{"uscCode", interdict.USCC}, {"leiCode", interdict.LEI}, {"swiftBic", interdict.BIC}, {"dunsCode", interdict.DUNS},
		{"iban", interdict.IBAN}, {"isin", interdict.ISIN}, {"publicKey", interdict.Wallet},
		{"imoNumber", interdict.IMO}, {"mmsi", interdict.MMSI}, {"callSign", interdict.CallSign}, {"serialNumber", interdict.SerialNumber},
		{"registrationNumber", e.registration()}, {"kppCode", interdict.OtherID}, {"okpoCode", interdict.OtherID},
		{"bikCode", interdict.OtherID}, {"npiCode", interdict.OtherID}, {"permId", interdict.OtherID},
	} {
		for _, v := range e.Properties[from.property] {
			out = append(out, interdict.Identifier{Type: from.kind, Value: strings.TrimSpace(v), Label: from.property})
		}
	}
	return out
}

// registration is what a registration number is to this kind of entity.
func (e *Party) registration() interdict.IDType {
	if Schema(e.Schema) == interdict.Airplane {
		return interdict.TailNumber
	}
	return interdict.RegistrationNo
}
