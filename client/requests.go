package client

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
)

// Subject is who is screened. Members that it lacks go into Other: every column
// of docs/customers.md may stand there.
type Subject struct {
	ID             string   `json:"id,omitempty"`     // comes back in the result
	Schema         string   `json:"schema,omitempty"` // Person, Organization, Vessel, Airplane or LegalEntity; empty: anything
	Name           string   `json:"name,omitempty"`
	Aliases        []string `json:"aliases,omitempty"`
	BirthDates     []string `json:"birth_date,omitempty"`
	Nationalities  []string `json:"nationality,omitempty"` // codes or names of countries
	Countries      []string `json:"country,omitempty"`
	Passports      []string `json:"passport,omitempty"`
	NationalIDs    []string `json:"national_id,omitempty"`
	TaxIDs         []string `json:"tax_id,omitempty"`
	RegistrationNo []string `json:"registration,omitempty"`
	LEI            string   `json:"lei,omitempty"`
	IMO            string   `json:"imo,omitempty"`
	Wallets        []string `json:"wallet,omitempty"`
	Gender         string   `json:"gender,omitempty"`
	Address        string   `json:"address,omitempty"`

	Other map[string]any `json:"-"`
}

// MarshalJSON writes the subject with its other members.
func (s Subject) MarshalJSON() ([]byte, error) {
	type plain Subject
	text, err := json.Marshal(plain(s))
	if err != nil || len(s.Other) == 0 {
		return text, err
	}
	all := map[string]any{}
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	maps.Copy(all, s.Other)
	return json.Marshal(all)
}

// Moment is a past moment to ask about; the zero value is now.
type Moment struct {
	AsOf    string `json:"as_of,omitempty"`    // the lists as they stood on a day
	KnownAt string `json:"known_at,omitempty"` // only what had been loaded by a time
}

func (m Moment) add(to url.Values) url.Values {
	if to == nil {
		to = url.Values{}
	}
	set(to, "as_of", m.AsOf)
	set(to, "known_at", m.KnownAt)
	return to
}

func set(to url.Values, name, value string) {
	if value != "" {
		to.Set(name, value)
	}
}

// ScreenOptions say how to screen. The zero value is the service's policy, with
// a result for every subject and the standing of each hit.
type ScreenOptions struct {
	Threshold    float64  `json:"threshold,omitempty"` // 0.25 to 1, at most four decimals
	Lists        []string `json:"lists,omitempty"`
	ListingKinds []string `json:"listing_kinds,omitempty"`
	Limit        int      `json:"limit,omitempty"`    // the most hits of a subject, 0 for all
	All          *bool    `json:"all,omitempty"`      // false: only subjects with a hit
	Cleared      bool     `json:"cleared,omitempty"`  // the nearest pairs below the threshold too
	Standing     *bool    `json:"standing,omitempty"` // false: without it, which is quicker
	Moment
}

// ScreenRequest has up to 1,000 subjects; for more see Client.Stream.
type ScreenRequest struct {
	Subjects []Subject `json:"subjects"`
	ScreenOptions
}

// ExplainRequest asks why a subject does or does not match a party.
type ExplainRequest struct {
	Subject   Subject `json:"subject"`
	ID        string  `json:"id"`
	Threshold float64 `json:"threshold,omitempty"`
	Moment
}

// Paging says which part of a long answer to give; the zero value is the first.
type Paging struct{ Limit, Offset int }

func (p Paging) add(to url.Values) url.Values {
	if to == nil {
		to = url.Values{}
	}
	if p.Limit > 0 {
		to.Set("limit", strconv.Itoa(p.Limit))
	}
	if p.Offset > 0 {
		to.Set("offset", strconv.Itoa(p.Offset))
	}
	return to
}

// SearchOptions narrow a search.
type SearchOptions struct {
	Schema    string
	Countries []string
	BirthDate string
	Paging
	Moment
}

// GapsOptions narrow a question about gaps.
type GapsOptions struct {
	Kinds []string
	Since string
	Paging
	Moment
}

// Screen screens up to 1,000 subjects.
func (c *Client) Screen(ctx context.Context, r *ScreenRequest) (*ScreenAnswer, error) {
	out := &ScreenAnswer{}
	return out, c.post(ctx, "/v1/screen", r, out)
}

// Explain says why a subject does or does not match a party.
func (c *Client) Explain(ctx context.Context, r *ExplainRequest) (*ExplainAnswer, error) {
	out := &ExplainAnswer{}
	return out, c.post(ctx, "/v1/explain", r, out)
}

