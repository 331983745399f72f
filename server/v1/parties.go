package v1

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
)

// Page says which part of a long answer this is.
type Page struct {
	Limit  int `json:"limit" doc:"The most entries of a page."`
	Offset int `json:"offset" doc:"How many entries stand before this page."`
	// Total is left out where only the next page would tell.
	Total *int   `json:"total,omitempty" doc:"How many entries there are on all pages, where that is known."`
	Next  string `json:"next,omitempty" doc:"Where the next page is, if there is one; the header Link says so too."`
}

// pageOf cuts a page out of all entries.
func pageOf[T any](q *request, all []T, limit, offset int) ([]T, Page) {
	n := len(all)
	p := Page{Limit: limit, Offset: offset, Total: &n}
	from := min(offset, n)
	to := min(from+limit, n)
	if to < n {
		p.Next = q.next(limit, to)
	}
	return all[from:to:to], p
}

// next is where the page from an offset on is.
func (q *request) next(limit, offset int) string {
	u := *q.r.URL
	v := u.Query()
	v.Set("limit", strconv.Itoa(limit))
	v.Set("offset", strconv.Itoa(offset))
	u.RawQuery = v.Encode()
	where := u.RequestURI()
	q.w.Header().Set("Link", "<"+where+`>; rel="next"`)
	return where
}

// SearchParams are the parameters of GET /v1/search.
type SearchParams struct {
	Q         string   `query:"q" required:"true" minLength:"1" maxLength:"1000" doc:"A name, a number, an id, in any spelling or script." example:"Zhao Guangzong"`
	Schema    string   `query:"schema" enum:"Person,Organization,Vessel,Airplane,LegalEntity" doc:"Look for these only."`
	Country   []string `query:"country" maxItems:"20" doc:"A country of the party, by code or English name: it raises and lowers scores." example:"cn"`
	BirthDate string   `query:"birth_date" maxLength:"22" doc:"A birth date of the party: YYYY, YYYY-MM or YYYY-MM-DD." example:"1985-11-12"`
	Limit     int      `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"The most results of a page."`
	Offset    int      `query:"offset" minimum:"0" maximum:"1000" default:"0" doc:"How many results to leave out."`
	MomentParams
}

// SearchAnswer is the answer of GET /v1/search.
type SearchAnswer struct {
	report.Search
	Page Page `json:"page"`
	Answered
}

// PartyParams name an entity or a listing.
type PartyParams struct {
	ID string `path:"id" minLength:"1" maxLength:"200" doc:"An entity's id, or a listing's own, such as CYB0045." example:"us_ofac_sdn-47814"`
	MomentParams
}

// EntityAnswer is the answer of GET /v1/entities/{id}.
type EntityAnswer struct {
	report.Shown
	Answered
}

// ListingsAnswer is the answer of GET /v1/entities/{id}/listings.
type ListingsAnswer struct {
	EntityID string          `json:"entity_id"`
	Listings []SourceListing `json:"listings"`
	Answered
}

// SourceListing is a listing with where it comes from.
type SourceListing struct {
	report.ShownListing
	Source Source `json:"source"`
}

// Source says where a listing comes from: its publisher, and the edition that
// answered.
type Source struct {
	Publisher string          `json:"publisher" doc:"Who publishes the list; empty for an own list."`
	Page      string          `json:"page" doc:"Where people read about the list."`
	Edition   string          `json:"edition" doc:"The SHA-256 of the edition that answered; empty for the demonstration register."`
	Published *interdict.Date `json:"published" doc:"The edition's date, null where none is known."`
	AgeDays   int             `json:"age_days"`
}

// ListingParams name a listing of a list.
type ListingParams struct {
	List string `path:"list" minLength:"1" maxLength:"100" doc:"The list." example:"us_ofac_sdn"`
	ID   string `path:"id" minLength:"1" maxLength:"200" doc:"The publisher's own id." example:"47814"`
	MomentParams
}

// ListingAnswer is the answer of GET /v1/listings/{list}/{id}.
type ListingAnswer struct {
	EntityID string `json:"entity_id"`
	SourceListing
	Versions []Version `json:"versions" doc:"The forms that the listing had, the oldest first; none for the demonstration register."`
	Answered
}

// Version is one form of a listing, and the editions that held it.
type Version struct {
	First   Held `json:"first" doc:"The first edition in this form."`
	Last    Held `json:"last" doc:"The last edition in this form."`
	Current bool `json:"current" doc:"The newest edition holds it."`
}

// Held is an edition in short.
type Held struct {
	Edition string         `json:"edition" doc:"Its SHA-256."`
	Day     interdict.Date `json:"day" doc:"Its date, or the day of loading."`
}

