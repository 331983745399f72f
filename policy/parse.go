package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

// Settings of a policy's file.
const (
	threshold    = "threshold"
	lists        = "lists"
	listingKinds = "listing-kinds"
	weak         = "weak"
	unstated     = "unstated"
)

var settings = []string{threshold, lists, listingKinds, weak, unstated}

// Parse reads a policy. Every setting must be there once, and nothing else; the
// error says the line and what to write. name is the policy's own, and stands
// in errors.
func Parse(name, text string) (Policy, error) {
	p := Policy{Name: name}
	seen := map[string]bool{}
	for line, words := range tsv.Words(text) {
		if err := p.set(words, seen); err != nil {
			return Policy{}, fmt.Errorf("policy %s, line %d: %w", name, line, err)
		}
	}
	for _, s := range settings {
		if !seen[s] {
			return Policy{}, fmt.Errorf("policy %s lacks the setting %q; `interdict policy show` prints a whole policy", name, s)
		}
	}
	return p, nil
}

// set takes one line of a file.
func (p *Policy) set(words []string, seen map[string]bool) (err error) {
	setting, values := words[0], words[1:]
	if !slices.Contains(settings, setting) {
		return fmt.Errorf("there is no setting %q; there are %s", setting, strings.Join(settings, ", "))
	}
	alias := setting == weak || setting == unstated
	key := setting
	if alias && len(values) == 2 {
		key += " " + values[0]
	}
	switch {
	case len(values) == 0:
		return fmt.Errorf("%q has no value; write it behind the setting", setting)
	case len(values) > 1 && !alias, len(values) > 2:
		return fmt.Errorf("%q has the value %q too many; write lists with commas and without spaces, comments behind a #", setting, values[len(values)-1])
	case seen[key]:
		return fmt.Errorf("%q is set twice; take one of the lines out", key)
	}
	seen[key] = true
	switch setting {
	case threshold:
		p.Threshold, err = interdict.ParseScore(values[0])
		if err == nil && p.Threshold == 0 {
			err = errors.New("it is 0, and every pair would be a hit; write a number above 0, such as 0.7")
		}
	case lists:
		p.Lists, err = names(values[0])
	case listingKinds:
		if p.Kinds, err = names(values[0]); err == nil {
			err = knownKinds(p.Kinds)
		}
	case weak:
		err = p.Weak.set(values)
	case unstated:
		err = p.Unstated.set(values)
	}
	if err != nil {
		return fmt.Errorf("%q: %w", setting, err)
	}
	return nil
}

// set takes a rule, behind a list's id or for all lists.
func (r *AliasRules) set(values []string) error {
	rule := AliasRule(values[len(values)-1])
	if rule != Alone && rule != SecondFact {
		return fmt.Errorf("there is no rule %q; write %s or %s", rule, Alone, SecondFact)
	}
	if len(values) == 1 {
		r.Rule = rule
		return nil
	}
	if r.ByList == nil {
		r.ByList = map[string]AliasRule{}
	}
	r.ByList[values[0]] = rule
	return nil
}

func names(value string) ([]string, error) {
	all := strings.Split(value, ",")
	if slices.Contains(all, "") {
		return nil, fmt.Errorf("a name is missing in %q; write names with one comma between them", value)
	}
	return all, nil
}

func knownKinds(kinds []string) error {
	known := []string{"default"}
	for _, k := range interdict.Kinds() {
		known = append(known, string(k))
	}
	for _, k := range kinds {
		if !slices.Contains(known, k) {
			return fmt.Errorf("there is no kind %q; there are %s", k, strings.Join(known, ", "))
		}
	}
	return nil
}
