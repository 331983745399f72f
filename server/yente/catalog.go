package yente

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// dataset is a data set as GET /catalog tells it.
type dataset struct {
	Name         string     `json:"name"`
	Title        string     `json:"title"`
	License      *string    `json:"license"`
	Summary      *string    `json:"summary"`
	Description  *string    `json:"description"`
	URL          *string    `json:"url"`
	UpdatedAt    *string    `json:"updated_at"`
	LastExport   *string    `json:"last_export"`
	EntityCount  int        `json:"entity_count"`
	ThingCount   int        `json:"thing_count"`
	Version      string     `json:"version"`
	Category     *string    `json:"category"`
	Tags         []string   `json:"tags"`
	Publisher    *publisher `json:"publisher"`
	Coverage     *coverage  `json:"coverage"`
	Resources    []resource `json:"resources"`
	Children     []string   `json:"children"`
	Deprecation  *string    `json:"deprecation"`
	Deprecated   bool       `json:"deprecated"`
	Load         bool       `json:"load"`
	EntitiesURL  *string    `json:"entities_url"`
	DeltaURL     *string    `json:"delta_url"`
	Namespace    bool       `json:"namespace"`
	IndexVersion *string    `json:"index_version"`
	IndexCurrent bool       `json:"index_current"`
}

type publisher struct {
	Name     string  `json:"name"`
	URL      *string `json:"url"`
	Country  *string `json:"country"`
	Official bool    `json:"official"`
}

type coverage struct {
	Frequency string   `json:"frequency"`
	Countries []string `json:"countries"`
}

type resource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type catalogAnswer struct {
	Datasets   []dataset `json:"datasets"`
	Current    []string  `json:"current"`
	Outdated   []string  `json:"outdated"`
	IndexStale bool      `json:"index_stale"`
}

// catalogTime is how long a client may go by what it was told.
const catalogTime = "public, max-age=300"

// catalog answers GET /catalog and /manifest.
func (a *api) catalog(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	answer := catalogAnswer{Datasets: []dataset{}, Current: []string{}, Outdated: []string{}}
	health := map[string]report.Health{}
	for _, l := range v.Today(ctx) {
		health[l.ID] = l.Health
	}
	for _, c := range collections {
		answer.Datasets = append(answer.Datasets, v.collection(&c))
	}
	for _, l := range v.Engine.Lists() {
		current := health[l.ID] != report.Stale && health[l.ID] != report.Failed
		answer.Datasets = append(answer.Datasets, v.dataset(l.ID, l.Title, l.Entries, l.Edition, l.Loaded, current))
		if current {
			answer.Current = append(answer.Current, l.ID)
		} else {
			answer.Outdated = append(answer.Outdated, l.ID)
		}
	}
	answer.IndexStale = len(answer.Outdated) > 0
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", catalogTime)
	if tagged(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	server.WriteJSON(w, http.StatusOK, json.RawMessage(body))
	return nil
}

// tagged says whether a client has what bears a tag.
func tagged(have, tag string) bool {
	for one := range strings.SplitSeq(have, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// collection is a data set that is made of others.
func (v *view) collection(c *collection) dataset {
	d := dataset{Name: c.name, Title: c.title, Summary: &c.summary, Tags: []string{}, Resources: []resource{}, Children: c.children(v.Serving), Load: true, IndexCurrent: true}
	for _, l := range v.Engine.Lists() {
		if slices.Contains(d.Children, l.ID) {
			d.EntityCount += l.Entries
		}
	}
	d.ThingCount = d.EntityCount
	d.Version = v.Hashes().Snapshot[:16]
	d.IndexVersion = &d.Version
	return d
}

// dataset is a list. Its entities are its listings: those that several lists have
// are counted by each.
func (v *view) dataset(id, title string, entries int, edition, loaded string, current bool) dataset {
	e := all.Entry(id)
	day := published(v.Serving, id)
	d := dataset{Name: id, Title: title, License: some(e.Terms), Summary: some(e.LeftOut), URL: some(e.Page), EntityCount: entries, ThingCount: entries,
		Tags: []string{}, Resources: []resource{}, Children: []string{}, Load: true, IndexCurrent: current, Deprecated: !e.Closed.IsZero()}
	if d.Title == "" {
		d.Title = id
	}
	if t, err := time.Parse(time.RFC3339, loaded); err == nil {
		d.LastExport = some(t.UTC().Format(stampForm))
	}
	d.UpdatedAt = some(stampOf(day).String())
	d.Version = versionOf(day.String(), edition)
	d.IndexVersion = &d.Version
	if d.Deprecated {
		d.Deprecation = some("No longer published since " + e.Closed.Words() + ".")
	}
	for _, k := range e.Kinds {
		d.Tags = append(d.Tags, "list."+string(k))
	}
	if e.Publisher != "" {
		d.Publisher = &publisher{Name: e.Publisher, URL: some(e.Page), Country: some(e.Country), Official: e.Publisher != "OpenSanctions"}
	}
	if e.Cadence != "" {
		d.Coverage = &coverage{Frequency: e.Cadence, Countries: []string{}}
		if e.Jurisdiction != "" {
			d.Coverage.Countries = append(d.Coverage.Countries, e.Jurisdiction)
		}
	}
	if e.File != "" {
		d.Resources = append(d.Resources, resource{Name: e.PublishedName(), URL: e.File})
	}
	return d
}

// versionOf names an edition by its day and its hash, in the form of
// OpenSanctions' versions.
func versionOf(day, edition string) string {
	out := strings.ReplaceAll(day, "-", "")
	if len(edition) >= 8 {
		out += "-" + edition[:8]
	}
	return strings.TrimPrefix(out, "-")
}
