package main

import (
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/screen"
)

// benchCase is a line of name_bench's cases.csv, or of what a peer answered.
type benchCase struct {
	schema, name1, name2, quality string
	match                         bool
	peerScore                     float64
	peerMatch                     bool
}

func (c *benchCase) tier() string {
	quality := c.quality
	if quality == "" {
		quality = "MEDIUM"
	}
	if c.match {
		return quality + " match"
	}
	return quality + " non-match"
}

// tiers are name_bench's, whose mean scores should fall in this order.
var tiers = []string{"STRONG match", "MEDIUM match", "WEAK match", "WEAK non-match", "MEDIUM non-match", "STRONG non-match"}

// nameBench scores pairs of names of which a person said whether they are one.
func nameBench(b *bench) (*result, error) {
	cases, err := readBench(b.stored("matching", "name_bench", "cases.csv"))
	if err != nil {
		return nil, err
	}
	peer, err := readBench(b.stored("matching", "name_bench", "logicv2-frozen.csv"))
	if err != nil {
		return nil, err
	}
	groups := groups{}
	for i := range cases {
		groups.join(cases[i].name1, cases[i].name2)
	}
	r := &result{cases: make([]outcome, len(cases))}
	err = parallel(len(cases), func() *screen.Matcher { return &screen.Matcher{} }, func(m *screen.Matcher, i int) error {
		c := &cases[i]
		score := matchNames(m, c.name1, c.name2, ftmparty.Schema(c.schema))
		r.cases[i] = pairOutcome(fmt.Sprintf("%s|%s|%s", c.schema, c.name1, c.name2), c.name1+" / "+c.name2, c.match, score, b.threshold)
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all confusion
	var folds foldScores
	strong, means := share{}, map[string]*mean{}
	kept := r.cases[:0]
	for i := range cases {
		c, o := &cases[i], r.cases[i]
		key := groups.of(c.name1)
		if !b.fold.takes(key) {
			continue
		}
		kept = append(kept, o)
		answered := o.score >= b.threshold
		all.add(c.match, answered)
		folds.add(key, c.match, answered)
		if c.quality == "STRONG" {
			strong.add(o.right)
		}
		add(means, c.tier(), float64(o.score)/10000)
	}
	r.cases = kept
	tellBench(r, &all, strong, means, answersOf(peer, func(c *benchCase) bool { return b.fold.takes(groups.of(c.name1)) }))
	folds.note(r)
	return r, nil
}

// benchPeer is what a peer answered to the same cases.
type benchPeer struct {
	all    confusion
	strong share
	means  map[string]*mean
}

func answersOf(cases []benchCase, takes func(*benchCase) bool) benchPeer {
	p := benchPeer{means: map[string]*mean{}}
	for i := range cases {
		c := &cases[i]
		if !takes(c) {
			continue
		}
		p.all.add(c.match, c.peerMatch)
		if c.quality == "STRONG" {
			p.strong.add(c.match == c.peerMatch)
		}
		add(p.means, c.tier(), c.peerScore)
	}
	return p
}

func tellBench(r *result, all *confusion, strong share, means map[string]*mean, peer benchPeer) {
	logic := func(v float64) string { return fmt.Sprintf("logic-v2 %.3f", v) }
	r.rate("precision", all.precision(), aim{}, logic(peer.all.precision().value()))
	r.rate("recall", all.recall(), aim{}, logic(peer.all.recall().value()))
	value, low, high := all.f1()
	peerF1, _, _ := peer.all.f1()
	r.number("F1", value, low, high, over(0.90), logic(peerF1)+"; "+peerOf("name_bench", "F1"))
	r.rate("STRONG cases right", strong, least(1), fmt.Sprintf("logic-v2 %d of %d", peer.strong.got, peer.strong.of))
	falling := true
	before := 2.0
	for _, t := range tiers {
		m, theirs := means[t], peer.means[t]
		if m == nil {
			continue
		}
		falling = falling && m.value() < before
		before = m.value()
		said := ""
		if theirs != nil {
			said = logic(theirs.value())
		}
		r.plain(fmt.Sprintf("mean score, %s (%d)", t, m.n), m.value(), aim{}, said)
	}
	r.note("The mean scores fall over the six tiers: %s.", yes(falling))
	r.note("logic-v2 answered %d of these pairs.", peer.all.truePos+peer.all.falsePos+peer.all.falseNeg+peer.all.trueNeg)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "NO"
}

// mean is a running mean.
type mean struct {
	sum float64
	n   int
}

func (m *mean) value() float64 { return m.sum / float64(m.n) }

func add(means map[string]*mean, key string, v float64) {
	if means[key] == nil {
		means[key] = &mean{}
	}
	means[key].sum += v
	means[key].n++
}

// matchNames scores two names as `interdict match --pairs` does.
func matchNames(m *screen.Matcher, a, b string, schema interdict.Schema) interdict.Score {
	subject := interdict.Subject{Schema: schema, Names: []interdict.Name{{Full: a, Kind: interdict.PrimaryName}}}
	listing := interdict.Listing{Schema: schema, Names: []interdict.Name{{Full: b, Kind: interdict.PrimaryName}}}
	h := m.Match(&subject, &interdict.Entity{ID: "b", Listings: []interdict.Listing{listing}})
	return h.Score
}

// pairOutcome is the outcome of a question whether two are one.
func pairOutcome(id, text string, expected bool, score, threshold interdict.Score) outcome {
	word := map[bool]string{true: "match", false: "no match"}
	answered := score >= threshold
	return outcome{id: id, text: text, expected: word[expected], answer: word[answered], score: score, right: expected == answered}
}

func readBench(path string) ([]benchCase, error) {
	records, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	var all []benchCase
	for _, rec := range records {
		c := benchCase{schema: rec["schema"], name1: rec["name1"], name2: rec["name2"], quality: strings.TrimSpace(rec["quality"]), match: rec["is_match"] == "true",
			peerMatch: rec["predicted_match"] == "true"}
		if s := rec["score"]; s != "" {
			if _, err := fmt.Sscan(s, &c.peerScore); err != nil {
				return nil, fmt.Errorf("%s: score %q: %w", path, s, err)
			}
		}
		all = append(all, c)
	}
	return all, nil
}
