package un

import (
	"regexp"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

func (e *entry) readNames() {
	full := interdict.JoinName(e.rec.Take("FIRST_NAME"), e.rec.Take("SECOND_NAME"), e.rec.Take("THIRD_NAME"), e.rec.Take("FOURTH_NAME"))
	kind := interdict.PrimaryName
	for _, one := range e.split(full) {
		e.addName(interdict.Name{Full: one, Kind: kind})
		kind = interdict.VariationName
	}
	e.addName(interdict.Name{Full: e.rec.Take("NAME_ORIGINAL_SCRIPT"), Kind: interdict.PrimaryName})
	for _, element := range []string{"INDIVIDUAL_ALIAS", "ENTITY_ALIAS"} {
		for n := range e.rec.All(element) {
			a := interdict.Name{Kind: interdict.AliasName, Note: n.Take("NOTE")}
			e.quality(&a, element, n.Take("QUALITY"))
			e.addAliases(a, n.Take("ALIAS_NAME"), element)
			e.readAliasBirth(n)
		}
	}
}

// quality reads an alias's QUALITY and what its note says of its kind.
func (e *entry) quality(a *interdict.Name, element, published string) {
	switch strings.ToLower(published) {
	case "good":
		a.Quality = interdict.Strong
	case "low":
		a.Quality = interdict.Weak
	case "f.k.a.":
		a.Kind = interdict.FormerName
	case "a.k.a.", "":
	default:
		e.other(element+"/QUALITY", published)
	}
	note := strings.ToLower(a.Note)
	if strings.HasPrefix(note, "previously listed as") || strings.HasPrefix(note, "formerly listed as") {
		a.Kind = interdict.FormerName
	}
}

// addAliases adds the names that one alias element holds, all of the kind and
// quality of a; with them the original script that its note gives.
func (e *entry) addAliases(a interdict.Name, published, element string) {
	if published == "" {
		e.other(element+"/NOTE", a.Note)
		return
	}
	scripts := []string{foreignPart(a.Note)}
	for _, one := range e.split(published) {
		n := a
		n.Full = one
		if name, inside, ok := brackets(one); ok {
			switch {
			case lists.Script(inside) != "":
				n.Full = name
				scripts = append(scripts, inside)
			case e.isPerson && startsLower(inside):
				n.Full = name
				n.Note = join("; ", n.Note, inside)
			}
		}
		if name, rest, ok := strings.Cut(n.Full, ", born "); ok {
			n.Full, n.Note = name, join("; ", n.Note, "born "+rest)
		}
		if e.isPerson {
			readingOrder(&n)
		}
		e.addName(n)
	}
	for _, a.Full = range scripts {
		e.addName(a)
	}
}

// addName adds a name unless the same is there already.
func (e *entry) addName(n interdict.Name) {
	n.Full = interdict.JoinName(n.Full)
	if n.Full == "" {
		return
	}
	n.Script = lists.Script(n.Full)
	for i := range e.Names {
		have := &e.Names[i]
		if have.Full == n.Full && have.Kind == n.Kind && have.Quality == n.Quality && have.Note == n.Note {
			return
		}
	}
	e.Names = append(e.Names, n)
}

// split takes names apart that stand in one element.
func (e *entry) split(s string) (names []string) {
	for part := range strings.SplitSeq(lettered.ReplaceAllString(s, ";"), ";") {
		if !e.isPerson {
			// "AL-ITIHAAD AL-ISLAMIYA / AIAI"; persons have no such slash.
			names = append(names, strings.Split(part, " / ")...)
		} else {
			names = append(names, part)
		}
	}
	return names
}

// lettered is " b) " between the names of one alias, or "a) " before them.
var lettered = regexp.MustCompile(`(?:^|\s)[a-z]\)\s`)

// brackets splits "Jin Tiesan (金铁三)"; ok is false where s does not end in
// brackets.
func brackets(s string) (name, inside string, ok bool) {
	s = strings.TrimSpace(s)
	open := strings.LastIndexByte(s, '(')
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	return strings.TrimSpace(s[:open]), s[open+1 : len(s)-1], true
}

func startsLower(s string) bool { return s != "" && s[0] >= 'a' && s[0] <= 'z' }

// readingOrder turns "Ahmed, Abubakar" round. More than one comma is no name
// in list order, and neither is a long first half.
func readingOrder(n *interdict.Name) {
	family, given, ok := strings.Cut(n.Full, ",")
	family, given = interdict.JoinName(family), interdict.JoinName(given)
	if !ok || family == "" || given == "" || strings.Contains(given, ",") || strings.Count(family, " ") > 2 || strings.ContainsAny(given, "0123456789") {
		return
	}
	n.Full = given + " " + family
	n.Parts = []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}}
}

// foreignPart is the first stretch of a note that is not in Latin letters:
// "original script: Абу Банат".
func foreignPart(note string) string {
	words := strings.Fields(note)
	from := -1
	for i, w := range words {
		if lists.Script(w) != "" {
			if from < 0 {
				from = i
			}
		} else if from >= 0 {
			words = words[:i]
			break
		}
	}
	if from < 0 {
		return ""
	}
	return strings.Trim(strings.Join(words[from:], " "), ".,;:()")
}
