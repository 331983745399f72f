package name

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"pgregory.net/rapid"
)

// all is everything that an analysis says of a name.
func all(a *Analyser, n *interdict.Name, s interdict.Schema) string {
	var b strings.Builder
	for _, f := range a.Analyse(n, s) {
		fmt.Fprintf(&b, "%s %v:", f.Script, f.AsWritten)
		for _, t := range f.Tokens {
			fmt.Fprintf(&b, " %q:%d", t.Text, t.Part)
			k := a.Of(&t)
			if fmt.Fprintf(&b, " %q %d", k.Key(), k.Rarity); k.Text() != string(t.Text) {
				fmt.Fprintf(&b, " known as %q", k.Text())
			}
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%q %q %q %b", a.Acronyms(), a.Letters(), a.Whole(), a.Breaks())
	return b.String()
}

// plainPieces are names and what parts them, and the words that a rule of
// persons' or organisations' names looks for, or nearly.
var plainPieces = strings.Fields(`Smith Anna li kim park chang hsu tse tung wang O'Neil García Nuñez ivanovich petrovna ogly Lopez perez
	al an en et ad abd abdul adb badur abul din uddin salahuddin geraldine allah Rahman rehman as ash an-nur bin ibn van der de la y
	messrs limited lim ited compony holding ltd sa ag bank trading mv mt explorer saturn ii x iv vii the and first tech intl
	dr mr general haji sheikh jr khan lo no nauchnyi rossiiskii novosibirskogo firma a b q zz fhqwhgads
	Müller Ødegård Łukasz`)

// The tables of words and the short way for plain names give what looking every
// word up anew and going the whole way gives.
func sameAsSlow(t interface{ Fatalf(string, ...any) }, a *Analyser, n *interdict.Name, s interdict.Schema) {
	slow := Analyser{slow: true}
	if got, want := all(a, n, s), all(&slow, n, s); got != want {
		t.Fatalf("%q (%s, parts %v) is read as\n%s\nthe long way gives\n%s", n.Full, s, n.Parts, got, want)
	}
}

func TestPlainNames(t *testing.T) {
	var learnt Learnt
	a, b := Analyser{Learnt: &learnt}, Analyser{Learnt: &learnt}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(plainPieces), 1, 6).Draw(t, "words")
		var n interdict.Name
		for i, w := range words {
			if i > 0 {
				n.Full += rapid.SampledFrom([]string{" ", " ", " ", "-", ", ", ".", " (", "/", " - "}).Draw(t, "between")
			}
			n.Full += w
		}
		if at := rapid.IntRange(0, len(words)).Draw(t, "parts"); at > 0 {
			kind := rapid.SampledFrom([]interdict.PartKind{interdict.Given, interdict.Family, interdict.Patronymic, interdict.Maiden})
			n.Parts = []interdict.NamePart{{Kind: kind.Draw(t, "first"), Value: strings.Join(words[:at], " ")}, {Kind: kind.Draw(t, "second"), Value: strings.Join(words[at:], " ")}}
		}
		schema := rapid.SampledFrom(schemas).Draw(t, "schema")
		sameAsSlow(t, &a, &n, schema)
		sameAsSlow(t, &b, &n, schema)
	})
}

// What one Analyser learnt of a word, another that shares it does not learn anew.
func TestLearntTogether(t *testing.T) {
	var learnt Learnt
	a, b := Analyser{Learnt: &learnt}, Analyser{Learnt: &learnt}
	k := a.Known([]byte("fhqwhgads"))
	b.Known([]byte("fhqwhgads"))
	if other := b.ofOthers(hashWord([]byte("fhqwhgads")), []byte("fhqwhgads")); other.Text() != k.Text() || b.met.get(hashWord([]byte("fhqwhgads")), []byte("fhqwhgads")).all != k.all {
		t.Errorf("%+v is known of the word, and %+v to another Analyser", k, other)
	}
	if alone := (&Analyser{}).ofOthers(hashWord([]byte("fhqwhgads")), []byte("fhqwhgads")); alone.n > 0 {
		t.Errorf("%+v is known to one that shares nothing", alone)
	}
}

// Names of a short letter's difference from a title are names: Hani is no haji.
func TestNamesAreNoTitles(t *testing.T) {
	var a Analyser
	for full, want := range map[string]int{
		"Hani Ali Khan": 1, "Sajid Ali Khan": 1, "Sameer Chandra": 1, "Abeer Hussein Shami": 1, "Brof Ali Khan": 1,
		"Hajjji Ali Khan": 2, "Sheihk Ali Khan": 2, "Genral Ali Khan": 2, "Captaiin Ali Khan": 2, "Coptain Ali Khan": 2,
	} {
		if got := len(a.Analyse(&interdict.Name{Full: full}, interdict.Person)); got != want {
			t.Errorf("%s is read in %d ways, want %d", full, got, want)
		}
	}
}

// Rules that join two words hold for any two.
func TestPlainPairs(t *testing.T) {
	var a Analyser
	for _, first := range plainPieces {
		for _, second := range append(plainPieces, "al hamid") {
			for _, s := range []interdict.Schema{interdict.Person, ""} {
				sameAsSlow(t, &a, &interdict.Name{Full: first + " " + second}, s)
			}
		}
	}
}

