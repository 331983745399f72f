package subjects

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/table"
)

// members reads subjects in JSON. A member's name is a header: "birth_date",
// "dob" and "birthDate" mean the same, and its value is read as a cell is. An
// array is several values. The four members of a subject whose values are
// objects (names, countries, identifiers, addresses) are read in the form of
// interdict.Subject. Another object within the object is read as members whose
// names begin with its own ("address": {"city": ...}); objects that only hold
// what the subject is (containers) lend no name. What remains, such as a
// company's directors, is another party and goes to the unknown names.
type members struct {
	mapping *table.Mapping

	mu      sync.RWMutex
	columns map[string]*table.Columns // by the names of the members, in order
	unknown map[string]bool
}

const (
	maxShapes  = 1000 // different sets of members that are remembered
	maxUnknown = 100  // names that nobody knows that are remembered
	maxDepth   = 3    // objects in objects
	maxValues  = 2000 // of one object
)

func newMembers(m *table.Mapping) *members {
	return &members{mapping: m, columns: map[string]*table.Columns{}, unknown: map[string]bool{}}
}

// flat is an object on its way to being a row.
type flat struct {
	names, cells []string
	typed        typed
}

// typed are the members of a subject that are objects.
type typed struct {
	Names       []interdict.Name
	Countries   []interdict.Country
	Identifiers []interdict.Identifier
	Addresses   []interdict.Place
	BirthPlaces []interdict.Place
}

// subject reads one object. Errors do not repeat its content.
func (m *members) subject(text []byte, s *interdict.Subject, t *table.Text) (table.Faults, error) {
	faults, _, err := m.read(text, s, t)
	return faults, err
}

// read is subject, and tells what was made of the object's members.
func (m *members) read(text []byte, s *interdict.Subject, t *table.Text) (table.Faults, *table.Columns, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(text, &object); err != nil || object == nil {
		return 0, nil, jsonError(err)
	}
	var f flat
	if err := f.add("", object, 0); err != nil {
		return 0, nil, err
	}
	row := table.Row{Cells: f.cells}
	columns := m.shape(f.names)
	faults := columns.Party(&row, s, t)
	faults |= f.typed.addTo(s)
	if len(s.Names) > 0 {
		faults &^= table.FaultNoName
	}
	return faults, columns, nil
}

var errNotObject = errors.New("the line is not a JSON object; write one object a line, such as {\"id\": \"7\", \"name\": \"...\", \"birth_date\": \"1985-11-12\"}")

// jsonError says where JSON breaks, without its content.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("the JSON cannot be read from byte %d on; write one whole object a line", syntax.Offset)
	}
	return errNotObject
}

// shape finds what members of these names mean.
func (m *members) shape(names []string) *table.Columns {
	key := strings.Join(names, "\x00")
	m.mu.RLock()
	c := m.columns[key]
	m.mu.RUnlock()
	if c != nil {
		return c
	}
	c = table.NewMembers(names, m.mapping)
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.columns) < maxShapes {
		m.columns[key] = c
	}
	for _, u := range c.Uses() {
		if u.Field == table.Unknown && len(m.unknown) < maxUnknown {
			m.unknown[u.Header] = true
		}
	}
	return c
}

func (m *members) unknownNames() []string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return slices.Sorted(maps.Keys(m.unknown))
}

// own are the members that say what the subject is to us, not who it is.
var own = []string{"row", "kind", "path"}

// add flattens an object. The names of its members come in order, so that
// objects with the same members have the same shape.
func (f *flat) add(parent string, object map[string]json.RawMessage, depth int) error {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if parent == "" && slices.Contains(own, name) {
			continue
		}
		if err := f.value(parent, name, object[name], depth); err != nil {
			return err
		}
	}
	return nil
}

// value adds a member's value or values.
func (f *flat) value(parent, name string, value json.RawMessage, depth int) error {
	value = bytes.TrimSpace(value)
	switch {
	case len(f.cells) >= maxValues:
		return fmt.Errorf("the object has more than %d values; leave out what does not describe the party", maxValues)
	case len(value) == 0 || value[0] == 'n' || value[0] == 't' || value[0] == 'f':
		return nil // null, true and false describe nobody
	case value[0] == '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return jsonError(err)
		}
		f.cell(parent, name, text)
		return nil
	case value[0] == '[' && depth == 0 && bytes.Contains(value, []byte("{")):
		return f.objects(name, value)
	case value[0] == '[':
		return f.each(parent, name, value, depth)
	case value[0] == '{' && parent == "properties":
		return nil // an entity linked to this one: another party
	case value[0] == '{':
		var object map[string]json.RawMessage
		if err := json.Unmarshal(value, &object); err != nil {
			return jsonError(err)
		}
		if depth >= maxDepth {
			return fmt.Errorf("objects stand more than %d deep in each other; write the values as members of one object", maxDepth)
		}
		return f.add(name, object, depth+1)
	}
	f.cell(parent, name, string(value))
	return nil
}

