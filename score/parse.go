package score

import (
	_ "embed"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

// DefaultText is the file of the weights in force where no other is named, with
// what each means.
//
//go:embed weights.txt
var DefaultText string

// Default returns the weights of DefaultText.
func Default() Weights { return defaultWeights() }

var defaultWeights = sync.OnceValue(func() Weights {
	w, err := ParseWeights("weights.txt", DefaultText)
	if err != nil {
		panic(err) // a test reads it
	}
	return w
})

// least is the least value of a weight that may not be 0: lower floors would
// have every name of a list scored.
var least = map[string]int32{"name_floor": 3000}

// ParseWeights reads a file of weights. Every weight must be there once, and
// nothing else; the error says the line and what to write. name is the file's,
// for errors.
func ParseWeights(name, text string) (Weights, error) {
	var w Weights
	fields := weightFields(&w)
	seen := map[string]bool{}
	for line, words := range tsv.Words(text) {
		key := words[0]
		at := slices.IndexFunc(fields, func(f weightField) bool { return f.key == key })
		var err error
		switch {
		case at < 0:
			err = fmt.Errorf("there is no weight %q; `interdict weights show` prints all there are", key)
		case len(words) != 2:
			err = fmt.Errorf("%q has %d values; write one, and comments behind a #", key, len(words)-1)
		case seen[key]:
			err = fmt.Errorf("%q is set twice; take one of the lines out", key)
		default:
			seen[key] = true
			if err = fields[at].set(words[1]); err != nil {
				err = fmt.Errorf("%q: %w", key, err)
			}
		}
		if err != nil {
			return Weights{}, fmt.Errorf("weights %s, line %d: %w", name, line, err)
		}
	}
	for _, f := range fields {
		if !seen[f.key] {
			return Weights{}, fmt.Errorf("weights %s lacks %q; `interdict weights show` prints a whole file", name, f.key)
		}
	}
	if part := max(w.BirthSwapped, w.BirthDigit); part > w.BirthDay {
		return Weights{}, fmt.Errorf("weights %s: birth_swapped and birth_digit are parts of birth_day; write at most %g", name, w.BirthDay.Bits())
	}
	return w, nil
}

// weightField is a weight in a file: its key is the Go field's name in small
// letters, "birth_day" for BirthDay.
type weightField struct {
	key   string
	value reflect.Value
}

// weightFields are all weights that a file holds: numbers. Without is for
// measuring only.
func weightFields(w *Weights) (fields []weightField) {
	for f, v := range reflect.ValueOf(w).Elem().Fields() {
		switch v.Interface().(type) {
		case interdict.Score, interdict.Millibits:
			fields = append(fields, weightField{snake(f.Name), v})
		}
	}
	return fields
}

func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (f *weightField) set(text string) error {
	var n int32
	switch f.value.Interface().(type) {
	case interdict.Score:
		s, err := interdict.ParseScore(text)
		if err != nil {
			return err
		}
		n = int32(s)
	default:
		m, err := interdict.ParseMillibits(text)
		if err != nil {
			return err
		}
		n = int32(m)
	}
	if lowest := least[f.key]; n < lowest {
		return fmt.Errorf("%s is too low; write %s or more", text, interdict.Score(lowest))
	}
	f.value.SetInt(int64(n))
	return nil
}

// Values gives each weight's name and value as a file has them.
func (w *Weights) Values() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, f := range weightFields(w) {
			var value string
			switch v := f.value.Interface().(type) {
			case interdict.Score:
				value = v.String()
			case interdict.Millibits:
				value = fmt.Sprintf("%d.%03d", v/1000, v%1000)
			}
			if !yield(f.key, value) {
				return
			}
		}
	}
}
