package interdict

import "strings"

// Name is one published name of a party, or the name of a subject.
type Name struct {
	// Full is the name in reading order, as published save for the order:
	// "Guangzong ZHAO" for a published "ZHAO, Guangzong".
	Full string `json:"full"`
	// Parts tells the name's parts apart where the source does.
	Parts []NamePart `json:"parts,omitempty"`
	Kind  NameKind   `json:"kind"`
	// Quality is what the list says of the alias. Unstated is not strong.
	Quality Quality `json:"quality,omitempty"`
	// Script is the source's word for a name that is not in Latin letters
	// ("Chinese", "Cyrillic"), or "Non-Latin" where it does not say; empty for
	// Latin names.
	Script string `json:"script,omitempty"`
	Lang   string `json:"lang,omitempty"`
	// ID is the publisher's id of the name itself, where it has one.
	ID   string `json:"id,omitempty"`
	Note string `json:"note,omitempty"`
}

// NameKind says what a name is to its bearer.
type NameKind string

const (
	PrimaryName   NameKind = "primary"
	VariationName NameKind = "variation" // another spelling of the primary name, as strong as it
	AliasName     NameKind = "alias"     // also known as
	FormerName    NameKind = "former"    // formerly known as
	MaidenName    NameKind = "maiden"
)

// Quality is the alias quality that a list states.
type Quality string

const (
	Unstated Quality = ""
	Strong   Quality = "strong"
	Weak     Quality = "weak"
)

// Weak says whether a name is a weak alias.
func (n *Name) Weak() bool { return n.Alias() && n.Quality == Weak }

// Alias says whether a name is an alias: neither a primary name nor a variation
// of one, which are strong whatever their quality says.
func (n *Name) Alias() bool { return n.Kind != PrimaryName && n.Kind != VariationName }

// PartKind says what a part of a person's name is.
type PartKind string

const (
	Given      PartKind = "given"
	Middle     PartKind = "middle"
	Patronymic PartKind = "patronymic"
	Matronymic PartKind = "matronymic"
	Family     PartKind = "family"
	Maiden     PartKind = "maiden"
	NickPart   PartKind = "nickname"
	Whole      PartKind = "whole" // the source does not tell parts apart
)

// NamePart is one part of a name, possibly several words.
type NamePart struct {
	Kind  PartKind `json:"kind"`
	Value string   `json:"value"`
}

// JoinName makes a full name of its parts in reading order, leaving out the
// empty ones and the spaces around them.
func JoinName(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}
