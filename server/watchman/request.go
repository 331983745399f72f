package watchman

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// Defaults of GET /v2/search, which are Watchman's.
const (
	defaultLimit = 10
	maxLimit     = 100
)

// algorithms are those that Watchman's clients may name. None of them is here:
// one scorer answers.
var algorithms = []string{"jaro-winkler", "soundex", "soft-bidist", "soft-bisim", "editex", "nsim", "nsim-3", "double-metaphone", "beider-morse"}

// Request is a call of GET /v2/search, read.
type Request struct {
	// Query is the party that is asked for, as the answer repeats it, Subject the
	// same in our own form.
	Query   Entity
	Subject interdict.Subject
	// List is the id of the one list that is asked, ID that of the one listing;
	// empty for all.
	List, ID string
	Limit    int
	MinMatch interdict.Score
	// Idle are the parameters that are accepted and move nothing here.
	Idle []string

	format string
	// debug asks for the score of each result told apart, from debugFrom on, and
	// where debugIDs are given, for those listings alone.
	debug     bool
	debugFrom interdict.Score
	debugIDs  []string
}

// ReadRequest reads the query of an address of GET /v2/search. Unless lenient,
// a parameter that nothing reads is an error, as in Watchman; those of a type of
// party are read for that type alone.
func ReadRequest(query string, lenient bool) (*Request, error) {
	p, err := readParams(query)
	if err != nil {
		return nil, err
	}
	r := &Request{Limit: limit(p.get("limit")), MinMatch: match(p.get("minMatch")), ID: p.get("sourceID")}
	r.readDebug(p)
	p.get("requestID")
	r.format = p.get("format")
	if a := p.get("algorithm"); a != "" {
		if !slices.Contains(algorithms, a) {
			return nil, fmt.Errorf("algorithm: there is none of this name; there are %s", strings.Join(algorithms, ", "))
		}
		p.idle = append(p.idle, "algorithm")
	}
	source := p.get("source")
	if source != "" {
		r.List = List(source)
	} else {
		source = "api-request"
	}
	r.Query = Entity{Name: p.get("name"), EntityType: strings.ToLower(p.get("type")), SourceList: source, SourceID: r.ID}
	if r.Query.Name != "" {
		r.addName(r.Query.Name, interdict.PrimaryName)
	}
	if err := r.readType(p); err != nil {
		return nil, err
	}
	r.readContact(p)
	if left := p.unread(); len(left) > 0 && !lenient {
		return nil, fmt.Errorf("extra/unused query parameters in request: %s", strings.Join(left, ","))
	}
	r.Idle = p.idle
	return r, nil
}

// limit is how many results are asked for.
func limit(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return defaultLimit
	}
	return min(n, maxLimit)
}

// match is a least score. What is no number is 0, as in Watchman; what is above 1
// is reached by nothing.
func match(s string) interdict.Score {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || f < 0 {
		return 0
	}
	return interdict.Score(math.Ceil(min(f, 2)*10000 - 1e-6))
}

func (r *Request) readDebug(p *params) {
	ids := p.get("debugSourceIDs")
	switch v := strings.ToLower(p.get("debug")); v {
	case "yes", "y", "true", "t", "1", "on":
		r.debug = true
	default:
		if f, err := strconv.ParseFloat(v, 64); err == nil && f > 0 && f <= 1 {
			r.debug, r.debugFrom = true, match(v)
		}
	}
	for _, id := range strings.Split(ids, ",") {
		if id = strings.TrimSpace(id); id != "" {
			r.debugIDs = append(r.debugIDs, id)
		}
	}
}

func (r *Request) addName(name string, kind interdict.NameKind) {
	r.Subject.Names = append(r.Subject.Names, interdict.Name{Full: name, Kind: kind})
}

