package v1

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/subjects"
)

// api is the native API over one source.
type api struct {
	source  *server.Source
	version string
	huma    huma.API
	objects *subjects.Objects
	heavy   *heavy
	spec    []byte // its description
}

// Routes are the addresses of the native API. version is this program's.
func Routes(version string) server.Routes {
	return func(mux *http.ServeMux, s *server.Source) { newAPI(mux, s, version) }
}

// Classes says which of the routes are other than their method tells: the stream
// takes as long as it takes.
func Classes(pattern string) (server.Class, bool) {
	return server.Class{Scopes: []server.Scope{server.Screen}, Long: true}, pattern == "POST "+streamPath
}

func newAPI(mux *http.ServeMux, s *server.Source, version string) *api {
	a := &api{source: s, version: version, objects: subjects.NewObjects(), heavy: newHeavy()}
	a.huma = humago.New(mux, config())
	a.addScreening()
	a.addParties()
	a.addLists()
	a.addInfo()
	a.spec = a.document()
	mux.HandleFunc("GET /v1/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		writeBody(w, r, "application/openapi+json", a.spec)
	})
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) { unknownPath(mux, w, r) })
	return a
}

// unknownPath answers what no operation does: with the methods that there are,
// if the path is one.
func unknownPath(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		probe := r.Clone(r.Context())
		probe.Method = method
		if _, pattern := mux.Handler(probe); strings.HasPrefix(pattern, method+" ") {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil {
		writeProblem(w, notFound("There is no such address.", "/v1/openapi.json has all of them."))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeProblem(w, problem(http.StatusMethodNotAllowed, codeMethod, "The address does not take this method.", "Use "+strings.Join(allowed, " or ")+"."))
}

// request is one request on its way to its answer.
type request struct {
	w       http.ResponseWriter
	r       *http.Request
	serving *server.Serving
	at      base.Moment
}

func (q *request) ctx() context.Context { return q.r.Context() }

// answered is an answer that says what it rests on.
type answered interface{ answered(by *AnsweredBy) }

// document is an answer in a form of its own.
type document struct {
	contentType string
	body        []byte
}

// redirect is an answer that stands elsewhere, for good.
type redirect string

// output has huma leave the writing to us.
type output struct {
	Body func(huma.Context)
}

// get adds an operation that answers with a value.
func get[I any](a *api, op huma.Operation, f func(q *request, in *I) (any, error)) {
	op.Method = http.MethodGet
	huma.Register(a.huma, op, func(_ context.Context, in *I) (*output, error) {
		return &output{func(hc huma.Context) {
			r, w := humago.Unwrap(hc)
			var at base.Moment
			var err error
			if m, ok := any(in).(interface {
				moment(time.Time) (base.Moment, error)
			}); ok {
				at, err = m.moment(a.source.Folder.Now())
			}
			if err != nil {
				a.fail(w, r, err)
				return
			}
			a.answer(w, r, at, func(q *request) (any, error) { return f(q, in) })
		}}, nil
	})
}

// post adds an operation whose body it reads itself.
func post[I any](a *api, op huma.Operation, f func(w http.ResponseWriter, r *http.Request, in *I)) {
	op.Method = http.MethodPost
	huma.Register(a.huma, op, func(_ context.Context, in *I) (*output, error) {
		return &output{func(hc huma.Context) {
			r, w := humago.Unwrap(hc)
			f(w, r, in)
		}}, nil
	})
}

// answer takes the state of a moment, has it asked, and writes what it said.
func (a *api) answer(w http.ResponseWriter, r *http.Request, at base.Moment, f func(q *request) (any, error)) {
	serving, release, err := a.acquire(r, at)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer release()
	q := &request{w: w, r: r, serving: serving, at: at}
	v, err := f(q)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	switch v := v.(type) {
	case nil: // it is written
	case redirect:
		w.Header().Set("Location", string(v))
		w.Header().Set("Cache-Control", "no-cache")
		w.WriteHeader(http.StatusPermanentRedirect)
	case *document:
		writeBody(w, r, v.contentType, v.body)
	default:
		if v, ok := v.(answered); ok {
			c := whole(serving)
			v.answered(&c.stamp.of(r.Context(), serving, c).by)
		}
		writeBody(w, r, "application/json", encoded(v))
	}
}

// acquire takes the state of a moment.
func (a *api) acquire(r *http.Request, at base.Moment) (*server.Serving, func(), error) {
	if at.IsPast() {
		if err := a.hasPast(); err != nil {
			return nil, nil, err
		}
	}
	serving, release, err := a.source.AcquirePast(at)
	if err == nil {
		return serving, release, nil
	}
	_, empty := errors.AsType[*base.Empty](err)
	_, left := errors.AsType[*base.NotCompiled](err)
	switch {
	case empty, left, errors.Is(err, server.ErrPending), errors.Is(err, server.ErrBusy):
		return nil, nil, err
	case !at.IsPast():
		p := problem(http.StatusServiceUnavailable, codeNotReady, "The lists are not open.", "Ask again in a while; /readyz says why.")
		p.retry = retryAfter
		return nil, nil, p
	}
	return nil, nil, a.pastProblem(r, at, err)
}

// errNoHistory is the problem of a question about the past, where none is known.
var errNoHistory = problem(http.StatusConflict, codeNoHistory, "What answers has no history: it is the demonstration register, or a snapshot without its register.", "Load lists, or ask about now.")

// hasPast says why nothing can be asked about the past, if nothing can.
func (a *api) hasPast() error {
	now, release, err := a.source.Acquire()
	if err != nil {
		return nil // who asks further on is told why
	}
	defer release()
	if now.Register == nil {
		return errNoHistory
	}
	return nil
}

// pastProblem says why a past moment cannot answer.
func (a *api) pastProblem(r *http.Request, at base.Moment, err error) error {
	now, release, nowErr := a.source.Acquire()
	if nowErr != nil {
		return err
	}
	defer release()
	if v, viewErr := now.Register.InForce(r.Context(), at.At()); viewErr == nil && len(v.Lists) == 0 {
		return wrong(Fault{"known_at", "no list had been loaded by then; name a later time"})
	}
	return err
}

// Pending is the answer where a past day is being compiled, or an answer takes
// its time.
type Pending struct {
	Status     string `json:"status" enum:"pending" doc:"The lists of that day are being compiled, or the answer is being made."`
	RetryAfter int    `json:"retry_after" doc:"In how many seconds to ask again, as the header Retry-After says too."`
	Location   string `json:"location" doc:"Where to ask again: the same request, its body too."`
}

// fail answers with what went wrong, if anybody is there to hear it.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case gone(r.Context(), err):
	case errors.Is(err, server.ErrPending), errors.Is(err, errLater):
		where := r.URL.RequestURI()
		w.Header().Set("Location", where)
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		w.Header().Set("Cache-Control", "no-store")
		server.WriteJSON(w, http.StatusAccepted, Pending{"pending", retryAfter, where})
	default:
		p := problemOf(err)
		if p.Code == codeInternal {
			a.source.Folder.Tell("A request to %s could not be answered: %v", r.Pattern, err)
		}
		writeProblem(w, p)
	}
}

// writeBody writes a whole answer. That of a GET bears a strong tag, made of its
// bytes: whoever has it already gets 304.
func writeBody(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		sum := sha256.Sum256(body)
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, no-cache") // ask whether it is still so
		h.Add("Vary", "Accept")
		if matches(r.Header.Get("If-None-Match"), tag) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	} else {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who asked has gone
	}
}

// matches says whether a tag is among those of If-None-Match.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// buffers are used again, unless one has grown large.
var buffers = sync.Pool{New: func() any { return &bytes.Buffer{} }}

const maxBuffer = 1 << 20

func freeBuffer(b *bytes.Buffer) {
	if b.Cap() <= maxBuffer {
		b.Reset()
		buffers.Put(b)
	}
}

// encoded is a value as JSON, as the command line writes it.
func encoded(v any) []byte {
	var b bytes.Buffer
	if err := report.Encoder(&b).Encode(v); err != nil {
		panic(err) // our own types
	}
	return b.Bytes()
}
