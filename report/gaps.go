package report

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/interdict/interdict"
)

// Gaps is the answer of `lists gaps`: who is listed by some and not by others.
type Gaps struct {
	By  []GapParty `json:"by"`
	Not []GapParty `json:"not"`
	// Entities is how many are listed by one of By.
	Entities int `json:"entities"`
	// Gaps are those of them that none of Not lists, the longest listed first.
	Gaps []Gap `json:"gaps"`
	// Both are those that at least one of Not lists too, and Delays how long each
	// of Not took.
	Both          []Gap           `json:"both"`
	Delays        []Delay         `json:"delays"`
	Since         *interdict.Date `json:"since"`
	AsOf          *interdict.Date `json:"as_of"`
	KnownAt       time.Time       `json:"known_at,omitzero"`
	Reconstructed []string        `json:"reconstructed,omitempty"`
}

// GapParty is a jurisdiction or a list, and the lists that it stands for.
type GapParty struct {
	Name  string   `json:"name"`
	Lists []string `json:"lists"`
}

// Gap is one entity: who lists it, who does not.
type Gap struct {
	EntityID string           `json:"entity_id"`
	Caption  string           `json:"caption"`
	Schema   interdict.Schema `json:"schema"`
	// Since is the earliest day since which one of By lists it, Days how many
	// days that is ago; both are null where no day is known for certain.
	Since *interdict.Date `json:"since"`
	Days  *int            `json:"days"`
	By    []GapListing    `json:"by"`
	// Listed are the listings of Not, Absent the parties of Not that list it not
	// at the moment, Removed the listings that they held once.
	Listed  []GapListing        `json:"listed"`
	Absent  []string            `json:"absent"`
	Removed []interdict.Removal `json:"removed"`
}

// GapListing is a listing of one of the parties.
type GapListing struct {
	Party string `json:"party"`
	interdict.ListedSince
	Measures []interdict.Measure `json:"measures"`
	// Delay is how many days later than By it came, negative where it came first;
	// nil where either day is not known, and in By itself.
	Delay *int `json:"delay,omitempty"`
}

// Delay sums up how long one party of Not took.
type Delay struct {
	Party string `json:"party"`
	// Both are the entities that it lists too; of them After, Same and Before
	// count those that it listed later, on the same day and earlier, Unknown those
	// of which a day is not known. Median and P90 are of the days of all with
	// known days, nil where there is none.
	Both    int  `json:"both"`
	After   int  `json:"after"`
	Same    int  `json:"same_day"`
	Before  int  `json:"before"`
	Unknown int  `json:"unknown"`
	Median  *int `json:"median_days"`
	P90     *int `json:"p90_days"`
	// Missing are the entities that it does not list, Removed those of them that
	// it did.
	Missing int `json:"missing"`
	Removed int `json:"removed"`
}

// Sort orders the entities and sums up the delays.
func (g *Gaps) Sort() {
	byAge := func(a, b Gap) int {
		return cmp.Or(cmp.Compare(sinceKey(a.Since), sinceKey(b.Since)), cmp.Compare(a.Caption, b.Caption), cmp.Compare(a.EntityID, b.EntityID))
	}
	slices.SortFunc(g.Gaps, byAge)
	slices.SortFunc(g.Both, byAge)
	g.Delays = []Delay{}
	for _, p := range g.Not {
		g.Delays = append(g.Delays, g.delay(p.Name))
	}
}

// sinceKey orders unknown days last.
func sinceKey(d *interdict.Date) int {
	if d == nil {
		return 1 << 30
	}
	return d.First()
}

func (g *Gaps) delay(party string) Delay {
	d := Delay{Party: party}
	var days []int
	for _, list := range [][]Gap{g.Gaps, g.Both} {
		for i := range list {
			e := &list[i]
			if slices.Contains(e.Absent, party) {
				d.Missing++
				if e.removedBy(g, party) {
					d.Removed++
				}
				continue
			}
			d.Both++
			n, ok := e.delayOf(party)
			switch {
			case !ok:
				d.Unknown++
				continue
			case n > 0:
				d.After++
			case n == 0:
				d.Same++
			default:
				d.Before++
			}
			days = append(days, n)
		}
	}
	slices.Sort(days)
	if n := len(days); n > 0 {
		d.Median, d.P90 = &days[n/2], &days[min(n-1, n*9/10)]
	}
	return d
}

// delayOf is the delay of a party's earliest listing.
func (e *Gap) delayOf(party string) (days int, ok bool) {
	for i := range e.Listed {
		if l := &e.Listed[i]; l.Party == party && l.Delay != nil && (!ok || *l.Delay < days) {
			days, ok = *l.Delay, true
		}
	}
	return days, ok
}

func (e *Gap) removedBy(g *Gaps, party string) bool {
	for _, p := range g.Not {
		if p.Name == party && slices.ContainsFunc(e.Removed, func(r interdict.Removal) bool { return slices.Contains(p.Lists, r.List) }) {
			return true
		}
	}
	return false
}

// names are the parties' names in a row.
func names(parties []GapParty) string {
	out := make([]string, len(parties))
	for i := range parties {
		out[i] = parties[i].Name
	}
	return strings.Join(out, ", ")
}

// title says what the answer is of.
func (g *Gaps) title() string {
	s := "Listed by " + names(g.By) + ", not by " + names(g.Not)
	if g.Since != nil {
		s += ", since " + g.Since.Words()
	}
	return s
}

// sum is the answer in one sentence.
func (g *Gaps) sum() string {
	return plural(len(g.Gaps), "entity", "entities") + " of " + count(g.Entities) + " that " + names(g.By) + " list."
}

var delayHead = []string{"", "List it too", "Later", "Same day", "Earlier", "Day unknown", "Median days", "9 in 10 within", "Do not", "Removed it"}

