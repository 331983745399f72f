package ofac

import (
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

//go:embed data/labels.tsv
var labelsTSV string

//go:embed data/measures.tsv
var measuresTSV string

//go:embed data/relations.tsv
var relationsTSV string

// label is one line of labels.tsv.
type label struct {
	text  string // as published
	field string // where its value goes, see fields
	arg   string
}

// fields are the fields that labels.tsv may name, and whether they take an
// argument.
var fields = map[string]bool{
	"id": true, "country": true, "link": true, "vehicle": true,
	"birth_date": false, "birth_place": false, "gender": false, "email": false,
	"phone": false, "website": false, "title": false, "position": false,
	"address": false, "listed": false, "other": false,
}

// rule is one line of measures.tsv.
type rule struct {
	kind    string   // "program", "text" or "type"
	match   []string // what must be there, in this order
	list    string   // empty: both
	measure interdict.Measure
}

// vocabulary is the three tables, ready for use.
type vocabulary struct {
	labels    map[string]*label   // by key
	byWord    map[string][]*label // by the key's first word, longest first
	rules     []rule
	relations map[string]string // RelationType -> link type
}

func newVocabulary() *vocabulary {
	v := &vocabulary{
		labels:    make(map[string]*label),
		byWord:    make(map[string][]*label),
		relations: make(map[string]string),
	}
	for row := range tableRows(labelsTSV, 3) {
		l := &label{row[0], row[1], strings.Trim(row[2], "-")}
		if arg, known := fields[l.field]; !known || arg != (l.arg != "") {
			panic(fmt.Sprintf("ofac: labels.tsv: %q", row))
		}
		v.labels[labelKey(l.text)] = l
		w := firstWord(l.text)
		v.byWord[w] = append(v.byWord[w], l)
	}
	for _, ls := range v.byWord {
		slices.SortFunc(ls, func(a, b *label) int { return len(b.text) - len(a.text) })
	}
	for row := range tableRows(measuresTSV, 5) {
		v.rules = append(v.rules, rule{row[0], strings.Split(row[1], "..."), strings.Trim(row[2], "*"), interdict.Measure(row[3])})
	}
	for row := range tableRows(relationsTSV, 2) {
		v.relations[strings.ToLower(row[0])] = row[1]
	}
	return v
}

// tableRows gives the lines of a table, comments left out.
func tableRows(table string, columns int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimRight(line, "\n")
			if line == "" || line[0] == '#' {
				continue
			}
			row := strings.Split(line, "\t")
			if len(row) != columns {
				panic(fmt.Sprintf("ofac: %q has %d columns, not %d", line, len(row), columns))
			}
			if !yield(row) {
				return
			}
		}
	}
}

// labelKey makes labels equal that differ by case or by the colon or dash at
// the end.
func labelKey(s string) string { return strings.ToLower(strings.TrimRight(s, " :-")) }

func firstWord(s string) string {
	if i := strings.IndexAny(s, " :"); i > 0 {
		s = s[:i]
	}
	return strings.ToLower(s)
}

// label finds the meaning of a label that stands apart from its value. Of
// "Digital Currency Address - XBT" the table knows the beginning.
func (v *vocabulary) label(s string) (*label, bool) {
	if l, ok := v.labels[labelKey(s)]; ok {
		return l, true
	}
	l, _, ok := v.lead(s)
	return l, ok && strings.HasSuffix(l.text, " -")
}

// lead finds the label that a text begins with and returns it with the text
// behind it.
func (v *vocabulary) lead(s string) (l *label, rest string, ok bool) {
	for _, l := range v.byWord[firstWord(s)] {
		if len(s) < len(l.text) || !strings.EqualFold(s[:len(l.text)], l.text) {
			continue
		}
		rest := s[len(l.text):]
		if last := l.text[len(l.text)-1]; rest == "" || rest[0] == ' ' || rest[0] == ':' || last == ':' {
			return l, strings.TrimLeft(rest, " :"), true
		}
	}
	return nil, s, false
}

// holds says whether the parts stand in s in their order.
func holds(s string, parts []string) bool {
	for _, p := range parts {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return true
}

// measures are what the rules of one kind say of a text in a list.
func (v *vocabulary) measures(kind, list, text string, add func(interdict.Measure)) {
	for i := range v.rules {
		r := &v.rules[i]
		if r.kind != kind || r.list != "" && r.list != list {
			continue
		}
		switch {
		case kind == "program":
			if r.match[0] == "*" || r.match[0] == text {
				add(r.measure)
			}
		case holds(text, r.match):
			add(r.measure)
		}
	}
}
