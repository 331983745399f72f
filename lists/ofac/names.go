package ofac

import (
	"strings"

	"github.com/interdict/interdict"
)

// aliasKinds are OFAC's kinds of aliases, as in XML and remarks and as in alt.
var aliasKinds = map[string]interdict.NameKind{
	"a.k.a.": interdict.AliasName, "aka": interdict.AliasName,
	"f.k.a.": interdict.FormerName, "fka": interdict.FormerName,
	"n.k.a.": interdict.AliasName, "nka": interdict.AliasName,
}

// addName adds a name published as one text. A person's is written "LAST,
// First Middle" and turned into reading order.
func (p party) addName(n interdict.Name, published string) {
	published = strings.TrimSpace(published)
	n.Full = published
	if p.Schema == interdict.Person {
		n.Full, n.Parts = readingOrder(published)
	}
	p.Names = append(p.Names, n)
}

// readingOrder turns "DELOS REYES, Feliciano Semborio, Jr." into "Feliciano
// Semborio DELOS REYES Jr.".
func readingOrder(s string) (full string, parts []interdict.NamePart) {
	pieces := strings.Split(s, ",")
	if len(pieces) == 1 {
		return s, []interdict.NamePart{{Kind: interdict.Whole, Value: s}}
	}
	for i := range pieces {
		pieces[i] = strings.TrimSpace(pieces[i])
	}
	family, given := pieces[0], pieces[1]
	order := append([]string{given, family}, pieces[2:]...)
	return interdict.JoinName(order...), givenFamily(given, family)
}

// givenFamily are the parts of a person's name, empty ones left out.
func givenFamily(given, family string) (parts []interdict.NamePart) {
	for _, p := range []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}} {
		if p.Value != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// aliasKind reads OFAC's word for the kind of an alias. Where our kinds do not
// tell it, the word is a note: "now known as" is the present name.
func aliasKind(word string) (kind interdict.NameKind, note string) {
	kind, ok := aliasKinds[word]
	switch {
	case !ok:
		return interdict.AliasName, word
	case word[0] == 'n':
		return kind, "n.k.a."
	}
	return kind, ""
}
