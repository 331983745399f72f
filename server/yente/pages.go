package yente

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

//go:embed data/preview.html
var previewHTML string

var previewPage = template.Must(template.New("preview").Parse(previewHTML))

// pagePolicy lets a page show its own words and the style that is in it, and be
// framed by whoever reconciles; it loads nothing.
var pagePolicy = "default-src 'none'; style-src '" + styleHash(previewHTML) + "'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// styleHash names the style of a page to its policy.
func styleHash(page string) string {
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// previewed is what a preview tells.
type previewed struct {
	Whole              bool // a page, not a part of one
	Title, Kind, ID    string
	Facts              []previewFact
	Lists              []string
	More               int // values that are not shown
	Page               string
	Sanctioned, Listed bool
}

type previewFact struct {
	Label  string
	Values []string
}

// shownFacts are the properties of a preview, in its order.
var shownFacts = []string{
	"alias", "weakAlias", "previousName", "birthDate", "birthPlace", "nationality", "citizenship", "country", "jurisdiction", "flag",
	"position", "passportNumber", "idNumber", "registrationNumber", "innCode", "leiCode", "imoNumber", "program", "address",
}

// shownValues is how many values of a property a preview shows.
const shownValues = 3

// preview answers the page that OpenRefine shows beside a candidate.
func (a *api) preview(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	p, _, err := v.lookup(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if p == nil {
		return noEntity
	}
	shown := v.previewed(p)
	shown.Whole, shown.Page = true, "/entity/"+p.ID
	html, err := render(&shown)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Del("X-Frame-Options") // it is made to be framed
	_, _ = w.Write(html)
	return nil
}

func render(shown *previewed) ([]byte, error) {
	var b bytes.Buffer
	err := previewPage.Execute(&b, shown)
	return b.Bytes(), err
}

// previewed is what a preview tells of a party.
func (v *view) previewed(p *party) previewed {
	out := previewed{Title: p.Caption, Kind: p.schema.label, ID: p.ID, Listed: true}
	for _, d := range p.Datasets {
		out.Lists = append(out.Lists, v.Title(d))
	}
	for _, name := range shownFacts {
		of := p.schema.properties[name]
		if of == nil {
			continue
		}
		f := previewFact{Label: of.label}
		for _, s := range p.texts(name) {
			if len(f.Values) == shownValues {
				out.More++
				continue
			}
			f.Values = append(f.Values, caption(of.kind, s))
		}
		if len(f.Values) > 0 {
			out.Facts = append(out.Facts, f)
		}
	}
	out.Sanctioned = p.has("topics", "sanction")
	return out
}

// flyout answers what OpenRefine shows beside a suggestion: a piece of HTML.
func (a *api) flyout(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	var shown previewed
	switch r.PathValue("kind") {
	case "entity":
		p, _, err := v.lookup(ctx, id)
		if err != nil {
			return err
		}
		if p == nil {
			return noEntity
		}
		shown = v.previewed(p)
	case "type":
		s := model().schemata[id]
		if s == nil {
			return refuse(http.StatusNotFound, "No such type!")
		}
		shown = previewed{Title: s.plural, Kind: "Type", ID: s.name}
		if len(s.is) > 1 {
			shown.Facts = append(shown.Facts, previewFact{"A kind of", s.is[1:]})
		}
	case "property":
		p := model().byQName(id)
		if p == nil {
			return refuse(http.StatusNotFound, "No such property!")
		}
		shown = previewed{Title: p.label, Kind: "Property", ID: p.qname(), Facts: []previewFact{{"Of", []string{model().schemata[p.schema].plural}}, {"Values", []string{p.kind}}}}
	default:
		return refuse(http.StatusNotFound, "Not Found")
	}
	html, err := render(&shown)
	if err != nil {
		return err
	}
	answer(w, r, struct {
		ID   string `json:"id"`
		HTML string `json:"html"`
	}{id, strings.TrimSpace(string(html))})
	return nil
}
