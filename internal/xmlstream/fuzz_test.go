package xmlstream

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// FuzzAgainstEncodingXML holds every input to two rules: what we accept,
// encoding/xml accepts with the same tokens; and how the bytes arrive makes no
// difference.
func FuzzAgainstEncodingXML(f *testing.F) {
	for _, doc := range wholeDocuments {
		f.Add([]byte(doc))
	}
	f.Add([]byte("<l>" + party + "</l>"))
	f.Add([]byte("<a>&#x26;&bogus;</a>"))
	f.Add([]byte("<a b='\xff'/>"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		got, err := ours(bytes.NewReader(doc), Options{})
		if err == nil {
			want, oracleErr := oracle(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf")))
			if oracleErr != nil {
				t.Fatalf("accepted, but encoding/xml says %v", oracleErr)
			}
			if got != want {
				t.Fatalf("got\n%swant\n%s", got, want)
			}
		}
		small, smallErr := ours(iotest.HalfReader(bytes.NewReader(doc)), Options{})
		if small != got || (smallErr == nil) != (err == nil) {
			t.Fatalf("in halves: %v\n%sat once: %v\n%s", smallErr, small, err, got)
		}
	})
}

// FuzzRecord looks for inputs that make a record's tree lose text, or the
// scanner go astray behind a record.
func FuzzRecord(f *testing.F) {
	f.Add([]byte("<l>" + party + party + "</l>"))
	f.Add([]byte("<l><p>" + strings.Repeat("long ", 500) + "</p><p/></l>"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		_, err := eachRecord(bytes.NewReader(doc), Options{MaxBytes: 2000, MaxDepth: 16}, "p", func(r *Record) {
			if r == nil {
				return
			}
			got, err := ours(bytes.NewReader(r.Raw), Options{})
			if err != nil {
				t.Fatalf("a record's own bytes %q are refused: %v", r.Raw, err)
			}
			if want, _ := oracle(r.Raw); got != want {
				t.Fatalf("got\n%swant\n%s", got, want)
			}
			var seen, all strings.Builder
			r.Rest(func(path, value string) {
				if !strings.Contains(path, "@") {
					seen.WriteString(value)
				}
			})
			s := New(bytes.NewReader(r.Raw), Options{})
			for kind, err := s.Next(); err != io.EOF; kind, err = s.Next() {
				if kind == Text {
					all.Write(s.Text())
				}
			}
			if squeeze(seen.String()) != squeeze(all.String()) {
				t.Fatalf("the tree of %q has %q, the tokens %q", r.Raw, seen.String(), all.String())
			}
		})
		_ = err // any error will do, a panic or a lost text will not
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestGeneratedDocuments: the same tokens on documents built at random, valid
// by construction, some longer than the window.
func TestGeneratedDocuments(t *testing.T) {
	name := rapid.SampledFrom([]string{"a", "Name6", "ns:b", "x-1", "Ünter"})
	text := rapid.SampledFrom([]string{"x", " ", "\n\t", "ж", "武", "&amp;", "&#65;", "\r\n", "]]", "long text of a list ", strings.Repeat("y", 70000)})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		var element func(depth int)
		element = func(depth int) {
			n := name.Draw(t, "name")
			b.WriteString("<" + n)
			if rapid.Bool().Draw(t, "attr") {
				b.WriteString(" k='" + strings.ReplaceAll(text.Draw(t, "value"), "]", "") + "'")
			}
			if rapid.IntRange(0, 5).Draw(t, "closed") == 0 {
				b.WriteString(" />")
				return
			}
			b.WriteString(">")
			for range rapid.IntRange(0, 4).Draw(t, "n") {
				switch k := rapid.IntRange(0, 5).Draw(t, "kind"); {
				case k < 2 && depth < 6:
					element(depth + 1)
				case k == 2:
					b.WriteString("<!-- " + strings.ReplaceAll(text.Draw(t, "comment"), "-", "") + " -->")
				case k == 3:
					b.WriteString("<![CDATA[" + strings.ReplaceAll(text.Draw(t, "cdata"), "]", "") + "]]>")
				default:
					b.WriteString(text.Draw(t, "text"))
				}
			}
			b.WriteString("</" + n + ">")
		}
		element(1)
		got, err := ours(strings.NewReader(b.String()), Options{})
		want, oracleErr := oracle([]byte(b.String()))
		if err != nil || oracleErr != nil || got != want {
			t.Fatalf("%q: %v, %v", b.String(), err, oracleErr)
		}
	})
}
