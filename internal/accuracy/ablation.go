package main

import (
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/alter"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
)

// ablationNames is how many lightly altered names are screened without each kind of
// knowledge, and how many people on no list; ablationStrong how many strongly altered
// names.
const ablationNames, ablationStrong = 4000, 1000

// ablation measures what each kind of knowledge is worth by leaving it out.
func ablation(b *bench) (*result, error) {
	cases, err := readBench(b.stored("matching", "name_bench", "cases.csv"))
	if err != nil {
		return nil, err
	}
	people, err := readPeople(b.stored("matching", "screening_fixtures", "negatives_global.csv"))
	if err != nil {
		return nil, err
	}
	s, err := b.scaleM()
	if err != nil {
		return nil, err
	}
	clean := each(people[:min(len(people), ablationNames)], nameAlone)
	latin := s.latinListed()
	light, strong := alterSome(latin, ablationNames, alter.New(alterSeed).Light), alterSome(latin, ablationStrong, alter.New(alterSeed).Strong)
	r := &result{}
	for _, without := range []struct {
		words string
		leave func(*score.Weights)
	}{
		{"everything on", func(*score.Weights) {}},
		{"without typing errors", edges(score.EditEdge)},
		{"without spellings by sound and transliteration", edges(score.VariantEdge)},
		{"without words written together and apart", edges(score.JoinEdge, score.SplitEdge)},
		{"without typing errors in whole names, spaces lost or put in", func(w *score.Weights) { w.Without = score.InWholes }},
		{"without short forms of given names", edges(score.NicknameEdge)},
		{"without acronyms", edges(score.AcronymEdge)},
		{"without initials", edges(score.InitialEdge)},
		{"without doubt of common words", func(w *score.Weights) { w.DoubtBelow = 0 }},
	} {
		w := score.Default()
		without.leave(&w)
		var bench confusion
		m := screen.Matcher{Weights: &w}
		for i := range cases {
			c := &cases[i]
			bench.add(c.match, matchNames(&m, c.name1, c.name2, ftmparty.Schema(c.schema)) >= b.threshold)
		}
		value, low, high := bench.f1()
		r.number(without.words+": name_bench F1", value, low, high, aim{}, "")
		engine := s.engine.WithWeights(w)
		for _, altered := range []struct {
			words string
			names []alteredName
		}{{"lightly", light}, {"strongly", strong}} {
			found, err := foundOf(engine, altered.names, s, b.threshold)
			if err != nil {
				return nil, err
			}
			r.rate(without.words+": "+altered.words+" altered names found", found, aim{}, "")
		}
		results, err := screenAll(engine, clean, b.threshold)
		if err != nil {
			return nil, err
		}
		var alerts share
		for i := range results {
			alerts.add(len(results[i].Hits) > 0)
		}
		r.rate(without.words+": alerts on people on no list, name alone", alerts, aim{}, "")
	}
	r.note("Of %d lightly and %d strongly altered names and the first %d people of negatives_global. Rarity, contradiction and the tables of names are part of the analysis and cannot be left out at run time.", ablationNames, ablationStrong, ablationNames)
	return r, nil
}

// edges leaves kinds of edges out.
func edges(kinds ...score.EdgeKind) func(*score.Weights) {
	return func(w *score.Weights) { w.Without = score.EdgesOf(kinds...) }
}

// foundOf screens altered names, of which the kind is known, and counts those
// found.
func foundOf(e *screen.Engine, names []alteredName, s *scale, threshold interdict.Score) (found share, err error) {
	people := make([]interdict.Subject, len(names))
	for i := range names {
		people[i] = interdict.Subject{Schema: names[i].schema, Names: []interdict.Name{{Full: names[i].Text, Kind: interdict.PrimaryName}}}
	}
	results, err := screenAll(e, people, threshold)
	if err != nil {
		return found, fmt.Errorf("altered names: %w", err)
	}
	for i := range names {
		if names[i].Distinguishing {
			found.add(s.place(names[i].Text, &results[i], names[i].entities...).found)
		}
	}
	return found, nil
}
