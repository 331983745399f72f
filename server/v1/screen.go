package v1

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/subjects"
)

// MaxSubjects is how many subjects one call of POST /v1/screen takes.
const MaxSubjects = 1000

// ScreenRequest is the body of POST /v1/screen. Its documentation is that of
// the parameters of the stream too.
type ScreenRequest struct {
	Subjects     []Subject `json:"subjects" minItems:"1" maxItems:"1000" doc:"Who is screened. For more, use POST /v1/screen/stream."`
	Threshold    float64   `json:"threshold,omitempty" minimum:"0.25" maximum:"1" doc:"The score from which a pair is a hit, with at most four decimals. Default: the policy's." example:"0.75"`
	Lists        []string  `json:"lists,omitempty" maxItems:"100" doc:"Screen against these lists only; default and sanctions are names of several, as in interdict screen --lists. Default: the policy's."`
	ListingKinds []string  `json:"listing_kinds,omitempty" maxItems:"20" doc:"Look for listings of these kinds only, as interdict screen --listing-kinds. Default: the policy's."`
	Limit        int       `json:"limit,omitempty" minimum:"0" maximum:"10000" doc:"The most hits of a subject, the best first; 0 for all."`
	All          *bool     `json:"all,omitempty" doc:"Answer for every subject, with a hit or without one. Default: true."`
	Cleared      bool      `json:"cleared,omitempty" doc:"Tell of subjects without a hit the nearest pairs that did not reach the threshold. It costs time."`
	Standing     *bool     `json:"standing,omitempty" doc:"Tell of each hit who lists it since when, who removed it and who never listed it. Default: true."`
	AsOf         string    `json:"as_of,omitempty" maxLength:"10" doc:"Screen against the lists as they stood on a day." example:"2024-03-26"`
	KnownAt      string    `json:"known_at,omitempty" maxLength:"35" doc:"Use only what had been loaded by a time." example:"2024-03-26T09:00:00Z"`
}

// Refusal is what could not be read of a subject.
type Refusal struct {
	Row      int64  `json:"row" doc:"The subject, counted from 1."`
	Code     string `json:"code" doc:"The reason; docs/customers.md has all." example:"bad_date"`
	Reason   string `json:"reason" doc:"The reason in words, with the remedy."`
	Screened bool   `json:"screened" doc:"The subject was screened, without the value that could not be read."`
}

// ScreenAnswer is the answer of POST /v1/screen.
type ScreenAnswer struct {
	Results  []report.Line `json:"results" doc:"One for each subject, in their order; with all=false those with a hit."`
	Complete bool          `json:"complete" doc:"Every value of every subject could be read."`
	Refusals []Refusal     `json:"refusals" doc:"Values that could not be read; their subjects were screened without them."`
	Unknown  []string      `json:"unknown_members" doc:"Members of subjects that nobody knows and that were not screened."`
	Answered
}

// options are what a call of screening asks for.
type options struct {
	threshold         interdict.Score
	lists, kinds      []string
	limit             int
	all, clear, stand bool
}

// query is what is asked of a choice.
func (o *options) query(c *choice) screen.Query {
	q := c.query
	q.Limit, q.All, q.Cleared = o.limit, o.all, o.clear
	return q
}

// screening screens the subjects of one call.
type screening struct {
	choice *choice
	query  screen.Query
	stand  bool
}

// one screens one subject and adds its line to out, if it is to be told of.
func (s *screening) one(ctx context.Context, subject *interdict.Subject, out *json.Encoder) (hits int, told bool, err error) {
	r, err := s.choice.base.Engine.Screen(subject, s.query)
	if err != nil {
		return 0, false, err
	}
	if len(r.Hits) == 0 && !s.query.All {
		return 0, false, nil
	}
	if s.stand {
		if err := s.choice.tell(ctx, &r); err != nil {
			return 0, false, err
		}
	}
	line := report.LineOf(&r, s.choice.hashes)
	return len(r.Hits), true, out.Encode(&line)
}

// rawRequest is ScreenRequest as it is decoded.
type rawRequest struct {
	Subjects     []json.RawMessage `json:"subjects"`
	Threshold    float64           `json:"threshold"`
	Lists        []string          `json:"lists"`
	ListingKinds []string          `json:"listing_kinds"`
	Limit        int               `json:"limit"`
	All          *bool             `json:"all"`
	Cleared      bool              `json:"cleared"`
	Standing     *bool             `json:"standing"`
	AsOf         string            `json:"as_of"`
	KnownAt      string            `json:"known_at"`
}

// options checks what is asked for.
func (b *rawRequest) options() (o options, err error) {
	o = options{lists: b.Lists, kinds: b.ListingKinds, limit: b.Limit, all: b.All == nil || *b.All, clear: b.Cleared, stand: b.Standing == nil || *b.Standing}
	switch {
	case len(b.Subjects) == 0:
		return o, wrong(Fault{at("subjects"), "name at least one subject, such as {\"subjects\": [{\"name\": \"...\"}]}"})
	case len(b.Subjects) > MaxSubjects:
		p := wrong(Fault{at("subjects"), "there are more than 1000"})
		p.Remedy = "Send at most 1000 subjects a call, or use POST /v1/screen/stream."
		return o, p
	case b.Limit < 0 || b.Limit > 10000:
		return o, wrong(Fault{at("limit"), "write a number from 0 to 10000"})
	case len(b.Lists) > 100:
		return o, wrong(Fault{at("lists"), "name at most 100"})
	case len(b.ListingKinds) > 20:
		return o, wrong(Fault{at("listing_kinds"), "name at most 20"})
	}
	o.threshold, err = thresholdOf(at("threshold"), b.Threshold)
	return o, err
}