// readType reads the parameters of the type of party that is asked for.
func (r *Request) readType(p *params) error {
	q, name := &r.Query, r.Query.Name
	switch q.EntityType {
	case person:
		r.Subject.Schema = interdict.Person
		q.Person = &Person{Name: name, AltNames: r.altNames(p), Gender: gender(p.get("gender"))}
		if q.Person.Gender != "unknown" {
			r.Subject.Genders = []string{q.Person.Gender}
		}
		q.Person.BirthDate = r.date(p, "birthDate", true)
		q.Person.DeathDate = r.date(p, "deathDate", false)
		q.Person.Titles = p.all("titles")
		if len(q.Person.Titles) > 0 {
			p.idle = append(p.idle, "titles")
		}
		q.Person.GovernmentIDs = r.government(p)
	case business, organization:
		r.Subject.Schema = interdict.Organization
		c := &Company{Name: name, AltNames: r.altNames(p), Created: r.date(p, "created", false), Dissolved: r.date(p, "dissolved", false), GovernmentIDs: r.government(p)}
		if q.EntityType == business {
			q.Business = c
		} else {
			q.Organization = c
		}
	case aircraft:
		r.Subject.Schema = interdict.Airplane
		q.Aircraft = &Aircraft{
			Name: name, AltNames: r.altNames(p), Type: p.get("aircraftType"), Flag: r.flag(p), Built: r.date(p, "built", false),
			ICAOCode: p.get("icaoCode"), Model: p.get("model"), SerialNumber: r.number(p, "serialNumber", interdict.SerialNumber),
		}
		p.without("aircraftType", "icaoCode", "model")
	case vessel:
		r.Subject.Schema = interdict.Vessel
		return r.readVessel(p)
	}
	return nil
}

func (r *Request) readVessel(p *params) (err error) {
	v := &Vessel{
		Name: r.Query.Name, AltNames: r.altNames(p), IMONumber: r.number(p, "imoNumber", interdict.IMO), Type: p.get("vesselType"), Flag: r.flag(p),
		Built: r.date(p, "built", false), Model: p.get("model"), MMSI: r.number(p, "mmsi", interdict.MMSI),
		CallSign: r.number(p, "callSign", interdict.CallSign), Owner: p.get("owner"),
	}
	r.Query.Vessel = v
	if v.Tonnage, err = whole(p, "tonnage"); err == nil {
		v.GrossRegisteredTonnage, err = whole(p, "grossRegisteredTonnage")
	}
	p.without("vesselType", "model", "owner", "tonnage", "grossRegisteredTonnage")
	return err
}

// whole is a number of tons; Watchman refuses what is none.
func whole(p *params, name string) (int, error) {
	s := p.get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, fmt.Errorf("problem reading v2 search request: reading vessel %s: write a whole number", name)
	}
	return int(n), nil
}

func (r *Request) altNames(p *params) []string {
	names := p.all("altNames")
	for _, n := range names {
		r.addName(n, interdict.AliasName)
	}
	return names
}

// number reads a number that identifies.
func (r *Request) number(p *params, name string, t interdict.IDType) string {
	v := p.get(name)
	if v != "" {
		r.Subject.Identifiers = append(r.Subject.Identifiers, interdict.Identifier{Type: t, Value: v})
	}
	return v
}

func (r *Request) flag(p *params) string {
	v := p.get("flag")
	if code := country.Code(v); code != "" {
		r.Subject.Countries = append(r.Subject.Countries, interdict.Country{Role: interdict.Flag, Code: code, Name: v})
	} else {
		p.without("flag")
	}
	return v
}

// government reads the numbers that states give: "gov_passport=RU:2018278055".
func (r *Request) government(p *params) (out []GovernmentID) {
	for _, g := range facts().government {
		for _, v := range p.all("gov_" + g.name) {
			id := governmentID(g.name, v)
			out = append(out, id)
			for _, t := range g.ours {
				r.Subject.Identifiers = append(r.Subject.Identifiers, interdict.Identifier{Type: t, Value: id.Identifier, Country: country.Code(id.Country), Label: g.name})
			}
		}
	}
	for _, role := range []interdict.CountryRole{interdict.Citizenship, interdict.Nationality} {
		for _, v := range p.all("gov_" + string(role)) {
			id := governmentID(string(role), v)
			out = append(out, id)
			if code := country.Code(id.Country); code != "" {
				r.Subject.Countries = append(r.Subject.Countries, interdict.Country{Role: role, Code: code})
			} else if code := country.Code(id.Identifier); code != "" {
				r.Subject.Countries = append(r.Subject.Countries, interdict.Country{Role: role, Code: code})
			}
		}
	}
	return out
}

