package v1

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// Problem is an error in the form of RFC 9457. It never repeats a value of the
// request: a value may be somebody's name.
type Problem struct {
	Type   string `json:"type" doc:"A name of this kind of error, for programs: urn:interdict:problem: and the code." example:"urn:interdict:problem:wrong_request"`
	Title  string `json:"title" doc:"The status in words." example:"Unprocessable Entity"`
	Status int    `json:"status" doc:"The HTTP status." example:"422"`
	Code   string `json:"code" doc:"The kind of error, for programs." example:"wrong_request"`
	Detail string `json:"detail" doc:"What is wrong, in a sentence." example:"Something in the request cannot be read."`
	Remedy string `json:"remedy,omitempty" doc:"What to do." example:"Mend what the errors name."`
	// Faults are the places of a request that are wrong.
	Faults  []Fault  `json:"errors,omitempty" doc:"Every place of the request that is wrong."`
	Choices []string `json:"choices,omitempty" doc:"Ids to choose from, where the one asked for is not clear."`

	retry int // seconds
}

// Fault is one place of a request that is wrong.
type Fault struct {
	Place  string `json:"place" doc:"Where: query.limit, path.id, body.subjects[3]." example:"body.subjects[3]"`
	Reason string `json:"reason" doc:"What is wrong there and what to write." example:"no cell holds a name"`
}

// Codes of problems.
const (
	codeWrong     = "wrong_request"
	codeTooLarge  = "too_large"
	codeMedia     = "wrong_media_type"
	codeNotFound  = "not_found"
	codeMethod    = "wrong_method"
	codeAmbiguous = "ambiguous"
	codeNoHistory = "no_history"
	codeNoLists   = "no_lists"
	codeNotReady  = "not_ready"
	codeBusy      = "busy"
	codeInternal  = "internal"
)

// retryAfter is, in seconds, when to ask again.
const retryAfter = 2

func problem(status int, code, detail, remedy string) *Problem {
	return &Problem{Type: "urn:interdict:problem:" + code, Title: http.StatusText(status), Status: status, Code: code, Detail: detail, Remedy: remedy}
}

// wrong is the problem of a request with faults.
func wrong(faults ...Fault) *Problem {
	p := problem(http.StatusUnprocessableEntity, codeWrong, "Something in the request cannot be read or is out of its range.", "Mend what the errors name; /v1/openapi.json has all members and ranges.")
	p.Faults = faults
	return p
}

func (p *Problem) Error() string { return p.Detail }

// ContentType is that of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problemOf turns an error into what is told. What it was of, beyond its kind,
// stays here: it could hold a path of this machine.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if _, ok := errors.AsType[*base.Empty](err); ok {
		p := problem(http.StatusServiceUnavailable, codeNoLists, "No list is loaded.", "Load one with `interdict lists load` or `interdict lists update`; `interdict serve --starter` answers from a small demonstration register.")
		p.retry = 10
		return p
	}
	if _, ok := errors.AsType[*base.NotCompiled](err); ok {
		p := problem(http.StatusServiceUnavailable, codeNotReady, "What is loaded now is being compiled.", "Ask again in a while.")
		p.retry = retryAfter
		return p
	}
	if w, ok := errors.AsType[base.Wrong](err); ok {
		words := asParameters(w.Error())
		if place, reason, ok := strings.Cut(words, ": "); ok && plainName.MatchString(place) {
			return wrong(Fault{place, reason})
		}
		return problem(http.StatusUnprocessableEntity, codeWrong, sentence(words), "Mend the parameters that it names.")
	}
	if later, ok := errors.AsType[*base.NotFound](err); ok && later.List != "" {
		return notFound(sentence(later.Error()), "Ask for a later day.")
	}
	var re *register.Error
	switch {
	case errors.Is(err, screen.ErrNotFound):
		return notFound("Nothing listed has this id.", "Find ids by name with GET /v1/search.")
	case errors.Is(err, server.ErrBusy):
		p := problem(http.StatusServiceUnavailable, codeBusy, "Other past days are being compiled.", "Ask again later.")
		p.retry = 5 * retryAfter
		return p
	case errors.As(err, &re):
		return registerProblem(re)
	}
	return problem(http.StatusInternalServerError, codeInternal, "The answer could not be made.", "Ask again; if it stays so, /readyz and the service's log say more.")
}

