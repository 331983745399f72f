package main

import (
	"fmt"

	"github.com/interdict/interdict"
)

// negatives screens people who are on no list.
func negatives(b *bench) (*result, error) {
	r := &result{}
	for _, file := range []string{"global", "us"} {
		aims := []aim{under(0.0015), under(0.0002)}
		if err := b.clean(r, "negatives_"+file, "alerts, "+file, knowings, aims, "negatives"); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// congress screens legislators: people of common names, on no list that is on
// by default.
func congress(b *bench) (*result, error) {
	r := &result{}
	return r, b.clean(r, "positives_us_congress_untreated", "alerts", knowings, []aim{under(0.003), {}}, "congress")
}

// clean screens a file of people who are not to be found.
func (b *bench) clean(r *result, file, what string, knowings []knowing, aims []aim, row string) error {
	people, err := readPeople(b.stored("matching", "screening_fixtures", file+".csv"))
	if err != nil {
		return err
	}
	return b.cleanOf(r, people, file, what, knowings, aims, row)
}

// cleanOf screens subjects who are not to be found.
func (b *bench) cleanOf(r *result, people []interdict.Subject, file, what string, knowings []knowing, aims []aim, row string) error {
	s, err := b.scaleM()
	if err != nil {
		return err
	}
	for k, known := range knowings {
		asked := each(people, known.of)
		results, err := screenAll(s.engine, asked, b.threshold)
		if err != nil {
			return err
		}
		alerts := alerted(results)
		for i := range results {
			hits := results[i].Hits
			o := outcome{id: fmt.Sprintf("%s %d %s", file, asked[i].Row, known.words), text: asked[i].Name(), expected: "clear", answer: "clear", right: len(hits) == 0}
			if len(hits) > 0 {
				o.answer, o.score = hits[0].MatchedName+" "+hits[0].EntityID, hits[0].Score
			}
			r.cases = append(r.cases, o)
		}
		figure := what + ", " + known.words
		r.rate(figure, alerts, aims[k], peerOf(row, figure))
		results, err = screenAll(b.strict(s), asked, b.threshold)
		if err != nil {
			return err
		}
		r.strictRate(figure, alerted(results), alerts)
	}
	return nil
}

func alerted(results []interdict.Result) (s share) {
	for i := range results {
		s.add(len(results[i].Hits) > 0)
	}
	return s
}