// maxFaults is how many places a problem names.
const maxFaults = 100

// read reads the subjects of a call. One that is none refuses the whole call,
// so that each of the answer's results has its subject's place; a value that
// cannot be read does not.
func (a *api) read(raw []json.RawMessage, where func(i int) string) (all []interdict.Subject, refusals []Refusal, unknown []string, err error) {
	all, refusals, unknown = make([]interdict.Subject, len(raw)), []Refusal{}, []string{}
	var faults []Fault
	for i, text := range raw {
		o := a.objects.Read(text, int64(i)+1)
		all[i] = o.Subject
		for _, r := range o.Refusals {
			if r.Screened {
				refusals = append(refusals, refusalOf(&r))
			} else if len(faults) < maxFaults {
				faults = append(faults, Fault{where(i), ofSubject(r.Reason)})
			}
		}
		unknown = addUnknown(unknown, o.Unknown)
	}
	if faults != nil {
		return nil, nil, nil, wrong(faults...)
	}
	return all, refusals, unknown, nil
}

func refusalOf(r *subjects.Refusal) Refusal {
	return Refusal{r.Row, r.Code, ofSubject(r.Reason), r.Screened}
}

// maxUnknown is how many names of members are told of.
const maxUnknown = 100

// addUnknown adds names to those that are told of, each once.
func addUnknown(to, names []string) []string {
	for _, n := range names {
		if len(to) < maxUnknown && !slices.Contains(to, n) {
			to = append(to, n)
		}
	}
	return to
}

func (a *api) addScreening() {
	op := huma.Operation{OperationID: "screen", Path: "/v1/screen", Summary: "Screen one or many subjects",
		Description: "Screens up to 1,000 subjects. The subjects' form is that of docs/customers.md, a result's that of `interdict screen --json`."}
	post(a, op, func(w http.ResponseWriter, r *http.Request, _ *struct{}) { a.screen(w, r) })
	a.addStream()
	a.addExplain()
}

func (a *api) screen(w http.ResponseWriter, r *http.Request) {
	var body rawRequest
	err := readBody(w, r, &body)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	o, err := body.options()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	at, err := momentOf("body.", body.AsOf, body.KnownAt, a.source.Folder.Now())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	who, refusals, unknown, err := a.read(body.Subjects, atSubject)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, r, at, func(q *request) (any, error) {
		c, err := choose(q.serving, o.threshold, o.lists, o.kinds)
		if err != nil {
			return nil, err
		}
		buf := buffers.Get().(*bytes.Buffer)
		defer freeBuffer(buf)
		s := &screening{choice: c, query: o.query(c), stand: o.stand}
		buf.WriteString(`{"results":[`)
		hits, err := s.each(q.ctx(), who, buf)
		if err != nil {
			return nil, err
		}
		note(q.ctx(), who, hits)
		buf.WriteString(`],"complete":`)
		if len(refusals) == 0 && len(unknown) == 0 { // nearly always
			buf.WriteString(`true,"refusals":[],"unknown_members":[]`)
		} else {
			e := report.Encoder(buf)
			_ = e.Encode(len(refusals) == 0)
			buf.WriteString(`,"refusals":`)
			_ = e.Encode(refusals)
			buf.WriteString(`,"unknown_members":`)
			_ = e.Encode(unknown)
		}
		buf.WriteString(`,"answered_by":`)
		buf.Write(c.stamp.of(q.ctx(), q.serving, c).json)
		buf.WriteString("}\n")
		writeBody(w, r, "application/json", buf.Bytes())
		return nil, nil
	})
}

// share is how many subjects are worth a goroutine of their own.
const share = 16

// note counts who was screened, for metrics; the names are told only where the
// log is to have them. Canaries are not counted.
func note(ctx context.Context, who []interdict.Subject, hits int) {
	if !slices.ContainsFunc(who, func(s interdict.Subject) bool { return !s.Canary() }) {
		return
	}
	var names []string
	if server.LogsSubjects(ctx) {
		for i := range who {
			names = append(names, who[i].Name())
		}
	}
	server.Note(ctx, len(who), hits, names...)
}

// each screens the subjects and writes their lines, parted by commas.
func (s *screening) each(ctx context.Context, who []interdict.Subject, out *bytes.Buffer) (hits int, err error) {
	workers := min(runtime.GOMAXPROCS(0), (len(who)+share-1)/share)
	if workers <= 1 {
		return s.some(ctx, who, out)
	}
	// Shares are small, so that those who are done early take another.
	parts := make([]bytes.Buffer, (len(who)+share-1)/share)
	var next, total atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(parts) && failed.Load() == nil; i = int(next.Add(1)) - 1 {
				n, err := s.some(ctx, who[i*share:min((i+1)*share, len(who))], &parts[i])
				if err != nil {
					failed.Store(&err)
				}
				total.Add(int64(n))
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	comma := false
	for i := range parts {
		if comma && parts[i].Len() > 0 {
			out.WriteByte(',')
		}
		comma = comma || parts[i].Len() > 0
		out.Write(parts[i].Bytes())
	}
	return int(total.Load()), nil
}

// some is each for one goroutine.
func (s *screening) some(ctx context.Context, who []interdict.Subject, out *bytes.Buffer) (hits int, err error) {
	enc := report.Encoder(out)
	comma := false
	for i := range who {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		before := out.Len()
		if comma {
			out.WriteByte(',')
		}
		n, told, err := s.one(ctx, &who[i], enc)
		if err != nil {
			return 0, err
		}
		hits += n
		if comma = comma || told; !told {
			out.Truncate(before)
		}
	}
	return hits, nil
}
