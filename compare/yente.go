package compare

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/referents.tsv
var referentsTSV string

// referents are the lists whose ids follow the beginning of an id.
var referents = sync.OnceValue(func() (out [][2]string) {
	for _, c := range tsv.Records(referentsTSV) {
		out = append(out, [2]string{c[0], c[1]})
	}
	return out
})

// yente is a running yente, or motiva.
type yente struct {
	*caller
	dataset   string
	threshold float64
}

func newYente(ctx context.Context, to *caller, c *Client) (*yente, error) {
	var algorithms struct {
		Algorithms []struct {
			Name string `json:"name"`
		} `json:"algorithms"`
	}
	if err := to.get(ctx, "/algorithms", nil, &algorithms); err != nil {
		return nil, err
	}
	return &yente{to, cmp.Or(c.Dataset, "default"), cmp.Or(c.Threshold, 0.7)}, nil
}

func (y *yente) kind() string { return "yente" }

func (y *yente) lists(ctx context.Context) (map[string]ListThere, error) {
	var catalog struct {
		Datasets []struct {
			Name     string   `json:"name"`
			Entities int      `json:"entity_count"`
			Version  string   `json:"version"`
			Updated  string   `json:"updated_at"`
			Children []string `json:"children"`
		} `json:"datasets"`
	}
	if err := y.get(ctx, "/catalog", nil, &catalog); err != nil {
		return nil, err
	}
	out := map[string]ListThere{}
	for _, d := range catalog.Datasets {
		if len(d.Children) == 0 && d.Entities > 0 {
			out[d.Name] = ListThere{Name: d.Name, Entries: d.Entities, Version: cmp.Or(d.Version, d.Updated)}
		}
	}
	return out, nil
}

// Defaults of a call: of yente's own five results too few tell of an order.
const (
	yenteLimit  = 10
	yenteMost   = 500
	yenteCutoff = 0.5
)

func (y *yente) ask(ctx context.Context, q *Request) (found []theirs, limit int, from float64, err error) {
	values := url.Values{}
	for name, v := range q.Parameters {
		if name != "api_key" {
			values[name] = v
		}
	}
	limit, from = yenteLimit, y.threshold
	if n, err := strconv.Atoi(values.Get("limit")); err == nil && n > 0 {
		limit = min(n, yenteMost)
	}
	if f, err := strconv.ParseFloat(values.Get("threshold"), 64); err == nil {
		from = f
	}
	values.Set("limit", strconv.Itoa(limit))
	values.Set("threshold", strconv.FormatFloat(from, 'f', -1, 64))
	if values.Get("cutoff") == "" {
		values.Set("cutoff", strconv.FormatFloat(min(from, yenteCutoff), 'f', -1, 64))
	}
	queries, err := queriesOf(q)
	if err != nil {
		return nil, limit, from, err
	}
	body, err := json.Marshal(map[string]any{"queries": queries})
	if err != nil {
		return nil, limit, from, err
	}
	var answer struct {
		Responses map[string]struct {
			Results []struct {
				ID         string           `json:"id"`
				Caption    string           `json:"caption"`
				Datasets   []string         `json:"datasets"`
				Referents  []string         `json:"referents"`
				Properties map[string][]any `json:"properties"`
				Score      float64          `json:"score"`
				Match      bool             `json:"match"`
			} `json:"results"`
		} `json:"responses"`
	}
	path := "/match/" + url.PathEscape(cmp.Or(q.Dataset, y.dataset))
	if err := y.do(ctx, http.MethodPost, path, values, body, &answer); err != nil {
		return nil, limit, from, err
	}
	for key := range queries {
		for _, r := range answer.Responses[key].Results {
			t := theirs{ID: r.ID, Caption: r.Caption, Score: r.Score, Match: r.Match, Lists: r.Datasets, Names: []string{r.Caption}}
			for _, property := range []string{"name", "alias", "previousName"} {
				for _, v := range r.Properties[property] {
					if s, ok := v.(string); ok {
						t.Names = append(t.Names, s)
					}
				}
			}
			for _, id := range append([]string{r.ID}, r.Referents...) {
				t.Refs = append(t.Refs, refsOf(id)...)
			}
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b theirs) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	return found, limit, from, nil
}

// queriesOf are the queries that a request is put as: one, or where it does not
// say of which kind the party is, one for each kind, since yente compares no
// others.
func queriesOf(q *Request) (map[string]json.RawMessage, error) {
	if q.Query != nil {
		return map[string]json.RawMessage{"q": q.Query}, nil
	}
	schemas := map[string]interdict.Schema{"q": q.Subject.Schema}
	if q.Subject.Schema == "" {
		schemas = map[string]interdict.Schema{"q": interdict.LegalEntity, "vessel": interdict.Vessel, "airplane": interdict.Airplane}
	}
	out := map[string]json.RawMessage{}
	for key, schema := range schemas {
		s := q.Subject
		s.Schema = schema
		raw, err := json.Marshal(exampleOf(&s))
		if err != nil {
			return nil, err
		}
		out[key] = raw
	}
	return out, nil
}

// refsOf are the listings that an id may mean: one of OpenSanctions', or of ours,
// which is a list's id and a listing's.
func refsOf(id string) (out []interdict.Ref) {
	for _, r := range referents() {
		if rest, ok := strings.CutPrefix(id, r[0]); ok {
			out = append(out, interdict.Ref{List: r[1], ID: rest})
		}
	}
	if list, rest, ok := strings.Cut(id, "-"); ok && strings.Contains(list, "_") {
		out = append(out, interdict.Ref{List: list, ID: rest})
	}
	return out
}

// properties are those of FollowTheMoney for the types of numbers.
var properties = map[interdict.IDType]string{
	interdict.Passport: "passportNumber", interdict.NationalID: "idNumber", interdict.TaxID: "taxNumber", interdict.RegistrationNo: "registrationNumber",
	interdict.LEI: "leiCode", interdict.BIC: "swiftBic", interdict.INN: "innCode", interdict.OGRN: "ogrnCode", interdict.USCC: "uscCode",
	interdict.DUNS: "dunsCode", interdict.IMO: "imoNumber", interdict.MMSI: "mmsi", interdict.CallSign: "callSign", interdict.ISIN: "isinCode",
}

// example is a query of POST /match.
type example struct {
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// exampleOf writes a subject as a query.
func exampleOf(s *interdict.Subject) *example {
	e := &example{Schema: string(s.Schema), Properties: map[string][]string{}}
	add := func(property, v string) {
		if v != "" {
			e.Properties[property] = append(e.Properties[property], v)
		}
	}
	for i, n := range s.Names {
		if i == 0 {
			add("name", n.Full)
		} else {
			add("alias", n.Full)
		}
	}
	for _, d := range s.BirthDates {
		if d.ToYear == 0 && !d.Circa {
			add("birthDate", d.String())
		}
	}
	home := map[interdict.Schema]string{interdict.Person: "nationality", interdict.Organization: "jurisdiction", interdict.Vessel: "flag"}[s.Schema]
	for _, c := range s.Countries {
		add(cmp.Or(home, "country"), c.Code)
	}
	for _, g := range s.Genders {
		add("gender", g)
	}
	for _, id := range s.Identifiers {
		add(properties[id.Type], id.Value)
	}
	for _, p := range s.Addresses {
		add("address", p.String())
	}
	for _, p := range s.BirthPlaces {
		add("birthPlace", p.String())
	}
	for _, m := range s.Emails {
		add("email", m)
	}
	delete(e.Properties, "")
	return e
}