func notFound(detail, remedy string) *Problem {
	return problem(http.StatusNotFound, codeNotFound, detail, remedy)
}

// registerProblem tells of a question that the register cannot answer.
func registerProblem(e *register.Error) *Problem {
	switch e.Kind {
	case register.UnknownList:
		return notFound("No list of this id is loaded.", "GET /v1/lists has those that are.")
	case register.UnknownEdition:
		return notFound("The list has no such edition.", "GET /v1/lists/{list}/editions has them.")
	case register.UnknownListing:
		return notFound("The list never held a listing of this id.", "Find ids by name with GET /v1/search.")
	case register.Ambiguous:
		return problem(http.StatusConflict, codeAmbiguous, "Several editions begin with these digits.", "Write more digits of the edition's SHA-256.")
	case register.Reversed:
		return wrong(Fault{"query.from", "it is later than to; exchange the two"})
	case register.Busy:
		p := problem(http.StatusServiceUnavailable, codeBusy, "The register is being written to.", "Ask again.")
		p.retry = retryAfter
		return p
	}
	return problem(http.StatusInternalServerError, codeInternal, "The register could not be read.", "The service's log says more.")
}

var flagName = regexp.MustCompile(`--[a-z]+(-[a-z]+)*`)

// asParameters writes the names of flags as those of parameters.
func asParameters(words string) string {
	return flagName.ReplaceAllStringFunc(words, func(f string) string { return strings.ReplaceAll(strings.TrimPrefix(f, "--"), "-", "_") })
}

// sentence begins and ends like one.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// writeProblem answers with a problem.
func writeProblem(w http.ResponseWriter, p *Problem) {
	h := w.Header()
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Cache-Control", "no-store")
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(p.retry))
	}
	server.WriteJSON(problemWriter{w}, p.Status, p)
}

// problemWriter keeps the content type of problems.
type problemWriter struct{ http.ResponseWriter }

func (w problemWriter) WriteHeader(status int) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.ResponseWriter.WriteHeader(status)
}

// gone says that who asked is not there any more.
func gone(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, ctx.Err())
}

var plainName = regexp.MustCompile(`^[a-z_]{1,32}$`)

// ownProblems turns what huma finds wrong with parameters into problems of our
// form, without the values.
func ownProblems(_ huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := wrong()
	if m.Status != http.StatusUnprocessableEntity {
		p = problem(m.Status, codeInternal, "The answer could not be made.", "")
	}
	for _, e := range m.Errors {
		place, name, _ := strings.Cut(e.Location, ".")
		switch {
		case e.Message == "unknown query parameter" && plainName.MatchString(name):
			p.Faults = append(p.Faults, Fault{e.Location, "there is no such parameter"})
		case e.Message == "unknown query parameter":
			p.Faults = append(p.Faults, Fault{place, "it has a parameter that does not exist"})
		default:
			p.Faults = append(p.Faults, Fault{e.Location, e.Message})
		}
	}
	slices.SortStableFunc(p.Faults, func(a, b Fault) int { return strings.Compare(a.Place, b.Place) })
	return p, nil
}

// at names a member of a body.
func at(member string) string { return "body." + member }

// atSubject names a subject of a body, counted from 0.
func atSubject(i int) string { return fmt.Sprintf("body.subjects[%d]", i) }

// ofSubject is what is wrong with a row of a file, said of a subject.
func ofSubject(reason string) string { return subjectWords.Replace(reason) }

var subjectWords = strings.NewReplacer("no cell of the row", "no member of the subject", "the row", "the subject", "write one object a line", "write an object", "the line", "the subject")
