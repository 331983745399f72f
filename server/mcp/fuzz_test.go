package mcp_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// FuzzArguments calls each tool with any arguments: it answers, or says what is
// wrong with them.
func FuzzArguments(f *testing.F) {
	for i, c := range calls {
		args, err := json.Marshal(c.args)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), string(args))
	}
	f.Add(uint8(2), `{"parties":[{"name":"\u0000","identifiers":[{"value":"","type":"imo"}],"countries":["",null]}]}`)
	f.Add(uint8(6), `{"request":{"person":{"birthDate":"yesterday","altNames":"x"},"addresses":[1]},"minMatch":1e308,"limit":-9}`)
	session := overStreams(f, source(f, true))
	tools := []string{"lists", "search", "screen", "show", "explain", "search_entities"}
	f.Fuzz(func(t *testing.T, at uint8, args string) {
		if !json.Valid([]byte(args)) || !strings.HasPrefix(strings.TrimSpace(args), "{") {
			return // the protocol's own reader refuses it
		}
		r, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: tools[int(at)%len(tools)], Arguments: json.RawMessage(args)})
		if err != nil {
			if strings.Contains(err.Error(), "closed") || strings.Contains(err.Error(), "tool output") {
				t.Fatal(err)
			}
			return
		}
		if text := textOf(r); text == "" || !utf8.ValidString(text) {
			t.Errorf("the text is %q", text)
		}
	})
}