// A name with two readings is cut into words once: nothing that the first one does
// to them is seen by the second, whatever the script.
func TestSecondReading(t *testing.T) {
	pieces := [][]string{
		{"محمد", "الحسن", "عبد", "الرحمن", "عبدالرحمن", "بن", "شركة", "زوايا", "للتنمية", "بنك", "نور", "رحمت", "الله", "ابوغيث", "م2", "הורוביץ", "לוי", "חברת"},
		{"Иван", "Иванович", "Петров", "ООО", "Ромашка", "банк", "М3", "и", "Κώστας", "Α.Ε.", "Ig0r", "Рос"},
		{"李伟", "金正恩", "贸易", "有限公司", "中国", "王", "伊万诺夫", "イワノフ", "株式会社", "田中", "김정은", "주식회사", "은행"},
		{"Ig0r", "Sech1n", "Abdul", "Rahman", "MV", "Saturn", "I", "SIS", "DOO", "Limted", "The", "Youth", "5", "al", "din", "Co", "mpany"},
		{"राम", "कुमार", "सिंह", "लिमिटेड", "แบงค์"},
	}
	var a Analyser
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom(pieces)
		some := words.Draw(t, "script")
		var n interdict.Name
		for i := range rapid.IntRange(1, 5).Draw(t, "words") {
			if i > 0 {
				n.Full += rapid.SampledFrom([]string{" ", " ", " ", "-", ", ", ".", " (", "/", ""}).Draw(t, "between")
			}
			if rapid.IntRange(0, 9).Draw(t, "other script") == 0 {
				n.Full += rapid.SampledFrom(words.Draw(t, "other")).Draw(t, "word")
			} else {
				n.Full += rapid.SampledFrom(some).Draw(t, "word")
			}
		}
		sameAsSlow(t, &a, &n, rapid.SampledFrom([]interdict.Schema{"", interdict.LegalEntity}).Draw(t, "schema"))
	})
}

func TestPlainNamesOfCustomers(t *testing.T) {
	var a Analyser
	gen, rng := synth.New(6, 5000, 0.1), rand.New(rand.NewPCG(6, 6))
	plain := 0
	for range 20_000 {
		n := gen.Name()
		if rng.IntN(2) == 0 {
			n.Parts = nil
		}
		s := schemas[rng.IntN(len(schemas))]
		sameAsSlow(t, &a, &n, s)
		if s == interdict.Person && a.plain(s, latin) {
			plain++
		}
	}
	if plain == 0 {
		t.Error("no name is plain")
	}
}

// Nothing that a word of a table may do to a name is lost by taking names for
// plain: each word of the tables stands first, last and alone.
func TestWordsOfTablesAreNotPlain(t *testing.T) {
	words := map[string]bool{}
	files, err := data.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := data.ReadFile("data/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range strings.FieldsFunc(string(b), func(r rune) bool { return r|0x20 < 'a' || r|0x20 > 'z' }) {
			words[w] = true
		}
	}
	rng := rand.New(rand.NewPCG(7, 7))
	every := 10
	if os.Getenv("INTERDICT_ALL_WORDS") != "" {
		every = 1
	}
	var a Analyser
	for w := range words {
		if rng.IntN(every) > 0 {
			continue
		}
		for _, full := range []string{w, w + " anna", "anna " + w, "anna " + w + " petrova", w + " " + plainPieces[rng.IntN(len(plainPieces))]} {
			sameAsSlow(t, &a, &interdict.Name{Full: full}, schemas[rng.IntN(len(schemas))])
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, p := range plainPieces {
		f.Add(p+" "+p, p, byte(5))
	}
	f.Add("SMITH, Jean-Pierre", "SMITH", byte(0))
	f.Add("lim ited salah ad din", "", byte(4))
	var a Analyser
	f.Fuzz(func(t *testing.T, full, part string, s byte) {
		n := interdict.Name{Full: full}
		if part != "" {
			n.Parts = []interdict.NamePart{{Kind: interdict.Family, Value: part}}
		}
		sameAsSlow(t, &a, &n, schemas[int(s)%len(schemas)])
	})
}

// A memory gives what was put into it, and holds no more than it may.
func TestMemory(t *testing.T) {
	var m memory
	forgotten := 0
	word := func(i int) *Known {
		text := fmt.Sprint(i)
		if i%10 == 0 {
			text += strings.Repeat("x", MaxToken-len(text))
		}
		return &Known{all: text + "key", n: uint8(len(text)), key: 3}
	}
	for i := range 3 * maxMet {
		k := word(i)
		text := []byte(k.Text())
		m.put(hashWord(text), k)
		if got := m.get(hashWord(text), text); got == nil || got.Known != *k {
			t.Fatalf("%s is not remembered", text)
		}
		if other := append(text[1:len(text):len(text)], '-'); m.get(hashWord(text), other) != nil {
			t.Fatalf("%s is taken for a word that was never met", other)
		}
		if often := []byte(word(i % 7).Text()); i > 7 && m.get(hashWord(often), often) == nil {
			m.put(hashWord(often), word(i%7))
			forgotten++
		}
	}
	if forgotten > maxMet/1000 {
		t.Errorf("what was just asked for was forgotten %d times", forgotten)
	}
	if len(m.words) > maxMet {
		t.Errorf("%d places, at most %d", len(m.words), maxMet)
	}
}

// While there is room for more places, no word is forgotten.
func TestMemoryGrows(t *testing.T) {
	var m memory
	for i := 0; len(m.words) < maxMet; i++ {
		text := fmt.Append(nil, i)
		m.put(hashWord(text), &Known{all: string(text), n: uint8(len(text))})
		if i%1000 > 0 {
			continue
		}
		for k := range i {
			if text = fmt.Append(text[:0], k); m.get(hashWord(text), text) == nil && len(m.words) < maxMet {
				t.Fatalf("%s of %d words is forgotten in %d places", text, i, len(m.words))
			}
		}
	}
}
