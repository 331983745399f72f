package v1

import (
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

// GapsParams are the parameters of GET /v1/gaps.
type GapsParams struct {
	By      []string `query:"by" required:"true" minItems:"1" maxItems:"50" doc:"Listed by at least one of these: ids of lists, or jurisdictions such as gb, us, eu, un." example:"gb"`
	Not     []string `query:"not" required:"true" minItems:"1" maxItems:"50" doc:"And by none of these." example:"eu"`
	Kind    []string `query:"kind" maxItems:"20" doc:"Listings of these kinds only. Default: sanction and proscription; all means every kind."`
	Since   string   `query:"since" maxLength:"10" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"Listed on this day or later only." example:"2024-01-01"`
	AsOf    string   `query:"as_of" maxLength:"10" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"As the lists stood on a day." example:"2024-03-26"`
	KnownAt string   `query:"known_at" maxLength:"35" doc:"Use only what had been loaded by a time." example:"2024-03-26T09:00:00Z"`
	PageParams
}

// GapsAnswer is the answer of GET /v1/gaps.
type GapsAnswer struct {
	report.Gaps
	TotalGaps int  `json:"total_gaps" doc:"How many gaps there are on all pages."`
	TotalBoth int  `json:"total_both" doc:"How many of both there are on all pages."`
	Page      Page `json:"page" doc:"Both gaps and both come in pages; total is that of the longer."`
	Answered
}

// SuggestionsAnswer is the answer of GET /v1/suggestions.
type SuggestionsAnswer struct {
	report.Suggestions
	Page Page `json:"page"`
	Answered
}

func (a *api) addGaps() {
	get(a, huma.Operation{OperationID: "get-gaps", Path: "/v1/gaps", Summary: "Who is listed by some and not by others",
		Description: "As `interdict lists gaps --json`: since when, who of the others removed them, and how many days the others took with those that they list too."}, a.gaps)
	get(a, huma.Operation{OperationID: "get-suggestions", Path: "/v1/suggestions", Summary: "Listings that may be one party and are not joined",
		Description: "As `interdict lists suggestions --json`, the likeliest first."}, a.suggestions)
}

func (a *api) gaps(q *request, in *GapsParams) (any, error) {
	if _, err := q.history(""); err != nil {
		return nil, err
	}
	at, err := momentOf("query.", in.AsOf, in.KnownAt, a.source.Folder.Now())
	if err != nil {
		return nil, err
	}
	ask := &base.GapQuestion{By: in.By, Not: in.Not, Kinds: in.Kind, Moment: at}
	if in.Since != "" {
		d, err := interdict.ParseDate(in.Since)
		if err != nil {
			return nil, wrong(Fault{"query.since", "it is no day; write YYYY-MM-DD"})
		}
		ask.Since = &d
	}
	v, err := a.later(q, fmt.Sprintf("gaps %q %q %q %s %s", in.By, in.Not, in.Kind, in.Since, at.Key()), func(ctx context.Context) (any, int, error) {
		gaps := a.source.Folder.Gaps
		if !at.IsPast() {
			gaps = whole(q.serving).base.Gaps
		}
		g, err := gaps(ctx, ask)
		if err != nil {
			return nil, 0, err
		}
		return g, 700 * (len(g.Gaps) + len(g.Both)), nil
	})
	if err != nil {
		return nil, err
	}
	g := v.(*report.Gaps)
	out := &GapsAnswer{Gaps: *g, TotalGaps: len(g.Gaps), TotalBoth: len(g.Both)}
	out.Delays = some(g.Delays)
	var longer Page
	out.Gaps.Gaps, out.Page = pageOf(q, g.Gaps, in.Limit, in.Offset)
	out.Both, longer = pageOf(q, g.Both, in.Limit, in.Offset)
	if len(g.Both) > len(g.Gaps) {
		out.Page = longer
	}
	return out, nil
}

func (a *api) suggestions(q *request, in *PageParams) (any, error) {
	b := whole(q.serving).base
	v, err := a.later(q, "suggestions", func(ctx context.Context) (any, int, error) {
		s, err := b.Suggestions(ctx, 0)
		if err != nil {
			return nil, 0, err
		}
		return s, 300 * len(s.Suggestions), nil
	})
	if err != nil {
		return nil, err
	}
	s := v.(*report.Suggestions)
	out := &SuggestionsAnswer{Suggestions: *s}
	out.Suggestions.Suggestions, out.Page = pageOf(q, s.Suggestions, in.Limit, in.Offset)
	return out, nil
}
