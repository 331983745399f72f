package ca

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

var (
	// within is another name that stands behind an entity's, in brackets.
	within = regexp.MustCompile(`(?i)\s*\(\s*(also known as|a\.?k\.?a\.?|formerly known as|formerly|f\.?k\.?a\.?)\s+(.+?)\)?\s*$`)
	// variant is another spelling of a person's family name, in brackets.
	variant = regexp.MustCompile(`^(.+?)\s*\(([^()]+)\)$`)
)

// takeNames adds the primary names and the aliases.
func (r *record) takeNames(aliases string) {
	if r.entity != "" {
		r.takeEntity()
	}
	if r.last != "" || r.given != "" {
		r.takePerson()
	}
	for _, a := range r.splitAliases(aliases) {
		r.addName(a)
	}
}

// takeEntity adds the name of an entity or ship: what stands behind it in
// brackets, and its French form.
func (r *record) takeEntity() {
	name, also := r.entity, []interdict.Name(nil)
	if m := within.FindStringSubmatchIndex(name); m != nil && m[0] > 0 {
		kind := interdict.AliasName
		if first := name[m[2]] | 0x20; first == 'f' {
			kind = interdict.FormerName
		}
		for _, n := range r.splitAliases(name[m[4]:m[5]]) {
			n.Kind = kind
			also = append(also, n)
		}
		name = name[:m[0]]
	}
	halves := bilingual(name)
	r.addName(interdict.Name{Full: halves[0], Kind: interdict.PrimaryName})
	for _, half := range halves[1:] {
		r.addName(interdict.Name{Full: half, Kind: interdict.VariationName})
	}
	for _, n := range also {
		r.addName(n)
	}
}

// bilingual takes "Central Bank of Syria/Banque centrale de Syrie" apart.
func bilingual(name string) []string {
	left, right, ok := strings.Cut(name, "/")
	if !ok || !strings.Contains(strings.TrimSpace(left), " ") || !strings.Contains(strings.TrimSpace(right), " ") {
		return []string{name}
	}
	return []string{strings.TrimSpace(left), strings.TrimSpace(right)}
}

// takePerson adds a person's name, and the other spelling of its family name.
func (r *record) takePerson() {
	kind := interdict.PrimaryName
	if len(r.Names) > 0 { // beside the name of an entity
		kind = interdict.AliasName
	}
	families := []string{r.last}
	if m := variant.FindStringSubmatch(r.last); m != nil {
		families = m[1:]
	}
	for _, family := range families {
		n := interdict.Name{Full: interdict.JoinName(r.given, family), Kind: kind}
		if given := interdict.JoinName(r.given); given != "" {
			n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Given, Value: given})
		}
		if family = interdict.JoinName(family); family != "" {
			n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Family, Value: family})
		}
		r.addName(n)
		if kind == interdict.PrimaryName {
			kind = interdict.VariationName
		}
	}
}

// addName adds a name that the listing does not have yet.
func (r *record) addName(n interdict.Name) {
	if n.Full = oneLine(n.Full); !named(n.Full) {
		return
	}
	n.Script = lists.Script(n.Full)
	if !slices.ContainsFunc(r.Names, func(o interdict.Name) bool { return o.Full == n.Full }) {
		r.Names = append(r.Names, n)
	}
}
