package watchman

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// lowest is the least score that is looked for: below it names have hardly
// anything in common. Watchman returns the nearest whatever they are.
const lowest interdict.Score = 2500

// ignoredHeader names the parameters that were accepted and moved nothing.
const ignoredHeader = "X-Interdict-Ignored"

// search answers GET /v2/search.
func (a *api) search(w http.ResponseWriter, r *http.Request) error {
	req, err := ReadRequest(r.URL.RawQuery, a.options.Lenient)
	if err != nil {
		return refuse(err)
	}
	format, sub, err := formatOf(r.Header.Get("Accept"), req.format)
	if err != nil {
		return refuse(err)
	}
	serving, release, err := a.source.Acquire()
	if err != nil {
		return err
	}
	defer release()
	answer, err := Search(r.Context(), serving, req)
	if err != nil {
		return err
	}
	if server.Note(r.Context(), 1, len(answer.Entities)); server.LogsSubjects(r.Context()) {
		server.Note(r.Context(), 0, 0, req.Subject.Name())
	}
	if len(req.Idle) > 0 {
		w.Header().Set(ignoredHeader, strings.Join(req.Idle, ", "))
	}
	if format == senzing {
		return writeSenzing(w, answer, sub)
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

// Search finds listings, best first. An entity that stands on several lists is
// found once for each of its listings that are asked for, under one score.
func Search(ctx context.Context, s *server.Serving, r *Request) (*SearchAnswer, error) {
	on, err := asked(s, r)
	if err != nil {
		return nil, err
	}
	answer := &SearchAnswer{Query: r.Query, Entities: []Found{}}
	hits, err := find(s, r, on)
	if err != nil {
		return nil, err
	}
	for i := range hits {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := answer.add(ctx, s, r, &hits[i], on); err != nil {
			return nil, err
		}
		if len(answer.Entities) >= r.Limit {
			break
		}
	}
	return answer, nil
}

// scope says which listings are asked for.
type scope func(list string, kind interdict.Kind) bool

// asked is the scope of a request: the list that it names, else what the policy
// has on. A list that is not loaded is an error: "nothing found" would be taken
// for an answer.
func asked(s *server.Serving, r *Request) (scope, error) {
	if r.List == "" {
		q := s.Query()
		return func(list string, kind interdict.Kind) bool {
			return (len(q.Lists) == 0 || slices.Contains(q.Lists, list)) && (q.On == nil || q.On(list, kind))
		}, nil
	}
	var there []string
	for _, l := range s.Engine.Lists() {
		if l.ID == r.List {
			return func(list string, _ interdict.Kind) bool { return list == r.List }, nil
		}
		there = append(there, Source(l.ID))
	}
	return nil, refuse(fmt.Errorf("source: no list of this code is loaded; there are %s", strings.Join(there, ", ")))
}

// find finds the entities that a request asks for.
func find(s *server.Serving, r *Request, on scope) ([]interdict.Hit, error) {
	subject := &r.Subject
	empty := len(subject.Names)+len(subject.Identifiers)+len(subject.Emails) == 0
	switch {
	case r.ID != "":
		return byID(s, r, empty)
	case empty || r.MinMatch > 10000:
		return nil, nil
	}
	q := screen.Query{Threshold: max(r.MinMatch, lowest), On: on, Limit: r.Limit}
	found, err := s.Engine.Screen(subject, q)
	return found.Hits, err
}

// byID finds the entities with a listing of an id. Where something is said of
// the party too, they have the score that it comes to.
func byID(s *server.Serving, r *Request, empty bool) (out []interdict.Hit, err error) {
	entities, err := base.EntitiesWith(s.Engine, r.ID)
	if err != nil || len(entities) == 0 {
		return nil, err
	}
	if empty {
		for i := range entities {
			out = append(out, interdict.Hit{EntityID: entities[i].ID, Score: 10000})
		}
		return out, nil
	}
	all, err := s.Engine.Explain(&r.Subject, r.ID, screen.Query{})
	for i := range all {
		if all[i].Hit.Score >= r.MinMatch {
			out = append(out, all[i].Hit)
		}
	}
	slices.SortStableFunc(out, func(a, b interdict.Hit) int { return int(b.Score) - int(a.Score) })
	return out, err
}

// add adds the listings of a hit that are asked for.
func (a *SearchAnswer) add(ctx context.Context, s *server.Serving, r *Request, h *interdict.Hit, on scope) error {
	entities, err := base.EntitiesWith(s.Engine, h.EntityID)
	if err != nil {
		return err
	}
	for i := range entities {
		if entities[i].ID != h.EntityID {
			continue
		}
		for k := range entities[i].Listings {
			l := &entities[i].Listings[k]
			if len(a.Entities) >= r.Limit || !on(l.List, l.Kind) || r.ID != "" && l.ID != r.ID {
				continue
			}
			f := Found{Entity: entityOf(full(ctx, s, l), r.Query.EntityType), Match: h.Score}
			if r.debugs(&f) {
				f.Details = details(h, &r.Subject)
				f.Debug = debugOf(h, f.Details)
			}
			a.Entities = append(a.Entities, f)
		}
	}
	return nil
}

// debugs says whether a result is to be told apart.
func (r *Request) debugs(f *Found) bool {
	return r.debug && f.Match >= r.debugFrom && (len(r.debugIDs) == 0 || slices.Contains(r.debugIDs, f.SourceID))
}

// full is a listing with all its fields, as far as they are here, and with the
// kind that the engine has it under.
func full(ctx context.Context, s *server.Serving, l *interdict.Listing) *interdict.Listing {
	all := s.Whole().Whole(ctx, l.Ref())
	if all == nil {
		return l
	}
	c := *all
	c.Kind = l.Kind
	return &c
}

// pieces are the sorts of comparison that Watchman tells apart, in its order.
var pieces = []string{"identifiers", "crypto-exact", "gov-ids-exact", "contact-exact", "name", "titles", "dates", "address", "supporting"}

// pieceOf is the sort of a comparison.
func pieceOf(ev *interdict.Evidence, s *interdict.Subject) string {
	switch ev.Field {
	case "name":
		return "name"
	case "birth_date":
		return "dates"
	case "email":
		return "contact-exact"
	case "address", "birth_place":
		return "address"
	case "identifier":
		for i := range s.Identifiers {
			id := &s.Identifiers[i]
			if key, ok := ident.Normalise(id); !ok || key.Value != ev.Subject {
				continue
			}
			switch id.Type {
			case interdict.Wallet:
				return "crypto-exact"
			case interdict.IMO, interdict.MMSI, interdict.CallSign, interdict.SerialNumber:
				return "identifiers"
			}
		}
		return "gov-ids-exact"
	}
	return "supporting"
}

// details tell the score of a hit apart.
func details(h *interdict.Hit, s *interdict.Subject) *Details {
	d := &Details{FinalScore: h.Score}
	for _, name := range pieces {
		d.Pieces = append(d.Pieces, Piece{PieceType: name, Required: name == "name"})
	}
	for i := range h.Evidence {
		ev := &h.Evidence[i]
		p := &d.Pieces[slices.Index(pieces, pieceOf(ev, s))]
		p.FieldsCompared++
		p.Weight = math.Round((p.Weight+ev.Weight.Bits())*1000) / 1000
		p.Score = max(p.Score, ev.Similarity)
		p.Matched = p.Score >= 5000 && p.Weight > 0
		p.Exact = p.Score == 10000
	}
	return d
}

// debugOf is a score told apart for people, as Watchman packs it.
func debugOf(h *interdict.Hit, d *Details) string {
	var b strings.Builder
	for i := range h.Evidence {
		ev := &h.Evidence[i]
		fmt.Fprintf(&b, "%s: %q against %q: similarity %s, %+.1f bits", ev.Field, ev.Subject, ev.Entity, ev.Similarity, ev.Weight.Bits())
		for _, note := range append([]string{ev.Note}, ev.Remarks...) {
			if note != "" {
				b.WriteString("; " + note)
			}
		}
		b.WriteByte('\n')
	}
	for _, p := range d.Pieces {
		fmt.Fprintf(&b, "%s: score=%s weight=%.1f fields=%d\n", p.PieceType, p.Score, p.Weight, p.FieldsCompared)
	}
	fmt.Fprintf(&b, "entity %s, strength %s, sufficiency %s\nfinalScore=%s\n", h.EntityID, h.Strength, h.Sufficiency, h.Score)
	return base64.StdEncoding.EncodeToString([]byte(b.String()))
}
