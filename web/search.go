package web

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
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
	Query string
	// Asked says that something was searched for.
	Asked   bool
	Results []result
	Full    bool // there may be more
	// Weak says that nothing that was found would be a hit.
	Weak bool
	// Completed says that the last word is still being typed, and the results
	// bear one that begins so.
	Completed bool
	Lists     []report.List
	Entries   int
	// Examples and Newest stand where nothing is asked for yet: what can be typed,
	// and the editions that came last.
	Examples []example
	Newest   []report.List
}

// example is something to search for, and what it is.
type example struct{ Is, Query string }

func (p *Pages) examples() (out []example) {
	for _, e := range [][2]string{
		{p.words.say("search.is_name"), "Zhao Guangzong"}, {p.words.say("search.is_cyrillic"), "Дмитрий Овсянников"}, {p.words.say("search.is_arabic"), "داود ابراهيم"},
		{p.words.say("search.is_chinese"), "赵光宗"}, {p.words.say("search.is_passport"), "G869537"}, {p.words.say("search.is_ship"), "IMO 9299719"},
		{p.words.say("search.is_wallet"), "0x098b716b8aaf21512996dc57eb0615e2383e2f96"},
	} {
		out = append(out, example{e[0], e[1]})
	}
	return out
}

// shownNewest is how many of the newest editions stand where nothing is asked
// for.
const shownNewest = 5

// newest are the lists whose editions were published last.
func newest(all []report.List) []report.List {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b report.List) int { return b.Published.Last() - a.Published.Last() })
	return out[:min(len(out), shownNewest)]
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
	d.Examples, d.Newest = p.examples(), newest(d.Lists)
	a := &answer{page: "search", part: "found", nav: "search", title: p.words.say("search.title"), data: d}
	if query == "" || !utf8.ValidString(query) || !strings.ContainsFunc(query, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return a, nil
	}
	limit, typed := shownFound, r.Header.Get("HX-Request") == "true"
	if typed {
		limit = shownTyped
	}
	subject := &interdict.Subject{Names: []interdict.Name{{Full: query, Kind: interdict.PrimaryName}}}
	var found []report.Found
	var entities []interdict.Entity
	var err error
	if typed && begun(query) {
		found, entities, err = p.complete(s, query)
		d.Completed = len(found) > 0
	}
	if err == nil && !d.Completed {
		found, entities, err = s.Bearers(subject, query, limit)
	}
	if err == nil && !begun(query) && (len(found) == 0 || found[0].Score < interdict.DefaultThreshold) {
		var meant []report.Found
		var bearers []interdict.Entity
		if meant, bearers, err = p.complete(s, query); len(meant) > 0 {
			d.Completed, found, entities = true, meant, bearers
		}
	}
	if err != nil {
		return nil, err
	}
	d.Asked, d.Full = true, len(found) == limit
	d.Weak = !d.Completed && (&report.Search{Results: found, Threshold: s.Engine.Policy().Threshold}).Weak()
	var editions *register.Timeline
	if s.Register != nil {
		editions = s.Register.Timeline(s.View.Moment())
	}
	for i := range found {
		res, err := p.result(r.Context(), s, editions, query, &found[i], &entities[i])
		if err != nil {
			return nil, err
		}
		d.Results = append(d.Results, *res)
	}
	a.title = p.words.say("search.for", report.Clean(query))
	return a, nil
}

// begun says that of the last word there is but one letter, which alone finds
// nobody.
func begun(query string) bool {
	last := query[strings.LastIndexByte(query, ' ')+1:]
	return utf8.RuneCountInString(last) == 1 && last[0] < utf8.RuneSelf
}

// looked is how many bearers of the words before are looked through for one
// that has a word which begins as the last one does.
const looked = 60

