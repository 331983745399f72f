package register

import (
	"reflect"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// How the parts of a listing are named and written for people.

var names = wording[interdict.Name]{
	field: always[interdict.Name]("names"),
	noun: func(n interdict.Name) string {
		switch n.Kind {
		case interdict.PrimaryName:
			return "name"
		case interdict.VariationName:
			return "spelling of the name"
		case interdict.FormerName:
			return "former name"
		case interdict.MaidenName:
			return "maiden name"
		}
		return "alias"
	},
	value: func(n interdict.Name) string { return n.Full },
	told:  []string{"full"}, nounTold: "kind", minor: []string{"id", "parts"},
	became: []func(a, b interdict.Name) bool{
		func(a, b interdict.Name) bool { return a.ID != "" && a.ID == b.ID },
		func(a, b interdict.Name) bool { return a.Full == b.Full && a.Kind == b.Kind },
		func(a, b interdict.Name) bool { return a.Full == b.Full },
		func(a, b interdict.Name) bool {
			return a.Kind == interdict.PrimaryName && b.Kind == interdict.PrimaryName && a.Script == b.Script
		},
	},
}

var countries = wording[interdict.Country]{
	field: always[interdict.Country]("countries"),
	noun: func(c interdict.Country) string {
		if c.Role == interdict.AnyRole {
			return "country"
		}
		return spaced(string(c.Role))
	},
	value: func(c interdict.Country) string {
		if c.Name != "" {
			return c.Name
		}
		return countryWords(c.Code)
	},
	told: []string{"name", "code"}, nounTold: "role",
	became: []func(a, b interdict.Country) bool{
		func(a, b interdict.Country) bool { return a.Role == b.Role && a.Code != "" && a.Code == b.Code },
		func(a, b interdict.Country) bool { return a.Name != "" && a.Name == b.Name },
	},
	single: true,
}

var identifiers = wording[interdict.Identifier]{
	field: always[interdict.Identifier]("identifiers"),
	noun: func(i interdict.Identifier) string {
		switch i.Type {
		case interdict.OtherID, "":
			return "identifier"
		case interdict.Passport, interdict.RegistrationNo:
			return spaced(string(i.Type)) + " number"
		case interdict.NationalID:
			return "national identity number"
		case interdict.TaxID:
			return "tax number"
		case interdict.IMO:
			return "IMO number"
		case interdict.IMOCompany:
			return "IMO company number"
		case interdict.Wallet:
			return "digital currency address"
		case interdict.LEI, interdict.BIC, interdict.IBAN, interdict.INN, interdict.OGRN,
			interdict.USCC, interdict.DUNS, interdict.MMSI, interdict.ISIN:
			return strings.ToUpper(string(i.Type))
		}
		return spaced(string(i.Type))
	},
	value: func(i interdict.Identifier) string { return i.Value },
	told:  []string{"value"}, nounTold: "type", minor: []string{"label"},
	became: []func(a, b interdict.Identifier) bool{
		func(a, b interdict.Identifier) bool { return a.Type == b.Type && a.Value == b.Value },
		func(a, b interdict.Identifier) bool { return a.Value == b.Value },
	},
}

func places(field, noun string) wording[interdict.Place] {
	return wording[interdict.Place]{
		field: always[interdict.Place](field),
		noun:  always[interdict.Place](noun),
		value: func(p interdict.Place) string {
			if s := p.String(); s != "" {
				return s
			}
			return countryWords(p.Country)
		},
		told:  []string{"text", "street", "city", "region", "postal_code", "country_name"},
		minor: []string{"id", "country"},
		became: []func(a, b interdict.Place) bool{
			func(a, b interdict.Place) bool { return a.ID != "" && a.ID == b.ID },
			func(a, b interdict.Place) bool { return a.String() == b.String() },
		},
		single: true,
	}
}

var links = wording[interdict.Link]{
	field: always[interdict.Link]("links"),
	noun: func(l interdict.Link) string {
		if l.Type == "linked_to" {
			return "link to another party"
		}
		return "link (" + spaced(l.Type) + ")"
	},
	value: func(l interdict.Link) string {
		if l.Name != "" {
			return l.Name
		}
		return l.ID
	},
	told: []string{"name"}, nounTold: "type",
	became: []func(a, b interdict.Link) bool{
		func(a, b interdict.Link) bool { return a.Type == b.Type && a.ID != "" && a.ID == b.ID },
		func(a, b interdict.Link) bool { return a.Type == b.Type && a.Name == b.Name },
		func(a, b interdict.Link) bool { return a.Name != "" && a.Name == b.Name },
	},
}

var others = wording[interdict.Field]{
	field: func(f interdict.Field) string { return "other." + f.Name },
	noun:  func(f interdict.Field) string { return strings.TrimRight(f.Name, " :-") },
	value: func(f interdict.Field) string { return f.Value },
	told:  []string{"value"}, nounTold: "name",
	became: []func(a, b interdict.Field) bool{func(a, b interdict.Field) bool { return a.Name == b.Name }},
}

func dates(field, noun string) wording[interdict.Date] {
	return wording[interdict.Date]{field: always[interdict.Date](field), noun: always[interdict.Date](noun),
		value: interdict.Date.Words, single: true}
}

func strs(field, noun string) wording[string] {
	k := sets[string](field, noun)
	k.value = func(s string) string { return s }
	k.single = true
	return k
}

// sets are of tags, of which one never becomes another.
func sets[T ~string](field, noun string) wording[T] {
	return wording[T]{field: always[T](field), noun: always[T](noun), value: func(s T) string { return spaced(string(s)) }}
}

func always[T any](s string) func(T) string { return func(T) string { return s } }

// facet is one field of a struct: its JSON key, its value as JSON has it and
// in words; both are empty where JSON leaves it out.
type facet struct{ key, raw, words string }

// name is the key in words.
func (f facet) name() string {
	switch f.key {
	case "id":
		return "publisher's number"
	case "lang":
		return "language"
	case "issued":
		return "date of issue"
	case "expires":
		return "date of expiry"
	}
	return spaced(f.key)
}

// facets returns the fields of an item that is a struct (or points to one), in
// their order; nil for a string or date.
func facets(item any) (out []facet) {
	v := reflect.Indirect(reflect.ValueOf(item))
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[interdict.Date]() {
		return nil
	}
	for i := range v.NumField() {
		key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		f := facet{key: key}
		switch x := v.Field(i).Interface().(type) {
		case interdict.Date:
			f.raw, f.words = x.String(), dateWords(x)
		case []interdict.NamePart:
			f.raw, f.words = partWords(x), partWords(x)
		default:
			f.raw = v.Field(i).String()
			f.words = tagWords(key, f.raw)
		}
		out = append(out, f)
	}
	return out
}

func partWords(parts []interdict.NamePart) string {
	var s []string
	for _, p := range parts {
		s = append(s, string(p.Kind)+" "+p.Value)
	}
	return strings.Join(s, ", ")
}

func dateWords(d interdict.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Words()
}

// tagWords is the value of a field in words, where it is a tag or code.
func tagWords(key, value string) string {
	switch key {
	case "kind", "type", "role":
		return spaced(value)
	case "country":
		return countryWords(value)
	}
	return value
}

func schemaWords(s interdict.Schema) string {
	switch s {
	case "":
		return "unstated"
	case interdict.LegalEntity:
		return "person or organisation"
	case interdict.Organization:
		return "organisation"
	case interdict.Airplane:
		return "aircraft"
	}
	return strings.ToLower(string(s))
}

// countryWords is a country's name, or the code where it is not one of ours.
func countryWords(code string) string {
	if n := country.Name(code); n != "" {
		return n
	}
	return code
}

// spaced turns a tag such as "asset_freeze" into words.
func spaced(tag string) string { return strings.ReplaceAll(tag, "_", " ") }
