package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// tileMap is a map of tiles, one a jurisdiction that publishes a list.
type tileMap struct {
	Width, Height int
	Tiles         []tile
	// Words say what the map shows, for who does not see it.
	Words string
	Some  map[string]bool // states that a tile has, for the legend
}

type tile struct {
	X, Y       int
	Code, Name string
	State      string // "on", "was", "off" or "none": no list of it is loaded
	Words      string
}

// tilePlaces are the places of the jurisdictions whose lists the catalogue
// has, roughly as on a map: column and row.
var tilePlaces = map[string][2]int{
	"ca": {0, 0}, "us": {0, 1}, "un": {0, 2}, "gb": {2, 0}, "fr": {2, 1}, "eu": {3, 1}, "lv": {4, 0}, "ch": {3, 2}, "il": {4, 2},
	"pk": {5, 2}, "cn": {6, 1}, "jp": {7, 1}, "au": {6, 3}, "nz": {7, 3},
}

// The measures of a tile.
const tileStep, tileSize = 46, 42

// tiles draws who lists an entity and who does not.
func (p *Pages) tiles(s *server.Serving, e *report.Shown) *tileMap {
	state := map[string]string{}
	for code := range tilePlaces {
		state[code] = "none"
	}
	set := func(list, to string) {
		if j := jurisdictionOf(list); j != "" && sanctioning(list) {
			if rank[to] > rank[state[j]] {
				state[j] = to
			}
		}
	}
	for _, l := range s.Lists {
		if all.Entry(l.ID).Closed.IsZero() {
			set(l.ID, "off")
		}
	}
	for i := range e.Listings {
		l := &e.Listings[i]
		switch {
		case !l.Kind.Sanctioned():
		case l.Status == report.Delisted:
			set(l.List, "was")
		default:
			set(l.List, "on")
		}
	}
	m := &tileMap{Width: 7*tileStep + tileSize + 2, Height: 3*tileStep + tileSize + 2, Some: map[string]bool{}}
	by := map[string][]string{}
	for code, st := range state {
		at, ok := tilePlaces[code]
		if !ok {
			continue
		}
		name := jurisdictionWords(code)
		m.Tiles = append(m.Tiles, tile{X: at[0] * tileStep, Y: at[1] * tileStep, Code: strings.ToUpper(code), Name: name, State: st,
			Words: p.words.say("map."+st+"_one", name)})
		by[st], m.Some[st] = append(by[st], inSentence(code)), true
	}
	slices.SortFunc(m.Tiles, func(a, b tile) int { return strings.Compare(a.Code, b.Code) })
	var words []string
	for _, st := range []string{"on", "was", "off"} {
		if slices.Sort(by[st]); len(by[st]) > 0 {
			words = append(words, p.words.say("map."+st, p.sentence(by[st])))
		}
	}
	m.Words = strings.Join(words, " ")
	return m
}

// rank orders the states of a jurisdiction: that of one list goes before that
// of another.
var rank = map[string]int{"": -1, "none": 0, "off": 1, "was": 2, "on": 3}

// timeline draws since when and until when lists held an entity. Its places
// across are shares of the width, so that it fits any page.
type timeline struct {
	Height int
	Years  []mark
	Lanes  []lane
	Marks  []mark // of single days: changed, removed
	Now    string
	Foot   int // where the years stand
}

type mark struct {
	X     string
	Y     int
	Label string
	Kind  string
	End   bool // the label stands before the place
}

type lane struct {
	X, Width string
	Y        int
	Label    string
	Words    string
	Gone     string
	Kind     string
	Open     bool // its beginning is not known
}

const laneHeight = 46

func (p *Pages) timeline(e *report.Shown, today interdict.Date) *timeline {
	from, to := yearsOf(today), yearsOf(today)
	for i := range e.Listings {
		for _, d := range daysOf(&e.Listings[i]) {
			from = min(from, yearsOf(d))
		}
	}
	from = min(from, to-1) - 0.15
	span := to - from + (to-from)*0.02
	x := func(d interdict.Date) float64 { return 100 * (yearsOf(d) - from) / span }
	t := &timeline{Now: share(x(today))}
	order := make([]*report.ShownListing, len(e.Listings))
	for i := range order {
		order[i] = &e.Listings[i]
	}
	slices.SortStableFunc(order, func(a, b *report.ShownListing) int { return sinceOrder(a) - sinceOrder(b) })
	for i, l := range order {
		p.lane(t, l, i*laneHeight, today, x)
	}
	t.Foot = len(order)*laneHeight + 8
	t.Height = t.Foot + 22
	step := 1
	for span/float64(step) > 7 {
		step = map[int]int{1: 2, 2: 5, 5: 10, 10: 20, 20: 50}[step]
	}
	for y := int(from) + 1; y <= int(to); y++ {
		if y%step == 0 {
			at := 100 * (float64(y) - from) / span
			t.Years = append(t.Years, mark{X: share(at), Label: strconv.Itoa(y), End: at > 93})
		}
	}
	return t
}

// lane draws one listing: a bar, and a mark for each change.
func (p *Pages) lane(t *timeline, l *report.ShownListing, y int, today interdict.Date, x func(interdict.Date) float64) {
	end := today
	if l.Removed != nil {
		end = *l.Removed
	}
	v := lane{Y: y, Label: jurisdictionCode(l.List) + " " + l.ID, Kind: "on", Words: report.SinceWords(l.Since, l.From)}
	switch {
	case !l.Kind.Sanctioned():
		v.Kind = "other"
	case l.Status == report.Delisted:
		v.Kind = "was"
	}
	begin := 0.0
	if l.Since != nil {
		begin = x(*l.Since)
	}
	v.Open = l.Since == nil || !exact(l)
	v.X, v.Width = share(begin), share(max(x(end)-begin, 0.6))
	if l.Removed != nil {
		v.Gone = p.words.say("entity.gone", l.Removed.Words())
	}
	t.Lanes = append(t.Lanes, v)
	if l.Since != nil && l.Since.Exact() {
		t.Marks = append(t.Marks, mark{X: share(begin), Y: y + 29, Kind: v.Kind, Label: p.words.say("time.listed", v.Label, l.Since.Words())})
	}
	if l.Removed != nil && l.Removed.Exact() {
		t.Marks = append(t.Marks, mark{X: share(x(end)), Y: y + 29, Kind: "gone", Label: p.words.say("time.removed", v.Label, l.Removed.Words())})
	}
	if u := l.Listing.Designation.Updated; u.Exact() && (l.Since == nil || u.First() > l.Since.First()) && u.First() <= today.First() {
		t.Marks = append(t.Marks, mark{X: share(x(u)), Y: y + 29, Kind: "changed", Label: p.words.say("time.updated", v.Label, u.Words())})
	}
}

// daysOf are the days that matter of a listing.
func daysOf(l *report.ShownListing) (out []interdict.Date) {
	for _, d := range []*interdict.Date{l.Since, l.Designated, l.FirstSeen, l.Removed} {
		if d != nil && !d.IsZero() {
			out = append(out, *d)
		}
	}
	return out
}

// yearsOf is a day as years and a part of one.
func yearsOf(d interdict.Date) float64 {
	first := d.First()
	at := time.Date(first/10000, time.Month(first/100%100), first%100, 0, 0, 0, 0, time.UTC)
	return float64(at.Year()) + float64(at.YearDay()-1)/366
}

// share is a place as a share of the width.
func share(f float64) string { return fmt.Sprintf("%.2f%%", min(max(f, 0), 100)) }
