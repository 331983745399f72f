package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// Bounds of a search: what is typed, and how many results are shown, fewer
// while one types.
const (
	maxQuery   = 300
	shownFound = 25
	shownTyped = 10
)

type searchPage struct {
	Query, Echo string
	// Asked says that something was searched for.
	Asked   bool
	Results []result
	Full    bool // there may be more
	Lists   []report.List
	Entries int
}

// result is one entity that was found, with why.
type result struct {
	*report.Found
	Is string
	// Matched is the name that agreed where it isn't the caption, and MatchedAs
	// what the list says of it; Number the number that agreed.
	Matched, MatchedAs, Number string
	// Scripts are its names in other letters than Latin.
	Scripts  []string
	Chips    []chip
	Measures []string
	Standing []string
}

// chip is a listing in short.
type chip struct {
	List, Title, ID string
	Since           string
	// Kind is what sort of listing it is where it isn't a sanction.
	Kind string
}

func (p *Pages) search(r *http.Request, s *server.Serving) (*answer, error) {
	query := strings.Join(strings.Fields(r.URL.Query().Get("q")), " ")
	if len(query) > maxQuery {
		return nil, refused(http.StatusBadRequest, "wrong.long", maxQuery)
	}
	d := &searchPage{Query: query, Lists: s.Today(r.Context())}
	for _, l := range d.Lists {
		d.Entries += l.Entries
	}
	a := &answer{page: "search", part: "found", nav: "search", title: p.words.say("search.title"), data: d}
	if query == "" || !utf8.ValidString(query) || !strings.ContainsFunc(query, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return a, nil
	}
	limit := shownFound
	if r.Header.Get("HX-Request") == "true" {
		limit = shownTyped
	}
	subject := &interdict.Subject{Names: []interdict.Name{{Full: query, Kind: interdict.PrimaryName}}}
	found, err := s.Search(r.Context(), subject, query, limit)
	if err != nil {
		return nil, err
	}
	d.Asked, d.Full = true, len(found) == limit
	for i := range found {
		d.Results = append(d.Results, *p.result(s, query, &found[i]))
	}
	a.title = p.words.say("search.for", report.Clean(query))
	return a, nil
}

// result says of an entity why it is there.
func (p *Pages) result(s *server.Serving, query string, f *report.Found) *result {
	var countries []interdict.Country
	for _, c := range f.Countries {
		countries = append(countries, interdict.Country{Code: c})
	}
	out := &result{Found: f, Is: report.SentenceCase(report.Identity(f.Schema, f.BirthDates, countries))}
	for i, list := range f.Lists {
		c := chip{List: list, Title: s.Title(list), ID: f.ListingIDs[i]}
		if f.Standing != nil && i < len(f.Standing.Listed) {
			if l := &f.Standing.Listed[i]; l.From != interdict.SinceUnknown {
				c.Since = report.SinceWords(&l.Since, l.From)
			}
		}
		if k := f.KindAt(i); !k.Sanctioned() {
			c.Kind = report.KindWords(k)
		}
		out.Chips = append(out.Chips, c)
	}
	for _, m := range f.Measures {
		if w := report.MeasureWords(m); !slices.Contains(out.Measures, w) {
			out.Measures = append(out.Measures, w)
		}
	}
	for _, words := range report.StandingWords(f.Standing, s.Title, func(string) bool { return false }) {
		out.Standing = append(out.Standing, report.SentenceCase(words)+".")
	}
	p.matched(s, query, out)
	return out
}

// matched finds the name or number that agreed, as the list has it.
func (p *Pages) matched(s *server.Serving, query string, out *result) {
	listings, _ := s.Lookup(out.EntityID)
	for i := range listings {
		l := &listings[i]
		for j := range l.Names {
			n := &l.Names[j]
			if lang, _ := scriptOf(n.Full); lang != "" && !slices.Contains(out.Scripts, n.Full) && len(out.Scripts) < 2 {
				out.Scripts = append(out.Scripts, n.Full)
			}
			if n.Full == out.MatchedName && out.MatchedName != out.Caption && out.Matched == "" {
				out.Matched, out.MatchedAs = n.Full, report.NameWords(n)
			}
		}
		for j := range l.Identifiers {
			if id := &l.Identifiers[j]; out.Number == "" && alike(id.Value, query) {
				out.Number = report.IdentifierWords(id)
			}
		}
		if alike(l.ID, query) && out.Number == "" {
			out.Number = p.words.say("search.listing_id", s.Title(l.List), l.ID)
		}
	}
}

// alike compares numbers by their letters and digits.
func alike(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	return plain(a) == plain(b)
}
