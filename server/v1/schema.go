package v1

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// init tells huma that a list of ours is always one, never null.
func init() { huma.DefaultArrayNullable = false }

// config is huma's, without the addresses that it would add by itself.
func config() huma.Config {
	c := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Interdict", Version: "1.0.0", Description: "Sanctions screening: the native API of `interdict serve`. Members may be added to answers; those described here stay. The JSON is that of the command line (docs/cli.md).",
				License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}},
			Servers: []*huma.Server{{URL: "http://127.0.0.1:8700", Description: "The default address of interdict serve"}},
		},
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{ownProblems},
	}
	c.AllowAdditionalPropertiesByDefault = true
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	for value, as := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[interdict.Score]():     reflect.TypeFor[scoreSchema](),
		reflect.TypeFor[interdict.Millibits](): reflect.TypeFor[bitsSchema](),
		reflect.TypeFor[register.Hash]():       reflect.TypeFor[hashSchema](),
	} {
		registry.RegisterTypeAlias(value, as)
	}
	c.Components = &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
		"key": {Type: "http", Scheme: "bearer", Description: "A key of `interdict keys add`, where the service asks for one: beyond this machine it does, unless it was started with --open."}}}
	c.Security = []map[string][]string{{}, {"key": {}}}
	return c
}

// schemaName keeps types of one name and two packages apart.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if t.PkgPath() == reflect.TypeFor[register.Diff]().PkgPath() && t.Name() != "Diff" {
		return "Diff" + name
	}
	return name
}

// Subject is who is screened, in any of the forms of docs/customers.md. Here it
// stands for the description; the text itself is read by package subjects.
type Subject struct{ json.RawMessage }

// Schema describes the forms.
func (Subject) Schema(huma.Registry) *huma.Schema {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	texts := func(doc string) *huma.Schema {
		return &huma.Schema{Description: doc, OneOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}}}
	}
	return &huma.Schema{
		Type: huma.TypeObject, Title: "Subject",
		Description: "Members are read as the headers of a customers file are, in any letter case, an array as several values; FollowTheMoney entities and the form in which Interdict writes a subject are taken too. docs/customers.md has all members. At least a name is needed.",
		Properties: map[string]*huma.Schema{
			"id": text("The caller's own id, which comes back in the result."), "name": texts("The name, in any script."), "first_name": text("Beside last_name, in place of name."), "last_name": text(""),
			"aliases": texts("Other names."), "type": text("person, company, vessel, aircraft."), "schema": text("Person, Organization, Vessel, Airplane or LegalEntity."),
			"birth_date": texts("Such as 1985-11-12, 1985-11 or 1985."), "nationality": texts("ISO codes or names of countries."), "country": texts("ISO codes or names of countries."),
			"passport": texts(""), "national_id": texts(""), "tax_id": texts(""), "registration": texts("Number of a company."), "lei": texts(""), "imo": texts("Number of a ship."), "wallet": texts(""),
			"gender": text(""), "address": {Description: "A text, or an object with street, city, region, postal_code and country."},
		},
		AdditionalProperties: true,
		Examples:             []any{map[string]any{"id": "7", "name": "Zhao Guangzong", "birth_date": "1985-11-12", "nationality": []any{"CN"}}},
	}
}

type scoreSchema struct{}

func (scoreSchema) Schema(huma.Registry) *huma.Schema {
	zero, one := 0.0, 1.0
	return &huma.Schema{Type: huma.TypeNumber, Minimum: &zero, Maximum: &one, Description: "Between 0 and 1 with four decimals."}
}

type bitsSchema struct{}

func (bitsSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeNumber, Description: "Weight of evidence in bits, with one decimal."}
}

type hashSchema struct{}

func (hashSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^[0-9a-f]{64}$", Description: "A SHA-256."}
}

// described is what the description says of an operation beside its
// parameters, which huma takes from their types.
type described struct {
	answer  any // its type
	body    any // the type of the request's body, or nil
	example string
	media   string   // of the answer, where it is not JSON
	other   []string // forms of the answer beside JSON
	errors  []int
	past    bool // it may have to compile a past day first
	slow    bool // the answer may take its time
	moved   bool // it may stand elsewhere
}

// operations are all there are, by their ids.
var operations = map[string]described{
	"screen":              {answer: ScreenAnswer{}, body: ScreenRequest{}, example: `{"subjects": [{"id": "7", "name": "Zhao Guangzong", "birth_date": "1985-11-12", "nationality": ["CN"]}]}`, errors: []int{413, 415, 422}, past: true},
	"screen-stream":       {answer: streamLine{}, media: "application/x-ndjson", errors: []int{415, 422}, past: true},
	"explain":             {answer: ExplainAnswer{}, body: ExplainRequest{}, example: `{"subject": {"name": "Guangzong Zhao"}, "id": "us_ofac_sdn-47814"}`, errors: []int{404, 413, 415, 422}, past: true},
	"search":              {answer: SearchAnswer{}, errors: []int{422}, past: true},
	"get-entity":          {answer: EntityAnswer{}, errors: []int{404, 409, 422}, past: true, moved: true},
	"get-entity-listings": {answer: ListingsAnswer{}, errors: []int{404, 409, 422}, past: true, moved: true},
	"get-listing":         {answer: ListingAnswer{}, errors: []int{404, 422}, past: true},
	"get-lists":           {answer: ListsAnswer{}, errors: []int{422}, past: true},
	"get-list":            {answer: ListAnswer{}, errors: []int{404, 422}, past: true},
	"get-editions":        {answer: EditionsAnswer{}, errors: []int{404, 409, 422}},
	"get-diff":            {answer: DiffAnswer{}, slow: true, other: []string{htmlType, atomType, textType}, errors: []int{404, 409, 422}},
	"get-feed":            {media: atomType, slow: true, errors: []int{404, 409, 422}},
	"get-gaps":            {answer: GapsAnswer{}, slow: true, errors: []int{409, 422}},
	"get-suggestions":     {answer: SuggestionsAnswer{}, slow: true, errors: []int{422}},
	"get-version":         {answer: VersionAnswer{}, errors: []int{422}},
	"get-policy":          {answer: PolicyAnswer{}, errors: []int{422}},
}

