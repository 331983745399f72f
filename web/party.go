package web

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// Bounds of the form for one party.
const (
	maxForm   = 64 << 10
	maxValue  = 500
	shownHits = 50
)

// party is what the form for one party holds, as it was typed.
type party struct {
	Schema, Name, Alias, Birth, Country, IDType, ID string
	// Wrong says of fields what is wrong with them.
	Wrong map[string]string
}

// schemas are the kinds of party that the form offers, idTypes the numbers.
var (
	schemas = []interdict.Schema{"", interdict.Person, interdict.Organization, interdict.Vessel, interdict.Airplane}
	idTypes = []interdict.IDType{interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI,
		interdict.BIC, interdict.IMO, interdict.MMSI, interdict.TailNumber, interdict.Wallet, interdict.OtherID}
)

// choice is one option of a choice.
type choice struct {
	Value, Words string
	On           bool
}

// Kinds and IDs are the options that the form offers.
func (f *party) Kinds() (out []choice) {
	for _, s := range schemas {
		words := report.SentenceCase(report.SchemaWords(s))
		if s == "" {
			words = ""
		}
		out = append(out, choice{string(s), words, string(s) == f.Schema})
	}
	return out
}

// IDs are the kinds of number.
func (f *party) IDs() (out []choice) {
	for _, t := range idTypes {
		out = append(out, choice{string(t), report.SentenceCase(t.Words()), string(t) == f.IDType})
	}
	return out
}

// readParty takes the form's values from a request.
func readParty(v url.Values) *party {
	get := func(key string) string { return strings.TrimSpace(v.Get(key)) }
	return &party{Schema: get("schema"), Name: get("name"), Alias: get("alias"), Birth: get("birth_date"), Country: get("country"),
		IDType: get("id_type"), ID: get("id"), Wrong: map[string]string{}}
}

// subject makes a subject of the form; nil where it says what is wrong.
func (p *Pages) subject(f *party) *interdict.Subject {
	s := &interdict.Subject{Schema: interdict.Schema(f.Schema)}
	known := false
	for _, k := range schemas {
		known = known || k == s.Schema
	}
	if !known {
		f.Wrong["schema"] = p.words.say("form.bad_schema")
	}
	for key, value := range map[string]string{"name": f.Name, "alias": f.Alias, "birth_date": f.Birth, "country": f.Country, "id": f.ID} {
		if len(value) > maxValue || !utf8.ValidString(value) {
			f.Wrong[key] = p.words.say("form.too_long", maxValue)
		}
	}
	if f.Name == "" && f.ID == "" {
		f.Wrong["name"] = p.words.say("form.no_name")
	}
	if f.Name != "" {
		s.Names = append(s.Names, interdict.Name{Full: f.Name, Kind: interdict.PrimaryName})
	}
	if f.Alias != "" {
		s.Names = append(s.Names, interdict.Name{Full: f.Alias, Kind: interdict.AliasName})
	}
	if f.Birth != "" {
		d, err := interdict.ParseDate(f.Birth)
		if err != nil {
			f.Wrong["birth_date"] = p.words.say("form.bad_date")
		}
		s.BirthDates = append(s.BirthDates, d)
	}
	if f.Country != "" {
		code := country.Code(f.Country)
		if code == "" {
			f.Wrong["country"] = p.words.say("form.bad_country")
		}
		s.Countries = append(s.Countries, interdict.Country{Code: code})
	}
	if f.ID != "" {
		s.Identifiers = append(s.Identifiers, interdict.Identifier{Type: interdict.IDType(f.IDType), Value: f.ID})
		if !knownID(s.Identifiers[0].Type) {
			f.Wrong["id"] = p.words.say("form.bad_id")
		}
	}
	if len(f.Wrong) > 0 {
		return nil
	}
	return s
}

func knownID(t interdict.IDType) bool {
	for _, k := range idTypes {
		if k == t {
			return true
		}
	}
	return false
}

type screenPage struct {
	Form *party
	// Runs are the files that are held for whoever has their address; the page
	// only says how many there is room for.
	MaxMB int64
	// Asked says that the party was screened.
	Asked     bool
	Name      string
	Hits      []shownHit
	Cleared   []clearedPair
	Threshold interdict.Score
	Hashes    report.Hashes
	Lists     int
	Check     string // what is said of the number's check digits
}

// shownHit is a hit in words.
type shownHit struct {
	report.Finding
	Form *party
}

type clearedPair struct {
	Caption, Entity, Why string
	Score                interdict.Score
	Form                 *party
}

// screenForm shows the forms for one party and for a file.
func (p *Pages) screenForm(_ *http.Request, _ *server.Serving) (*answer, error) {
	return p.screenAnswer(&screenPage{Form: &party{Schema: string(interdict.Person), IDType: string(interdict.Passport)}}), nil
}

func (p *Pages) screenAnswer(d *screenPage) *answer {
	d.MaxMB = maxFile >> 20
	return &answer{page: "screen", part: "outcome", nav: "screen", title: p.words.say("screen.title"), data: d}
}

// screenParty screens the party of the form.
func (p *Pages) screenParty(r *http.Request, s *server.Serving) (*answer, error) {
	f, err := formOf(r)
	if err != nil {
		return nil, err
	}
	d := &screenPage{Form: readParty(f)}
	subject := p.subject(d.Form)
	if subject == nil {
		a := p.screenAnswer(d)
		a.status = http.StatusUnprocessableEntity
		return a, nil
	}
	q := s.Query()
	q.Limit, q.All, q.Cleared = shownHits, true, true
	res, err := s.Engine.Screen(subject, q)
	if err == nil {
		err = s.Standings().Tell(r.Context(), &res)
	}
	if err != nil {
		return nil, err
	}
	server.Note(r.Context(), 1, len(res.Hits), d.Form.Name)
	d.Asked, d.Name, d.Hashes, d.Lists = true, cmpOr(d.Form.Name, d.Form.ID), s.Hashes(), len(s.Lists)
	h := s.Header(p.options.Now())
	d.Threshold = h.Threshold
	words := report.NewFindings(h, s.Lookup)
	for i := range res.Hits {
		d.Hits = append(d.Hits, shownHit{words.Of(subject, &res.Hits[i]), d.Form})
	}
	for i := range res.Cleared {
		c := &res.Cleared[i]
		d.Cleared = append(d.Cleared, clearedPair{c.Caption, c.EntityID, words.Cleared(subject, c), c.Score, d.Form})
	}
	if d.Form.ID != "" {
		d.Check = p.checked(subject.Identifiers[0])
	}
	return p.screenAnswer(d), nil
}

// checked says of a number whose check digits are wrong that they are.
func (p *Pages) checked(id interdict.Identifier) string {
	if ident.Check(id.Type, id.Value, id.Country) == ident.Invalid {
		return p.words.say("form.check", id.Type.Words())
	}
	return ""
}

// formOf reads a small form.
func formOf(r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, refused(http.StatusBadRequest, "wrong.form")
	}
	return r.PostForm, nil
}
