package v1

import (
	"runtime"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict/policy"
)

// VersionAnswer is the answer of GET /v1/version: that of `interdict version`,
// with the hashes in force.
type VersionAnswer struct {
	Version  string `json:"version" doc:"Of the program."`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
	Policy   string `json:"policy"`
	Answered
}

// PolicyAnswer is the answer of GET /v1/policy: that of `interdict policy show`.
type PolicyAnswer struct {
	Hash string `json:"hash"`
	policy.Policy
	Answered
}

func (a *api) addInfo() {
	get(a, huma.Operation{OperationID: "get-version", Path: "/v1/version", Summary: "The program's version and the four hashes"}, a.versions)
	get(a, huma.Operation{OperationID: "get-policy", Path: "/v1/policy", Summary: "The policy in force: what counts as a hit"}, a.policy)
}

func (a *api) versions(q *request, _ *struct{}) (any, error) {
	h := q.serving.Engine.Hashes()
	return &VersionAnswer{Version: a.version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH, Analysis: h.Analysis, Scoring: h.Scoring, Policy: h.Policy}, nil
}

func (a *api) policy(q *request, _ *struct{}) (any, error) {
	p := q.serving.Policy()
	return &PolicyAnswer{Hash: p.Hash(), Policy: p}, nil
}
