package alter

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

const (
	person  = interdict.Person
	company = interdict.Organization
	ship    = interdict.Vessel
)

func named(full string, parts ...interdict.NamePart) interdict.Name {
	return interdict.Name{Full: full, Parts: parts}
}

// What seed 1 makes of each name by each kind.
func TestApply(t *testing.T) {
	g := New(1)
	for _, c := range applied {
		got, ok := g.Apply(c.kind, named(c.name), c.schema)
		if !ok || got.Text != c.want || !slices.Equal(got.Kinds, []Kind{c.kind}) {
			t.Errorf("%s of %q: got %q %v, want %q", c.kind, c.name, got.Text, ok, c.want)
		}
	}
	seen := map[Kind]bool{}
	for _, c := range applied {
		seen[c.kind] = true
	}
	for _, k := range Kinds() {
		if !seen[k] {
			t.Errorf("no case for %s", k)
		}
	}
}

// A given name of two syllables keeps their order, and a particle the word behind it.
func TestStayTogether(t *testing.T) {
	for seed := range uint64(200) {
		for full, never := range map[string][]string{
			"Kyong Nam HWANG":      {"Nam Kyong", "Kyong HWANG", "HWANG Nam"},
			"Alas de la Paz Verde": {" de Paz", "la Verde", " de Verde", "la Alas", " de Alas"},
		} {
			schema := person
			if full[0] == 'A' {
				schema = company
			}
			a, ok := New(seed).Apply(WordOrder, named(full), schema)
			if !ok || slices.ContainsFunc(never, func(s string) bool { return strings.Contains(a.Text, s) }) {
				t.Fatalf("%s: %q %v", full, a.Text, ok)
			}
		}
	}
}

// What does not apply says so.
func TestDoesNotApply(t *testing.T) {
	for _, c := range []struct {
		kind   Kind
		name   string
		schema interdict.Schema
	}{
		{OmittedMiddle, "Ivan Petrov", person},
		{OmittedMiddle, "Musa bin Laden", person},             // the particle is the family name's
		{OmittedMiddle, "Seyed Hojatollah GHOREISHI", person}, // a title is no given name
		{OmittedMiddle, "Haji Abdul Sattar Barakzai", person},
		{OmittedMiddle, "Kyong Nam HWANG", person}, // half of a given name is no middle one
		{Initials, "Haji Barakzai", person},
		{OmittedMiddle, "Bank of Iran", company},
		{Initials, "PETREL 8", ship},
		{CommaForm, "Rosneft Trading", company},
		{LegalFormDropped, "Ivan Petrov", person},
		{LegalFormDropped, "Rosneft", company},
		{LegalFormAdded, "Rosneft OAO", company},
		{LegalFormDropped, "AS Roma Trading", company}, // a Turkish form stands at the end
		{RussianSpelling, "Luis Castro", person},
		{ArabicSpelling, "Luis Castro", person},
		{ChineseSpelling, "Luis Castro", person},
		{Typo, "赵广宗", person},
		{Typo, "112", company},
		{JoinedWords, "Rosneft", company},
		{Capitals, "赵广宗", person},
		{"unknown", "Rosneft", company},
	} {
		if got, ok := New(1).Apply(c.kind, named(c.name), c.schema); ok {
			t.Errorf("%s of %q gives %q", c.kind, c.name, got.Text)
		}
	}
}

// The parts that a list states decide over the words' places.
func TestParts(t *testing.T) {
	n := named("ZHAO Guangzong", interdict.NamePart{Kind: interdict.Family, Value: "ZHAO"}, interdict.NamePart{Kind: interdict.Given, Value: "Guangzong"})
	for kind, want := range map[Kind]string{CommaForm: "ZHAO, Guangzong", Initials: "ZHAO G"} {
		got, _ := New(1).Apply(kind, n, person)
		if strings.TrimSuffix(got.Text, ".") != want {
			t.Errorf("%s gives %q, want %q", kind, got.Text, want)
		}
	}
}

func TestLightAndStrong(t *testing.T) {
	g := New(1)
	for _, c := range drawn {
		l, _ := g.Light(named(c.name), c.schema)
		s, _ := g.Strong(named(c.name), c.schema)
		if l.Text != c.light || s.Text != c.strong {
			t.Errorf("%q: got\n%q %v and\n%q %v, want\n%q and\n%q", c.name, l.Text, l.Kinds, s.Text, s.Kinds, c.light, c.strong)
		}
	}
}

func TestBare(t *testing.T) {
	for name, want := range map[string]string{
		`OJSC "Uranis Radio Systems"`: `"Uranis Radio Systems"`, "Uranis-Radio Systems JSC": "Uranis-Radio Systems", "Rosneft": "Rosneft", "": "",
	} {
		if got := Bare(name); got != want {
			t.Errorf("%q without its legal form is %q, want %q", name, got, want)
		}
	}
}

// Every standard's spelling of one Russian name and one Chinese name: the
// passports', the French and the German spelling are well known.
func TestStandards(t *testing.T) {
	want := map[string]string{
		"bgn": "Khrushchev", "icao": "Khrushchev", "gost52535": "Khrushchev", "gost779": "Xrushhev",
		"iso9": "Hruscev", "french": "Khrouchtchev", "german": "Chruschtschew",
	}
	for i, s := range russianStandards {
		if got := respell("Khrushchev", i); got != want[s] {
			t.Errorf("%s writes %q, want %q", s, got, want[s])
		}
		if got := respell("Хрущев", i); got != want[s] {
			t.Errorf("%s writes Хрущев %q, want %q", s, got, want[s])
		}
	}
	if got := respell("Tchaikowsky", 1); got != "Tchaikowsky" {
		t.Errorf("a word that BGN does not write became %q", got)
	}
	for pinyin, want := range map[string]string{
		"zedong": "tse-tung", "xiaoping": "hsiao-p'ing", "zhou": "chou", "qian": "ch'ien", "cao": "ts'ao",
		"guangzong": "kuang-tsung", "xu": "hsu", "quanguo": "ch'uan-kuo", "enlai": "en-lai",
	} {
		if got := strings.Join(each(syllables(pinyin), wade), "-"); got != want {
			t.Errorf("Wade-Giles of %s is %q, want %q", pinyin, got, want)
		}
	}
	if s := syllables("castro"); s != nil {
		t.Errorf("castro is no pinyin, but was parted into %q", s)
	}
}

