// Package web is the pages for people: search, an entity with its story, a
// party or a file screened, a hit explained, the lists and what changed in
// them, who is under monitoring, and the first start with nothing loaded.
//
// The pages are templates of the standard library, a style sheet and two small
// scripts, all within the program; no page asks another host for anything. All
// works without JavaScript but what cannot: with it, results come while one
// types and parts of a page are replaced. The words are one catalogue,
// text/en.txt, beside those of package report, so that a page says what the
// command line says.
//
// Who was asked for stands in no address that is logged and is kept nowhere: a
// party comes and goes with its request, a file and what was found in it are
// held for a while under a name that nobody can guess, see uploads.
package web

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

//go:embed templates static text
var files embed.FS

// Account is who is signed in, for the head of each page.
type Account struct {
	Name string
	// Leave is the address to which a form is sent to sign out, empty for none.
	Leave string
}

// Options of the pages. The zero value is right where nobody signs in.
type Options struct {
	// Account says who asks; nil, or an empty name, where nobody signs in.
	Account func(*http.Request) Account
	// Key finds the key under which populations and alerts are sealed, and makes
	// none: nil where there is none.
	Key func(context.Context) (*sealed.Key, error)
	// Build names the program, in receipts.
	Build string
	// Now is the clock; nil is the machine's.
	Now func() time.Time
}

// Pages answers people.
type Pages struct {
	source  *server.Source
	options Options
	words   words
	layouts layouts
	assets  assets
	uploads *uploads
	// demo says that the demonstration was begun from a page.
	demo atomic.Bool
	// comparing lets one comparison of jurisdictions run at a time.
	comparing chan struct{}
	compared  kept[*report.Gaps]
	// days are what editions changed.
	days kept[listDay]
}

// How many answers are kept.
const (
	mostGaps = 4
	mostDays = 64
)

// New are pages that answer from a source.
func New(s *server.Source, o Options) *Pages {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Account == nil {
		o.Account = func(*http.Request) Account { return Account{} }
	}
	p := &Pages{source: s, options: o, words: english(), assets: readAssets(), uploads: newUploads(o.Now), comparing: make(chan struct{}, 1)}
	p.compared.most, p.days.most = mostGaps, mostDays
	p.layouts = p.parse()
	return p
}

// Routes adds the addresses of the pages.
func (p *Pages) Routes(mux *http.ServeMux, _ *server.Source) {
	for pattern, ask := range map[string]asker{
		"GET /{$}":                         p.search,
		"GET /entity/{id...}":              p.entity,
		"GET /screen":                      p.screenForm,
		"POST /screen":                     p.screenParty,
		"POST /screen/sample":              p.sample,
		"POST /hit":                        p.hit,
		"GET /screen/{run}":                p.run,
		"POST /screen/{run}":               p.runPart,
		"POST /screen/{run}/columns":       p.columns,
		"POST /screen/{run}/begin":         p.begin,
		"POST /screen/{run}/forget":        p.forget,
		"GET /screen/{run}/hit/{row}/{no}": p.runHit,
		"GET /lists":                       p.lists,
		"GET /lists/{id}":                  p.list,
		"GET /gaps":                        p.gaps,
		"GET /populations":                 p.populations,
		"GET /populations/{name}":          p.population,
		"GET /alerts":                      p.alerts,
		"GET /alerts/{id}":                 p.alert,
		"GET /start":                       p.start,
		"POST /start/demo":                 p.startDemo,
		"POST /start/loaded":               p.startLoaded,
	} {
		mux.Handle(pattern, p.guard(p.answering(ask)))
	}
	mux.Handle("POST /screen/file", p.guard(http.HandlerFunc(p.upload)))
	mux.Handle("GET /screen/{run}/results/{form}", p.guard(http.HandlerFunc(p.download)))
	mux.Handle("GET /lists/{id}/feed.atom", p.guard(http.HandlerFunc(p.feed)))
	mux.Handle("GET /gaps.csv", p.guard(http.HandlerFunc(p.gapsCSV)))
	mux.Handle("GET /search", p.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/?"+r.URL.RawQuery, http.StatusMovedPermanently)
	})))
	mux.HandleFunc("GET /static/{name}", p.static)
}

