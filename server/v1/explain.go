package v1

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// ExplainRequest is the body of POST /v1/explain.
type ExplainRequest struct {
	Subject   Subject `json:"subject" doc:"Who was screened."`
	ID        string  `json:"id" minLength:"1" maxLength:"200" doc:"An entity's id, or a listing's own." example:"us_ofac_sdn-47814"`
	Threshold float64 `json:"threshold,omitempty" minimum:"0.25" maximum:"1" doc:"The score from which a pair is a hit. Default: the policy's." example:"0.75"`
	AsOf      string  `json:"as_of,omitempty" maxLength:"10" doc:"Explain with the lists as they stood on a day." example:"2024-03-26"`
	KnownAt   string  `json:"known_at,omitempty" maxLength:"35" doc:"Use only what had been loaded by a time." example:"2024-03-26T09:00:00Z"`
}

// ExplainAnswer is the answer of POST /v1/explain.
type ExplainAnswer struct {
	report.Explained
	Answered
}

// maxID is the longest id that anything has, in bytes, and more.
const maxID = 200

func (a *api) addExplain() {
	op := huma.Operation{OperationID: "explain", Path: "/v1/explain", Summary: "Why a subject does or does not match a listed party",
		Description: "Compares a subject with each entity that has an id, whatever the outcome, and says at which stage a pair was lost, as `interdict explain --json` does."}
	post(a, op, func(w http.ResponseWriter, r *http.Request, _ *struct{}) { a.explain(w, r) })
}

func (a *api) explain(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Subject   json.RawMessage `json:"subject"`
		ID        string          `json:"id"`
		Threshold float64         `json:"threshold"`
		AsOf      string          `json:"as_of"`
		KnownAt   string          `json:"known_at"`
	}
	err := readBody(w, r, &body)
	switch {
	case err != nil:
	case len(body.Subject) == 0:
		err = wrong(Fault{at("subject"), "say who was screened, such as {\"name\": \"...\"}"})
	case body.ID == "" || len(body.ID) > maxID:
		err = wrong(Fault{at("id"), "name the entity or listing to compare with"})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	threshold, err := thresholdOf(at("threshold"), body.Threshold)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	moment, err := momentOf("body.", body.AsOf, body.KnownAt, a.source.Folder.Now())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	// Unlike where many are screened, a value that cannot be read is an error: the
	// explanation would be of somebody else.
	o := a.objects.Read(body.Subject, 0)
	var faults []Fault
	for i := range o.Refusals {
		faults = append(faults, Fault{at("subject"), ofSubject(o.Refusals[i].Reason)})
	}
	if len(o.Unknown) > 0 {
		faults = append(faults, Fault{at("subject"), "it has a member that nobody knows; there are such as id, name, birth_date, nationality, passport and address"})
	}
	if faults != nil {
		a.fail(w, r, wrong(faults...))
		return
	}
	a.answer(w, r, moment, func(q *request) (any, error) {
		b := whole(q.serving).base
		id := body.ID
		if parties, _, _, err := find(q, id); err != nil {
			return nil, err
		} else if len(parties) == 1 {
			id = parties[0].ID
		}
		found, err := b.Engine.Explain(&o.Subject, id, screen.Query{Threshold: threshold})
		if err != nil {
			return nil, err
		}
		return &ExplainAnswer{Explained: report.Explained{Subject: o.Subject.Name(), Explanations: found, AsOf: b.AsOf, KnownAt: b.Known, Reconstructed: b.Reconstructed, Demo: b.Demo, Hashes: b.Hashes()}}, nil
	})
}
