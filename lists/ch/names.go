package ch

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// maxSpellings is the most names that the spelling variants of one name make.
const maxSpellings = 64

// part is one part of a name, with its spellings.
type part struct {
	order    int
	kind     string // "family-name", ...
	value    string
	variants []variant
}

type variant struct{ lang, script, value string }

// partKinds say what the list's kinds of name parts are. A title is no part of
// the name.
var partKinds = map[string]interdict.PartKind{
	"given-name": interdict.Given, "further-given-name": interdict.Middle, "father-name": interdict.Patronymic,
	"grand-father-name": interdict.Patronymic, "family-name": interdict.Family, "maiden-name": interdict.Maiden,
	"tribal-name": interdict.Family, "whole-name": interdict.Whole, "suffix": interdict.Middle, "other": interdict.Middle,
}

// readName reads a name and its spellings. main says that it is of the main
// identity.
func (t *target) readName(n *xmlstream.Node, main bool) {
	name := interdict.Name{ID: n.Attr("ssid"), Kind: interdict.AliasName, Lang: n.Attr("lang")}
	switch kind := n.Attr("name-type"); kind {
	case "primary-name":
		if main {
			name.Kind = interdict.PrimaryName
		}
	case "formerly-known-as":
		name.Kind = interdict.FormerName
	case "alias", "":
	default:
		t.unknown("name@name-type", kind)
	}
	switch quality := n.Attr("quality"); quality {
	case "good":
		name.Quality = interdict.Strong
	case "low":
		name.Quality = interdict.Weak
	case "", "not-defined":
	default:
		t.unknown("name@quality", quality)
	}
	if !main {
		name.Note = "of an identity other than the main one"
	}
	parts := t.readParts(n)
	spelling := make([]string, len(parts))
	for i, p := range parts {
		spelling[i] = p.value
	}
	if full := interdict.JoinName(spelling...); !slices.ContainsFunc(t.Names, func(n interdict.Name) bool { return n.Full == full && n.Kind == name.Kind && n.Quality == name.Quality }) {
		t.addName(name, parts, spelling)
	}
	t.addSpellings(name, parts)
}

// readParts reads a name's parts in their order; titles go to the listing's.
func (t *target) readParts(n *xmlstream.Node) (parts []part) {
	for c := range n.All("name-part") {
		p := part{kind: c.Attr("name-part-type"), value: oneLine(c.Take("value"))}
		p.order, _ = strconv.Atoi(c.Attr("order"))
		for v := range c.All("spelling-variant") {
			v.Attr("spelling-variant-type")
			lang, script, text := v.Attr("lang"), v.Attr("script"), oneLine(v.Value())
			if text != "" && text != "-" {
				p.variants = append(p.variants, variant{lang, script, text})
			}
		}
		if p.value == "-" {
			p.value = ""
		}
		switch _, known := partKinds[p.kind]; {
		case p.kind == "title":
			t.Titles = addText(t.Titles, p.value)
			for _, v := range p.variants {
				t.Titles = addText(t.Titles, v.value)
			}
			continue
		case !known && p.kind != "":
			t.unknown("name-part@name-part-type", p.kind)
		}
		parts = append(parts, p)
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.order - b.order })
	return parts
}

// addName adds the name that is spelt so.
func (t *target) addName(n interdict.Name, parts []part, spelling []string) {
	n.Full = interdict.JoinName(spelling...)
	if n.Full == "" {
		return
	}
	n.Script = lists.Script(n.Full)
	n.Parts = nil
	for i, p := range parts {
		if kind := partKinds[p.kind]; kind != "" && spelling[i] != "" && t.Schema == interdict.Person {
			n.Parts = append(n.Parts, interdict.NamePart{Kind: kind, Value: spelling[i]})
		}
	}
	t.Names = append(t.Names, n)
}

// addSpellings adds the names that the spelling variants of the parts make, for
// each language and script apart. In Latin letters the part itself is one of
// its spellings; in others it stands in for a part that has none.
func (t *target) addSpellings(name interdict.Name, parts []part) {
	if name.Kind == interdict.PrimaryName {
		name.Kind = interdict.VariationName
	}
	name.ID = ""
	left := maxSpellings - 1
	for _, culture := range cultures(parts) {
		name.Lang = culture.lang
		// The first may be the name itself; one more shows that there are more.
		for _, s := range spellings(choices(parts, culture), left+2) {
			switch {
			case t.hasName(s):
			case left == 0:
				t.keepVariants(parts)
				return
			default:
				t.addName(name, parts, s)
				left--
			}
		}
	}
}

// choices are the spellings of each part in one language and script.
func choices(parts []part, culture variant) [][]string {
	all := make([][]string, len(parts))
	for i, p := range parts {
		for _, v := range p.variants {
			if v.lang == culture.lang && v.script == culture.script {
				all[i] = addText(all[i], v.value)
			}
		}
		if len(all[i]) == 0 || lists.Script(all[i][0]) == "" && p.value != "" {
			all[i] = append([]string{p.value}, all[i]...)
		}
	}
	return all
}

// hasName says whether a name is spelt so already.
func (t *target) hasName(spelling []string) bool {
	full := interdict.JoinName(spelling...)
	return full == "" || slices.ContainsFunc(t.Names, func(n interdict.Name) bool { return n.Full == full })
}

// cultures are the languages and scripts in which parts have variants, in order.
func cultures(parts []part) (all []variant) {
	for _, p := range parts {
		for _, v := range p.variants {
			all = addText(all, variant{lang: v.lang, script: v.script})
		}
	}
	return all
}

// keepVariants keeps the variants as published, and reports that not all names
// that they make are there.
func (t *target) keepVariants(parts []part) {
	for _, p := range parts {
		for _, v := range p.variants {
			t.other("spelling-variant", join(" ", v.value, v.lang, v.script))
		}
	}
	t.rd.report.Meet(fmt.Sprintf("a name with more than %d spellings", maxSpellings), t.At+" ("+t.ID+")")
}

// spellings are the ways to choose one spelling of each part, at most limit:
// those nearest to the first spelling of every part come first, so that each
// variant is in some name even where not all are made.
func spellings(choices [][]string, limit int) (all [][]string) {
	base := make([]string, len(choices))
	for i, c := range choices {
		base[i] = c[0]
	}
	all = append(all, base)
	for changed := 1; changed <= len(choices) && len(all) < limit; changed++ {
		var choose func(from, left int, s []string)
		choose = func(from, left int, s []string) {
			if left == 0 {
				all = append(all, slices.Clone(s))
				return
			}
			for i := from; i < len(choices); i++ {
				for _, v := range choices[i][1:] {
					if len(all) >= limit {
						return
					}
					was := s[i]
					s[i] = v
					choose(i+1, left-1, s)
					s[i] = was
				}
			}
		}
		choose(0, changed, slices.Clone(base))
	}
	return all
}

// join puts the texts that are not empty together.
func join(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), sep)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// addText adds a value that is not empty and not there yet.
func addText[T comparable](to []T, v T) []T {
	var zero T
	if v == zero || slices.Contains(to, v) {
		return to
	}
	return append(to, v)
}