func (a *api) addParties() {
	get(a, huma.Operation{OperationID: "search", Path: "/v1/search", Summary: "Find listed parties by name, number or id",
		Description: "As `interdict search`: best first, down to a score of 0.25; what bears the query as its id comes first. The query stands in the address, which proxies may log: to ask for customers, screen them instead."}, a.search)
	get(a, huma.Operation{OperationID: "get-entity", Path: "/v1/entities/{id}", Summary: "A listed party with every published field",
		Description: "As `interdict show --json`, delisted parties included. An id that was merged into another redirects there (308); one that several lists use for different parties answers 409 with the ids to choose from."}, a.entity)
	get(a, huma.Operation{OperationID: "get-entity-listings", Path: "/v1/entities/{id}/listings", Summary: "The listings of a party with their sources"}, a.entityListings)
	get(a, huma.Operation{OperationID: "get-listing", Path: "/v1/listings/{list}/{id}", Summary: "One listing with its source and its history"}, a.listing)
}

func (a *api) search(q *request, in *SearchParams) (any, error) {
	query := strings.Join(strings.Fields(in.Q), " ")
	if query == "" {
		return nil, wrong(Fault{"query.q", "say what to search for"})
	}
	s := &interdict.Subject{Names: []interdict.Name{{Full: query, Kind: interdict.PrimaryName}}}
	var err error
	if s.Schema, err = schemaOf("query.schema", in.Schema); err != nil {
		return nil, err
	}
	if in.BirthDate != "" {
		d, err := interdict.ParseDate(in.BirthDate)
		if err != nil {
			return nil, wrong(Fault{"query.birth_date", "it is no date; write YYYY, YYYY-MM or YYYY-MM-DD"})
		}
		s.BirthDates = append(s.BirthDates, d)
	}
	for _, c := range in.Country {
		code := country.Code(c)
		if code == "" {
			return nil, wrong(Fault{"query.country", "no country is called so; write its English name or its two-letter code"})
		}
		s.Countries = append(s.Countries, interdict.Country{Code: code})
	}
	c := whole(q.serving)
	b := c.base
	found, _, err := b.Bearers(s, query, in.Offset+in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &SearchAnswer{Search: report.Search{AsOf: b.AsOf, KnownAt: b.Known, Reconstructed: b.Reconstructed, Demo: b.Demo, Hashes: b.Hashes()}}
	out.Results, out.Page = pageOf(q, found, in.Limit, in.Offset)
	for i := range out.Results {
		if out.Results[i].Standing, err = c.find(q.ctx(), out.Results[i].EntityID); err != nil {
			return nil, err
		}
	}
	if out.Page.Total = nil; len(found) <= in.Offset+in.Limit {
		total := len(found)
		out.Page.Total = &total
	}
	return out, nil
}

// party finds the one party that an id names, or where it is.
func (q *request) party(id, behind string) (*interdict.Entity, []string, any, error) {
	b := whole(q.serving).base
	found, now, heirs, err := find(q, id)
	if err == nil && len(found) == 0 {
		found, err = b.Past(q.ctx(), id)
	}
	switch {
	case err != nil:
		return nil, nil, nil, err
	case len(found) == 0:
		return nil, nil, nil, problemOf(errNotListed)
	case now != id && len(found) == 1 && found[0].ID == now:
		u := url.URL{Path: "/v1/entities/" + now + behind, RawPath: "/v1/entities/" + url.PathEscape(now) + behind, RawQuery: q.r.URL.RawQuery}
		return nil, nil, redirect(u.RequestURI()), nil
	case len(found) > 1:
		p := problem(http.StatusConflict, codeAmbiguous, "Several lists use this id, each for another party.", "Ask for one of the choices.")
		for i := range found {
			p.Choices = append(p.Choices, found[i].ID)
		}
		return nil, nil, nil, p
	}
	q.w.Header().Set("Content-Location", "/v1/entities/"+url.PathEscape(found[0].ID)+behind)
	return &found[0], heirs, nil, nil
}

// find is base.Find, and finds in a snapshot alone too the party that holds the
// listing of which an id is made.
func find(q *request, id string) (found []interdict.Entity, now string, heirs []string, err error) {
	b := whole(q.serving).base
	found, now, heirs, err = b.Find(q.ctx(), id)
	for i := 0; i < len(b.Lists) && err == nil && len(found) == 0; i++ {
		if rest, ok := strings.CutPrefix(id, b.Lists[i].ID+"-"); ok {
			found, err = holding(b, interdict.Ref{List: b.Lists[i].ID, ID: rest})
		}
	}
	return found, now, heirs, err
}

// holding are the parties in force that have a listing.
func holding(b *base.Base, ref interdict.Ref) ([]interdict.Entity, error) {
	found, err := base.EntitiesWith(b.Engine, ref.ID)
	return slices.DeleteFunc(found, func(e interdict.Entity) bool {
		return !slices.ContainsFunc(e.Listings, func(l interdict.Listing) bool { return l.Ref() == ref })
	}), err
}

var errNotListed = notFound("Nothing listed has this id.", "Find ids by name with GET /v1/search.")

func (a *api) entity(q *request, in *PartyParams) (any, error) {
	e, heirs, elsewhere, err := q.party(in.ID, "")
	if e == nil {
		return elsewhere, err
	}
	shown, err := whole(q.serving).base.Shown(q.ctx(), e)
	if err != nil {
		return nil, err
	}
	shown.Heirs = heirs
	arrays(shown)
	return &EntityAnswer{Shown: *shown}, nil
}

// arrays makes every list of an entity one, empty or not.
func arrays(s *report.Shown) {
	s.Links, s.Conflicts, s.JoinedBy, s.ListsAbsent = some(s.Links), some(s.Conflicts), some(s.JoinedBy), some(s.ListsAbsent)
	f := &s.Facts
	f.Names, f.BirthPlaces, f.Genders, f.Countries = some(f.Names), some(f.BirthPlaces), some(f.Genders), some(f.Countries)
	f.BirthDates, f.DeathDates, f.Identifiers = some(f.BirthDates), some(f.DeathDates), some(f.Identifiers)
	f.Addresses, f.Positions, f.Contacts = some(f.Addresses), some(f.Positions), some(f.Contacts)
	for i := range s.Listings {
		l := &s.Listings[i]
		l.Names, l.Measures, l.Programs = some(l.Names), some(l.Measures), some(l.Programs)
	}
}

// some is a list that is not nil.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func (a *api) entityListings(q *request, in *PartyParams) (any, error) {
	e, _, elsewhere, err := q.party(in.ID, "/listings")
	if e == nil {
		return elsewhere, err
	}
	shown, err := whole(q.serving).base.Shown(q.ctx(), e)
	if err != nil {
		return nil, err
	}
	arrays(shown)
	out := &ListingsAnswer{EntityID: shown.EntityID, Listings: []SourceListing{}}
	for i := range shown.Listings {
		out.Listings = append(out.Listings, q.sourced(&shown.Listings[i]))
	}
	return out, nil
}

