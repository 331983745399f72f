// Package policy says what counts as a hit: from which score, on which lists,
// for which kinds of listing, and whether an alias that its list calls weak, or
// of whose quality it says nothing, counts alone.
//
// A policy is opened beside a snapshot: changing it compiles nothing anew. It
// is a file for people, a setting a line; two are shipped, "default" and
// "strict". Its hash is made of the settings in force and stands in every
// result, so that what a screening was done with can be told later, and one
// with other settings is told apart.
package policy

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Policy is one set of rules.
type Policy struct {
	// Name is "default", "strict" or the file's path. It is no part of the hash.
	Name string `json:"name"`
	// Threshold is the score from which a pair is a hit.
	Threshold interdict.Score `json:"threshold"`
	// Lists and Kinds name what is looked for, as the flags --lists and
	// --listing-kinds do.
	Lists []string `json:"lists"`
	Kinds []string `json:"listing_kinds"`
	// Weak and Unstated are the rules for aliases of that quality.
	Weak     AliasRules `json:"weak"`
	Unstated AliasRules `json:"unstated"`
}

// AliasRules say what aliases of one quality are worth.
type AliasRules struct {
	// Rule holds for lists that ByList does not name.
	Rule   AliasRule            `json:"rule"`
	ByList map[string]AliasRule `json:"by_list,omitempty"`
}

// AliasRule says what an alias needs to make a hit.
type AliasRule string

const (
	Alone      AliasRule = "alone"
	SecondFact AliasRule = "second-fact"
)

func (r *AliasRules) of(list string) AliasRule {
	if rule, ok := r.ByList[list]; ok {
		return rule
	}
	return r.Rule
}

// NeedsFact says whether an alias of this list and quality counts only beside a
// second fact. A strong one never does.
func (p *Policy) NeedsFact(list string, q interdict.Quality) bool {
	switch q {
	case interdict.Weak:
		return p.Weak.of(list) == SecondFact
	case interdict.Unstated:
		return p.Unstated.of(list) == SecondFact
	}
	return false
}

// Named are the ids of lists that the policy has a rule for.
func (p *Policy) Named() []string {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(p.Weak.ByList)), maps.Keys(p.Unstated.ByList))
	slices.Sort(ids)
	return slices.Compact(ids)
}

// String is the policy as a file holds it, without comments.
func (p *Policy) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "threshold %s\nlists %s\nlisting-kinds %s\n", p.Threshold, strings.Join(p.Lists, ","), strings.Join(p.Kinds, ","))
	for _, r := range []struct {
		setting string
		rules   *AliasRules
	}{{weak, &p.Weak}, {unstated, &p.Unstated}} {
		fmt.Fprintf(&b, "%s %s\n", r.setting, r.rules.Rule)
		for _, list := range slices.Sorted(maps.Keys(r.rules.ByList)) {
			fmt.Fprintf(&b, "%s %s %s\n", r.setting, list, r.rules.ByList[list])
		}
	}
	return b.String()
}

// Hash names the policy: two with one hash decide alike.
func (p *Policy) Hash() string {
	sum := sha256.Sum256([]byte(p.String()))
	return hex.EncodeToString(sum[:])
}

//go:embed default.txt
var defaultText string

//go:embed strict.txt
var strictText string

// Shipped is the text of a policy that is shipped, by its name.
func Shipped(name string) (text string, ok bool) {
	switch name {
	case "default":
		return defaultText, true
	case "strict":
		return strictText, true
	}
	return "", false
}

// Default is the policy in force where no other is named.
func Default() Policy { return shipped("default") }

// Strict lets weak aliases make a hit alone, save those of OFAC.
func Strict() Policy { return shipped("strict") }

func shipped(name string) Policy {
	text, _ := Shipped(name)
	p, err := Parse(name, text)
	if err != nil {
		panic(err) // a test reads both
	}
	return p
}
