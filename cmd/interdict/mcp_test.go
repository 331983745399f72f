package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
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