// streamLine stands for the lines of a stream's answer.
type streamLine struct{}

// Schema is one of the lines.
func (streamLine) Schema(r huma.Registry) *huma.Schema {
	line := func(t reflect.Type) *huma.Schema { return r.Schema(t, true, "") }
	return &huma.Schema{Description: "Each line is one of these: the first says what the answers rest on, the last what the stream came to.", OneOf: []*huma.Schema{
		line(reflect.TypeFor[StreamHead]()), line(reflect.TypeFor[report.Line]()), line(reflect.TypeFor[StreamRefused]()), line(reflect.TypeFor[StreamEnd]())}}
}

// document completes the description and writes it.
func (a *api) document() []byte {
	spec := a.huma.OpenAPI()
	registry := spec.Components.Schemas
	for _, path := range spec.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post} {
			if op != nil {
				d, ok := operations[op.OperationID]
				if !ok {
					panic("server/v1: nothing describes the operation " + op.OperationID)
				}
				d.complete(op, registry)
			}
		}
	}
	var pretty any
	text, err := json.Marshal(spec)
	if err == nil {
		err = json.Unmarshal(text, &pretty) // members in the order of their names
	}
	if err == nil {
		schemas := pretty.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any)
		delete(schemas, "ErrorModel") // huma's own errors, in place of which ours are told
		delete(schemas, "ErrorDetail")
		text, err = json.MarshalIndent(pretty, "", "  ")
	}
	if err != nil {
		panic(err) // it is made of our own types
	}
	return append(text, '\n')
}

func (d *described) complete(op *huma.Operation, r huma.Registry) {
	schema := func(v any) *huma.Schema { return r.Schema(reflect.TypeOf(v), true, op.OperationID) }
	answer := &huma.Response{Description: "The answer.", Content: map[string]*huma.MediaType{}, Headers: map[string]*huma.Param{}}
	switch {
	case d.media == "":
		answer.Content["application/json"] = &huma.MediaType{Schema: schema(d.answer)}
	case d.answer != nil:
		answer.Content[d.media] = &huma.MediaType{Schema: schema(d.answer)}
	default:
		answer.Content[d.media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	for _, media := range d.other {
		answer.Content[media] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	}
	header := func(doc string) *huma.Param {
		return &huma.Header{Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	op.Responses = map[string]*huma.Response{"200": answer}
	if op.Method == http.MethodGet {
		answer.Headers["ETag"] = header("A strong tag of the answer; If-None-Match with it answers 304.")
		op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header", Description: "Tags of answers that the client has.", Schema: &huma.Schema{Type: huma.TypeString}, Example: `"b1946ac92492d2347c6235b4d2611184"`})
		op.Responses["304"] = &huma.Response{Description: "The client has the answer already."}
	}
	if d.past || d.slow {
		op.Responses["202"] = &huma.Response{Description: "The lists of a past moment are being compiled, or the answer is being made: ask again.",
			Headers: map[string]*huma.Param{"Location": header("Where to ask again."), "Retry-After": header("In how many seconds.")},
			Content: map[string]*huma.MediaType{"application/json": {Schema: schema(Pending{})}}}
	}
	if d.moved {
		op.Responses["308"] = &huma.Response{Description: "The id was merged into another.", Headers: map[string]*huma.Param{"Location": header("The party under its id of now.")}}
	}
	problems := map[string]*huma.MediaType{"application/problem+json": {Schema: schema(Problem{})}}
	errors := append(d.errors, 401, 403, 429, 500, 503)
	if d.past {
		errors = append(errors, 409)
	}
	for _, status := range errors {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: errorWords[status], Content: problems}
	}
	for _, status := range []string{"429", "503"} {
		op.Responses[status].Headers = map[string]*huma.Param{"Retry-After": header("In how many seconds to ask again.")}
	}
	if d.body != nil {
		var example any
		_ = json.Unmarshal([]byte(d.example), &example) // a test holds it
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: schema(d.body), Example: example}}}
	} else if op.Method == http.MethodPost {
		op.RequestBody = &huma.RequestBody{Required: true, Description: "One subject a line.", Content: map[string]*huma.MediaType{
			"application/x-ndjson": {Schema: Subject{}.Schema(r), Example: `{"id": "7", "name": "Zhao Guangzong"}`}}}
	}
}

var errorWords = map[int]string{
	401: "The service asks for a key, and the request has none that is known.", 403: "The key may not do this.", 429: "The client asks more often than it may.",
	404: "There is no such thing.", 409: "The question has no single answer, or what answers has no history.", 413: "The body is too long.", 415: "The body is of another media type.",
	422: "Something in the request is wrong; errors names every place.", 500: "The answer could not be made.", 503: "No list is open yet, or too much is being worked on.",
}
