// Package synth makes parties and customers for benchmarks and property tests:
// seeded, so that every run sees the same, and shaped as real populations are.
//
// Words follow the Zipf-Mandelbrot law: the word of rank k comes with a chance
// of about 1/(k+q). The commonest given name is borne by one in 140, the
// commonest family name by one in 600, as in the mixed populations of banks. A
// share of the family names is new each time, so that the vocabulary grows
// with the population and is full of words seen once. Common words are real
// names, so that the rarity table knows them; the rest are made of syllables.
package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/interdict/interdict"
)

// Generator makes names. Not safe for concurrent use.
type Generator struct {
	rng *rand.Rand
	// Fresh is the share of family names that nobody bore before, in [0, 1].
	Fresh float64
	// Vocabulary is the number of family names that are drawn again and again;
	// given names are a tenth as many.
	Vocabulary int
}

// New returns a generator with a vocabulary of this size.
func New(seed uint64, vocabulary int, fresh float64) *Generator {
	return &Generator{rng: rand.New(rand.NewPCG(seed, 0x1D)), Fresh: fresh, Vocabulary: vocabulary}
}

// Offsets q of the Zipf-Mandelbrot law.
const (
	givenOffset  = 20
	familyOffset = 80
)

var givenNames = strings.Fields(`mohammed maria ahmed john ali anna david fatima jose mohamad
wei juan alexander hassan olga min sergei michael ibrahim elena abdul carlos khalid natalia
yusuf dmitry omar peter irina hussein vladimir jorge li mahmoud luis svetlana abdullah andrei
ana mustafa robert nikolai ming laura hamid james igor said tatiana karim paul aleksei zhang`)

var familyNames = strings.Fields(`khan kim wang singh garcia ivanov ali hassan nguyen smith
li martinez chen hussein ahmad lopez petrov zhang rodriguez mohammed park brown gonzalez ibrahim
mueller hernandez kumar lee popov perez silva cohen yilmaz liu abdullah sanchez sidorov choi santos
johnson ramirez yang haddad torres kowalski zhao jones huang rossi volkov williams`)

var (
	onsets = strings.Fields("b ch d f g gh h j k kh l m n p r s sh t th v w y z br dr gr kr pr tr st")
	vowels = strings.Fields("a e i o u a a e i ai ou ei ya ia")
	codas  = []string{"", "", "", "", "n", "r", "l", "m", "s", "d", "v", "k", "z"}
)

// Syllables is the n-th made-up word: always the same for the same n.
func Syllables(n uint64) string {
	r := rand.New(rand.NewPCG(n, 0x57))
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteString(onsets[r.IntN(len(onsets))])
		b.WriteString(vowels[r.IntN(len(vowels))])
		b.WriteString(codas[r.IntN(len(codas))])
	}
	return b.String()
}

// zipf draws a rank below n, rank k with a chance of about 1/(k+q).
func (g *Generator) zipf(n int, q float64) int {
	return min(int(q*math.Exp(g.rng.Float64()*math.Log((float64(n)+q)/q))-q), n-1)
}

func (g *Generator) given() string {
	k := g.zipf(max(g.Vocabulary/10, len(givenNames)), givenOffset)
	if k < len(givenNames) {
		return givenNames[k]
	}
	return Syllables(1<<32 + uint64(k))
}

func (g *Generator) family() string {
	if g.rng.Float64() < g.Fresh {
		return Syllables(g.rng.Uint64())
	}
	k := g.zipf(max(g.Vocabulary, len(familyNames)), familyOffset)
	if k < len(familyNames) {
		return familyNames[k]
	}
	return Syllables(1<<33 + uint64(k))
}

// Name is a person's name: given, perhaps middle, family.
func (g *Generator) Name() interdict.Name {
	given, family := g.given(), g.family()
	n := interdict.Name{Kind: interdict.PrimaryName, Parts: []interdict.NamePart{{Kind: interdict.Given, Value: given}}}
	middle := ""
	if g.rng.IntN(3) == 0 {
		middle = g.given()
		n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Middle, Value: middle})
	}
	n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Family, Value: family})
	n.Full = interdict.JoinName(given, middle, family)
	return n
}

// Birth is a date of birth between 1940 and 2005.
func (g *Generator) Birth() interdict.Date {
	return interdict.Day(1940+g.rng.IntN(66), 1+g.rng.IntN(12), 1+g.rng.IntN(28))
}

var countries = strings.Fields("ru cn ir sy gb us de fr ae tr pk iq kp ua by mx ng eg in br")

// Country is a country's code.
func (g *Generator) Country() string { return countries[g.zipf(len(countries), 1)] }

// Listing is the n-th listed person, with a name, one alias in two, and most
// with a birth date.
func (g *Generator) Listing(n int) interdict.Listing {
	l := interdict.Listing{
		List: "synthetic", ID: fmt.Sprint(n), Schema: interdict.Person,
		Names:     []interdict.Name{g.Name()},
		Countries: []interdict.Country{{Role: interdict.Nationality, Code: g.Country()}},
	}
	for range 2 + g.rng.IntN(2) {
		alias := g.Altered(l.Names[0])
		alias.Kind = interdict.AliasName
		l.Names = append(l.Names, alias)
	}
	if g.rng.IntN(5) > 0 {
		l.BirthDates = []interdict.Date{g.Birth()}
	}
	return l
}

// Altered is another writing of a name: a typing error, another order, words
// joined, a middle name left out, or another family name.
func (g *Generator) Altered(n interdict.Name) interdict.Name {
	words := strings.Fields(n.Full)
	switch g.rng.IntN(6) {
	case 0:
		i := g.rng.IntN(len(words))
		words[i] = g.Typo(words[i])
	case 1:
		g.rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	case 2:
		if len(words) > 1 {
			words = append([]string{words[0] + words[1]}, words[2:]...)
		}
	case 3:
		if len(words) > 2 {
			words = append(words[:1], words[2:]...)
		}
	case 4:
		words[len(words)-1] = g.family()
	}
	return interdict.Name{Full: strings.Join(words, " "), Kind: n.Kind}
}

// Typo is a word with one typing error.
func (g *Generator) Typo(word string) string {
	b := []byte(word)
	i := g.rng.IntN(len(b))
	letter := byte('a' + g.rng.IntN(26))
	switch g.rng.IntN(4) {
	case 0:
		b[i] = letter
	case 1:
		b = append(b[:i], b[i+1:]...)
	case 2:
		b = append(b[:i], append([]byte{letter}, b[i:]...)...)
	default:
		if i > 0 {
			b[i-1], b[i] = b[i], b[i-1]
		}
	}
	return string(b)
}

// Subject is a customer with a name, a birth date and a country.
func (g *Generator) Subject(row int64) interdict.Subject {
	return interdict.Subject{
		ID: fmt.Sprint(row), Row: row, Kind: "customer", Schema: interdict.Person,
		Names:      []interdict.Name{g.Name()},
		BirthDates: []interdict.Date{g.Birth()},
		Countries:  []interdict.Country{{Code: g.Country()}},
	}
}
