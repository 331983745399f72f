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
)

//go:embed countries.tsv
var tsv string

// table is countries.tsv, parsed once when first needed.
var table = sync.OnceValue(func() *facts { return parse(tsv) })

type facts struct {
	codes map[string]string // every name's and code's key -> code
	names map[string]string // code -> English short name
	alpha map[string]string // alpha-3 in upper case -> code
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

// Alpha2 is the alpha-2 code in lower case for an alpha-3 code in either case,
// "" where it is unknown.
func Alpha2(alpha3 string) string {
	t := table()
	if c, ok := t.alpha[alpha3]; ok {
		return c
	}
	return t.alpha[strings.ToUpper(alpha3)]
}

// lookup finds s as a whole.
func lookup(s string) string {
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

// parse reads the table. The first line that claims a key keeps it; that no
// two lines claim the same is for the tests to see.
func parse(text string) *facts {
	f := &facts{
		codes: make(map[string]string, 8<<10),
		names: make(map[string]string, 300),
		alpha: make(map[string]string, 300),
	}
	var k []byte
	f.each(text, func(code, name string) {
		k = appendKey(k[:0], name)
		if _, taken := f.codes[string(k)]; !taken {
			f.codes[string(k)] = code
		}
	})
	return f
}

// each hands over every name and code of the table with the code it means,
// and fills names and alpha on its way.
func (f *facts) each(text string, yield func(code, name string)) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		code, rest, _ := strings.Cut(line, "\t")
		alpha3, rest, _ := strings.Cut(rest, "\t")
		name, others, _ := strings.Cut(rest, "\t")
		f.names[code], f.alpha[alpha3] = name, code
		for _, n := range []string{code, alpha3, name} {
			yield(code, n)
		}
		for n := range strings.SplitSeq(others, ";") {
			if n != "" {
				yield(code, n)
			}
		}
	}
}
