package listtest

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// BadInputs gives a reader what no reader may stumble over, made of a good
// file: it must answer each with one error that has a reason and a remedy (or,
// where only the end is cut off, at least with a refusal), never with a panic,
// and never with a list that seems whole.
func BadInputs(t *testing.T, f lists.Format, list string, good []byte) {
	t.Helper()
	for name, data := range map[string][]byte{
		"empty":           {},
		"spaces":          []byte(" \n\n  \n"),
		"cut in half":     good[:len(good)/2],
		"cut near end":    bytes.TrimRight(good, "\r\n")[:len(bytes.TrimRight(good, "\r\n"))-4],
		"web page":        []byte("<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head><body><p>Sorry</p></body></html>\n"),
		"web page, small": []byte("<html><body>Access denied<br></body></html>"),
		"JSON error":      []byte(`{"error": "not found"}`),
		"UTF-16":          utf16le(string(good)),
		"UTF-16 big":      utf16be(string(good)),
		"NUL bytes":       append(append(bytes.Clone(good[:len(good)/2]), 0, 0, 0), good[len(good)/2:]...),
		"zip":             []byte("PK\x03\x04\x14\x00\x00\x00\x08\x00rubbish"),
		"wrong encoding":  latin1(good),
		"bytes":           bytes.Repeat([]byte{0xde, 0xad, 0xbe, 0xef}, 4096),
	} {
		t.Run(name, func(t *testing.T) {
			_, report, err := Try(f, list, Bytes("bad", data))
			var fault *lists.Error
			switch {
			case err == nil && name == "cut near end" && len(report.Refused) > 0:
			case err == nil:
				t.Error("it is read without an error")
			case !errors.As(err, &fault):
				t.Errorf("the error is no lists.Error: %v", err)
			case fault.Reason == "" || fault.Remedy == "":
				t.Errorf("the error has no reason or no remedy: %v", err)
			default:
				t.Log(err)
			}
		})
	}
	t.Run("read error", func(t *testing.T) {
		broken := errors.New("the disk is gone")
		file := &lists.File{Path: "bad", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(good[:len(good)/2]), failing{broken})), nil
		}}
		if _, _, err := Try(f, list, file); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
		file.Open = func() (io.ReadCloser, error) { return nil, broken }
		if _, _, err := Try(f, list, file); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("byte order mark", func(t *testing.T) {
		want, _, err := Try(f, list, Bytes("good", good))
		if err != nil {
			t.Fatal(err)
		}
		marked := Bytes("good", append([]byte("\xef\xbb\xbf"), good...))
		if _, ok := f.Recognise(marked); !ok {
			t.Error("with a byte order mark it is not recognised")
		}
		got, _, err := Try(f, list, marked)
		if err != nil || len(got) != len(want) {
			t.Errorf("%d listings, without the mark %d: %v", len(got), len(want), err)
		}
	})
	t.Run("yield's error ends it", func(t *testing.T) {
		enough := errors.New("enough")
		_, err := f.Read(t.Context(), list, map[string]*lists.File{lists.Main: Bytes("good", good)}, func(*interdict.Listing) error { return enough })
		if !errors.Is(err, enough) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("no file", func(t *testing.T) {
		if _, err := f.Read(t.Context(), list, nil, nil); err == nil {
			t.Error("it is read without an error")
		}
	})
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
