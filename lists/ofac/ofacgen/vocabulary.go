package ofacgen

import (
	_ "embed"
	"strings"
)

//go:embed data/names.tsv
var namesTSV string

//go:embed data/refvalues.tsv
var refValuesTSV string

// word is a piece of a name, in Latin and in its own script.
type word struct{ latin, native string }

// culture is a stock of names that belong together.
type culture struct {
	code, script, scriptID string
	given, middle, family  []word
}

// refValue is a reference value of SDN_ADVANCED.XML.
type refValue struct{ set, id, text, more, city string }

type country struct{ id, name, iso, city string }

type vocabulary struct {
	cultures             []*culture
	words, trades, forms []word
	refs                 []refValue
	countries            []country
	ids                  map[string]string // set + "/" + text -> ID
}

func newVocabulary() *vocabulary {
	v := &vocabulary{ids: make(map[string]string)}
	for c := range lines(namesTSV, 4) {
		v.addWord(c[0], c[1], word{c[2], c[3]})
	}
	for c := range lines(refValuesTSV, 5) {
		v.refs = append(v.refs, refValue{c[0], c[1], c[2], c[3], c[4]})
		if key := c[0] + "/" + c[2]; v.ids[key] == "" {
			v.ids[key] = c[1]
		}
		if c[0] == "Country" {
			v.countries = append(v.countries, country{c[1], c[2], c[3], c[4]})
		}
	}
	return v
}

// lines gives the lines of a table, filled up with empty columns.
func lines(table string, columns int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			if line[0] == '#' {
				continue
			}
			row := strings.Split(strings.TrimRight(line, "\n"), "\t")
			for len(row) < columns {
				row = append(row, "")
			}
			if !yield(row) {
				return
			}
		}
	}
}

func (v *vocabulary) addWord(code, part string, w word) {
	switch part {
	case "word":
		v.words = append(v.words, w)
		return
	case "trade":
		v.trades = append(v.trades, w)
		return
	case "form":
		v.forms = append(v.forms, w)
		return
	}
	c := v.culture(code)
	switch part {
	case "script":
		c.script, c.scriptID = w.latin, w.native
	case "given":
		c.given = append(c.given, w)
	case "middle":
		c.middle = append(c.middle, w)
	case "family":
		c.family = append(c.family, w)
	}
}

func (v *vocabulary) culture(code string) *culture {
	for _, c := range v.cultures {
		if c.code == code {
			return c
		}
	}
	c := &culture{code: code}
	v.cultures = append(v.cultures, c)
	return c
}

// id is the ID of a reference value; a text that the table lacks is a mistake
// of this package.
func (v *vocabulary) id(set, text string) string {
	id := v.ids[set+"/"+text]
	if id == "" {
		panic("ofacgen: no " + set + " " + text)
	}
	return id
}
