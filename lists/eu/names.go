package eu

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// alias is a name with what is published beside it.
type alias struct {
	first, middle, last, whole string
	language, id, remark       string
	strong                     string // "true", "false" or not published
	gender, title, function    string
	regulation                 regulation
}

// addName adds a name. The list marks none of them as the primary one; finish
// chooses.
func (p *party) addName(a alias) {
	n := interdict.Name{Full: oneLine(clean(a.whole)), Kind: interdict.AliasName, Lang: strings.ToLower(clean(a.language)), ID: clean(a.id), Note: clean(a.remark)}
	first, middle, last := oneLine(clean(a.first)), oneLine(clean(a.middle)), oneLine(clean(a.last))
	if n.Full == "" {
		n.Full = interdict.JoinName(first, middle, last)
	}
	for _, part := range []interdict.NamePart{{Kind: interdict.Given, Value: first}, {Kind: interdict.Middle, Value: middle}, {Kind: interdict.Family, Value: last}} {
		if part.Value != "" {
			n.Parts = append(n.Parts, part)
		}
	}
	n.Script = lists.Script(n.Full)
	n.Quality = quality(n.Note)
	if n.Quality == interdict.Unstated && strings.EqualFold(a.strong, "false") {
		n.Quality = interdict.Weak
	}
	if p.tables.isFormer(n.Note) {
		n.Kind = interdict.FormerName
	}
	switch {
	case n.Full == "":
		p.other("nameAlias/remark", n.Note)
	case !slices.ContainsFunc(p.Names, func(have interdict.Name) bool { return sameName(&have, &n) }):
		p.Names = append(p.Names, n)
	}
	p.addGender(a.gender)
	addText(&p.Titles, clean(a.title))
	addText(&p.Positions, clean(a.function))
	p.addRegulation("nameAlias", a.regulation)
}

func sameName(a, b *interdict.Name) bool {
	return a.Full == b.Full && a.Kind == b.Kind && a.Quality == b.Quality && a.Lang == b.Lang && a.ID == b.ID && a.Note == b.Note && slices.Equal(a.Parts, b.Parts)
}

func (p *party) addGender(cell string) {
	switch g := clean(cell); strings.ToLower(g) {
	case "m", "male":
		addText(&p.Genders, "male")
	case "f", "female":
		addText(&p.Genders, "female")
	default:
		addText(&p.Genders, g)
	}
}

// quality is what a remark says of the name: the word before "quality", which
// is also written "lo", "god" and "qood".
func quality(remark string) interdict.Quality {
	said := strings.Fields(words(remark))
	for i, w := range said {
		var before string
		switch {
		case w == "quality" && i > 0:
			before = said[i-1]
		case (w == "alias" || w == "aka") && i > 0 && (said[i-1] == "weak" || said[i-1] == "strong"):
			before = said[i-1]
		}
		switch {
		case before == "":
		case near(before, "low") || before == "weak" || before == "poor":
			return interdict.Weak
		case near(before, "good") || before == "high" || before == "strong":
			return interdict.Strong
		}
	}
	return interdict.Unstated
}

// near says whether two words of ASCII letters differ by at most one letter.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// isFormer says whether a remark says that the name is a former one. "Formerly
// known as X" says it of X, not of the name that the remark stands beside.
func (t *tables) isFormer(remark string) bool {
	for part := range strings.FieldsFuncSeq(strings.ToLower(remark), func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		part = strings.Trim(part, " .:()")
		if t.former[part] || slices.ContainsFunc(t.formerFrom, func(begin string) bool { return strings.HasPrefix(part, begin) }) {
			return true
		}
	}
	return false
}

// choosePrimary makes one name the primary one and puts it first: the first in
// Latin letters that is in English or of no stated language and is neither weak
// nor former; failing that, the first that is neither weak nor former; failing
// that, the first.
func choosePrimary(names []interdict.Name) {
	if len(names) == 0 {
		return
	}
	best, rank := 0, 0
	for i := range names {
		n := &names[i]
		r := 0
		if n.Quality != interdict.Weak && n.Kind != interdict.FormerName {
			r = 1
			if n.Script == "" && (n.Lang == "" || n.Lang == "en") {
				r = 2
			}
		}
		if r > rank {
			best, rank = i, r
		}
	}
	chosen := names[best]
	if rank > 0 {
		chosen.Kind = interdict.PrimaryName
	}
	copy(names[1:best+1], names[:best])
	names[0] = chosen
}