// complete finds who is meant while the last word is still being typed: those
// that bear the words before it, if there are any, and one that begins as it does.
func (p *Pages) complete(s *server.Serving, query string) (out []report.Found, entities []interdict.Entity, err error) {
	at := strings.LastIndexByte(query, ' ')
	if at < 0 {
		if begun(query) {
			return nil, nil, nil
		}
		entities, err = s.Engine.Beginning(query, shownTyped)
		for i := range entities {
			out = append(out, report.FoundOf(&entities[i], 0, beginning(&entities[i], strings.ToLower(query))))
		}
		return out, entities, err
	}
	begins := strings.ToLower(query[at+1:])
	subject := &interdict.Subject{Names: []interdict.Name{{Full: query[:at], Kind: interdict.PrimaryName}}}
	found, bearers, err := s.Bearers(subject, query[:at], looked)
	for i := range found {
		if name := beginning(&bearers[i], begins); name != "" && len(out) < shownTyped {
			found[i].MatchedName = name
			out, entities = append(out, found[i]), append(entities, bearers[i])
		}
	}
	return out, entities, err
}

// beginning is the first name of an entity with a word that begins so.
func beginning(e *interdict.Entity, begins string) string {
	for i := range e.Listings {
		for _, n := range e.Listings[i].Names {
			for word := range strings.FieldsSeq(strings.ToLower(n.Full)) {
				if strings.HasPrefix(word, begins) {
					return n.Full
				}
			}
		}
	}
	return ""
}

// result says of an entity why it is there.
func (p *Pages) result(ctx context.Context, s *server.Serving, editions *register.Timeline, query string, f *report.Found, e *interdict.Entity) (*result, error) {
	var countries []interdict.Country
	for _, c := range f.Countries {
		countries = append(countries, interdict.Country{Code: c})
	}
	out := &result{Found: f, Is: report.SentenceCase(report.Identity(f.Schema, f.BirthDates, countries))}
	for i := range e.Listings {
		l := &e.Listings[i]
		c := chip{List: l.List, Title: s.Title(l.List), ID: l.ID}
		since, err := sinceOf(ctx, editions, l)
		if err != nil {
			return nil, err
		}
		if c.Since = since; !l.Kind.Sanctioned() {
			c.Kind = report.KindWords(l.Kind)
		}
		out.Chips = append(out.Chips, c)
		for _, m := range l.Designation.Measures {
			out.Measures = once(out.Measures, report.MeasureWords(m))
		}
	}
	p.matched(ctx, s, query, out, e)
	return out, nil
}

// sinceOf says since when a listing is listed: as its list states it, else as
// the editions tell, where there are any.
func sinceOf(ctx context.Context, editions *register.Timeline, l *interdict.Listing) (string, error) {
	if day := l.Designation.Listed; !day.IsZero() {
		return report.SinceWords(&day, interdict.SinceStated), nil
	}
	if editions == nil {
		return "", nil
	}
	span, err := editions.Span(ctx, l.Ref())
	if err != nil || span == nil {
		return "", err
	}
	first, from := span.First.Day(), interdict.SinceEdition
	if span.Opening {
		from = interdict.SinceNotAfter
	}
	return report.SinceWords(&first, from), nil
}

// matched finds the name or number that agreed, as the list has it. Numbers are
// read from the register, so only where one was asked for.
func (p *Pages) matched(ctx context.Context, s *server.Serving, query string, out *result, e *interdict.Entity) {
	number := strings.ContainsAny(query, "0123456789")
	for i := range e.Listings {
		l := &e.Listings[i]
		if report.SameNumber(l.ID, query) && out.Number == "" {
			out.Number = p.words.say("search.listing_id", s.Title(l.List), l.ID)
		}
		for j := range l.Names {
			n := &l.Names[j]
			if lang, _ := scriptOf(n.Full); lang != "" && len(out.Scripts) < 2 {
				out.Scripts = once(out.Scripts, n.Full)
			}
			if n.Full == out.MatchedName && out.MatchedName != out.Caption && out.Matched == "" {
				out.Matched, out.MatchedAs = n.Full, report.NameWords(n)
			}
		}
		if !number || out.Number != "" {
			continue
		}
		if whole := s.Base.Whole(ctx, l.Ref()); whole != nil {
			for j := range whole.Identifiers {
				if id := &whole.Identifiers[j]; out.Number == "" && report.SameNumber(bare(id.Value), bare(query)) {
					out.Number = report.IdentifierWords(id)
				}
			}
		}
	}
}

// bare is a number without a word before it that says what it is: "IMO 9299719".
func bare(number string) string {
	word, rest, _ := strings.Cut(number, " ")
	if rest == "" || strings.ContainsAny(word, "0123456789") {
		return number
	}
	return rest
}