// governmentID takes "COUNTRY:ID" apart; without a country it is the number.
func governmentID(kind, v string) GovernmentID {
	code, number, ok := strings.Cut(v, ":")
	if !ok {
		return GovernmentID{Type: kind, Identifier: v}
	}
	return GovernmentID{Type: kind, Country: strings.TrimSpace(code), Identifier: strings.TrimSpace(number)}
}

// readContact reads what any type of party has.
func (r *Request) readContact(p *params) {
	q, s := &r.Query, &r.Subject
	q.Contact.EmailAddresses = p.all("email", "emailAddress", "emailAddresses")
	s.Emails = slices.Clone(q.Contact.EmailAddresses)
	for _, c := range []struct {
		to    *[]string
		names []string
	}{
		{&q.Contact.PhoneNumbers, []string{"phone", "phoneNumber", "phoneNumbers"}},
		{&q.Contact.FaxNumbers, []string{"fax", "faxNumber", "faxNumbers"}},
		{&q.Contact.Websites, []string{"website", "websites"}},
	} {
		if *c.to = p.all(c.names...); len(*c.to) > 0 {
			p.idle = append(p.idle, c.names[0])
		}
	}
	for _, text := range p.all("address", "addresses") {
		q.Addresses = append(q.Addresses, Address{Line1: text, Country: strings.ToUpper(country.Code(lastPart(text)))})
		s.Addresses = append(s.Addresses, interdict.Place{Text: text, Country: country.Code(lastPart(text))})
	}
	for _, v := range p.all("cryptoAddress", "cryptoAddresses") {
		code, address, ok := strings.Cut(v, ":")
		if !ok || strings.Contains(address, ":") || address == "" {
			continue // as Watchman does with what is not CURRENCY:ADDRESS
		}
		q.CryptoAddresses = append(q.CryptoAddresses, CryptoAddress{Currency: strings.ToUpper(code), Address: address})
		s.Identifiers = append(s.Identifiers, interdict.Identifier{Type: interdict.Wallet, Value: address, Label: strings.ToUpper(code)})
	}
}

// lastPart is what stands behind the last comma of an address.
func lastPart(address string) string {
	return strings.TrimSpace(address[strings.LastIndexByte(address, ',')+1:])
}

// RequestOf writes a call of GET /v2/search for a subject: what it asks for of
// what the subject has.
func RequestOf(s *interdict.Subject) url.Values {
	q := url.Values{}
	if len(s.Names) > 0 {
		q.Set("name", s.Names[0].Full)
	}
	kind := map[interdict.Schema]string{interdict.Person: person, interdict.Organization: business, interdict.Vessel: vessel, interdict.Airplane: aircraft}[s.Schema]
	if kind != "" {
		q.Set("type", kind)
		for _, n := range s.Names[min(1, len(s.Names)):] {
			q.Add("altNames", n.Full)
		}
	}
	if kind == person {
		if len(s.BirthDates) > 0 && s.BirthDates[0].ToYear == 0 && !s.BirthDates[0].Circa {
			q.Set("birthDate", s.BirthDates[0].String())
		}
		if len(s.Genders) > 0 {
			q.Set("gender", s.Genders[0])
		}
	}
	for _, id := range s.Identifiers {
		addIdentifier(q, kind, &id)
	}
	if kind == vessel || kind == aircraft {
		if len(s.Countries) > 0 && s.Countries[0].Code != "" {
			q.Set("flag", strings.ToUpper(s.Countries[0].Code))
		}
	}
	for _, p := range s.Addresses {
		q.Add("address", p.String())
	}
	for _, e := range s.Emails {
		q.Add("email", e)
	}
	return q
}

