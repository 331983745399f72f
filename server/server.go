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
	"net"
	"net/http"
	"time"

	"github.com/interdict/interdict/base"
)

// Routes adds one kind of client's addresses.
type Routes func(mux *http.ServeMux, s *Source)

// Options say how to serve.
type Options struct {
	// Version is this program's.
	Version string
	Limits  Limits
}

// Server answers requests from a source.
type Server struct {
	source  *Source
	options Options
	handler http.Handler
}

// New returns a server with the addresses of all kinds of clients.
func New(s *Source, o Options, routes ...Routes) *Server {
	o.Limits = o.Limits.withDefaults()
	mux := http.NewServeMux()
	srv := &Server{source: s, options: o}
	mux.HandleFunc("GET /healthz", srv.health)
	mux.HandleFunc("GET /readyz", srv.ready)
	for _, add := range routes {
		add(mux, s)
	}
	srv.handler = o.Limits.guard(mux)
	return srv
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

// health says that the process lives. Its shape is yente's.
func (srv *Server) health(w http.ResponseWriter, _ *http.Request) {
	WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// Readiness is the answer of /readyz.
type Readiness struct {
	Status string      `json:"status"` // "ok", "empty" or "error"
	Reason string      `json:"reason,omitempty"`
	Since  time.Time   `json:"since,omitzero"`
	Demo   bool        `json:"demo,omitempty"`
	Lists  []ReadyList `json:"lists,omitempty"`
}

// ReadyList is a list that answers, with its age.
type ReadyList struct {
	ID      string `json:"id"`
	AgeDays int    `json:"age_days"`
	Health  string `json:"health"`
}

// ready says whether requests can be answered, and from lists of which age.
func (srv *Server) ready(w http.ResponseWriter, r *http.Request) {
	serving, release, err := srv.source.Acquire()
	if err != nil {
		answer := Readiness{Status: "error", Reason: err.Error()}
		if _, empty := errors.AsType[*base.Empty](err); empty {
			answer.Status = "empty"
		}
		WriteJSON(w, http.StatusServiceUnavailable, answer)
		return
	}
	defer release()
	answer := Readiness{Status: "ok", Since: serving.Since.UTC(), Demo: serving.Demo}
	for _, l := range serving.Today(r.Context()) {
		answer.Lists = append(answer.Lists, ReadyList{ID: l.ID, AgeDays: l.AgeDays, Health: string(l.Health)})
	}
	WriteJSON(w, http.StatusOK, answer)
}

// WriteJSON answers with a value as JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	_ = e.Encode(value) // who asked has gone
}