func TestDistinguishing(t *testing.T) {
	g := New(3)
	for _, c := range []struct {
		kind   Kind
		name   string
		schema interdict.Schema
		want   bool
	}{
		{Capitals, "Mohammed Ali", person, true}, // all that was listed is there
		{Initials, "Mohammed Khan", person, false},
		{Initials, "Guangzong Xiaoruizhi", person, true},
		{OmittedMiddle, "Mohammed Hassan Ali", person, false},
		{OmittedMiddle, "Luis Eduardo Cuellarnov", person, true},
		{Typo, "Ocean", ship, false},
		{Typo, "GORT", company, false},
		{Typo, "GORTEX", company, true},
		{TwoTypos, "GORTEX", company, false},
		{DoubledLetter, "GORT", company, false}, // a letter too many as any other
		{DoubledLetter, "GORTEX", company, true},
		{TwoTypos, "Medvedchuk", company, true},
		{Typo, "XIAORUIZHI LTD", company, true},
		{NoSpaces, "Viktor Medvedchuk", person, true},
		{Typo, "EP-PUM", interdict.Airplane, false}, // another aircraft's mark
		{Punctuation, "EP-PUM", interdict.Airplane, true},
		{Typo, "Haji Karim", person, false},       // a title says nothing of who is meant
		{Initials, "Adnan al-Ali", person, false}, // nor an article, hyphen or none
		{Initials, "Adnan Xiaoruizhi-Ali", person, true},
		{DoubledLetter, "Chol-Song RI", person, false}, // two syllables of a Korean name
		{DoubledLetter, "Xiaoruizhi RI", person, true},
		{OmittedMiddle, "Hassan Mahad Omar", person, false}, // two common names of one language
		{OmittedMiddle, "Hassan Mahad Xiaoruizhi", person, true},
	} {
		got, ok := g.Apply(c.kind, named(c.name), c.schema)
		if !ok || got.Distinguishing != c.want {
			t.Errorf("%s of %q gives %q, distinguishing %v, want %v", c.kind, c.name, got.Text, got.Distinguishing, c.want)
		}
	}
}

// Whatever the name: the same again for the same seed, valid UTF-8, another
// text than the name, one kind where light, two or three alterations where
// strong.
func TestAlwaysAltered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.SampledFrom(strings.Fields(
			`Ivan Petrovich PETROV al-Masri Mohammed bin Guangzong ZHAO Wei Ltd LLC OOO d.o.o. d'Or Хрущев 赵广宗 - . 112 É`)),
			rapid.String())
		full := strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, "words"), " ")
		schema := rapid.SampledFrom([]interdict.Schema{person, company, ship, interdict.Airplane, interdict.LegalEntity, ""}).Draw(t, "schema")
		seed := rapid.Uint64().Draw(t, "seed")
		n := named(full)
		make := map[string]func(*Generator) (Altered, bool){
			"light":  func(g *Generator) (Altered, bool) { return g.Light(n, schema) },
			"strong": func(g *Generator) (Altered, bool) { return g.Strong(n, schema) },
		}
		for _, k := range Kinds() {
			make[string(k)] = func(g *Generator) (Altered, bool) { return g.Apply(k, n, schema) }
		}
		for how, f := range make {
			a, ok := f(New(seed))
			b, again := f(New(seed))
			if a.Text != b.Text || ok != again || a.Distinguishing != b.Distinguishing || !slices.Equal(a.Kinds, b.Kinds) {
				t.Fatalf("%s of %q is %q, then %q", how, full, a.Text, b.Text)
			}
			if !ok {
				continue
			}
			if !utf8.ValidString(a.Text) {
				t.Fatalf("%s of %q is %q: broken UTF-8", how, full, a.Text)
			}
			if strings.TrimSpace(a.Text) == strings.TrimSpace(full) || strings.TrimSpace(a.Text) == "" {
				t.Fatalf("%s left %q as %q", how, full, a.Text)
			}
			weight := len(a.Kinds)
			if slices.Contains(a.Kinds, TwoTypos) {
				weight++
			}
			if how == "light" && weight != 1 || how == "strong" && (weight < 2 || weight > 3) {
				t.Fatalf("%s of %q did %v", how, full, a.Kinds)
			}
		}
	})
}

// Any kind that applies is as likely as another.
func TestLightDrawsEvenly(t *testing.T) {
	n, count := named("Vladimir Ivanovich PETROV-Vodkin"), map[Kind]int{}
	for seed := range uint64(4000) {
		a, _ := New(seed).Light(n, person)
		count[a.Kinds[0]]++
	}
	// Legal forms, Arabic and Chinese spellings and two typing errors do not apply.
	if len(count) != 15 {
		t.Errorf("%d kinds were drawn: %v", len(count), count)
	}
	for k, c := range count {
		if c < 180 || c > 360 {
			t.Errorf("%s was drawn %d times of 4000", k, c)
		}
	}
}
