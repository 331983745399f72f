package web

import (
	"fmt"
	"strings"

	"github.com/interdict/interdict/report"
)

// words is the catalogue of what pages say: texts by key. A text may have
// places for values, %s, and a form for one beside that for many:
//
//	results.found: %s result | %s results
type words map[string]string

// english reads the English catalogue.
func english() words {
	text, err := files.ReadFile("text/en.txt")
	if err != nil {
		panic(err)
	}
	w, err := readWords(string(text))
	if err != nil {
		panic(err) // a fault of the build, found by its tests
	}
	return w
}

// readWords reads a catalogue: lines "key: text", blank lines and comments.
func readWords(text string) (words, error) {
	w := words{}
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		if !ok || w[key] != "" {
			return nil, fmt.Errorf("line %d of the catalogue: not key: text, or a second time", i+1)
		}
		w[key] = value
	}
	return w, nil
}

// say is the text of a key with its values.
func (w words) say(key string, args ...any) string {
	text, ok := w[key]
	if !ok {
		return "[" + key + "]" // no page has one: a test reads them all
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// count is the text of a key for a number of things, which is its first value.
func (w words) count(key string, n any, args ...any) string {
	var many int64
	switch n := n.(type) {
	case int:
		many = int64(n)
	case int64:
		many = n
	}
	one, more, _ := strings.Cut(w.say(key), " | ")
	if many != 1 && more != "" {
		one = more
	}
	return fmt.Sprintf(one, append([]any{report.CountWords(many)}, args...)...)
}
