package main

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
)

// nativeLists are those that publish names in native script beside the Latin
// ones.
var nativeLists = []string{"un_sc_sanctions", "gb_hmt_sanctions", "gb_fcdo_sanctions", "au_dfat_sanctions"}

// scripts are those that the row counts apart, with what is to be reached.
var scripts = []struct {
	name  string
	table []*unicode.RangeTable
	aim   aim
}{
	{"Kana", []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana}, over(0.90)},
	{"Han", []*unicode.RangeTable{unicode.Han}, over(0.90)},
	{"Korean", []*unicode.RangeTable{unicode.Hangul}, over(0.95)},
	{"Cyrillic", []*unicode.RangeTable{unicode.Cyrillic}, over(0.99)},
	{"Arabic", []*unicode.RangeTable{unicode.Arabic}, over(0.95)},
	{"Hebrew", []*unicode.RangeTable{unicode.Hebrew}, over(0.95)},
}

// scriptOf is the script of a name that has no Latin letter: the first of
// scripts that it has a letter of, so that kana beside Han is Kana. It is ""
// for Latin and mixed names and for other scripts.
func scriptOf(name string) string {
	for _, r := range name {
		if unicode.Is(unicode.Latin, r) {
			return ""
		}
	}
	for _, s := range scripts {
		if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsOneOf(s.table, r) }) {
			return s.name
		}
	}
	return ""
}

// latin says that a name has no letter of another script.
func latin(n *interdict.Name) bool {
	return !strings.ContainsFunc(n.Full, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// nativeName is a name in native script and who is listed under it.
type nativeName struct {
	script, text string
	schema       interdict.Schema
	entities     []string
}

// native searches for names in native script of anybody on nativeLists.
func native(b *bench) (*result, error) {
	r := &result{}
	of := func(l *interdict.Listing) bool { return slices.Contains(nativeLists, l.List) }
	others, err := b.nativeSearch(r, of, "")
	if err != nil {
		return nil, err
	}
	r.note("The subjects are all names in native script of the lists of the UN, the UK and Australia, with nothing else known of them; for the search every name that is not in Latin letters was taken from all of scale M.")
	r.note("Of those that count as right, another entity stands first for %d: its Latin name is as near by letters as any of the meant one's, or is just one of them, or it is the same party by another list (`go doc ./internal/accuracy`).", others)
	return r, nil
}

// bodies searches for names in native script of organisations, ships and aircraft on
// any list, which are mostly translated rather than written by their sound.
func bodies(b *bench) (*result, error) {
	r := &result{}
	of := func(l *interdict.Listing) bool { return l.Schema != interdict.Person }
	if _, err := b.nativeSearch(r, of, ", held out", ", tuned on"); err != nil {
		return nil, err
	}
	r.note("As the row above, of all lists and without people. Where a list gives a name in native script, it is found by that; this is how a name is found that its list gives in Latin letters alone. Some of the names are no more than a legal form.")
	return r, nil
}

// nativeSearch searches for names in native script of listings among all listings, from
// which every name that is not in Latin letters was taken away: only who reads the
// script finds anybody. The names of each script fall by chance into so many parts, which
// are counted apart. It returns how many that count as right have another entity in first
// place.
func (b *bench) nativeSearch(r *result, of func(l *interdict.Listing) bool, parts ...string) (others int, err error) {
	s, err := b.scaleM()
	if err != nil {
		return 0, err
	}
	names := s.nativeNames(of)
	engine, err := s.compile(latin)
	if err != nil {
		return 0, err
	}
	asked := make([]interdict.Subject, len(names))
	for i, n := range names {
		asked[i] = interdict.Subject{Names: []interdict.Name{{Full: n.text, Kind: interdict.PrimaryName}}}
	}
	results, err := screenAll(engine, asked, b.threshold)
	if err != nil {
		return 0, err
	}
	found, first := map[string]*share{}, map[string]*share{}
	for _, sc := range scripts {
		for _, part := range parts {
			found[sc.name+part], first[sc.name+part] = &share{}, &share{}
		}
	}
	for i := range names {
		n := &names[i]
		p := s.place(n.text, &results[i], n.entities...)
		in := n.script + parts[(crc32.ChecksumIEEE([]byte(n.text))+1)%uint32(len(parts))]
		found[in].add(p.found)
		first[in].add(p.first)
		if p.first && len(results[i].Hits) > 0 && !slices.Contains(n.entities, results[i].Hits[0].EntityID) {
			others++
		}
		r.cases = append(r.cases, outcome{id: n.text + " " + n.entities[0], text: n.text, expected: s.latinNames(n.entities), answer: p.answer, score: p.score, right: p.first})
	}
	for _, sc := range scripts {
		n := 0
		for _, part := range parts {
			in, to := sc.name+part, aim{}
			if part == "" {
				to = sc.aim
			}
			if first[in].of > 0 {
				r.rate(in+": right entity first", *first[in], to, peerOf("native", in))
				r.rate(in+": found", *found[in], aim{}, "")
				n++
			}
		}
		if n == 0 {
			r.note("%s: none in the lists.", sc.name)
		}
	}
	return others, nil
}

// nativeNames collects the names of listings once each, with all who are listed so.
func (s *scale) nativeNames(of func(l *interdict.Listing) bool) []nativeName {
	at := map[string]int{}
	var all []nativeName
	for _, l := range s.listings {
		if !of(l) || !slices.ContainsFunc(l.Names, func(n interdict.Name) bool { return latin(&n) }) {
			continue
		}
		for i := range l.Names {
			n := &l.Names[i]
			script := scriptOf(n.Full)
			if script == "" || n.Weak() {
				continue
			}
			k, ok := at[n.Full]
			if !ok {
				k = len(all)
				at[n.Full] = k
				all = append(all, nativeName{script: script, text: n.Full, schema: l.Schema})
			}
			if id := s.entity(l); !slices.Contains(all[k].entities, id) {
				all[k].entities = append(all[k].entities, id)
			}
		}
	}
	slices.SortFunc(all, func(a, b nativeName) int { return strings.Compare(a.text, b.text) })
	return all
}

// latinNames are the first Latin names of entities, for reading.
func (s *scale) latinNames(ids []string) string {
	var all []string
	for _, id := range ids {
		for _, l := range s.members[id] {
			for i := range l.Names {
				if latin(&l.Names[i]) {
					all = append(all, l.Names[i].Full)
					break
				}
			}
		}
	}
	return fmt.Sprintf("%s (%s)", strings.Join(slices.Compact(all), ", "), strings.Join(ids, ", "))
}
