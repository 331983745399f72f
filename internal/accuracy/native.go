package main

import (
	"fmt"
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

// native searches for names in native script among all listings, from which
// every name that is not in Latin letters was taken away: only who reads the
// script finds anybody.
func native(b *bench) (*result, error) {
	s, err := b.scaleM()
	if err != nil {
		return nil, err
	}
	names := s.nativeNames()
	engine, err := s.compile(latin)
	if err != nil {
		return nil, err
	}
	asked := make([]interdict.Subject, len(names))
	for i, n := range names {
		asked[i] = interdict.Subject{Names: []interdict.Name{{Full: n.text, Kind: interdict.PrimaryName}}}
	}
	results, err := screenAll(engine, asked, b.threshold)
	if err != nil {
		return nil, err
	}
	r := &result{}
	found, first, others := map[string]*share{}, map[string]*share{}, 0
	for _, sc := range scripts {
		found[sc.name], first[sc.name] = &share{}, &share{}
	}
	for i, n := range names {
		p := s.place(n.text, &results[i], n.entities...)
		found[n.script].add(p.found)
		first[n.script].add(p.first)
		if p.first && len(results[i].Hits) > 0 && !slices.Contains(n.entities, results[i].Hits[0].EntityID) {
			others++
		}
		r.cases = append(r.cases, outcome{id: n.text + " " + n.entities[0], text: n.text, expected: s.latinNames(n.entities), answer: p.answer, score: p.score, right: p.first})
	}
	for _, sc := range scripts {
		if first[sc.name].of == 0 {
			r.note("%s: none in the lists.", sc.name)
			continue
		}
		r.rate(sc.name+": right entity first", *first[sc.name], sc.aim, peerOf("native", sc.name))
		r.rate(sc.name+": found", *found[sc.name], aim{}, "")
	}
	r.note("The subjects are all names in native script of the lists of the UN, the UK and Australia, with nothing else known of them; for the search every name that is not in Latin letters was taken from all of scale M.")
	r.note("Of those that count as right, another entity stands first for %d: its Latin name is as near by letters as any of the meant one's, or is just one of them, or it is the same party by another list (`go doc ./internal/accuracy`).", others)
	return r, nil
}

// nativeNames collects the names once each, with all who are listed so.
func (s *scale) nativeNames() []nativeName {
	at := map[string]int{}
	var all []nativeName
	for _, l := range s.listings {
		if !slices.Contains(nativeLists, l.List) || !slices.ContainsFunc(l.Names, func(n interdict.Name) bool { return latin(&n) }) {
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
