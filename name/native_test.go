package name

import (
	"testing"

	"github.com/interdict/interdict"
)

// A word without its vowels and Latin spellings of it: what each costs, -1
// where they are two words.
func TestVoiced(t *testing.T) {
	for _, c := range []struct {
		native, latin string
		cost          int
	}{
		{"معمر", "muammar", 0},
		{"قذافي", "gaddafi", 0},
		{"قذافي", "qadhafi", 0},
		{"جرمان", "djermane", 1},  // a mute e
		{"زرقاوي", "zarkaoui", 0}, // as French spells Zarqawi
		{"السعدي", "essaadi", 0},  // the article glued
		{"باقري", "bagheri", 0},
		{"حيدري", "heidari", 0},
		{"واحدي", "vahedi", 0},
		{"خسروي", "khosravi", 0},
		{"زغبي", "zoghbi", 0},
		{"محبي", "mohebi", 0},
		{"شحاته", "shihata", 0},
		{"פדרמן", "federman", 0},
		{"עדן", "eden", 0},
		{"لوي", "levi", 0},
		{"محمد", "mohamed", 0},
		{"محمد", "mahmud", 1},  // the waw of Mahmud is always written
		{"امير", "amr", -1},    // the ya would not be written
		{"سالم", "salman", -1}, // one letter more
		{"عقيل", "kayali", -1}, // a last i is always written
		{"لوي", "ali", -1},     // so is a first a
		{"عباسي", "absi", 2},
		{"سعود", "assad", -1}, // no article
		{"فيصل", "mechanical", -1},
	} {
		cost, ok := voiced(c.latin, string(Key(nil, []byte(c.latin))), c.native)
		if !ok {
			cost = -1
		}
		if cost != c.cost {
			t.Errorf("%s and %s: %d, want %d", c.native, c.latin, cost, c.cost)
		}
	}
	if cost, ok := voiced("kakazada", "", "كاكا", "زاده"); !ok || cost != 0 {
		t.Errorf("two words as one: %d, %v", cost, ok)
	}
}

// Each letter of the table has a Latin spelling that is usual, of the class
// that the table says, else the index would not find what Voiced joins.
func TestSkeletonTable(t *testing.T) {
	for i, l := range nativeLetters() {
		if l == nil {
			continue
		}
		r := rune(firstNative + i)
		usual := false
		for _, s := range l.spellings {
			usual = usual || s.cost == 0
			if s.cost > MaxVoicing {
				t.Errorf("%c: %q costs more than is ever forgiven", r, s.text)
			}
			if len(s.text) < 2 {
				continue
			}
			found := l.class == noClass && s.text[0] != 'c' // vowels and what sounds like none
			for _, k := range latinSkeletons([]skeleton{{}}, s.text) {
				found = found || k.n == 1 && k.class[0] == l.class || k.n == 0 && l.class == noClass
			}
			if !found {
				t.Errorf("%c: %q has another skeleton", r, s.text)
			}
		}
		if !usual {
			t.Errorf("%c has no usual spelling", r)
		}
	}
}

// Comparing such words does not allocate.
func TestVoicedDoesNotAllocate(t *testing.T) {
	if got := testing.AllocsPerRun(100, func() { voiced("gaddafi", "", "قذافي") }); got != 0 {
		t.Errorf("Voiced: %v allocations", got)
	}
	for _, word := range []string{"قذافي", "פדרמן"} {
		text := []byte(word)
		if got := testing.AllocsPerRun(100, func() { Rarity(text) }); got != 0 {
			t.Errorf("Rarity(%s): %v allocations", word, got)
		}
	}
}

// A word in Arabic letters is compared with all listed words that have its
// consonants, so that what this costs is what a customer in Arabic letters costs.
func BenchmarkVoiced(b *testing.B) {
	pairs := [...]struct{ latin, native string }{
		{"mohammed", "محمد"}, {"mahmud", "محمد"}, {"muammed", "محمد"}, {"gaddafi", "قذافي"}, {"kutubi", "قذافي"}, {"katib", "قذافي"},
		{"hussein", "حسين"}, {"adnan", "حسين"}, {"sana", "حسين"}, {"zaina", "حسين"}, {"tahani", "حسين"}, {"douina", "حسين"},
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		voiced(pairs[i%len(pairs)].latin, "", pairs[i%len(pairs)].native)
	}
}

// Classical Arabic in Latin letters is read as others write it.
func TestClassical(t *testing.T) {
	var a Analyser
	read := func(full string) (text string) {
		for _, tok := range a.Analyse(&interdict.Name{Full: full}, interdict.Organization)[0].Tokens {
			text += " " + string(tok.Text)
		}
		return text
	}
	for classical, usual := range map[string]string{
		"Ansarul Muslimina fi Biladis Sudan": "Ansar al-Muslimin in Bilad al-Sudan",
		"Jama'atu Ahlis Sunna":               "Jama'at Ahl al-Sunna",
		"Istanbul Shipping":                  "Istanbul Shipping",
		"Consul Lines":                       "Consul Lines",
	} {
		if got, want := read(classical), read(usual); got != want {
			t.Errorf("%s is read as%s, %s as%s", classical, got, usual, want)
		}
	}
}
