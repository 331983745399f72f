package web

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// layouts are the pages' templates by name, each with the frame around it.
type layouts map[string]*template.Template

// parse reads the templates. Their faults are the build's, found by its tests.
func (p *Pages) parse() layouts {
	frame := template.New("frame").Funcs(p.functions())
	shared := []string{"frame", "pieces", "pair", "watch"} // by several pages
	for _, name := range shared {
		template.Must(frame.ParseFS(files, "templates/"+name+".html"))
	}
	out := layouts{}
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		page := strings.TrimSuffix(path.Base(name), ".html")
		if slices.Contains(shared, page) {
			continue
		}
		out[page] = template.Must(template.Must(frame.Clone()).ParseFS(files, name))
	}
	return out
}

func (p *Pages) functions() template.FuncMap {
	return template.FuncMap{
		"t": p.words.say, "n": p.words.count, "asset": p.assets.address, "name": nameHTML, "clean": report.Clean,
		"count": report.CountWords[int], "count64": report.CountWords[int64], "sentence": report.SentenceCase,
		"kind": report.KindWords, "schema": report.SchemaWords, "place": jurisdictionWords,
		"age": report.AgeWords, "edition": report.EditionWords, "short": short, "moment": momentWords, "code": jurisdictionCode,
		"bits": signed, "joint": func(t interdict.TokenEvidence) string { return report.JointWords(&t) }, "percent": func(s interdict.Score) int { return int(s / 100) }, "rem": rem,
		"strong": func(s interdict.Score) string {
			if s >= 8500 {
				return "high"
			}
			return "mid"
		},
	}
}

// view is what the frame shows around a page.
type view struct {
	Title, Nav string
	Account    Account
	Demo       bool
	// Began says that the demonstration was begun from a page, and can be left.
	Began bool
	// Logged says that the service is set to log who is asked for.
	Logged bool
	Lists  []report.List
	Oldest *report.List
	// Unsound is how many of the lists are stale, failed or incomplete.
	Unsound int
	Hashes  report.Hashes
	Data    any
}

// write sends a page, or the piece of it that a script asked for.
func (p *Pages) write(w http.ResponseWriter, r *http.Request, s *server.Serving, a *answer) {
	script := r.Header.Get("HX-Request") == "true"
	w.Header().Add("Vary", "HX-Request")
	if a.to != "" {
		if script {
			w.Header().Set("HX-Redirect", a.to)
			return
		}
		http.Redirect(w, r, a.to, http.StatusSeeOther)
		return
	}
	if script && a.again {
		w.Header().Set("HX-Refresh", "true")
		return
	}
	var b bytes.Buffer
	var err error
	t := p.layouts[a.page]
	if script && a.part != "" {
		err = t.ExecuteTemplate(&b, a.part, a.data)
	} else {
		err = t.ExecuteTemplate(&b, "frame", p.view(r, s, a))
	}
	if err != nil {
		p.source.Folder.Tell("The page %s could not be made: %v", a.page, err)
		http.Error(w, p.words.say("wrong.inside"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(b.Bytes()) // who asked has gone
}

func (p *Pages) view(r *http.Request, s *server.Serving, a *answer) *view {
	v := &view{Title: a.title, Nav: a.nav, Account: p.options.Account(r), Logged: server.LogsSubjects(r.Context()), Data: a.data}
	if s == nil {
		return v
	}
	v.Demo, v.Began, v.Hashes, v.Lists = s.Demo, s.Demo && p.demo.Load(), s.Hashes(), s.Today(r.Context())
	for i := range v.Lists {
		l := &v.Lists[i]
		if !l.Sound() {
			v.Unsound++
		}
		if v.Oldest == nil || l.AgeDays > v.Oldest.AgeDays {
			v.Oldest = l
		}
	}
	return v
}

// momentWords is a moment as pages write it.
func momentWords(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

// rem is a length of a drawing as a share of the size of letters, so that it grows
// with them.
func rem(px int) string { return fmt.Sprintf("%.2frem", float64(px)/16) }

// short is the beginning of a hash.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// jurisdictionOf is the jurisdiction of a list: a country's code, "un" or "eu",
// empty for an own list.
func jurisdictionOf(list string) string { return all.Entry(list).Jurisdiction }

// jurisdictionCode is a jurisdiction in two capitals.
func jurisdictionCode(list string) string {
	if j := jurisdictionOf(list); j != "" {
		return strings.ToUpper(j)
	}
	return "OWN"
}

// jurisdictionWords is a jurisdiction's name.
func jurisdictionWords(code string) string {
	switch code {
	case "un":
		return "United Nations"
	case "eu":
		return "European Union"
	case "gb":
		return "United Kingdom"
	case "us":
		return "United States"
	}
	if n := report.CountryWords(code); n != "" {
		return n
	}
	return strings.ToUpper(code)
}

// inSentence is a jurisdiction's name as it stands in a sentence.
func inSentence(code string) string {
	name := jurisdictionWords(code)
	if strings.HasPrefix(name, "United") || code == "eu" {
		return "the " + name
	}
	return name
}

// assets are the files of package static by name.
type assets map[string]asset

type asset struct {
	content       []byte
	version, kind string
}

func readAssets() assets {
	out := assets{}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		content, err := files.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		kind := "text/plain; charset=utf-8"
		if k := mime.TypeByExtension(path.Ext(e.Name())); slices.Contains([]string{".css", ".js", ".svg"}, path.Ext(e.Name())) {
			kind = k
		}
		if path.Ext(e.Name()) == ".csv" {
			kind = "text/csv; charset=utf-8"
		}
		out[e.Name()] = asset{content, fmt.Sprintf("%x", sha256.Sum256(content))[:12], kind}
	}
	return out
}

// address is where a file is found, with its version, so that it can be kept
// for ever by whoever fetched it.
func (a assets) address(name string) string { return "/static/" + name + "?v=" + a[name].version }

// static answers with a file.
func (p *Pages) static(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	a, ok := p.assets[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if path.Ext(name) == ".csv" {
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	if r.URL.Query().Get("v") == a.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	_, _ = w.Write(a.content) // who asked has gone
}
