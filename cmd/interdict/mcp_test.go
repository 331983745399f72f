package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// An assistant starts the program and talks to it over its standard streams.
func TestMCP(t *testing.T) {
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	var stderr bytes.Buffer
	m := Main{Args: []string{"mcp", "--starter"}, Stdin: inR, Stdout: outW, Stderr: &stderr, Getenv: func(string) string { return "" }, Now: time.Now}
	done := make(chan int, 1)
	go func() { done <- m.Run(context.Background()) }()
	session, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(context.Background(), &sdk.IOTransport{Reader: outR, Writer: inW}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: "screen", Arguments: map[string]any{"parties": []any{map[string]any{"name": "Zhao Guangzong"}}}})
	if err != nil || r.IsError {
		t.Fatalf("%+v %v", r, err)
	}
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil || !bytes.Contains(raw, []byte(`"verdict":"review"`)) {
		t.Errorf("%s %v", raw, err)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	if status := <-done; status != 0 {
		t.Errorf("exit status %d: %s", status, stderr.String())
	}
}

// Calls that are piped in, the pipe closed behind the last, are all answered.
func TestMCPPiped(t *testing.T) {
	for range 20 {
		var in, out, stderr bytes.Buffer
		in.WriteString(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
`)
		const calls = 5
		for id := 2; id < 2+calls; id++ {
			fmt.Fprintf(&in, `{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"screen","arguments":{"parties":[{"name":"Zhao Guangzong"}]}}}`+"\n", id)
		}
		in.WriteString(`{"jsonrpc":"2.0","id":"listening","method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true}}}` + "\n")
		m := Main{Args: []string{"mcp", "--starter"}, Stdin: &in, Stdout: &out, Stderr: &stderr, Getenv: func(string) string { return "" }, Now: time.Now}
		if status := m.Run(context.Background()); status != 0 {
			t.Errorf("exit status %d: %s", status, stderr.String())
		}
		for id := 1; id < 2+calls; id++ {
			if !strings.Contains(out.String(), fmt.Sprintf(`"id":%d,"result"`, id)) {
				t.Fatalf("call %d is not answered:\n%s", id, out.String())
			}
		}
	}
}
