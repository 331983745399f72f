package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// asked is what the core knows of a request on its way: nothing of who it is
// about, unless a setting says so.
type asked struct {
	pattern string
	class   Class
	client  string // whose turn it is: a key's name or an address
	key     string
	hidden  bool // from pages of other origins
	inner   bool // within the process: canaries ask so, and are neither counted nor logged

	mu             sync.Mutex
	screened, hits int
	subjects       []string
}

type askedKey struct{}

func askedOf(r *http.Request) *asked {
	if a, ok := r.Context().Value(askedKey{}).(*asked); ok {
		return a
	}
	return &asked{}
}

// maxLogged is how many subjects of one request a log line names.
const maxLogged = 1000

// Note counts subjects that were screened and hits that they had, for metrics.
// Their names are kept only where the log is to have them.
func Note(ctx context.Context, screened, hits int, names ...string) {
	a, ok := ctx.Value(askedKey{}).(*asked)
	if !ok || a.inner {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.screened += screened
	a.hits += hits
	if a.subjects != nil && len(a.subjects)+len(names) <= maxLogged {
		a.subjects = append(a.subjects, names...)
	}
}

// LogsSubjects says whether the log is to name who was asked for, so that only
// then names are collected.
func LogsSubjects(ctx context.Context) bool {
	a, ok := ctx.Value(askedKey{}).(*asked)
	return ok && a.subjects != nil
}

// observe tells of each request: a line in the log, metrics, a trace where one is
// wanted. A fault of the program ends the request and not the service.
func (srv *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		a := &asked{client: clientOf(r), inner: inner(r)}
		_, a.pattern = srv.mux.Handler(r)
		a.class = classOf(srv.options.Classes, a.pattern, r.Method)
		if srv.options.LogSubjects {
			a.subjects = []string{}
		}
		ctx, span := srv.trace(context.WithValue(r.Context(), askedKey{}, a), r, a)
		r = r.WithContext(ctx)
		w := &answering{ResponseWriter: rw, asked: a, control: http.NewResponseController(rw), progress: srv.options.Limits.Progress, long: a.class.Long}
		srv.metrics.begin()
		aborted := true
		defer func() {
			fault := recover()
			switch {
			case fault == nil:
			case fault != http.ErrAbortHandler:
				srv.fault(r, a, fault)
				if w.status == 0 {
					Refuse(w, r, http.StatusInternalServerError, "internal", "The answer could not be made.", "Ask again; the service's log says more.")
					aborted = false
				}
			}
			took := time.Since(begun)
			srv.metrics.end(a, w, took)
			span.end(a, w)
			srv.log(r, a, w, took)
			if fault != nil && aborted {
				panic(http.ErrAbortHandler) // who reads sees that the answer is cut off
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// clientOf is where a request comes from.
func clientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// fault logs where the program failed, and nothing of the request's values: what
// was panicked with may hold one.
func (srv *Server) fault(r *http.Request, a *asked, fault any) {
	what := "a value"
	if err, ok := fault.(error); ok {
		if re, ok := errors.AsType[runtime.Error](err); ok {
			what = re.Error()
		}
	}
	srv.logger().LogAttrs(r.Context(), slog.LevelError, "fault of the program", slog.String("route", a.route()), slog.String("what", what), slog.String("stack", string(debug.Stack())))
}

// route is the pattern, which names no value of the address.
func (a *asked) route() string {
	if a.pattern == "" {
		return "none"
	}
	return a.pattern
}

func (srv *Server) logger() *slog.Logger {
	if srv.options.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return srv.options.Log
}

func (srv *Server) log(r *http.Request, a *asked, w *answering, took time.Duration) {
	if srv.options.Log == nil || a.inner && w.status < http.StatusInternalServerError {
		return
	}
	attrs := make([]slog.Attr, 0, 8)
	attrs = append(attrs, slog.String("method", methodOf(r)), slog.String("route", a.route()), slog.Int("status", w.status),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int64("bytes", w.bytes))
	if a.key != "" {
		attrs = append(attrs, slog.String("key", a.key))
	}
	if len(a.subjects) > 0 {
		attrs = append(attrs, slog.Any("subjects", a.subjects))
	}
	srv.options.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs...)
}

// methodOf is the method, where it is one of those there are.
func methodOf(r *http.Request) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, r.Method) {
		return r.Method
	}
	return "other"
}

// answering is an answer on its way.
type answering struct {
	http.ResponseWriter
	asked    *asked
	control  *http.ResponseController
	progress time.Duration
	long     bool
	status   int
	bytes    int64
	extended time.Time
}

// Unwrap is for http.ResponseController.
func (w *answering) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *answering) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
		if vary := w.Header()["Vary"]; len(vary) > 1 {
			w.Header().Set("Vary", strings.Join(vary, ", "))
		}
		if w.asked.hidden {
			w.Header().Del("Access-Control-Allow-Origin")
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// slowest is how many bytes a second a client has to read.
const slowest = 16 << 10

func (w *answering) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if now := time.Now(); !w.long && (len(b) > slowest || now.Sub(w.extended) > time.Second) {
		w.extended = now
		_ = w.control.SetWriteDeadline(now.Add(w.progress + time.Duration(len(b)/slowest)*time.Second)) // a test's recorder has none
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Flush sends what was written.
func (w *answering) Flush() { _ = w.FlushError() }

// FlushError is Flush, for http.ResponseController.
func (w *answering) FlushError() error {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	return w.control.Flush()
}
