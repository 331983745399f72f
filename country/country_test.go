package country

import (
	"bufio"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestCases reads testdata/cases.txt: a text, a tab, and the code or codes
// that All must give; Code must give the same where it is one, else nothing.
func TestCases(t *testing.T) {
	f, err := os.Open("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	n := 0
	for lines.Scan() {
		text, want, ok := strings.Cut(lines.Text(), "\t")
		if !ok || strings.HasPrefix(text, "#") {
			continue
		}
		n++
		want = strings.TrimSpace(want)
		if got := strings.Join(All(text), " "); got != want {
			t.Errorf("All(%q) = %q, want %q", text, got, want)
		}
		if strings.Contains(want, " ") {
			want = ""
		}
		if got := Code(text); got != want {
			t.Errorf("Code(%q) = %q, want %q", text, got, want)
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatalf("%d cases read, %v", n, err)
	}
}

// TestTable holds the table's form: nothing claimed twice, nothing without a
// name, all of ISO there.
func TestTable(t *testing.T) {
	claimed := map[string]string{}
	codes, alphas := map[string]bool{}, map[string]bool{}
	for _, r := range records() {
		for _, name := range append([]string{r.code, r.alpha3, r.name}, r.others...) {
			k := string(appendKey(nil, name))
			if k == "" {
				t.Errorf("%s: %q has no letters", r.code, name)
			}
			if other, ok := claimed[k]; ok && other != r.code {
				t.Errorf("%q means %s and %s", name, other, r.code)
			}
			claimed[k] = r.code
		}
		if len(r.code) != 2 || r.code != strings.ToLower(r.code) || r.name == "" {
			t.Errorf("code %q, name %q", r.code, r.name)
		}
		if len(r.alpha3) != 3 || r.alpha3 != strings.ToUpper(r.alpha3) || Code(r.alpha3) != r.code {
			t.Errorf("alpha-3 %q of %q", r.alpha3, r.code)
		}
		codes[r.code], alphas[r.alpha3] = true, true
	}
	if iso := len(codes) - 6; iso != 249 || len(alphas) != len(codes) {
		t.Errorf("%d codes of ISO 3166-1, want 249; %d alpha-3 codes", iso, len(alphas))
	}
}

func TestName(t *testing.T) {
	for code, want := range map[string]string{"gb": "United Kingdom", "GB": "United Kingdom", "kp": "North Korea", "su": "Soviet Union", "qq": "", "": ""} {
		if got := Name(code); got != want {
			t.Errorf("Name(%q) = %q, want %q", code, got, want)
		}
	}
	for alpha, want := range map[string]string{"RUS": "ru", "rus": "ru", "XKX": "xk", "ABC": "", "RU": "ru"} {
		if got := Code(alpha); got != want {
			t.Errorf("Code(%q) = %q, want %q", alpha, got, want)
		}
	}
}

// TestInsensitive writes names in other ways that must not matter.
func TestInsensitive(t *testing.T) {
	var names []string
	for _, n := range table().names {
		names = append(names, n)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		want := Code(name)
		noise := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", " ", ".", "-", "'", "’"}), utf8.RuneCountInString(name), -1).Draw(t, "noise")
		upper := rapid.Bool().Draw(t, "upper")
		var b strings.Builder
		i := 0
		for _, r := range name {
			b.WriteRune(r)
			b.WriteString(noise[i])
			i++
		}
		s := b.String()
		if upper {
			s = strings.ToUpper(s)
		}
		if got := Code(s); want == "" || got != want {
			t.Fatalf("Code(%q) = %q, want %q", s, got, want)
		}
	})
}

// A code of two letters is looked up in a short way: it gives what the usual way
// gives with a space behind it, which does not count.
func TestTwoLetters(t *testing.T) {
	known := 0
	for a := range 256 {
		for b := range 256 {
			s := string([]byte{byte(a), byte(b)})
			got, want := Code(s), Code(s+" ")
			if got != want {
				t.Errorf("Code(%q) = %q, with a space behind %q", s, got, want)
			}
			if got != "" {
				known++
			}
		}
	}
	if known < 4*200 {
		t.Errorf("%d codes in either case are known", known)
	}
}

func TestNoAllocation(t *testing.T) {
	for _, s := range []string{"Russia", "gb", "IRN", "Korea, North", "Democratic People's Republic of Korea", "The Sudan", "nowhere"} {
		if n := testing.AllocsPerRun(100, func() { Code(s) }); n != 0 {
			t.Errorf("Code(%q) allocates %v times", s, n)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, s := range []string{"Russia", "(1) Iraq (2) Iraq", "(1", "()", "((((1)", "Former USSR, now Ukraine", "\xff(1)\xff", "Türkiye", "RU;UA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := Code(s)
		if c != "" && Name(c) == "" {
			t.Fatalf("Code(%q) = %q, which has no name", s, c)
		}
		for _, c := range All(s) {
			if Name(c) == "" {
				t.Fatalf("All(%q) holds %q, which has no name", s, c)
			}
		}
	})
}

func BenchmarkCode(b *testing.B) {
	names := slices.Sorted(maps.Values(table().names))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Code(names[i%len(names)])
	}
}
