package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/interdict/interdict"
)

// tally counts hits for the pictures of a report: by list, by score and by the
// customers' countries.
type tally struct {
	lists, countries map[string]int64
	bands            [bands]int64
}

// bandWidth is how much of the scale of scores one bar shows.
const (
	bandWidth = 500
	bands     = 10000/bandWidth + 1 // a band of its own for 1
)

// shownBars is how many bars a picture has at most; the rest are one.
const shownBars = 10

// Picture is a row of bars, the longest of which is as wide as there is room.
type Picture struct {
	Title, About string
	Bars         []Bar
}

// Bar is a number with its share of the largest, in percent.
type Bar struct {
	Label string
	Count int64
	Share int64
	Class string // as of a score
}

func (t *tally) add(res *interdict.Result) {
	if t.lists == nil {
		t.lists, t.countries = map[string]int64{}, map[string]int64{}
	}
	for i := range res.Hits {
		h := &res.Hits[i]
		for _, id := range h.Lists {
			t.lists[id]++
		}
		t.bands[h.Score/bandWidth]++
	}
	var seen []string
	for _, c := range res.Subject.Countries {
		if name := cmp.Or(CountryWords(c.Code), c.Name); !slices.Contains(seen, name) {
			seen = append(seen, name)
		}
	}
	if len(seen) == 0 {
		seen = []string{"None stated"}
	}
	for _, name := range seen {
		t.countries[name] += int64(len(res.Hits))
	}
}

// pictures are those of what was counted; none where there was no hit.
func (t *tally) pictures(h *Header, hits int64) []Picture {
	if hits == 0 {
		return nil
	}
	titles := map[string]string{}
	for _, l := range h.Lists {
		titles[l.ID] = l.Title
	}
	byList := map[string]int64{}
	for id, n := range t.lists {
		byList[cmp.Or(titles[id], id)] += n
	}
	return []Picture{
		{"By list", "A party that several lists name counts for each of them.", largest(byList, "other lists")},
		{"By score", "From the threshold of " + h.Threshold.String() + " up.", t.scores(h.Threshold)},
		{"By the customer's country", "A customer with several countries counts for each of them.", largest(t.countries, "other countries")},
	}
}

// largest are the bars of what was counted, the largest first.
func largest(counts map[string]int64, others string) []Bar {
	var all []Bar
	for label, n := range counts {
		if n > 0 {
			all = append(all, Bar{Label: label, Count: n})
		}
	}
	slices.SortFunc(all, func(a, b Bar) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label))
	})
	if rest := len(all) - shownBars + 1; rest > 1 {
		var sum int64
		for _, b := range all[shownBars-1:] {
			sum += b.Count
		}
		all = append(all[:shownBars-1], Bar{Label: fmt.Sprintf("%d %s", rest, others), Count: sum})
	}
	return shares(all)
}

// scores are the bars of all bands from the threshold up, the highest first.
func (t *tally) scores(threshold interdict.Score) []Bar {
	var all []Bar
	for band := bands - 1; band >= int(threshold)/bandWidth; band-- {
		from := interdict.Score(band * bandWidth)
		label := from.String()[:4]
		if band < bands-1 {
			label = max(from, threshold).String()[:4] + " to " + interdict.Score((band+1)*bandWidth - 1).String()[:4]
		}
		all = append(all, Bar{Label: label, Count: t.bands[band], Class: scoreClass(from)})
	}
	return shares(all)
}

func shares(all []Bar) []Bar {
	var most int64 = 1
	for _, b := range all {
		most = max(most, b.Count)
	}
	for i := range all {
		all[i].Share = (all[i].Count*100 + most - 1) / most
	}
	return all
}
