package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// hitPage is a pair of a subject and an entity, compared.
type hitPage struct {
	report.Finding
	Subject   string
	SubjectIs string
	Row       int64
	RowID     string
	Matched   bool
	Words     string
	Threshold interdict.Score
	Strength  interdict.Score
	Enough    interdict.Score // sufficiency
	Weight    float64
	Facts     []compared
	Names     []nameSides
	Made      string
	Hashes    report.Hashes
	Lists     []report.List
	// Changed says that the lists are others than when the file was screened.
	Changed bool
	// Gone says that the entity stands on no list any more.
	Gone bool
	Back string // where the results are
}

// compared is one kind of fact, side by side.
type compared struct {
	Field           string
	Subject, Entity []string
	Verdict         string // "for", "part", "against" or "open"
	Say             string // the verdict in a word
	Words           string
	Weight          string
}

// nameSides are two names, their words joined by lines.
type nameSides struct {
	Words  *wordLines
	Tokens []interdict.TokenEvidence
	Text   string
}

// hit explains the pair of a party that was typed and an entity.
func (p *Pages) hit(r *http.Request, s *server.Serving) (*answer, error) {
	f, err := formOf(r)
	if err != nil {
		return nil, err
	}
	form := readParty(f)
	subject := p.subject(form)
	if subject == nil {
		return nil, refused(http.StatusBadRequest, "wrong.form")
	}
	d, err := p.explain(s, subject, f.Get("entity"))
	if err != nil {
		return nil, err
	}
	return p.hitAnswer(d), nil
}

func (p *Pages) hitAnswer(d *hitPage) *answer {
	return &answer{page: "hit", nav: "screen", title: p.words.say("hit.title"), data: d}
}

// runHit explains a hit of a file.
func (p *Pages) runHit(r *http.Request, s *server.Serving) (*answer, error) {
	run, err := p.runOf(r)
	if err != nil {
		return nil, err
	}
	row, err := strconv.ParseInt(r.PathValue("row"), 10, 64)
	no, err2 := strconv.Atoi(r.PathValue("no"))
	run.mu.Lock()
	found, sum := run.found, run.sum
	run.mu.Unlock()
	i := slices.IndexFunc(found, func(f interdict.Result) bool { return f.Subject.Row == row })
	if err != nil || err2 != nil || i < 0 || no < 0 || no >= len(found[i].Hits) {
		return nil, refused(http.StatusNotFound, "wrong.gone")
	}
	d, err := p.explain(s, &found[i].Subject, found[i].Hits[no].EntityID)
	if err != nil {
		return nil, err
	}
	d.Row, d.Back, d.Changed = row, "/screen/"+run.ID, d.Hashes != sum.Hashes
	return p.hitAnswer(d), nil
}

// explain compares a subject with an entity.
func (p *Pages) explain(s *server.Serving, subject *interdict.Subject, id string) (*hitPage, error) {
	found, err := s.Engine.Explain(subject, id, screen.Query{})
	if err != nil {
		return nil, refused(http.StatusNotFound, "wrong.no_entity", report.Clean(id))
	}
	i := slices.IndexFunc(found, func(x screen.Explanation) bool { return x.Hit.EntityID == id })
	if i < 0 {
		return nil, refused(http.StatusNotFound, "wrong.no_entity", report.Clean(id))
	}
	x := &found[i]
	d := p.sides(s, subject, &x.Hit)
	d.Matched, d.Words = x.Matched, x.Words
	return d, nil
}

// sides sets a subject and an entity beside each other, as a hit compares them.
func (p *Pages) sides(s *server.Serving, subject *interdict.Subject, h *interdict.Hit) *hitPage {
	now := p.options.Now()
	d := &hitPage{Subject: subject.Name(), RowID: subject.ID, SubjectIs: report.SentenceCase(report.Identity(subject.Schema, subject.BirthDates, subject.Countries)),
		Finding:   report.NewFindings(s.Header(now), s.Lookup).Of(subject, h),
		Threshold: s.Engine.Policy().Threshold, Strength: h.Strength, Enough: h.Sufficiency, Weight: h.Weight.Bits(),
		Made: momentWords(now), Hashes: s.Hashes(), Lists: s.Lists}
	if d.Subject == "" && len(subject.Identifiers) > 0 {
		d.Subject = subject.Identifiers[0].Value
	}
	listings, _ := s.Lookup(h.EntityID)
	d.Gone = len(listings) == 0
	d.Facts = p.compare(subject, h, listings, d.Why)
	for k := range h.Evidence {
		if e := &h.Evidence[k]; e.Field == "name" && len(e.Tokens) > 0 {
			d.Names = append(d.Names, nameSides{joinWords(e), e.Tokens, d.Why[k].Text})
		}
	}
	return d
}

