package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
)

// configFile is the --config flag: a JSON object whose keys are flags' names
// and whose values stand where a flag isn't given. The environment goes before
// it, a flag before both.
type configFile string

// BeforeResolve is called by kong before values that were not given are looked
// for elsewhere.
func (f configFile) BeforeResolve(m *Main, c *kong.Context, trace *kong.Path) error {
	path := string(c.FlagValue(trace.Flag).(configFile)) //nolint:forcetypeassert // the flag is of this type
	b, err := os.ReadFile(path)
	if err != nil {
		return wrong("--config: %w", orAbsent(path, err))
	}
	values := map[string]any{}
	if err := json.Unmarshal(b, &values); err != nil {
		return wrong("%s is no configuration: %w; write a JSON object such as {\"threshold\": \"0.8\"}", path, err)
	}
	known := flagNames(c.Model.Node, map[string]bool{})
	for name := range values {
		if !known[name] || name == "config" || name == "help" {
			return wrong("%s: no flag is called %q; its keys are the names of flags, without the dashes", path, name)
		}
	}
	c.AddResolver(kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if flag.Name == "data" && m.Getenv("INTERDICT_DATA") != "" {
			return nil, nil
		}
		return scalar(values[flag.Name]), nil
	}))
	return nil
}

// scalar writes numbers and lists as flags are typed: a million without an exponent.
func scalar(v any) any {
	switch v := v.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = fmt.Sprint(scalar(v[i]))
		}
		return strings.Join(parts, ",")
	}
	return v
}

func flagNames(n *kong.Node, into map[string]bool) map[string]bool {
	for _, f := range n.Flags {
		into[f.Name] = true
	}
	for _, child := range n.Children {
		flagNames(child, into)
	}
	return into
}