// Search finds listed parties by name, number or id.
func (c *Client) Search(ctx context.Context, query string, o SearchOptions) (*SearchAnswer, error) {
	v := o.Moment.add(o.Paging.add(url.Values{"q": {query}}))
	set(v, "schema", o.Schema)
	set(v, "country", strings.Join(o.Countries, ","))
	set(v, "birth_date", o.BirthDate)
	out := &SearchAnswer{}
	return out, c.get(ctx, "/v1/search", v, out)
}

// Entity is a listed party with every published field. An id that was merged
// into another finds that one.
func (c *Client) Entity(ctx context.Context, id string, at Moment) (*EntityAnswer, error) {
	out := &EntityAnswer{}
	return out, c.get(ctx, "/v1/entities/"+url.PathEscape(id), at.add(nil), out)
}

// EntityListings are the listings of a party with their sources.
func (c *Client) EntityListings(ctx context.Context, id string, at Moment) (*ListingsAnswer, error) {
	out := &ListingsAnswer{}
	return out, c.get(ctx, "/v1/entities/"+url.PathEscape(id)+"/listings", at.add(nil), out)
}

// Listing is one listing with its source and its history.
func (c *Client) Listing(ctx context.Context, list, id string, at Moment) (*ListingAnswer, error) {
	out := &ListingAnswer{}
	return out, c.get(ctx, "/v1/listings/"+url.PathEscape(list)+"/"+url.PathEscape(id), at.add(nil), out)
}

// Lists are all loaded lists with their editions and ages.
func (c *Client) Lists(ctx context.Context, at Moment) (*ListsAnswer, error) {
	out := &ListsAnswer{}
	return out, c.get(ctx, "/v1/lists", at.add(nil), out)
}

// List is one of them.
func (c *Client) List(ctx context.Context, list string, at Moment) (*ListAnswer, error) {
	out := &ListAnswer{}
	return out, c.get(ctx, "/v1/lists/"+url.PathEscape(list), at.add(nil), out)
}

// Editions are the loaded editions of a list, the newest first.
func (c *Client) Editions(ctx context.Context, list string, p Paging) (*EditionsAnswer, error) {
	out := &EditionsAnswer{}
	return out, c.get(ctx, "/v1/lists/"+url.PathEscape(list)+"/editions", p.add(nil), out)
}

// Diff is what changed between two editions of a list, named by date or by
// digits of their SHA-256; by default the newest and the one before.
func (c *Client) Diff(ctx context.Context, list, from, to string, p Paging) (*DiffAnswer, error) {
	v := p.add(url.Values{})
	set(v, "from", from)
	set(v, "to", to)
	out := &DiffAnswer{}
	return out, c.get(ctx, "/v1/lists/"+url.PathEscape(list)+"/diff", v, out)
}

// Feed is an Atom feed of the newest editions of a list.
func (c *Client) Feed(ctx context.Context, list string, editions int) ([]byte, error) {
	v := url.Values{}
	if editions > 0 {
		v.Set("editions", strconv.Itoa(editions))
	}
	var out []byte
	return out, c.get(ctx, "/v1/lists/"+url.PathEscape(list)+"/feed", v, &out)
}

// Gaps are the parties that one of by lists and none of not.
func (c *Client) Gaps(ctx context.Context, by, not []string, o GapsOptions) (*GapsAnswer, error) {
	v := o.Moment.add(o.Paging.add(url.Values{"by": {strings.Join(by, ",")}, "not": {strings.Join(not, ",")}}))
	set(v, "kind", strings.Join(o.Kinds, ","))
	set(v, "since", o.Since)
	out := &GapsAnswer{}
	return out, c.get(ctx, "/v1/gaps", v, out)
}

// Suggestions are listings that may be one party and are not joined.
func (c *Client) Suggestions(ctx context.Context, p Paging) (*SuggestionsAnswer, error) {
	out := &SuggestionsAnswer{}
	return out, c.get(ctx, "/v1/suggestions", p.add(nil), out)
}

// Version is the program's version and the four hashes.
func (c *Client) Version(ctx context.Context) (*VersionAnswer, error) {
	out := &VersionAnswer{}
	return out, c.get(ctx, "/v1/version", nil, out)
}

// Policy is what counts as a hit.
func (c *Client) Policy(ctx context.Context) (*PolicyAnswer, error) {
	out := &PolicyAnswer{}
	return out, c.get(ctx, "/v1/policy", nil, out)
}
