// Package country turns what people write for a country into its code.
//
// Lists and customer files name countries in every way there is: "Iran
// (Islamic Republic of)", "Korea, North", "IRN", "Türkiye", "Россия",
// "Ukrainian", "former USSR, now Belarus". Code answers with the ISO 3166-1
// alpha-2 code in lower case, or with nothing: it never guesses. The table
// countries.tsv holds the facts and says which codes stand beside ISO's.
//
// Names are compared by their letters alone: case, accents, spaces and
// punctuation do not count.
package country

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed countries.tsv
var countriesTSV string

// record is a line of countries.tsv.
type record struct {
	code, alpha3, name string
	others             []string // further names
}

// records are the lines of countries.tsv. That each is whole is for the tests
// to see.
func records() (all []record) {
	for _, c := range tsv.Records(countriesTSV) {
		all = append(all, record{c[0], c[1], c[2], strings.Split(c[3], ";")})
	}
	return all
}

type facts struct {
	codes map[string]string // every name's and code's key -> code
	names map[string]string // code -> English short name
	// two are the codes of keys of two letters, as most cells of files have them.
	two [26 * 26]string
}

// table is countries.tsv, parsed once when first needed. The first line that
// claims a key keeps it; that no two lines claim the same is for the tests to
// see.
var table = sync.OnceValue(func() *facts {
	f := &facts{codes: make(map[string]string, 8<<10), names: make(map[string]string, 300)}
	var k []byte
	for _, r := range records() {
		f.names[r.code] = r.name
		for _, name := range append([]string{r.code, r.alpha3, r.name}, r.others...) {
			k = appendKey(k[:0], name)
			if _, taken := f.codes[string(k)]; !taken {
				f.codes[string(k)] = r.code
			}
		}
	}
	for k, code := range f.codes {
		if at, ok := ofTwo(k); ok {
			f.two[at] = code
		}
	}
	return f
})

// ofTwo numbers two Latin letters of either case; it is false of all else.
func ofTwo(s string) (int, bool) {
	if len(s) != 2 {
		return 0, false
	}
	a, b := s[0]|0x20, s[1]|0x20
	return int(a-'a')*26 + int(b-'a'), a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z'
}

// Code returns the country's ISO 3166-1 alpha-2 code in lower case, given its
// name, demonym, alpha-2 or alpha-3 code, or "" where it is unknown or more
// than one country is named. A name with a qualifier is read as the present
// country: "Former USSR, now Ukraine" is ua. It allocates nothing for a plain
// name.
func Code(s string) string {
	if c := lookup(s); c != "" {
		return c
	}
	if len(s) > maxCell || !worthMore(s) {
		return ""
	}
	if c := qualified(s); c != "" {
		return c
	}
	if all := All(s); len(all) == 1 {
		return all[0]
	}
	return ""
}

// Name is the English short name of the country with this alpha-2 code, ""
// where the code is unknown.
func Name(code string) string {
	t := table()
	if n, ok := t.names[code]; ok {
		return n
	}
	return t.names[strings.ToLower(code)]
}

// lookup finds s as a whole.
func lookup(s string) string {
	if at, ok := ofTwo(s); ok {
		return table().two[at]
	}
	var buf [keySize]byte
	k := appendKey(buf[:0], s)
	codes := table().codes
	if c, ok := codes[string(k)]; ok {
		if c == "na" && len(k) == 2 && len(strings.TrimSpace(s)) != 2 {
			return "" // "N/A" is not Namibia
		}
		return c
	}
	// "The Sudan", "Netherlands, The".
	if len(k) > 6 {
		if string(k[:3]) == "the" {
			return codes[string(k[3:])]
		}
		if string(k[len(k)-3:]) == "the" {
			return codes[string(k[:len(k)-3])]
		}
	}
	return ""
}
