package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestFlagsToldWhole holds every flag to a help that states its default, and
// to a place in docs/cli.md or, the service's, docs/service.md.
func TestFlagsToldWhole(t *testing.T) {
	var docs string
	for _, page := range []string{"cli.md", "service.md"} {
		b, err := os.ReadFile("../../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		docs += string(b)
	}
	parser, err := kong.New(&commandLine{}, kong.NoDefaultHelp(), kong.Bind(&Main{}))
	if err != nil {
		t.Fatal(err)
	}
	flags := 0
	for _, leaf := range parser.Model.Leaves(false) {
		for _, group := range leaf.AllFlags(false) {
			for _, f := range group {
				flags++
				if f.PlaceHolder != "" && f.Default != "" && f.Default != "0" && !strings.Contains(f.Help, "(default: ") {
					t.Errorf("%s --%s: its help does not state the default %s", leaf.FullPath(), f.Name, f.Default)
				}
				named := "--" + f.Name
				if f.Short != 0 && f.Name == "output" { // nobody writes it out
					named = "-o"
				}
				if !regexp.MustCompile(named + `[^\w-]`).MatchString(docs) {
					t.Errorf("%s %s is in neither docs/cli.md nor docs/service.md", leaf.FullPath(), named)
				}
			}
		}
	}
	if flags < 200 {
		t.Fatalf("only %d flags were found", flags)
	}
}

// TestNumbersOfConfig: a number in a configuration is what would be typed.
func TestNumbersOfConfig(t *testing.T) {
	for want, v := range map[string]any{"1000000": 1e6, "0.75": 0.75, "0.00001": 0.00001, "3,1000000,a": []any{3.0, 1e6, "a"}} {
		if got := scalar(v); got != want {
			t.Errorf("%v is %v, want %s", v, got, want)
		}
	}
}
