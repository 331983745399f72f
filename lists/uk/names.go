package uk

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// addName adds a name of six parts. kind and strength are as published.
func (p *party) addName(parts [6]string, kind, strength string) {
	var n interdict.Name
	for i := range parts {
		parts[i] = oneLine(clean(parts[i]))
	}
	n.Full = interdict.JoinName(parts[:]...)
	p.setKind(&n, kind)
	p.setQuality(&n, strength)
	if p.Schema == interdict.Person {
		n.Parts = personParts(parts)
	}
	n.Script = lists.Script(n.Full)
	p.keepName(n)
}

// personParts tells a person's parts apart: Name6 is the family name, or the
// whole where it stands alone.
func personParts(names [6]string) (parts []interdict.NamePart) {
	for i, kind := range [6]interdict.PartKind{interdict.Given, interdict.Middle, interdict.Middle, interdict.Middle, interdict.Middle, interdict.Family} {
		if names[i] == "" {
			continue
		}
		if kind == interdict.Family && len(parts) == 0 {
			kind = interdict.Whole
		}
		parts = append(parts, interdict.NamePart{Kind: kind, Value: names[i]})
	}
	return parts
}

// addForeignName adds a name in its own script. Neither list says in which
// relation it stands to the Latin names; ConList prints it beside one of them,
// whose kind it then has.
func (p *party) addForeignName(cell, script, lang, kind, strength string) {
	for _, v := range numbered(clean(cell)) {
		n := interdict.Name{Full: oneLine(v), Script: clean(script), Lang: clean(lang)}
		p.setKind(&n, kind)
		p.setQuality(&n, strength)
		if n.Kind == interdict.VariationName {
			n.Kind = interdict.PrimaryName
		}
		guess := lists.Script(n.Full)
		switch {
		case n.Script == "":
			n.Script = guess
		case guess == "": // Latin letters in the column of the others
			n.Note = join("; ", n.Note, "published as "+n.Script)
			n.Script = ""
		}
		if n.Script == "" && n.Kind == interdict.PrimaryName {
			n.Kind = interdict.VariationName
		}
		p.keepName(n)
	}
}

func (p *party) keepName(n interdict.Name) {
	if n.Full == "" {
		return
	}
	for i := range p.Names {
		have := &p.Names[i]
		if have.Full == n.Full && have.Kind == n.Kind && have.Quality == n.Quality && have.Note == n.Note && slices.Equal(have.Parts, n.Parts) {
			if have.Lang == "" {
				have.Lang = n.Lang
			}
			if have.Lang == n.Lang || n.Lang == "" {
				return
			}
		}
	}
	p.Names = append(p.Names, n)
}

// setKind reads "Primary name", "Primary name variation", "Alias", "AKA",
// "FKA", in any case. Another word stays as the name's note.
func (p *party) setKind(n *interdict.Name, published string) {
	switch lettersOf(published) {
	case "primaryname", "primary":
		n.Kind = interdict.PrimaryName
	case "primarynamevariation":
		n.Kind = interdict.VariationName
	case "fka", "formername":
		n.Kind = interdict.FormerName
	case "alias", "aka", "":
		n.Kind = interdict.AliasName
	default:
		n.Kind = interdict.AliasName
		n.Note = clean(published)
		p.report.Meet("name type "+n.Note, p.At)
	}
}

// setQuality reads "Good quality a.k.a", "Low quality". Blank is unstated.
func (p *party) setQuality(n *interdict.Name, published string) {
	switch key := lettersOf(published); {
	case key == "":
	case strings.HasPrefix(key, "good"):
		n.Quality = interdict.Strong
	case strings.HasPrefix(key, "low"):
		n.Quality = interdict.Weak
	default:
		n.Note = join("; ", n.Note, clean(published))
		p.report.Meet("alias strength "+clean(published), p.At)
	}
}