// sourced adds to a listing where it comes from.
func (q *request) sourced(l *report.ShownListing) SourceListing {
	entry := all.Entry(l.List)
	s := SourceListing{*l, Source{Publisher: entry.Publisher, Page: entry.Page}}
	for _, have := range whole(q.serving).base.Lists {
		if have.ID == l.List {
			s.Source.Edition, s.Source.AgeDays = have.Edition, have.AgeDays
			if published := have.Published; !published.IsZero() {
				s.Source.Published = &published
			}
		}
	}
	return s
}

func (a *api) listing(q *request, in *ListingParams) (any, error) {
	b := whole(q.serving).base
	ref := interdict.Ref{List: in.List, ID: in.ID}
	found, err := holding(b, ref)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		if found, err = b.Past(q.ctx(), fmt.Sprintf("%s-%s", in.List, in.ID)); err != nil {
			return nil, err
		}
	}
	for i := range found {
		shown, err := b.Shown(q.ctx(), &found[i])
		if err != nil {
			return nil, err
		}
		arrays(shown)
		for k := range shown.Listings {
			if l := &shown.Listings[k]; l.List == in.List && l.ID == in.ID {
				out := &ListingAnswer{EntityID: shown.EntityID, SourceListing: q.sourced(l), Versions: []Version{}}
				return out, q.versions(ref, out)
			}
		}
	}
	return nil, errNotListed
}

// versions adds the forms that a listing had.
func (q *request) versions(ref interdict.Ref, to *ListingAnswer) error {
	b := whole(q.serving).base
	if b.Register == nil {
		return nil
	}
	h, err := b.Register.HistoryKnown(q.ctx(), ref, b.View.Held())
	if err != nil {
		return err
	}
	for i := range h.Versions {
		v := &h.Versions[i]
		to.Versions = append(to.Versions, Version{Held{v.First.SHA256.String(), v.First.Day()}, Held{v.Last.SHA256.String(), v.Last.Day()}, v.Current})
	}
	return nil
}