// compare sets all facts of both sides beside each other.
func (p *Pages) compare(s *interdict.Subject, h *interdict.Hit, listings []interdict.Listing, why []report.Reason) (out []compared) {
	for _, f := range factsOf(s, listings) {
		c := compared{Field: report.SentenceCase(report.FieldWords(f.field)), Subject: f.subject, Entity: f.entity, Verdict: "open"}
		for i := range h.Evidence {
			e := &h.Evidence[i]
			if e.Field != f.field && (f.field != "name" || e.Field != "own_name") {
				continue
			}
			c.Verdict = verdictOf(e, why[i].Sign)
			if len(e.Tokens) == 0 { // the names are told word by word already
				c.Words = why[i].Text
			}
			c.Weight = signed(e.Weight)
			break
		}
		if c.Verdict == "open" {
			switch {
			case len(f.subject) == 0 && len(f.entity) == 0:
				continue
			case len(f.subject) == 0:
				c.Words = p.words.say("hit.ask")
			case len(f.entity) == 0:
				c.Words = p.words.say("hit.list_silent")
			default:
				c.Words = p.words.say("hit.not_compared")
			}
		}
		c.Say = p.words.say("hit.verdict_" + c.Verdict)
		out = append(out, c)
	}
	return out
}

// verdictOf is what a comparison says, in a word.
func verdictOf(e *interdict.Evidence, sign report.Sign) string {
	switch {
	case sign == report.Against:
		return "against"
	case e.Similarity < 10000:
		return "part"
	}
	return "for"
}

func signed(w interdict.Millibits) string {
	s := strconv.FormatFloat(w.Bits(), 'f', 1, 64)
	if w > 0 {
		return "+" + s
	}
	return strings.Replace(s, "-", "\u2212", 1)
}

// sides are the values of one kind of fact.
type sides struct {
	field           string
	subject, entity []string
}

// shownValues bounds the values of one side.
const shownValues = 8

// factsOf are the facts of both sides by kind.
func factsOf(s *interdict.Subject, listings []interdict.Listing) []sides {
	kinds := []string{"name", "birth_date", "birth_place", "gender", "country", "identifier", "address", "email"}
	at := map[string]*sides{}
	out := make([]sides, len(kinds))
	for i, k := range kinds {
		out[i].field = k
		at[k] = &out[i]
	}
	add := func(to *[]string, v string) {
		if v != "" && len(*to) < shownValues && !slices.ContainsFunc(*to, func(w string) bool { return strings.EqualFold(v, w) }) {
			*to = append(*to, v)
		}
	}
	one := func(side func(*sides) *[]string, names []interdict.Name, births []interdict.Date, places []interdict.Place, genders []string,
		countries []interdict.Country, ids []interdict.Identifier, addresses []interdict.Place, emails []string) {
		for i := range names {
			add(side(at["name"]), names[i].Full)
		}
		for _, d := range births {
			add(side(at["birth_date"]), d.Words())
		}
		for i := range places {
			add(side(at["birth_place"]), places[i].String())
		}
		for _, g := range genders {
			add(side(at["gender"]), report.SentenceCase(g))
		}
		for i := range countries {
			add(side(at["country"]), report.CountryRoleWords(&countries[i]))
		}
		for i := range ids {
			if ids[i].Type != interdict.CrossRef {
				add(side(at["identifier"]), report.SentenceCase(report.IdentifierWords(&ids[i])))
			}
		}
		for i := range addresses {
			add(side(at["address"]), addresses[i].String())
		}
		for _, m := range emails {
			add(side(at["email"]), m)
		}
	}
	ours := func(s *sides) *[]string { return &s.subject }
	theirs := func(s *sides) *[]string { return &s.entity }
	one(ours, s.Names, s.BirthDates, s.BirthPlaces, s.Genders, s.Countries, s.Identifiers, s.Addresses, s.Emails)
	for i := range listings {
		l := &listings[i]
		one(theirs, l.Names, l.BirthDates, l.BirthPlaces, l.Genders, l.Countries, l.Identifiers, l.Addresses, l.Emails)
	}
	return out
}
