package register

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
)

var update = flag.Bool("update", false, "rewrite the files under testdata that tests compare with")

// TestCompareCases reads testdata/compare/*.txt: an old listing and a new one
// as JSON, then the sentences that must come out, one a line.
func TestCompareCases(t *testing.T) {
	files, err := filepath.Glob("testdata/compare/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d case files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(string(b), "\n---\n")
			if len(parts) != 3 {
				t.Fatalf("%d parts, want old, new and words with lines of --- between them", len(parts))
			}
			var old, new interdict.Listing
			for i, l := range []*interdict.Listing{&old, &new} {
				dec := json.NewDecoder(strings.NewReader(uncommented(parts[i])))
				dec.DisallowUnknownFields()
				if err := dec.Decode(l); err != nil {
					t.Fatal(err)
				}
			}
			var got strings.Builder
			for _, c := range Compare(&old, &new) {
				got.WriteString(c.Field + ": " + c.Words + "\n")
			}
			if *update {
				text := parts[0] + "\n---\n" + parts[1] + "\n---\n" + got.String()
				if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != parts[2] {
				t.Errorf("got\n%swant\n%s", got.String(), parts[2])
			}
		})
	}
}

// uncommented drops the lines that begin with #.
func uncommented(s string) string {
	lines := strings.Split(s, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "#") }), "\n")
}

// anyListing draws listings with every field of the type, whatever fields it
// will have. Texts are few and short, so that equal and nearly equal values
// are common; dates are such as the calendar has.
func anyListing() *rapid.Generator[interdict.Listing] {
	text := rapid.SampledFrom([]string{"", "", "A", "B", "a", "cn", "CN", "primary", "First. Second; third", "First. Third", " ", "a  b"})
	date := rapid.Custom(func(t *rapid.T) interdict.Date {
		s := rapid.SampledFrom([]string{"", "1985", "1985-11", "1985-11-12", "1985~", "1980/1985", "0985"}).Draw(t, "date")
		var d interdict.Date
		if err := d.UnmarshalText([]byte(s)); err != nil {
			panic(err)
		}
		return d
	})
	return rapid.MakeCustom[interdict.Listing](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{reflect.TypeFor[interdict.Date](): date.AsAny()},
		Kinds: map[reflect.Kind]*rapid.Generator[any]{reflect.String: text.AsAny()},
	})
}

func listingJSON(t interface{ Fatal(...any) }, l *interdict.Listing) []byte {
	b, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestCompareIsTotal: a difference in JSON is named, equality is silent, and
// no change says that a value became itself.
func TestCompareIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyListing().Draw(t, "a")
		b := a
		// One field of the other, or all of it.
		other := anyListing().Draw(t, "b")
		if rapid.Bool().Draw(t, "one field") {
			i := rapid.IntRange(0, reflect.TypeFor[interdict.Listing]().NumField()-1).Draw(t, "field")
			reflect.ValueOf(&b).Elem().Field(i).Set(reflect.ValueOf(other).Field(i))
		} else if rapid.Bool().Draw(t, "another") {
			b = other
		}
		checkTotal(t, &a, &b)
	})
}

// TestCompareOrderAndRepeats draws lists of few items, so that they often
// differ only in order or in how often an item comes.
func TestCompareOrderAndRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]interdict.Name{{Full: "A", Kind: "alias"}, {Full: "A", Kind: "alias", Quality: "weak"}, {Full: "B", Kind: "primary"}})
		mail := rapid.SampledFrom([]string{"a@example.org", "b@example.org"})
		draw := func(what string) interdict.Listing {
			return interdict.Listing{ID: "1", Names: rapid.SliceOfN(name, 0, 4).Draw(t, what), Emails: rapid.SliceOfN(mail, 0, 3).Draw(t, what)}
		}
		a, b := draw("a"), draw("b")
		checkTotal(t, &a, &b)
	})
}

func checkTotal(t *rapid.T, a, b *interdict.Listing) {
	changes := Compare(a, b)
	if same := bytes.Equal(listingJSON(t, a), listingJSON(t, b)); same != (len(changes) == 0) {
		t.Fatalf("JSON equal: %v; changes: %+v\n%s\n%s", same, changes, listingJSON(t, a), listingJSON(t, b))
	}
	for _, c := range changes {
		if c.Field == "" || strings.TrimSpace(c.Words) == "" {
			t.Fatalf("a change without field or words: %+v", c)
		}
	}
}

func TestSentencesKeepEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab.;? \n\u00a0é"))).Draw(t, "s")
		if got := strings.Join(sentences(s), ""); got != s {
			t.Fatalf("%q put together is %q", s, got)
		}
	})
}

func TestChangedSentencesAreTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.SampledFrom([]string{"One. ", "Two. ", "Three; ", "four"}), 0, 8)
		a, b := strings.Join(gen.Draw(t, "a"), ""), strings.Join(gen.Draw(t, "b"), "")
		gone, came := changedSentences(a, b)
		if (a == b) != (gone == "" && came == "") {
			t.Fatalf("%q to %q: gone %q, came %q", a, b, gone, came)
		}
		if len(a)-len(gone) != len(b)-len(came) {
			t.Fatalf("%q to %q: what is left of both differs: gone %q, came %q", a, b, gone, came)
		}
	})
}

// TestHugeListingsAreCompared: what a hostile file could hold is compared in
// time that does not grow with the square.
func TestHugeListingsAreCompared(t *testing.T) {
	a, b := person("1", "A"), person("1", "A")
	for i := range 30000 {
		s := strings.Repeat("x", i%7) + string(rune('a'+i%26))
		a.Names = append(a.Names, interdict.Name{Full: "a" + s, ID: s})
		b.Names = append(b.Names, interdict.Name{Full: "b" + s})
		a.Remarks += "a" + s + ". "
		b.Remarks += "b" + s + ". "
	}
	if n := len(Compare(&a, &b)); n != 60001 {
		t.Errorf("%d changes", n)
	}
}
