package ftm

import (
	"bytes"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// ofRuns makes entities of packed statements: one, unless two ids share a key.
// Runs follow each other in one text as well: each begins with the row that it
// begins with.
func ofRuns(runs [][]byte) (all []*entity) {
	at := map[string]*entity{}
	for _, run := range runs {
		row, rest, _ := bytes.Cut(run, []byte{0})
		texts := strings.Split(strings.TrimSuffix(string(rest), "\x00"), "\x00")
		for len(texts) >= cells {
			s := statement(texts[:cells])
			texts = texts[cells:]
			e := at[s[canonical]]
			if e == nil {
				e = &entity{id: s[canonical], at: "row " + string(row), langs: map[string]string{}, packed: append(slices.Clone(row), 0)}
				at[e.id] = e
				all = append(all, e)
			}
			e.add(s)
		}
	}
	for _, e := range all {
		e.sort()
		e.caption = captionOf(e)
		e.kept = sorted(e.kept)
		e.rest = sorted(e.rest)
	}
	return all
}

func sorted(fields []interdict.Field) []interdict.Field {
	slices.SortFunc(fields, func(a, b interdict.Field) int { return strings.Compare(a.Name+"\x00"+a.Value, b.Name+"\x00"+b.Value) })
	return slices.Compact(fields)
}

// add adds one statement.
func (e *entity) add(s statement) {
	for _, cell := range s {
		e.packed = append(append(e.packed, cell...), 0)
	}
	e.raw = append(append(e.raw, s[rawRow]...), '\n')
	e.schema = narrower(e.schema, s[schemaCell])
	if s[target] == "t" || strings.EqualFold(s[target], "true") {
		e.target = "true"
	} else if s[target] != "" && e.target == "" {
		e.target = "false"
	}
	if s[entityID] != "" && s[entityID] != e.id && !slices.Contains(e.referents, s[entityID]) {
		e.referents = append(e.referents, s[entityID])
	}
	if s[dataset] != "" && !slices.Contains(e.datasets, generation.ReplaceAllString(s[dataset], "")) {
		e.datasets = append(e.datasets, generation.ReplaceAllString(s[dataset], ""))
	}
	if e.firstSeen == "" || s[firstSeen] != "" && s[firstSeen] < e.firstSeen {
		e.firstSeen = s[firstSeen]
	}
	if s[propCell] == "id" || s[valueCell] == "" { // the record's own mark
		return
	}
	e.addValue(s)
}

func (e *entity) addValue(s statement) {
	name, value := s[propCell], s[valueCell]
	i := slices.IndexFunc(e.props, func(p prop) bool { return p.name == name })
	if i < 0 {
		i = len(e.props)
		e.props = append(e.props, prop{name: name})
	}
	e.props[i].values = append(e.props[i].values, value)
	keep := func(what, said string) {
		if said != "" && said != value {
			e.kept = append(e.kept, interdict.Field{Name: name + " (" + what + ")", Value: value + ": " + said})
		}
	}
	if facts().props[name].field == "name" && e.langs != nil {
		e.langs[value] = s[lang]
	} else {
		keep("lang", s[lang])
	}
	keep("original_value", s[original])
	keep("origin", s[origin])
	if s[external] == "t" || strings.EqualFold(s[external], "true") {
		keep("external", "true")
	}
	for _, cell := range strings.Split(s[unknownCells], "\x01") {
		if column, said, ok := strings.Cut(cell, "="); ok {
			e.rest = append(e.rest, interdict.Field{Name: column, Value: name + " " + value + ": " + said})
		}
	}
}

// narrower is the schema that says more: a Company is an Organization, which is
// a LegalEntity.
func narrower(a, b string) string {
	order := []string{"", "Thing", "LegalEntity", "Asset", "Organization", "PublicBody", "Company"}
	if ia, ib := slices.Index(order, a), slices.Index(order, b); ia >= 0 && (ib > ia || ib < 0) {
		return b
	}
	return a
}

// captionOf is the first name in Latin letters, else the first.
func captionOf(e *entity) string {
	names := e.get("name")
	for _, n := range names {
		if lists.Script(n) == "" {
			return n
		}
	}
	if len(names) > 0 {
		return names[0]
	}
	return ""
}
