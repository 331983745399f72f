package name

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

var schemas = []interdict.Schema{interdict.Person, interdict.Organization, interdict.Vessel, interdict.Airplane, interdict.LegalEntity, ""}

// check holds what every analysis of any text must keep.
func check(t interface{ Fatalf(string, ...any) }, a *Analyser, n *interdict.Name, s interdict.Schema) {
	forms := a.Analyse(n, s)
	if len(forms) > MaxForms {
		t.Fatalf("%q: %d forms", n.Full, len(forms))
	}
	if len(forms) == 0 && hasASCIIWord(n.Full) {
		t.Fatalf("%q (%s): no form, but it has a letter or digit", n.Full, s)
	}
	for _, f := range forms {
		if len(f.Tokens) == 0 || len(f.Tokens) > MaxTokens {
			t.Fatalf("%q: %d tokens", n.Full, len(f.Tokens))
		}
		for _, tok := range f.Tokens {
			if len(tok.Text) == 0 || len(tok.Text) > MaxToken {
				t.Fatalf("%q: a token of %d bytes", n.Full, len(tok.Text))
			}
			if !utf8.Valid(tok.Text) {
				t.Fatalf("%q: token %q is no UTF-8", n.Full, tok.Text)
			}
			if bytes.ContainsFunc(tok.Text, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsSpace(r) || unicode.IsControl(r) }) {
				t.Fatalf("%q: token %q is not folded", n.Full, tok.Text)
			}
			if int(tok.Part) >= len(partNames) {
				t.Fatalf("%q: part %d", n.Full, tok.Part)
			}
			if r := Rarity(tok.Text); r < Commonest || r > Rarest {
				t.Fatalf("%q: rarity %d", tok.Text, r)
			}
			if len(Key(nil, tok.Text)) == 0 {
				t.Fatalf("%q: no key", tok.Text)
			}
		}
	}
}

func hasASCIIWord(s string) bool {
	return strings.ContainsFunc(s[:min(len(s), MaxBytes)], func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	})
}

func TestAnyText(t *testing.T) {
	var a Analyser
	rapid.Check(t, func(t *rapid.T) {
		n := interdict.Name{Full: rapid.String().Draw(t, "name")}
		check(t, &a, &n, rapid.SampledFrom(schemas).Draw(t, "schema"))
	})
}

// pieces are what names are made of, and what breaks them.
var pieces = []string{
	"al", "abd", "abdul", "din", "bin", "Ltd", "Co", "SA", "S.A.", "d.o.o.", "and", "the", "&", "-", "-", ", ", ".", "/", "'", "(", ")",
	" ", " ", " ", "Dr", "Jr", "Mullah", "Smith", "Ivanovich", "ogly", "Иван", "ООО", "محمد", "عبد", "ال", "דוד", "赵光宗", "公司", "김정은", "주식회사",
	"ジョン", "ッ", "ー", "\u0301", "\u200d", "\u202e", "\xff", "é", "ß", "1", "٣", "I", "I\u0307", "ё", "ь", "μπ", "tse", "tung", "Fourth", "forty", "four",
}

func TestPiecesOfNames(t *testing.T) {
	var a Analyser
	rapid.Check(t, func(t *rapid.T) {
		full := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		n := interdict.Name{Full: full}
		if i := rapid.IntRange(0, len(full)).Draw(t, "part"); i > 0 {
			n.Parts = []interdict.NamePart{{Kind: interdict.Given, Value: full[:i]}, {Kind: interdict.Family, Value: full[i:]}}
		}
		check(t, &a, &n, rapid.SampledFrom(schemas).Draw(t, "schema"))
	})
}

// texts are the tokens of the likeliest reading.
func texts(a *Analyser, full string, s interdict.Schema) string {
	forms := a.Analyse(&interdict.Name{Full: full}, s)
	if len(forms) == 0 {
		return ""
	}
	return showForm(forms[0])
}

var latinName = rapid.StringMatching(`[A-Za-zÀ-ÖØ-öø-ſÁé]{1,9}( [A-Za-zÀ-ÖØ-öø-ſ'.-]{1,9}){0,3}`)

func TestCaseAndMarksMakeNoDifference(t *testing.T) {
	var a Analyser
	rapid.Check(t, func(t *rapid.T) {
		full := latinName.Draw(t, "name")
		s := rapid.SampledFrom([]interdict.Schema{interdict.Person, interdict.Airplane}).Draw(t, "schema")
		want := texts(&a, full, s)
		for what, other := range map[string]string{
			"upper case":  strings.ToUpper(full),
			"lower case":  strings.ToLower(full),
			"decomposed":  norm.NFD.String(full),
			"composed":    norm.NFC.String(full),
			"zero width":  strings.Join(strings.Split(full, ""), "\u200b"),
			"more spaces": "  " + strings.ReplaceAll(full, " ", " \t ") + " ",
		} {
			// Some letters have no partner of the other case: ŉ, ſ, ı.
			if strings.ContainsAny(full, "ŉſıİßĸ") && strings.HasSuffix(what, "case") {
				continue
			}
			if got := texts(&a, other, s); got != want {
				t.Fatalf("%s: %q gives %s, %q gives %s", what, full, want, other, got)
			}
		}
	})
}