// addIdentifier writes a number under the parameter that a type of party has
// for it.
func addIdentifier(q url.Values, kind string, id *interdict.Identifier) {
	named := map[interdict.IDType]string{interdict.IMO: "imoNumber", interdict.MMSI: "mmsi", interdict.CallSign: "callSign"}
	switch {
	case id.Type == interdict.Wallet:
		q.Add("cryptoAddress", id.Label+":"+id.Value)
	case kind == vessel && named[id.Type] != "":
		q.Set(named[id.Type], id.Value)
	case kind == aircraft && id.Type == interdict.SerialNumber:
		q.Set("serialNumber", id.Value)
	case kind == person || kind == business:
		if t := governmentTypeOf(id); t != "" {
			q.Add("gov_"+t, strings.ToUpper(id.Country)+":"+id.Value)
		}
	}
}

// date reads a date of which one that is written wrongly is left out, as Watchman
// does. scored says whether it moves a score here.
func (r *Request) date(p *params, name string, scored bool) *time.Time {
	s := p.get(name)
	d, err := interdict.ParseDate(s)
	if err != nil || d.ToYear != 0 || d.Circa || s == "" {
		p.without(name)
		return nil
	}
	if scored {
		r.Subject.BirthDates = append(r.Subject.BirthDates, d)
	} else {
		p.without(name)
	}
	return firstTime([]interdict.Date{d})
}

// ReadEntity makes a request of a party in Watchman's form. Zero limit and least
// score are the defaults.
func ReadEntity(e *Entity, limit int, minMatch float64) (*Request, error) {
	q := url.Values{}
	set := func(name string, values ...string) {
		for _, v := range values {
			if v != "" {
				q.Add(name, v)
			}
		}
	}
	set("name", e.Name)
	set("type", e.EntityType)
	set("source", e.SourceList)
	set("sourceID", e.SourceID)
	if limit > 0 {
		set("limit", strconv.Itoa(limit))
	}
	set("minMatch", strconv.FormatFloat(minMatch, 'f', -1, 64))
	switch {
	case e.Person != nil:
		p := e.Person
		kind(q, person, p.Name, p.AltNames)
		set("gender", p.Gender)
		set("birthDate", dayOf(p.BirthDate))
		set("deathDate", dayOf(p.DeathDate))
		set("titles", p.Titles...)
		setGovernment(q, p.GovernmentIDs)
	case e.Business != nil || e.Organization != nil:
		c, of := e.Business, business
		if c == nil {
			c, of = e.Organization, organization
		}
		kind(q, of, c.Name, c.AltNames)
		set("created", dayOf(c.Created))
		set("dissolved", dayOf(c.Dissolved))
		setGovernment(q, c.GovernmentIDs)
	case e.Vessel != nil:
		v := e.Vessel
		kind(q, vessel, v.Name, v.AltNames)
		set("imoNumber", v.IMONumber)
		set("mmsi", v.MMSI)
		set("callSign", v.CallSign)
		set("flag", v.Flag)
	case e.Aircraft != nil:
		c := e.Aircraft
		kind(q, aircraft, c.Name, c.AltNames)
		set("serialNumber", c.SerialNumber)
		set("flag", c.Flag)
	}
	set("email", e.Contact.EmailAddresses...)
	for i := range e.Addresses {
		a := &e.Addresses[i]
		set("address", interdict.JoinName(a.Line1, a.Line2, a.City, a.PostalCode, a.State, a.Country))
	}
	for _, c := range e.CryptoAddresses {
		set("cryptoAddress", c.Currency+":"+c.Address)
	}
	return ReadRequest(q.Encode(), true)
}

// kind sets the type of a party, and its names where they are not set.
func kind(q url.Values, of, name string, others []string) {
	q.Set("type", of)
	if q.Get("name") == "" {
		q.Set("name", name)
	}
	for _, n := range others {
		q.Add("altNames", n)
	}
}

func setGovernment(q url.Values, ids []GovernmentID) {
	for _, id := range ids {
		q.Add("gov_"+id.Type, id.Country+":"+id.Identifier)
	}
}