// containers are objects whose members are the subject's own: FollowTheMoney's
// "properties", Senzing's "FEATURES" and what people write.
var containers = []string{"properties", "features", "attributes", "address", "addresses", "customer", "subject", "party", "data", "identifiers"}

// cell adds one value. Within "address" the member "country" is that of the
// address.
func (f *flat) cell(parent, name, text string) {
	if full := parent + " " + name; parent != "" && (table.FieldOf(full) != table.Unknown || !slices.Contains(containers, strings.ToLower(parent))) {
		name = full
	}
	f.names = append(f.names, name)
	f.cells = append(f.cells, text)
}

// objects reads an array of objects: one of the subject's own members, or the
// objects one by one.
func (f *flat) objects(name string, value json.RawMessage) error {
	var to any
	switch name {
	case "names":
		to = &f.typed.Names
	case "countries":
		to = &f.typed.Countries
	case "identifiers":
		to = &f.typed.Identifiers
	case "addresses":
		to = &f.typed.Addresses
	case "birth_places":
		to = &f.typed.BirthPlaces
	default:
		return f.each("", name, value, 0)
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("the member %s is not as docs/customers.md says: its objects have other members, or values of another type", name)
	}
	return nil
}

// each adds the values of an array.
func (f *flat) each(parent, name string, array json.RawMessage, depth int) error {
	var all []json.RawMessage
	if err := json.Unmarshal(array, &all); err != nil {
		return jsonError(err)
	}
	for _, one := range all {
		if err := f.value(parent, name, one, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// addTo adds the typed values to a subject, made fit: kinds filled in,
// countries as codes.
func (y *typed) addTo(s *interdict.Subject) (faults table.Faults) {
	for _, n := range y.Names {
		addName(s, n)
	}
	for _, c := range y.Countries {
		faults |= addCountry(s, c)
	}
	for _, id := range y.Identifiers {
		addIdentifier(s, id)
	}
	for _, p := range y.Addresses {
		if p != (interdict.Place{}) {
			s.Addresses = append(s.Addresses, p)
		}
	}
	for _, p := range y.BirthPlaces {
		if p != (interdict.Place{}) {
			s.BirthPlaces = append(s.BirthPlaces, p)
		}
	}
	return faults
}

// addName adds a name; one without Full is made of its parts. The first is the
// primary name, unless it says otherwise.
func addName(s *interdict.Subject, n interdict.Name) {
	if n.Full = strings.TrimSpace(n.Full); n.Full == "" {
		values := make([]string, len(n.Parts))
		for i, p := range n.Parts {
			values[i] = p.Value
		}
		n.Full = interdict.JoinName(values...)
	}
	if n.Kind == "" && len(s.Names) == 0 {
		n.Kind = interdict.PrimaryName
	} else if n.Kind == "" {
		n.Kind = interdict.AliasName
	}
	if table.Named(n.Full) {
		s.Names = append(s.Names, n)
	}
}

// addCountry adds a country by its code, or by its name where that is none
// that is known.
func addCountry(s *interdict.Subject, c interdict.Country) table.Faults {
	said := cmp.Or(c.Code, c.Name)
	if said == "" {
		return 0
	}
	var faults table.Faults
	if c.Code = country.Code(said); c.Code == "" {
		c.Name, faults = said, table.FaultCountry
	}
	s.Countries = append(s.Countries, c)
	return faults
}

func addIdentifier(s *interdict.Subject, id interdict.Identifier) {
	if id.Value = strings.TrimSpace(id.Value); id.Value == "" {
		return
	}
	id.Type = cmp.Or(id.Type, interdict.OtherID)
	id.Country = country.Code(id.Country)
	s.Identifiers = append(s.Identifiers, id)
}

// maxSubject is the longest single subject in bytes.
const maxSubject = 1 << 20

// ReadSubject reads one subject in JSON, over as many lines as it likes: in
// the form of interdict.Subject, with plain members such as "name",
// "birth_date" and "country", or as a FollowTheMoney entity. The name is for
// messages. A value that cannot be read, and a member outside "properties"
// that nobody knows, are errors: the subject was written by hand.
func ReadSubject(in io.Reader, name string) (*interdict.Subject, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxSubject+1))
	if err != nil {
		return nil, fmt.Errorf("%s: reading the subject: %w", name, err)
	}
	if len(text) > maxSubject {
		return nil, fmt.Errorf("%s: the subject is longer than %d bytes; shorten it", name, maxSubject)
	}
	m := newMembers(nil)
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var s interdict.Subject
	faults, err := m.subject(text, &s, &table.Text{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	faults.Each(func(_, reason string, note bool) {
		if !note && err == nil {
			err = fmt.Errorf("%s: %s", name, strings.Replace(reason, "the row", "the subject", 1))
		}
	})
	if unknown := m.unknownNames(); err == nil && len(unknown) > 0 && !bytes.Contains(text, []byte(`"properties"`)) {
		err = fmt.Errorf("%s: nobody knows the member %q; there are such as id, name, birth_date, nationality, passport and address", name, unknown[0])
	}
	if err != nil {
		return nil, err
	}
	return &s, nil
}
