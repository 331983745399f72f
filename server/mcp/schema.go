package mcp

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/interdict/interdict"
)

// readOnly says of a tool that it changes nothing and reaches nobody.
func readOnly(title string) *sdk.ToolAnnotations {
	no := false
	return &sdk.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no}
}

// addTool adds a tool whose answer is a text and structured data.
func addTool[In, Out any](srv *sdk.Server, name, title, description string, call func(context.Context, *In) (string, *Out, error)) {
	sdk.AddTool(srv, &sdk.Tool{
		Name: name, Title: title, Description: description, Annotations: readOnly(title),
		InputSchema: bounded(schemaOf[In]()), OutputSchema: schemaOf[Out](),
	}, func(ctx context.Context, _ *sdk.CallToolRequest, in In) (*sdk.CallToolResult, *Out, error) {
		text, out, err := call(ctx, &in)
		if err != nil {
			return nil, nil, err
		}
		return &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: cut(text)}}}, out, nil
	})
}

// maxText is the longest text of an answer in bytes; the data have it all.
const maxText = 48 << 10

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	text = text[:strings.LastIndexByte(text[:maxText], '\n')+1]
	return text + "... The text is cut here; the structured data have it whole.\n"
}

// Bounds of what is asked.
const (
	maxName      = 500 // characters
	maxParties   = 20
	maxValues    = 20 // of one kind
	maxFound     = 50
	defaultHits  = 10
	defaultFound = 20
	maxEntities  = 10 // that bear one id
)

// bounds are those of members, by their names: of a text in characters, of an
// array in values.
var bounds = map[string]int{
	"query": maxName, "name": maxName, "id": 200, "birth_date": 25, "as_of": 10, "value": 200, "type": 30, "country": 60, "address": 1000,
	"birth_place": 500, "email": 320, "gender": 20, "schema": 20, "parties": maxParties, "other_names": maxValues, "countries": maxValues,
	"identifiers": maxValues, "lists": 100,
}

// ranges are those of numbers.
var ranges = map[string][2]float64{"limit": {1, maxFound}, "threshold": {0.25, 1}}

// enums are the values that members take.
var enums = map[string][]any{
	"schema": {"Person", "Organization", "Vessel", "Airplane", "LegalEntity"},
	"gender": {"male", "female"},
}

// schemaOf is the schema of a type, with bounds.
func schemaOf[T any]() *jsonschema.Schema {
	number, text := &jsonschema.Schema{Type: "number"}, &jsonschema.Schema{Type: "string"}
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[interdict.Score]():     number,
		reflect.TypeFor[interdict.Millibits](): number,
		reflect.TypeFor[interdict.Date]():      text,
		reflect.TypeFor[time.Time]():           text,
	}})
	if err != nil {
		panic(fmt.Sprintf("schema of %T: %v", *new(T), err)) // seen by every test
	}
	return s
}

// bounded puts bounds on the members of a schema of input.
func bounded(s *jsonschema.Schema) *jsonschema.Schema {
	for name, p := range s.Properties {
		n := bounds[name]
		switch {
		case p.Type == "string" && n > 0:
			p.MaxLength, p.Enum = &n, enums[name]
		case p.Items != nil && n > 0:
			p.MaxItems = &n
			if p.Items.Type == "string" {
				most := maxName
				p.Items.MaxLength = &most
			}
		}
		if r, ok := ranges[name]; ok {
			p.Minimum, p.Maximum = &r[0], &r[1]
		}
		bounded(p)
	}
	if s.Items != nil {
		bounded(s.Items)
	}
	return s
}
