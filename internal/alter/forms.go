package alter

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/legal_forms.tsv
var formsTSV string

// form is a legal form of a country with the ways to write it.
type form struct {
	country string
	ways    []string
	folded  [][]string // the words of each way
}

var forms = sync.OnceValue(func() (all []form) {
	for _, c := range tsv.Records(formsTSV) {
		f := form{country: c[0], ways: strings.Split(c[1], "; ")}
		for _, w := range f.ways {
			f.folded = append(f.folded, each(strings.Fields(w), fold))
		}
		all = append(all, f)
	}
	return all
})

// formAt is the longest legal form that begins at a word, and its number of
// words.
func formAt(folded []string, at int) (f form, n int) {
	for _, known := range forms() {
		for _, words := range known.folded {
			if end := at + len(words); len(words) > n && end <= len(folded) && slices.Equal(words, folded[at:end]) {
				f, n = known, len(words)
			}
		}
	}
	return f, n
}

// leading are the countries whose forms may stand at a name's beginning, the
// United States' for the English ones that companies of the others use.
var leading = set("ru ua kz lt lv us")

// findForm is the legal form of an organisation's name, at its end or at its
// beginning.
func (d *draft) findForm() (at, n int, f form, ok bool) {
	if d.schema == interdict.Person || d.schema == interdict.Vessel || d.schema == interdict.Airplane {
		return 0, 0, f, false
	}
	folded := make([]string, len(d.words))
	for i := range d.words {
		folded[i] = fold(d.words[i].text)
	}
	for at = 1; at < len(folded); at++ {
		if f, n = formAt(folded, at); n > 0 && at+n == len(folded) {
			return at, n, f, true
		}
	}
	f, n = formAt(folded, 0)
	return 0, n, f, n > 0 && n < len(d.words) && leading[f.country]
}

func (d *draft) markForm() {
	if at, n, _, ok := d.findForm(); ok {
		for i := range n {
			d.words[at+i].form = true
		}
	}
}

// Bare is an organisation's name without its legal form.
func Bare(full string) string {
	d := newDraft(nil, interdict.Name{Full: full}, interdict.Organization)
	dropForm(d)
	return d.text()
}

func dropForm(d *draft) bool {
	at, n, _, ok := d.findForm()
	if !ok {
		return false
	}
	d.words = slices.Delete(d.words, at, at+n)
	if last := &d.words[len(d.words)-1]; at > 0 {
		last.text = strings.TrimRight(last.text, ",")
	}
	return true
}

func addForm(d *draft) bool {
	_, _, _, has := d.findForm()
	if has || d.schema != interdict.Organization && d.schema != interdict.LegalEntity || len(d.words) == 0 {
		return false
	}
	f := one(d, forms())
	d.putForm(len(d.words), one(d, f.ways))
	return true
}

// putForm puts a legal form into the name, in capitals where the name is.
func (d *draft) putForm(at int, way string) {
	shout := strings.ToUpper(d.text()) == d.text()
	for i, w := range strings.Fields(way) {
		if shout {
			w = strings.ToUpper(w)
		}
		d.words = slices.Insert(d.words, at+i, word{text: w, form: true})
	}
}

func spellForm(d *draft) bool {
	at, n, f, ok := d.findForm()
	if !ok {
		return false
	}
	return d.replaceForm(at, n, f.ways)
}

func changeForm(d *draft) bool {
	at, n, f, ok := d.findForm()
	if !ok {
		return false
	}
	var ways []string
	for _, other := range forms() {
		if other.country == f.country && !slices.Equal(other.ways, f.ways) {
			ways = append(ways, other.ways...)
		}
	}
	return d.replaceForm(at, n, ways)
}

// replaceForm writes one of these forms for the one that is there.
func (d *draft) replaceForm(at, n int, ways []string) bool {
	before := d.text()
	var now []string
	for _, w := range d.words[at : at+n] {
		now = append(now, w.text)
	}
	ways = slices.DeleteFunc(slices.Clone(ways), func(w string) bool { return strings.EqualFold(w, strings.Join(now, " ")) })
	if len(ways) == 0 {
		return false
	}
	d.words = slices.Delete(d.words, at, at+n)
	d.putForm(at, one(d, ways))
	return d.text() != before
}
