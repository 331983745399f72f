package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/screen"
)

// labelledPair is a line of the set of pairs.
type labelledPair struct {
	Left, Right *ftmparty.Party
	Judgement   string
}

// pairs scores pairs of whole entities of which a person said whether they are
// one, as `interdict match --entities` does.
func pairs(b *bench) (*result, error) {
	all, err := readPairs(b.stored("matching", "pairs", "opensanctions_pairs.jsonl"))
	if err != nil {
		return nil, err
	}
	groups := groups{}
	for i := range all {
		groups.join(all[i].Left.ID, all[i].Right.ID, "name:"+all[i].Left.Caption, "name:"+all[i].Right.Caption)
	}
	outcomes := make([]outcome, len(all))
	err = parallel(len(all), func() *screen.Matcher { return &screen.Matcher{} }, func(m *screen.Matcher, i int) error {
		p := &all[i]
		h := m.Match(p.Left.Subject(), p.Right.Entity())
		text := fmt.Sprintf("%s (%s) / %s (%s)", p.Left.Caption, p.Left.Schema, p.Right.Caption, p.Right.Schema)
		outcomes[i] = pairOutcome(p.Left.ID+" "+p.Right.ID, text, p.Judgement == "positive", h.Score, b.threshold)
		return nil
	})
	if err != nil {
		return nil, err
	}
	r := &result{}
	var whole, parties confusion
	var folds foldScores
	for i := range all {
		key := groups.of(all[i].Left.ID)
		if !b.fold.takes(key) {
			continue
		}
		expected, answered := all[i].Judgement == "positive", outcomes[i].score >= b.threshold
		whole.add(expected, answered)
		folds.add(key, expected, answered)
		if isParty(all[i].Left) && isParty(all[i].Right) {
			parties.add(expected, answered)
		}
		r.cases = append(r.cases, outcomes[i])
	}
	r.rate("precision", whole.precision(), aim{}, "")
	r.rate("recall", whole.recall(), aim{}, "")
	value, low, high := whole.f1()
	r.number("F1", value, low, high, over(0.97), peerOf("pairs", "F1"))
	value, low, high = whole.balanced()
	r.number("balanced accuracy", value, low, high, over(0.95), peerOf("pairs", "balanced accuracy"))
	value, low, high = parties.f1()
	r.number("F1, of parties alone", value, low, high, aim{}, "")
	value, low, high = parties.balanced()
	r.number("balanced accuracy, of parties alone", value, low, high, aim{}, "")
	r.note("%d pairs are of parties, the others of posts, terms of office and the like, which are never screened.", parties.truePos+parties.falseNeg+parties.falsePos+parties.trueNeg)
	folds.note(r)
	return r, nil
}

// isParty says whether an entity is of a kind that lists hold.
func isParty(p *ftmparty.Party) bool { return ftmparty.Schema(p.Schema) != interdict.Schema("") }

func readPairs(path string) ([]labelledPair, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := json.NewDecoder(bufio.NewReader(f))
	var all []labelledPair
	for {
		var p labelledPair
		err := in.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err == nil && (p.Left == nil || p.Right == nil || p.Judgement != "positive" && p.Judgement != "negative") {
			err = errors.New("it is no judged pair")
		}
		if err != nil {
			return nil, fmt.Errorf("%s, pair %d: %w", path, len(all)+1, err)
		}
		all = append(all, p)
	}
}
