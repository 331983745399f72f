package yente

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/interdict/interdict/server"
)

// problem is an error as clients get it: a status and a body.
type problem struct {
	status int
	detail any
	errors []invalid // of a 400 that tells them beside the detail
}

func (p *problem) Error() string {
	if s, ok := p.detail.(string); ok {
		return s
	}
	return "the request is not valid"
}

// invalid is one fault of a request, in the form of FastAPI. Input is what was
// sent where that is a parameter's value; what a body holds is not sent back,
// since it tells of customers.
type invalid struct {
	Type  string         `json:"type"`
	Loc   []any          `json:"loc"`
	Msg   string         `json:"msg"`
	Input any            `json:"input"`
	Ctx   map[string]any `json:"ctx,omitempty"`
}

// faults makes the 422 of a request whose parameters or body are not valid.
func faults(all ...invalid) error {
	return &problem{status: http.StatusUnprocessableEntity, detail: all}
}

// refuse makes an error with a sentence.
func refuse(status int, detail string) error { return &problem{status: status, detail: detail} }

// noDataset is the answer for a data set that is not here.
var noDataset = refuse(http.StatusNotFound, "No such dataset.")

// fail answers with an error.
func fail(w http.ResponseWriter, err error) {
	if p, ok := errors.AsType[*problem](err); ok {
		body := map[string]any{"detail": p.detail}
		if p.errors != nil {
			body["errors"] = p.errors
		}
		server.WriteJSON(w, p.status, body)
		return
	}
	if errors.Is(err, context.Canceled) {
		panic(http.ErrAbortHandler) // nobody is there any more, and an empty answer is none
	}
	server.WriteJSON(w, http.StatusInternalServerError, map[string]string{"status": "error"})
}

// notReady is the answer while there is nothing to answer from.
func notReady(why error) error {
	_, reason := server.NotReady(why)
	return refuse(http.StatusServiceUnavailable, "Index not ready: "+reason+".")
}

// oneOf is a list of words for a sentence, as pydantic writes it.
func oneOf(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "'" + w + "'"
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " or " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}

// atMost is the fault of a number above its limit.
func atMost(loc []any, limit int, input string) invalid {
	return invalid{Type: "less_than_equal", Loc: loc, Msg: "Input should be less than or equal to " + strconv.Itoa(limit), Input: input, Ctx: map[string]any{"le": limit}}
}