func (d *Delay) cells() []string {
	return []string{d.Party, count(d.Both), count(d.After), count(d.Same), count(d.Before), count(d.Unknown), daysCell(d.Median), daysCell(d.P90), count(d.Missing), count(d.Removed)}
}

func daysCell(n *int) string {
	if n == nil {
		return "-"
	}
	return count(*n)
}

// WriteGaps writes the answer for people.
func WriteGaps(w io.Writer, style Style, g *Gaps) error {
	p := newPage(w, style)
	writeMoment(p, false, g.AsOf, g.KnownAt, g.Reconstructed)
	p.text(0, g.title(), bold)
	p.text(0, g.sum(), plain)
	p.heading("How long each took")
	rows := make([][]string, len(g.Delays))
	for i := range g.Delays {
		rows[i] = g.Delays[i].cells()
	}
	p.columns(0, delayHead, rows)
	if len(g.Gaps) == 0 {
		return p.flush()
	}
	p.heading("Not listed by " + names(g.Not))
	rows = make([][]string, len(g.Gaps))
	for i := range g.Gaps {
		e := &g.Gaps[i]
		rows[i] = []string{e.sinceCell(), daysCell(e.Days), e.Caption, e.byCell(), e.removedCell()}
	}
	p.columns(0, []string{"Since", "Days", "Party", "Listed as", "Removed by"}, rows)
	return p.flush()
}

func (e *Gap) sinceCell() string {
	if e.Since != nil {
		return e.Since.String()
	}
	// No day is known for certain: the earliest that it is not after.
	last := ""
	for _, l := range e.By {
		if s := l.Since.String(); l.From == interdict.SinceNotAfter && (last == "" || s < last) {
			last = s
		}
	}
	if last == "" {
		return "-"
	}
	return last + " or before"
}

func (e *Gap) byCell() string {
	out := make([]string, len(e.By))
	for i, l := range e.By {
		out[i] = l.List + " " + l.ID
	}
	return strings.Join(out, ", ")
}

func (e *Gap) removedCell() string {
	out := make([]string, len(e.Removed))
	for i, r := range e.Removed {
		out[i] = r.List + " " + r.ID + " " + r.Removed.String()
	}
	return strings.Join(out, ", ")
}

// GapsCSV writes one line for each entity and party of Not.
func GapsCSV(w io.Writer, g *Gaps) error {
	c := csv.NewWriter(w)
	rows := [][]string{{"entity_id", "caption", "schema", "since", "days", "by", "party", "status", "party_since", "delay_days", "removed"}}
	for _, list := range [][]Gap{g.Gaps, g.Both} {
		for i := range list {
			e := &list[i]
			for _, p := range g.Not {
				rows = append(rows, e.csv(g, p))
			}
		}
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	return c.Error()
}

func (e *Gap) csv(g *Gaps, p GapParty) []string {
	row := []string{SafeCell(e.EntityID), SafeCell(clean(e.Caption)), string(e.Schema), "", "", SafeCell(e.byCell()), p.Name, "listed", "", "", ""}
	if e.Since != nil {
		row[3] = e.Since.String()
	}
	if e.Days != nil {
		row[4] = strconv.Itoa(*e.Days)
	}
	if slices.Contains(e.Absent, p.Name) {
		row[7] = "not_listed"
		if e.removedBy(g, p.Name) {
			row[7] = "removed"
		}
	}
	for _, l := range e.Listed {
		if l.Party == p.Name && (row[8] == "" || l.Since.String() < row[8]) {
			row[8] = l.Since.String()
		}
	}
	if n, ok := e.delayOf(p.Name); ok {
		row[9] = strconv.Itoa(n)
	}
	for _, r := range e.Removed {
		if slices.Contains(p.Lists, r.List) {
			row[10] = r.Removed.String()
		}
	}
	return row
}

//go:embed gaps.html
var gapsSource string

var gapsPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(htmlPage().Clone()).Parse(gapsSource))
})

// gapsView is what the page shows.
type gapsView struct {
	*Gaps
	Title, Sum, NotNames string
	Head                 []string
	DelayRows            [][]string
	GapRows, BothRows    []gapRow
}

type gapRow struct {
	Since, Days, Party, By, Removed string
	Others                          []string
}

// GapsHTML writes the answer as a page in one file, without scripts or outside
// resources.
func GapsHTML(w io.Writer, g *Gaps) error {
	v := gapsView{Gaps: g, Title: g.title(), Sum: g.sum(), NotNames: names(g.Not), Head: delayHead}
	for i := range g.Delays {
		v.DelayRows = append(v.DelayRows, g.Delays[i].cells())
	}
	for i := range g.Gaps {
		v.GapRows = append(v.GapRows, g.Gaps[i].row())
	}
	for i := range g.Both {
		v.BothRows = append(v.BothRows, g.Both[i].row())
	}
	return gapsPage().ExecuteTemplate(w, "gaps", v)
}

func (e *Gap) row() gapRow {
	r := gapRow{Since: e.sinceCell(), Days: daysCell(e.Days), Party: e.Caption, By: e.byCell(), Removed: e.removedCell()}
	for i := range e.Listed {
		l := &e.Listed[i]
		words := l.Party + ": " + l.List + " " + l.ID + ", " + SinceWords(&l.Since, l.From)
		if l.Delay != nil {
			switch n := *l.Delay; {
			case n > 0:
				words += ", " + plural(n, "day", "days") + " later"
			case n < 0:
				words += ", " + plural(-n, "day", "days") + " earlier"
			default:
				words += ", the same day"
			}
		}
		r.Others = append(r.Others, words)
	}
	for _, a := range e.Absent {
		r.Others = append(r.Others, a+": not listed")
	}
	return r
}
