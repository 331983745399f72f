package watchman

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/interdict/interdict/server"
)

// toolParams are those of Watchman's tool.
type toolParams struct {
	Request  toolEntity `json:"request" jsonschema:"the party that is searched for, in Watchman's form"`
	Limit    int        `json:"limit,omitempty" jsonschema:"the most results (default 25)"`
	MinMatch float64    `json:"minMatch,omitempty" jsonschema:"the least match score (default 0)"`
}

// toolEntity is a party in Watchman's form, of which every member may be
// left out.
type toolEntity struct {
	Name            string `json:"name,omitempty"`
	EntityType      string `json:"entityType,omitempty" jsonschema:"person, business, organization, aircraft or vessel"`
	SourceList      string `json:"sourceList,omitempty" jsonschema:"search this list only, such as us_ofac"`
	SourceID        string `json:"sourceID,omitempty"`
	Person          any    `json:"person,omitempty"`
	Business        any    `json:"business,omitempty"`
	Organization    any    `json:"organization,omitempty"`
	Aircraft        any    `json:"aircraft,omitempty"`
	Vessel          any    `json:"vessel,omitempty"`
	Contact         any    `json:"contact,omitempty"`
	Addresses       []any  `json:"addresses,omitempty"`
	CryptoAddresses []any  `json:"cryptoAddresses,omitempty"`
	Affiliations    any    `json:"affiliations,omitempty"`
	SanctionsInfo   any    `json:"sanctionsInfo,omitempty"`
	HistoricalInfo  any    `json:"historicalInfo,omitempty"`
	SourceData      any    `json:"sourceData,omitempty"`
}

// defaultTool is how many results Watchman's tool gives.
const defaultTool = 25

// AddTool adds to a server of the Model Context Protocol the tool that Watchman's
// has, whose answer is JSON as text.
func AddTool(srv *sdk.Server, s *server.Source) {
	const title = "Search (Watchman's form)"
	no := false
	sdk.AddTool(srv, &sdk.Tool{
		Name: "search_entities", Title: title,
		Annotations: &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no},
		Description: "The tool that moov-io's Watchman has, for assistants that were set up for it. Others use screen and search.",
	}, func(ctx context.Context, _ *sdk.CallToolRequest, in toolParams) (*sdk.CallToolResult, any, error) {
		answer, err := searchEntities(ctx, s, &in)
		if err != nil {
			return nil, nil, err
		}
		text, err := json.Marshal(answer)
		if err != nil {
			return nil, nil, err
		}
		return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: string(text)}}}, nil, nil
	})
}

func searchEntities(ctx context.Context, s *server.Source, in *toolParams) (answer *SearchAnswer, err error) {
	var e Entity
	raw, err := json.Marshal(in.Request)
	if err == nil {
		err = json.Unmarshal(raw, &e)
	}
	if err != nil {
		return nil, fmt.Errorf("request: it is not in Watchman's form: %w", err)
	}
	if in.Limit < 1 {
		in.Limit = defaultTool
	}
	if math.IsNaN(in.MinMatch) || in.MinMatch < 0 {
		in.MinMatch = 0
	}
	r, err := ReadEntity(&e, in.Limit, in.MinMatch)
	if err != nil {
		return nil, err
	}
	serving, release, err := s.Acquire()
	if err != nil {
		_, reason := server.NotReady(err)
		return nil, errors.New(reason)
	}
	defer release()
	if answer, err = Search(ctx, serving, r); err == nil {
		s.Count(1, int64(len(answer.Entities))) // a tool's context is of no request
	}
	return answer, err
}
