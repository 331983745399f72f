package crowd

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteList writes an invented list of persons, as a company's own list: a name
// in Latin letters, two aliases as lists have them, and birth date and country as
// customers have them. With rare, nobody has a common name, nor one of those cultures
// whose family names are a closed list: then a list of a million does not name half of
// all customers.
func WriteList(seed uint64, parties int, rare bool, out io.Writer) error {
	w := csv.NewWriter(out)
	err := w.Write([]string{"id", "type", "name", "aliases", "birth_date", "country"})
	var d draft
	if rare {
		d.rare = 500
	}
	for i := range parties {
		d.draw(seed, int64(i))
		for d.native || rare && d.culture.words.rareFamily.none() { // of the same row's dice, until it is Latin
			d.draw(seed, int64(i)+int64(d.next()>>2))
		}
		main, others := string(d.name), []string{}
		for tries := 0; len(others) < 2 && tries < 8; tries++ {
			if a := d.alias(); a != main && !slices.Contains(others, a) {
				others = append(others, a)
			}
		}
		err = errors.Join(err, w.Write([]string{fmt.Sprint(i + 1), "person", main, strings.Join(others, "; "), string(d.birth), d.country}))
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

// What aliases in Latin letters of people on the lists of scale M are, in a hundred: the
// name with words spelt otherwise; with other words, such as another family name or a
// nom de guerre; with both; with fewer words; with the same in another order. None is a
// typing error: lists know how their people are spelt, and what one of them is called
// others are called too.
const (
	respelt     = 39
	otherWords  = 38
	respeltToo  = 17
	fewerWords  = 4
	secondWord  = 40 // of aliases that are spelt otherwise, two words are
	anotherWord = 50 // so with other words
)

// alias makes another name of the person who was drawn, as lists have them.
func (d *draft) alias() string {
	kept := make([]part, len(d.words))
	for i, p := range d.words {
		p.latin, p.native = bytes.Clone(p.latin), nil
		kept[i] = p
	}
	defer func() { d.words = append(d.words[:0], kept...) }()
	switch n := d.below(100); {
	case n < respelt:
		d.respell()
	case n < respelt+otherWords:
		d.rename()
	case n < respelt+otherWords+respeltToo:
		d.rename()
		d.respell()
	case n < respelt+otherWords+respeltToo+fewerWords && len(d.words) > 2:
		d.words = append(d.words[:1], d.words[2:]...)
	default:
		last := len(d.words) - 1
		d.words[0], d.words[last] = d.words[last], d.words[0]
		d.words[0].glued, d.words[last].glued = false, false
	}
	d.write()
	return string(d.name)
}

// rename puts other words of the same culture in place of one or two of the name's.
func (d *draft) rename() {
	n := len(d.words)
	for range 2 {
		i := d.below(n)
		if d.words[i].small || len(d.words[i].latin) < 3 {
			i = n - 1
		}
		if d.words[i].family {
			d.surname()
		} else {
			d.given()
		}
		other := d.words[n]
		other.glued, other.between = d.words[i].glued, d.words[i].between
		d.words[n], d.words[i] = d.words[i], other
		d.words = d.words[:n]
		if !d.percent(anotherWord) {
			return
		}
	}
}

// spellings are ways to write one sound, as romanisations differ.
var spellings = [...][2]string{
	{"ou", "u"}, {"ee", "i"}, {"oo", "u"}, {"y", "i"}, {"iy", "i"}, {"kh", "h"}, {"q", "k"}, {"c", "k"}, {"dj", "j"}, {"zh", "j"}, {"sh", "ch"},
	{"w", "v"}, {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"gh", "g"}, {"ks", "x"}, {"ts", "c"}, {"e", "a"}, {"o", "u"}, {"ai", "ay"}, {"ei", "ey"},
	{"ss", "s"}, {"mm", "m"}, {"ll", "l"}, {"nn", "n"}, {"dd", "d"}, {"bb", "b"},
}

// respell writes one or two words otherwise.
func (d *draft) respell() {
	for range 2 {
		p := &d.words[d.below(len(d.words))]
		for try, r := 0, d.below(2*len(spellings)); try < 2*len(spellings); try, r = try+1, r+1 {
			from, to := spellings[r/2%len(spellings)][r%2], spellings[r/2%len(spellings)][1-r%2]
			if at := bytes.Index(p.latin, []byte(from)); at > 0 && len(p.latin) > 3 {
				p.latin = append(append(append([]byte{}, p.latin[:at]...), to...), p.latin[at+len(from):]...)
				break
			}
		}
		if !d.percent(secondWord) {
			return
		}
	}
}