// What is folded folds to itself, letter by letter; where words end may change,
// since single letters beside one another are one abbreviation.
func TestFoldingIsIdempotent(t *testing.T) {
	var a Analyser
	plain := strings.NewReplacer(":particle", "", ":number", "")
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "pieces")
		once := plain.Replace(texts(&a, strings.Join(pieces, ""), interdict.Airplane))
		again := plain.Replace(texts(&a, once, interdict.Airplane))
		if strings.ReplaceAll(once, " ", "") != strings.ReplaceAll(again, " ", "") {
			t.Fatalf("%q folds again to %q", once, again)
		}
	})
}

// One Analyser gives what a new one gives, whatever it read before.
func TestBuffersDoNotLeak(t *testing.T) {
	var used Analyser
	rapid.Check(t, func(t *rapid.T) {
		full := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")
		s := rapid.SampledFrom(schemas).Draw(t, "schema")
		var fresh Analyser
		n := interdict.Name{Full: full}
		if got, want := showForms(used.Analyse(&n, s)), showForms(fresh.Analyse(&n, s)); got != want {
			t.Fatalf("%q: a used analyser gives %s, a new one %s", full, got, want)
		}
	})
}

// A hostile name costs what MaxBytes of it cost, whatever its size: the rest is
// not looked at, the tokens are bounded, and what is allocated does not grow.
func TestHostileNamesCostBoundedWork(t *testing.T) {
	var a Analyser
	for what, full := range map[string]string{
		"ten thousand tokens":   strings.Repeat("al ", 10_000),
		"one endless token":     strings.Repeat("a", 1<<20),
		"marks":                 "a" + strings.Repeat("\u0301\u0323", 1<<19),
		"marks alone":           strings.Repeat("\u0301", 1<<19),
		"zero width":            strings.Repeat("\u200b\u202e", 1<<18),
		"broken UTF-8":          strings.Repeat("\xff\xfe", 1<<19),
		"right to left":         strings.Repeat("\u202eабв\u202c", 1<<16),
		"legal forms":           strings.Repeat("co sa ag ", 1<<16),
		"single letters":        strings.Repeat("s.a.", 1<<16),
		"abd":                   strings.Repeat("abd ", 1<<16),
		"Han":                   strings.Repeat("公司", 1<<16),
		"Han of two readings":   strings.Repeat("行 ", 1<<16),
		"Hangul":                strings.Repeat("김", 1<<16),
		"Arabic without a stop": strings.Repeat("محمد", 1<<16),
		"commas":                strings.Repeat(",", 1<<20),
	} {
		for _, s := range schemas {
			n := interdict.Name{Full: full}
			check(t, &a, &n, s)
			whole := showForms(a.Analyse(&n, s))
			read := full[:min(len(full), MaxBytes)]
			for len(read) > 0 && len(read) < len(full) && !utf8.RuneStart(full[len(read)]) {
				read = read[:len(read)-1]
			}
			if got := showForms(a.Analyse(&interdict.Name{Full: read}, s)); got != whole {
				t.Errorf("%s as %q: its first %d bytes give other forms than the whole", what, s, len(read))
			}
			if allocs := testing.AllocsPerRun(3, func() { a.Analyse(&n, s) }); allocs > 100 {
				t.Errorf("%s as %q: %v allocations", what, s, allocs)
			}
		}
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, p := range pieces {
		f.Add(p, p, byte(0))
	}
	f.Add("SMITH, John P., Jr.", "SMITH", byte(0))
	f.Add("Общество с ограниченной ответственностью «Ромашка»", "", byte(1))
	f.Add("武汉晓睿智科技有限责任公司", "武汉", byte(4))
	f.Add("Pu\u0301\u0323tin \u202eabc", "", byte(5))
	var a Analyser
	f.Fuzz(func(t *testing.T, full, part string, s byte) {
		n := interdict.Name{Full: full}
		if part != "" {
			n.Parts = []interdict.NamePart{{Kind: interdict.Family, Value: part}}
		}
		check(t, &a, &n, schemas[int(s)%len(schemas)])
	})
}

func FuzzKey(f *testing.F) {
	for _, w := range []string{"ovsiannikov", "hsu", "zhou", "jjj", "schtschukin", "yevgeny", "eee", "", "\xff", "\x8d\x8d", "محمد"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, w string) {
		key := Key(nil, []byte(w))
		if len(key) > 2*len(w)+16 {
			t.Fatalf("the key of %q has %d bytes", w, len(key))
		}
		if again := Key([]byte("x"), []byte(w)); string(again[1:]) != string(key) {
			t.Fatalf("%q: %q, and behind other bytes %q", w, key, again)
		}
		if r := Rarity([]byte(w)); r < Commonest || r > Rarest {
			t.Fatalf("%q: rarity %d", w, r)
		}
	})
}

// Analysers share the tables, which are read and made on first use.
func TestAnalysersInParallel(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			var a Analyser
			for _, p := range pieces {
				for _, s := range schemas {
					a.Analyse(&interdict.Name{Full: p + " " + p}, s)
				}
			}
		})
	}
	group.Wait()
}
