package ftm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// nameKinds are the kinds of names in the tables, in the order in which names
// stand in a listing.
var nameKinds = []struct {
	arg     string
	kind    interdict.NameKind
	quality interdict.Quality
	note    string
}{
	{"variation", interdict.VariationName, "", ""},
	{"alias", interdict.AliasName, "", ""},
	{"former", interdict.FormerName, "", ""},
	{"abbreviation", interdict.AliasName, "", "abbreviation"},
	{"weak", interdict.AliasName, interdict.Weak, ""},
}

// part is a part of a name that the entity states apart from its names.
type part struct {
	prop, value string
	kind        interdict.PartKind
	words       []string
	used        bool
}

// addNames fills in the names. The caption is the primary one; where no name is
// stated it is made of the parts.
func (b *builder) addNames(e *entity) {
	parts := b.parts(e)
	for _, k := range nameKinds {
		for i := range e.props {
			p := &e.props[i]
			if m := b.t.props[p.name]; m.field != "name" || m.arg != k.arg {
				continue
			}
			for _, v := range p.values {
				n := interdict.Name{Full: v, Kind: k.kind, Quality: k.quality, Note: k.note}
				if p.name != "name" && k.arg == "former" && p.name != "previousName" {
					n.Note = p.name
				}
				b.Names = append(b.Names, n)
			}
		}
	}
	b.primary(e, parts)
	for i := range b.Names {
		n := &b.Names[i]
		n.Script = lists.Script(n.Full)
		n.Lang = e.langs[n.Full]
		if b.Schema == interdict.Person {
			n.Parts = stated(n.Full, parts)
		}
	}
	for _, p := range parts {
		if !p.used {
			b.other(p.prop, p.value)
		}
	}
}

// primary makes the caption the first name.
func (b *builder) primary(e *entity, parts []part) {
	i := slices.IndexFunc(b.Names, func(n interdict.Name) bool { return n.Full == e.caption })
	switch {
	case i >= 0 && b.Names[i].Kind == interdict.VariationName:
	case e.caption != "" && e.caption != e.id && (i < 0 || len(b.Names) > 0 && b.Names[0].Kind != interdict.VariationName):
		if i >= 0 {
			b.Names = slices.Delete(b.Names, i, i+1)
		}
		b.Names = slices.Insert(b.Names, 0, interdict.Name{Full: e.caption})
		i = 0
	case len(b.Names) > 0:
		i = 0
	default:
		full := ofParts(parts)
		if full == "" {
			full = b.unnamed()
		}
		if full == "" {
			return
		}
		b.Names, i = []interdict.Name{{Full: full}}, 0
	}
	n := b.Names[i]
	n.Kind, n.Quality = interdict.PrimaryName, interdict.Unstated
	b.Names = slices.Insert(slices.Delete(b.Names, i, i+1), 0, n)
}

// unnamed is the name of a thing that has none: a wallet's address, a
// security's number.
func (b *builder) unnamed() string {
	for _, id := range b.Identifiers {
		if id.Type == interdict.Wallet || id.Type == interdict.ISIN || id.Type == interdict.IBAN {
			return id.Value
		}
	}
	return ""
}

// partOrder is the order of reading.
var partOrder = []interdict.PartKind{interdict.Given, interdict.Middle, interdict.Patronymic, interdict.Matronymic, interdict.Family}

// ofParts makes a name of the first part of each kind.
func ofParts(parts []part) string {
	var words []string
	for _, kind := range partOrder {
		if i := slices.IndexFunc(parts, func(p part) bool { return p.kind == kind }); i >= 0 {
			words = append(words, parts[i].value)
		}
	}
	return interdict.JoinName(words...)
}

// parts are the stated parts, the longest first.
func (b *builder) parts(e *entity) (all []part) {
	if b.Schema == interdict.Organization {
		return nil
	}
	for i := range e.props {
		if m := b.t.props[e.props[i].name]; m.field == "part" {
			for _, v := range e.props[i].values {
				all = append(all, part{prop: e.props[i].name, value: v, kind: interdict.PartKind(m.arg), words: strings.Fields(strings.ToLower(v))})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b part) int {
		return cmp.Or(len(b.words)-len(a.words), slices.Index(partOrder, a.kind)-slices.Index(partOrder, b.kind))
	})
	return all
}

// stated tells a name's parts apart where the stated ones cover all its words,
// as "Maria", "Aleksandrovna" and "Osetrova" cover "OSETROVA, Maria
// Aleksandrovna".
func stated(full string, parts []part) (found []interdict.NamePart) {
	original := strings.Fields(strings.ReplaceAll(full, ",", " "))
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(full, ",", " ")))
	if len(original) != len(words) || len(words) > 20 {
		return nil
	}
	type place struct {
		at   int
		part *part
	}
	var places []place
	taken := make([]bool, len(words))
	for i := range parts {
		p := &parts[i]
		if at := uncovered(words, taken, p.words); at >= 0 {
			for j := range p.words {
				taken[at+j] = true
			}
			places = append(places, place{at, p})
		}
	}
	if slices.Contains(taken, false) {
		return nil
	}
	slices.SortFunc(places, func(a, b place) int { return a.at - b.at })
	for _, p := range places {
		p.part.used = true
		found = append(found, interdict.NamePart{Kind: p.part.kind, Value: strings.Join(original[p.at:p.at+len(p.part.words)], " ")})
	}
	return found
}

// uncovered finds a part's words in a row where none of them is taken.
func uncovered(words []string, taken []bool, part []string) int {
	for at := 0; len(part) > 0 && at+len(part) <= len(words); at++ {
		ok := true
		for j, w := range part {
			ok = ok && !taken[at+j] && words[at+j] == w
		}
		if ok {
			return at
		}
	}
	return -1
}