// policy is the content security policy of every page: nothing but files of
// this host, no script or style within a page, in nobody's frame.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard gives each answer its headers, and refuses forms that another site sent.
func (p *Pages) guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.tell(w, r, nil, refused(http.StatusForbidden, "wrong.cross"))
	}))
	next = cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		next.ServeHTTP(w, r)
	})
}

// protect sets the headers of every page.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Cache-Control", "no-store")
}

// Lost tells who asked for an address that there is not.
func (p *Pages) Lost(w http.ResponseWriter, r *http.Request) {
	p.guard(p.answering(func(*http.Request, *server.Serving) (*answer, error) {
		return nil, refused(http.StatusNotFound, "wrong.no_page")
	})).ServeHTTP(w, r)
}

// SignIn writes the page by which people sign in. It tells nothing of the lists:
// who sees it may not have a key.
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request, status int, page server.SignIn) {
	protect(w.Header())
	p.write(w, r, nil, &answer{status: status, page: "signin", nav: "signin", title: p.words.say("signin.title"), data: page})
}

// asker answers one address from one state of the lists.
type asker func(r *http.Request, s *server.Serving) (*answer, error)

// answer is what a page shows.
type answer struct {
	status int    // 0 is 200
	page   string // the template
	// part is the template of the piece that a script asks for, empty where it
	// gets the page.
	part  string
	title string
	nav   string // which link of the head is this page's
	data  any
	// again says that a script that asks for the piece has to load its page anew.
	again bool
	// to is where to go instead.
	to string
}

// wrong is what a person did that cannot be answered.
type wrong struct {
	status int
	words  string // a key of the catalogue
	args   []any
}

func (w *wrong) Error() string { return w.words }

func refused(status int, words string, args ...any) *wrong { return &wrong{status, words, args} }

// answering makes a handler of an asker: it takes what answers now, once, and
// gives it back.
func (p *Pages) answering(ask asker) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serving, release, err := p.source.Acquire()
		if err != nil {
			p.without(w, r, ask, err)
			return
		}
		defer release()
		a, err := ask(r, serving)
		if err != nil {
			p.tell(w, r, serving, err)
			return
		}
		p.write(w, r, serving, a)
	})
}

// without answers where no list is loaded: what needs none all the same, and
// everything else with how to begin.
func (p *Pages) without(w http.ResponseWriter, r *http.Request, ask asker, why error) {
	if _, left := errors.AsType[*base.NotCompiled](why); left {
		if r.Method == http.MethodGet {
			w.Header().Set("Refresh", "5") // what was asked for comes by itself
		}
		p.tell(w, r, nil, refused(http.StatusServiceUnavailable, "wrong.compiling"))
		return
	}
	if _, empty := errors.AsType[*base.Empty](why); !empty {
		p.tell(w, r, nil, refused(http.StatusServiceUnavailable, "wrong.opening"))
		return
	}
	switch r.URL.Path {
	case "/start/demo", "/lists", "/start":
		a, err := ask(r, nil)
		if err != nil {
			p.tell(w, r, nil, err)
			return
		}
		p.write(w, r, nil, a)
	default:
		a := p.startPage(nil)
		if a.status = http.StatusServiceUnavailable; r.URL.Path == "/" {
			a.status = http.StatusOK
		}
		a.part = ""
		p.write(w, r, nil, a)
	}
}

// tell answers with what is wrong, in words.
func (p *Pages) tell(w http.ResponseWriter, r *http.Request, s *server.Serving, err error) {
	what, ok := errors.AsType[*wrong](err)
	switch {
	case ok:
	case errors.Is(err, context.Canceled):
		panic(http.ErrAbortHandler) // nobody waits for it, and an empty answer is none
	default:
		what = &wrong{http.StatusInternalServerError, "wrong.inside", nil}
		if _, mistaken := errors.AsType[base.Wrong](err); mistaken {
			what = &wrong{http.StatusBadRequest, "wrong.asked", []any{err.Error()}}
		} else if lost, missing := errors.AsType[*base.NotFound](err); missing {
			what = &wrong{http.StatusNotFound, "wrong.no_entity", []any{lost.ID}}
		} else {
			p.source.Folder.Tell("A page could not be made: %v", err)
		}
	}
	p.write(w, r, s, &answer{status: what.status, page: "wrong", part: "wrong-part", title: p.words.say("wrong.title"), data: p.words.say(what.words, what.args...)})
}
