// Package server puts the engine behind HTTP: one process, one port, for
// programs and for people. It keeps what answers current, swaps it under
// running requests, and guards the door; the shapes that requests and answers
// have are packages of their own below it, one for each kind of client, and the
// pages for people are package web.
//
// It stores nothing about who was asked for, and no name that was asked for
// reaches a log, a metric or an error.
package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/canary"
)

// Routes adds one kind of client's addresses.
type Routes func(mux *http.ServeMux, s *Source)

// Options say how to serve.
type Options struct {
	// Version is this program's.
	Version string
	Limits  Limits
	Access  Access
	Classes Classes
	// Certificates are those that the service answers with; nil without TLS.
	Certificates *Certificates
	// Updates brings the lists up to date; nil where the service does not.
	Updates *Updater
	// Log takes a line for each request, nil none. LogSubjects puts the names of who
	// was asked for into it.
	Log         *slog.Logger
	LogSubjects bool
	// Lost tells people who ask for an address that there is not; nil: a bare line
	// does.
	Lost http.HandlerFunc
	// SignIn writes the page by which people sign in; nil: a bare one.
	SignIn func(w http.ResponseWriter, r *http.Request, status int, page SignIn)
	// Canaries are what those came to that last passed through the service, nil
	// before the first time; nil where none do.
	Canaries func() *canary.Outcome
	// Traces takes a span for each request; nil: nobody does.
	Traces trace.TracerProvider
}

// Server answers requests from a source.
type Server struct {
	source   *Source
	options  Options
	mux      *http.ServeMux
	handler  http.Handler
	sessions sessions
	rates    rates
	places   *fair
	streams  *fair
	metrics  *metrics
	tracer   trace.Tracer
}

// New returns a server with the addresses of all kinds of clients.
func New(s *Source, o Options, routes ...Routes) *Server {
	o.Limits = o.Limits.withDefaults()
	l := &o.Limits
	srv := &Server{source: s, options: o, mux: http.NewServeMux(), rates: rates{per: l.Rate},
		places: newFair(l.Concurrent, l.Queue, l.Wait), streams: newFair(l.Streams, l.Queue, l.Wait)}
	srv.metrics = newMetrics(srv)
	if o.Traces != nil {
		srv.tracer = o.Traces.Tracer("github.com/interdict/interdict/server")
	}
	srv.mux.HandleFunc("GET /healthz", srv.health)
	srv.mux.HandleFunc("GET /readyz", srv.ready)
	srv.mux.Handle("GET /metrics", srv.metrics.handler())
	srv.mux.HandleFunc("GET /signin", srv.signInForm)
	srv.mux.HandleFunc("POST /signin", srv.signIn)
	srv.mux.HandleFunc("POST /signout", srv.signOut)
	for _, add := range routes {
		add(srv.mux, s)
	}
	packed, err := compress(srv.found(srv.mux))
	if err != nil {
		panic(err) // our own settings
	}
	srv.handler = srv.observe(secured(srv.guardAccess(srv.guardWork(packed))))
	return srv
}

