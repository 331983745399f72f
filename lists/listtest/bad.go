package listtest

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/interdict/interdict/lists"
)

// BadInputs is stricter than Conform with a format whose files show that they
// are whole: what is foreign or damaged ends in an error with a reason and a
// remedy (or, where only the end is cut off, at least in a refusal).
func BadInputs(t *testing.T, f lists.Format, list string, good []byte) {
	t.Helper()
	half, end := len(good)/2, len(bytes.TrimRight(good, "\r\n"))
	inputs := map[string][]byte{
		"cut in half":           good[:half],
		"cut near end":          good[:end-4],
		"UTF-16":                utf16le(string(good)),
		"UTF-16, the other way": utf16be(string(good)),
		"zero bytes within":     slices.Concat(good[:half], []byte{0, 0, 0}, good[half:]),
		"a wrong encoding":      latin1(good),
	}
	for name, data := range foreign {
		inputs[name] = []byte(data)
	}
	for name, data := range inputs {
		t.Run(name, func(t *testing.T) {
			_, report, err := Try(f, list, Bytes("bad", data))
			switch {
			case err != nil:
				checkError(t, name, err)
			case name != "cut near end" || len(report.Refused) == 0:
				t.Error("it is read without an error")
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// latin1 damages the file's first letters as a wrong conversion does.
func latin1(good []byte) []byte {
	return []byte(strings.Replace(string(good), "a", "\xe9", 30))
}

func utf16le(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func utf16be(s string) []byte {
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}
