package senzing

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// nameKinds are the usages of names and types of names that have a kind of
// ours.
var nameKinds = map[string]interdict.NameKind{
	"": "", "PRIMARY": interdict.PrimaryName, "NATIVE": interdict.VariationName, "ALIAS": interdict.AliasName, "AKA": interdict.AliasName,
	"FORMER": interdict.FormerName, "PREVIOUS": interdict.FormerName, "FKA": interdict.FormerName, "MAIDEN": interdict.MaidenName,
}

// name adds the names of a feature: a full name, an organisation's, or one made
// of its parts.
func (r *record) name(f *feature) {
	said := strings.ToUpper(f.get("type"))
	if said == "" {
		said = strings.ToUpper(f.usage)
	}
	kind, known := nameKinds[said]
	if !known {
		kind = interdict.AliasName
	}
	n := interdict.Name{Kind: kind}
	if !known || said == "NATIVE" || said == "AKA" && f.usage != "" {
		n.Note = words(f.usage, f.get("type"))
	}
	if first, last := f.get("first"), f.get("last"); first != "" || last != "" || f.get("middle") != "" {
		whole := n
		whole.Full = interdict.JoinName(f.get("prefix"), first, f.get("middle"), last, f.get("suffix"))
		for _, p := range []struct {
			kind interdict.PartKind
			part string
		}{{interdict.Given, "first"}, {interdict.Middle, "middle"}, {interdict.Family, "last"}} {
			if v := f.get(p.part); v != "" {
				whole.Parts = append(whole.Parts, interdict.NamePart{Kind: p.kind, Value: v})
			}
		}
		r.addName(whole)
	} else {
		for _, part := range []string{"prefix", "suffix"} {
			r.other("NAME_"+strings.ToUpper(part), f.get(part))
		}
	}
	for _, part := range []string{"full", "org"} {
		if n.Full = f.get(part); n.Full != "" {
			r.addName(n)
		}
	}
	if len(r.Names) == 0 {
		r.other(f.label, f.get("type"))
	}
}

func (r *record) addName(n interdict.Name) {
	if n.Full != "" {
		r.Names = append(r.Names, n)
	}
}

// orderNames makes the first name primary, where no other is, and puts it
// first.
func (r *record) orderNames() {
	i := slices.IndexFunc(r.Names, func(n interdict.Name) bool { return n.Kind == interdict.PrimaryName })
	for j := range r.Names {
		n := &r.Names[j]
		switch {
		case i < 0:
			n.Kind, n.Quality, i = interdict.PrimaryName, interdict.Unstated, j
		case n.Kind == "":
			n.Kind = interdict.AliasName
		}
	}
	if i > 0 {
		n := r.Names[i]
		r.Names = slices.Insert(slices.Delete(r.Names, i, i+1), 0, n)
	}
}