// found sends people who ask for an address that there is not to a page that says
// so. Programs are told by the kind of client whose address it could be.
func (srv *Server) found(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if srv.options.Lost != nil && askedOf(r).pattern == "" && forPeople(r) {
			srv.options.Lost(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// secured sets the headers that browsers are to keep to. Pages set their own
// policy in place of this one.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// ServeHTTP answers one request.
func (srv *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { srv.handler.ServeHTTP(w, r) }

// stopTime is how long running requests have to end once the server stops.
const stopTime = 20 * time.Second

// Serve answers requests on a listener until ctx ends; then no new ones are
// taken, and those under way end.
func (srv *Server) Serve(ctx context.Context, l net.Listener) error {
	limits := &srv.options.Limits
	h := &http.Server{
		Handler: srv, ReadHeaderTimeout: limits.Header, ReadTimeout: limits.Read, WriteTimeout: limits.Write, IdleTimeout: limits.Idle,
		MaxHeaderBytes: limits.HeaderBytes,
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		stopped <- h.Shutdown(late)
	}()
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("some requests did not end within %s: %w", stopTime, errors.Join(err, h.Close()))
	}
	return nil
}

// openWarning is said wherever somebody looks how the service is.
const openWarning = "the service answers whoever can reach it, without a key (--open)"

// health says that the process lives. Its shape is yente's.
func (srv *Server) health(w http.ResponseWriter, _ *http.Request) {
	answer := struct {
		Status         string    `json:"status"`
		Warning        string    `json:"warning,omitempty"`
		CompilingSince time.Time `json:"compiling_since,omitzero"`
	}{Status: "ok", CompilingSince: srv.source.Compiling().UTC()}
	if srv.options.Access.Open {
		answer.Warning = openWarning
	}
	WriteJSON(w, http.StatusOK, answer)
}

// Readiness is the answer of /readyz.
type Readiness struct {
	Status string    `json:"status"` // "ok", "opening", "empty", "compiling" or "error"
	Reason string    `json:"reason,omitempty"`
	Since  time.Time `json:"since,omitzero"` // it answers
	// CompilingSince is set while what is loaded is compiled, also where an older
	// state answers meanwhile.
	CompilingSince time.Time `json:"compiling_since,omitzero"`
	Demo           bool      `json:"demo,omitempty"`
	// Warnings are what whoever runs the service has to see to.
	Warnings []string    `json:"warnings,omitempty"`
	Lists    []ReadyList `json:"lists,omitempty"`
	// Canaries are invented customers who must be found.
	Canaries *ReadyCanaries `json:"canaries,omitempty"`
}

// ReadyList is a list that answers, with its age.
type ReadyList struct {
	ID      string `json:"id"`
	AgeDays int    `json:"age_days"`
	Health  string `json:"health"`
}

// ready says whether requests can be answered, and from lists of which age.
func (srv *Server) ready(w http.ResponseWriter, r *http.Request) {
	compiling := srv.source.Compiling().UTC()
	serving, release, err := srv.source.Acquire()
	if err != nil {
		answer := Readiness{CompilingSince: compiling, Warnings: srv.warnings()}
		answer.Status, answer.Reason = NotReady(err)
		WriteJSON(w, http.StatusServiceUnavailable, answer)
		return
	}
	defer release()
	answer := Readiness{Status: "ok", Since: serving.Since.UTC(), CompilingSince: compiling, Demo: serving.Demo, Warnings: srv.warnings(), Canaries: srv.canaries()}
	for _, l := range serving.Today(r.Context()) {
		answer.Lists = append(answer.Lists, ReadyList{ID: l.ID, AgeDays: l.AgeDays, Health: string(l.Health)})
	}
	WriteJSON(w, http.StatusOK, answer)
}

// errOpening is the error of a source that holds nothing yet.
var errOpening = errors.New("the lists are being opened")

// NotReady says to whoever asks why nothing answers, by the error of
// Source.Acquire: in a word, as /readyz does, and in a sentence. Of the cause, which
// may name files of this machine, the log tells.
func NotReady(why error) (status, reason string) {
	_, empty := errors.AsType[*base.Empty](why)
	_, left := errors.AsType[*base.NotCompiled](why)
	switch {
	case empty:
		return "empty", "no list is loaded; load one with `interdict lists load` or `interdict lists update`"
	case left:
		return "compiling", "what is loaded is being compiled; ask again in a while"
	case errors.Is(why, errOpening):
		return "opening", why.Error()
	}
	return "error", "the lists cannot be opened; the log says why"
}

// warnings are what whoever runs the service has to see to. The causes are in the
// log: they may name files of this machine.
func (srv *Server) warnings() (all []string) {
	if srv.options.Access.Open {
		all = append(all, openWarning)
	}
	if srv.source.behind() {
		all = append(all, "what is loaded now cannot be opened, an older state answers; the log says why")
	}
	if srv.options.Access.Keys.Trouble() != nil {
		all = append(all, "the file of keys cannot be read, the last good keys are in force; the log says why")
	}
	all = append(all, srv.options.Certificates.warnings(time.Now())...)
	if u := srv.options.Updates; u != nil && u.State().Err != nil {
		all = append(all, "the last update of the lists failed; the log says why")
	}
	return append(all, srv.lostWarnings()...)
}

// WriteJSON answers with a value as JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	writeJSON(w, "application/json", status, value)
}

func writeJSON(w http.ResponseWriter, contentType string, status int, value any) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // who asked has gone
}
