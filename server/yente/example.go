package yente

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/internal/tsv"
)

// example is a party that is asked for, as a client describes it, with its values
// put into the model's forms.
type example struct {
	ID         *string             `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`

	schema *schema
}

// unparsed is the answer for a party that cannot be asked for.
func unparsed(why string) error {
	return refuse(http.StatusBadRequest, "Cannot parse example entity: "+why)
}

// exampleOf reads a party. loc says where in the body it stands.
func exampleOf(raw json.RawMessage, loc ...any) (*example, error) {
	fields, ok := members(raw)
	if !ok {
		return nil, faults(invalid{Type: "model_attributes_type", Loc: loc, Msg: "Input should be a valid dictionary or object to extract fields from"})
	}
	e := &example{Properties: map[string][]string{}}
	var wrong []invalid
	found := map[string]json.RawMessage{}
	for _, f := range fields {
		found[f.name] = f.value
	}
	at := func(name string) []any { return append(slices.Clone(loc), name) }
	if id := found["id"]; !null(id) {
		e.ID = new(string)
		if json.Unmarshal(id, e.ID) != nil {
			wrong = append(wrong, invalid{Type: "string_type", Loc: at("id"), Msg: "Input should be a valid string"})
		}
	}
	var properties []member
	for _, name := range []string{"schema", "properties"} {
		raw, ok := found[name]
		switch {
		case !ok:
			wrong = append(wrong, invalid{Type: "missing", Loc: at(name), Msg: "Field required"})
		case name == "schema" && (null(raw) || json.Unmarshal(raw, &e.Schema) != nil):
			wrong = append(wrong, invalid{Type: "string_type", Loc: at(name), Msg: "Input should be a valid string"})
		case name == "properties":
			if properties, ok = members(raw); !ok {
				wrong = append(wrong, invalid{Type: "dict_type", Loc: at(name), Msg: "Input should be a valid dictionary"})
			}
		}
	}
	if len(wrong) > 0 {
		return nil, faults(wrong...)
	}
	values := map[string][]string{}
	for _, m := range properties {
		values[m.name] = texts(m.value)
	}
	return e, e.fill(values)
}

// fill gives the party its values. Properties that its schema does not have are
// passed over.
func (e *example) fill(values map[string][]string) error {
	if e.schema = model().schemata[e.Schema]; e.schema == nil {
		return unparsed("No such schema.")
	}
	if !e.schema.matchable && e.Schema != thing {
		return unparsed("Non-matchable schema for query: " + e.Schema)
	}
	total := 0
	for _, name := range sortedKeys(values) {
		p := e.schema.property(name)
		if p == nil || p.stub {
			continue
		}
		for _, v := range values[name] {
			if total++; total > maxValues {
				return unparsed(fmt.Sprintf("it has more than %d values.", maxValues))
			}
			e.add(p.name, clean(p.kind, v))
		}
	}
	e.combineNames()
	e.hintCountries()
	return nil
}

// property is a property of a schema; of Thing, under which anything is asked
// for, one of whatever schema has it.
func (s *schema) property(name string) *property {
	if p := s.properties[name]; p != nil {
		return p
	}
	if s.name == thing {
		return model().byQName(name)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (e *example) add(property, v string) {
	if v != "" && !slices.Contains(e.Properties[property], v) {
		e.Properties[property] = append(e.Properties[property], v)
	}
}

// clean puts a value into the form of its type; what is none of that type is
// nothing.
func clean(kind, v string) string {
	v = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(v, ""))
	v = strings.Join(strings.Fields(v), " ")
	switch kind {
	case "country":
		return country.Code(v)
	case "date":
		v, _, _ = strings.Cut(v, "T")
		v, _, _ = strings.Cut(v, " ")
		if d, err := interdict.ParseDate(v); err == nil && d.ToYear == 0 && !d.Circa {
			return d.String()
		}
		return ""
	case "gender":
		switch strings.ToLower(v) {
		case "m", "male", "man", "masculin", "männlich":
			return "male"
		case "f", "female", "woman", "féminin", "weiblich":
			return "female"
		case "":
			return ""
		}
		return "other"
	case "email", "topic":
		return strings.ToLower(v)
	case "phone":
		return phone(v)
	}
	return v
}

// phone is a telephone number without what people write between the digits.
func phone(v string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, v)
}

// maxNames is how many names are made of the parts of one.
const maxNames = 16

// combineNames makes names of a person's parts.
func (e *example) combineNames() {
	if !e.schema.isA("Person") && e.schema.name != thing {
		return
	}
	middle := interdict.JoinName(first(e.Properties["secondName"]), first(e.Properties["middleName"]), first(e.Properties["fatherName"]))
	given, family := e.Properties["firstName"], e.Properties["lastName"]
	if len(given) == 0 && len(family) == 0 {
		return
	}
	made := 0
	for _, g := range orNone(given) {
		for _, f := range orNone(family) {
			if made++; made <= maxNames {
				e.add("name", interdict.JoinName(g, middle, f))
			}
		}
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// orNone is a list that has at least one value, if an empty one.
func orNone(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

//go:embed data/calling.tsv
var callingTSV string

// calling are countries by the beginning of a telephone number.
var calling = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, c := range tsv.Records(callingTSV) {
		out[c[0]] = c[1]
	}
	return out
})

// hintCountries adds the countries that an account or a telephone number tells.
func (e *example) hintCountries() {
	var known []string
	for name, values := range e.Properties {
		if p := e.schema.property(name); p != nil && p.kind == "country" {
			known = append(known, values...)
		}
	}
	for _, name := range sortedKeys(e.Properties) {
		p := e.schema.property(name)
		for _, v := range e.Properties[name] {
			hint := ""
			switch {
			case p == nil:
			case name == "iban" && len(v) > 4:
				hint = country.Code(v[:2])
			case p.kind == "phone":
				hint = countryOfPhone(v)
			}
			if hint != "" && !slices.Contains(known, hint) && e.schema.property("country") != nil {
				e.add("country", hint)
				known = append(known, hint)
			}
		}
	}
}

// countryOfPhone is the country that an international number is of, empty where
// it does not tell.
func countryOfPhone(number string) string {
	rest, ok := strings.CutPrefix(number, "+")
	if !ok {
		return ""
	}
	for n := min(3, len(rest)); n > 0; n-- {
		if c := calling()[rest[:n]]; c != "" {
			return c
		}
	}
	return ""
}

// subject is the party as it is screened. Its names are those of one property
// where the request says so.
func (e *example) subject(nameProperty string) *interdict.Subject {
	party := ftmparty.Party{Schema: e.Schema, Properties: e.Properties}
	if nameProperty != "" {
		party.Properties = map[string][]string{}
		for name, values := range e.Properties {
			if p := e.schema.property(name); p == nil || p.kind != "name" {
				party.Properties[name] = values
			}
		}
		party.Properties["name"] = e.Properties[nameProperty]
	}
	s := party.Subject()
	s.Schema = e.schema.ours()
	return s
}
