package main

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

type matchCmd struct {
	A string `arg:"" optional:"" help:"A name."`
	B string `arg:"" optional:"" help:"Another name, as a list has it."`

	Schema   string `placeholder:"SCHEMA" help:"What both are: Person, Organization, Vessel, Airplane or LegalEntity (default: taken from the names' form)."`
	Pairs    string `placeholder:"FILE" xor:"what" help:"Score a CSV file with the columns schema, name1 and name2: the same columns come out, and score."`
	Entities string `placeholder:"FILE" xor:"what" help:"Score JSON lines of {\"left\": entity, \"right\": entity} in FollowTheMoney form: the same objects come out, with score."`

	settingFlags
}

func (c *matchCmd) Run(m *Main, g *globals) error {
	file := c.Pairs != "" || c.Entities != ""
	switch {
	case file && c.A != "":
		return wrong("give either two names or a file of pairs, not both")
	case !file && (strings.TrimSpace(c.A) == "" || strings.TrimSpace(c.B) == ""):
		return wrong("give two names to match, or a file with --pairs or --entities")
	}
	schema, err := parseSchema(c.Schema)
	if err != nil {
		return err
	}
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	matcher := &screen.Matcher{Weights: &settings.weights, Policy: &settings.policy}
	switch {
	case c.Pairs != "":
		return m.matchPairs(matcher, c.Pairs, schema)
	case c.Entities != "":
		return m.matchEntities(matcher, c.Entities)
	}
	from := report.FromFlag
	if schema == "" {
		schema, from = guessSchema(c.A, c.B), report.FromForm
	}
	h := matchNames(matcher, c.A, c.B, schema)
	answer := report.MatchOf(&h, schema, from)
	answer.Hashes = report.Hashes(matcher.Hashes())
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteMatch(m.Stdout, m.style(), c.A, c.B, answer, settings.policy.Threshold)
}

// matchNames scores two names of one schema.
func matchNames(matcher *screen.Matcher, a, b string, schema interdict.Schema) interdict.Hit {
	subject := interdict.Subject{Schema: schema, Names: []interdict.Name{{Full: a, Kind: interdict.PrimaryName}}}
	listing := interdict.Listing{Schema: schema, Names: []interdict.Name{{Full: b, Kind: interdict.PrimaryName}}}
	return matcher.Match(&subject, &interdict.Entity{ID: "b", Listings: []interdict.Listing{listing}})
}

// parseSchema reads a --schema flag; empty stays empty.
func parseSchema(s string) (interdict.Schema, error) {
	if s == "" {
		return "", nil
	}
	if schema := ftmparty.Schema(s); schema != "" {
		return schema, nil
	}
	return "", wrong("no schema is called %q; use Person, Organization, Vessel, Airplane or LegalEntity", s)
}

// shipPrefixes stand before a ship's name.
var shipPrefixes = []string{"mv ", "m/v ", "mt ", "m/t ", "ss ", "s/s ", "vessel ", "lng/c ", "crude oil tanker "}

// guessSchema takes the kind of party from the form of its names: a ship's
// prefix, a legal form or a word such as "bank" in either of them, else a
// person.
func guessSchema(names ...string) interdict.Schema {
	for _, n := range names {
		low := strings.ToLower(strings.TrimSpace(n))
		for _, p := range shipPrefixes {
			if strings.HasPrefix(low, p) {
				return interdict.Vessel
			}
		}
	}
	for _, n := range names {
		if businessName(n) {
			return interdict.Organization
		}
	}
	return interdict.Person
}

// businessName says that a name is an organisation's: it has a legal form or a
// word such as "bank", or ends in a legal form of two letters in capitals
// behind small letters ("Siemens AG"), which in other spellings may be a
// person's name.
func businessName(n string) bool {
	var a name.Analyser
	if a.Business(n) {
		return true
	}
	words := strings.Fields(n)
	if len(words) < 2 || n == strings.ToUpper(n) || words[len(words)-1] != strings.ToUpper(words[len(words)-1]) {
		return false
	}
	forms := a.Analyse(&interdict.Name{Full: n}, interdict.Organization)
	if len(forms) == 0 {
		return false
	}
	tokens := forms[0].Tokens
	return tokens[len(tokens)-1].Part == name.LegalForm
}
