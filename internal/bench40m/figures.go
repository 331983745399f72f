package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/crowd"
)

// figures are all that was measured, as far as it was.
type figures struct {
	Machine *machine `json:"machine,omitempty"`

	Invented bool `json:"invented_lists"`
	Lists    int  `json:"lists"`
	Listings int  `json:"listings"`
	Names    int  `json:"names"`

	CustomersBytes int64   `json:"customers_bytes"`
	West           float64 `json:"western"`
	East           float64 `json:"arabic_persian_turkic_south_asian"`
	Others         float64 `json:"slavic_east_asian_african_others"`
	Native         float64 `json:"own_script"`
	Growth         float64 `json:"family_names_exponent"`
	Every          int64   `json:"rows_a_planted_one"`

	Parsing    *parsing   `json:"parsing,omitempty"`
	Start      float64    `json:"start_seconds"`
	Screened   []screened `json:"screened,omitempty"`
	Found      *found     `json:"found,omitempty"`
	Single     *single    `json:"one_by_one,omitempty"`
	Profile    []spent    `json:"profile,omitempty"`
	Large      *screened  `json:"large,omitempty"`
	LargeStart float64    `json:"large_start_seconds,omitempty"`
	Equal      *compared  `json:"large_at_equal_hits,omitempty"`
	Watched    *watched   `json:"monitoring,omitempty"`
	Lookups    *lookups   `json:"changed_listings,omitempty"`
	DuckDB     *joined    `json:"duckdb,omitempty"`
}

const (
	tableFile   = "bench-40m.md"
	figuresFile = "bench-40m.json"
)

// report writes the figures, as a table for BENCHMARKS.md and as JSON.
func (b *bench) report() error {
	text, err := json.MarshalIndent(struct {
		Rows    int64             `json:"rows"`
		Program string            `json:"program"`
		Done    map[string]string `json:"done"`
		figures
	}{b.rows, b.state.Program, b.state.Done, b.state.Figures}, "", "\t")
	if err != nil {
		return err
	}
	if err := atomicfile.WriteBytes(atomicfile.Private{}, b.path(figuresFile), append(text, '\n')); err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, b.path(tableFile), []byte(b.state.Figures.table(b.rows)))
}

// lines are a table being written.
type lines struct{ strings.Builder }

func (t *lines) head(cells ...string) {
	t.row(cells...)
	t.row(slices.Repeat([]string{"---"}, len(cells))...)
}

func (t *lines) row(cells ...string) { fmt.Fprintf(t, "| %s |\n", strings.Join(cells, " | ")) }

func (t *lines) say(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

// table is what BENCHMARKS.md shows.
func (f *figures) table(rows int64) string {
	var t lines
	lists := fmt.Sprintf("%d lists, %d listings, %d names", f.Lists, f.Listings, f.Names)
	if f.Invented {
		lists = fmt.Sprintf("an invented list of %d persons, %d names (no stored lists are here)", f.Listings, f.Names)
	}
	t.say("`make bench-40m ROWS=%d`: customers (id, name, birth date, country; %s) against %s.", rows, mega(f.CustomersBytes), lists)
	if m := f.Machine; m != nil {
		t.say("%s, %s, %d cores in use.", m.Processor, m.System, m.Cores)
	}
	t.say("Names: %.0f %% Western, %.0f %% Arabic, Persian, Turkic and South Asian, %.0f %% Slavic, East Asian, African and others; %.1f %% in their own script; family names grow as rows to the power of %.2f; one row in %d is a planted match.\n",
		100*f.West, 100*f.East, 100*f.Others, 100*f.Native, f.Growth, f.Every)
	t.head("what", "measured", "to reach")
	f.screening(&t)
	f.monitoring(&t)
	f.limits(&t)
	f.kinds(&t)
	f.profiled(&t)
	return t.String()
}

// memoryOf is a process's memory in words.
func (c *cost) memoryOf() string {
	if c.Anonymous == 0 {
		return mega(c.Resident) + " resident"
	}
	return fmt.Sprintf("%s resident, %s of it not mapped files", mega(c.Resident), mega(c.Anonymous))
}

func (f *figures) screening(t *lines) {
	for i := range f.Screened {
		s := &f.Screened[i]
		t.row(short(s.Rows)+" rows of CSV, file to results, start apart",
			fmt.Sprintf("**%s rows/s**; %.1f s, %.1f s of processor time; %s; %.2f hits in 1,000 rows", thousands(s.PerSecond), s.Seconds, s.Processor, s.memoryOf(), 1000*float64(s.Hits)/float64(s.Rows)),
			"450,000 rows/s (prize: 800,000); 1.5 GiB")
	}
	if f.Start > 0 {
		t.row("start of the program: one row, file to results", fmt.Sprintf("%.2f s", f.Start), "")
	}
	if n := len(f.Screened); n > 1 {
		most, least := f.Screened[0].PerSecond, f.Screened[0].PerSecond
		for _, s := range f.Screened {
			most, least = max(most, s.PerSecond), min(least, s.PerSecond)
		}
		t.row(fmt.Sprintf("rate from %s to %s rows", short(f.Screened[0].Rows), short(f.Screened[n-1].Rows)), fmt.Sprintf("flat within %.0f %%", 100*(most/least-1)), "20 %")
	}
	if f.Found != nil {
		t.row("planted matches found", fmt.Sprintf("%.2f %% of %d", 100*f.Found.All.part(), f.Found.All.Of), "as one by one")
		t.row("clean people alerted", fmt.Sprintf("%.4f %% of %d; namesakes with other facts %.1f %%", 100*f.Found.Clean.part(), f.Found.Clean.Of, 100*f.Found.Namesakes.part()), "stated")
	}
	if s := f.Single; s != nil {
		t.row("the same rows one by one", fmt.Sprintf("%.2f %% of %d found; %d of %d rows answered otherwise; %.0f µs a row", 100*s.Found.part(), s.Found.Of, s.Differ, s.Rows, 1e6*s.Seconds/float64(max(s.Rows, 1))), "no difference")
	}
	if s := f.Large; s != nil && len(f.Screened) > 0 {
		m := &f.Screened[0]
		t.row(short(s.Rows)+" rows against many more lists", fmt.Sprintf("%s rows/s: %.1f times as long; %.1f s, %s; %.2f hits in 1,000 rows, there %.2f; start %.2f s",
			thousands(s.PerSecond), m.PerSecond/s.PerSecond, s.Seconds, s.memoryOf(), 1000*float64(s.Hits)/float64(s.Rows), 1000*float64(m.Hits)/float64(m.Rows), f.LargeStart), "")
	}
	if e := f.Equal; e != nil {
		t.row("the same customers against the lists and against many more, at equal hits a row", fmt.Sprintf("%.1f and %.1f µs of processor time a row: **%.2f times**; %.2f hits in 1,000 rows by both; %d rows with other hits by the many left out of %d",
			e.Micros, e.LargeMicros, e.Times, 1000*float64(e.Hits)/float64(max(e.Rows, 1)), e.Left, e.Rows+e.Left), "under 3 times")
	}
	if d := f.DuckDB; d != nil {
		t.row(short(d.Rows)+" rows joined in DuckDB on the same names, both cores", fmt.Sprintf("%s rows/s; %.1f s, %s; %.1f %% of the planted found, %.2f %% of clean people alerted",
			thousands(d.PerSecond), d.Seconds, mega(d.Resident), 100*d.Found.part(), 100*d.Clean.part()), "to be passed")
	}
}

func (f *figures) monitoring(t *lines) {
	w := f.Watched
	if w == nil {
		return
	}
	t.row("`monitor add`, everyone", fmt.Sprintf("%.1f s; %s; %s on disk, %.0f bytes a person", w.Add.Seconds, w.Add.memoryOf(), mega(w.Bytes), float64(w.Bytes)/float64(max(w.Members, 1))), "4 minutes; 2 GiB; 4 GB")
	if l := f.Lookups; l != nil {
		l.show(t)
	}
	each := func(what string, r *ran, aim string) {
		if r != nil {
			t.row(what, fmt.Sprintf("%.2f s (%.2f by its own word), %.1f s of processor time; %s; %d parties changed, %d alerts raised", r.Seconds, r.Own, r.Processor, r.memoryOf(), r.Entities, r.Raised), aim)
		}
	}
	each("`monitor run`, everyone against everything", w.Full, "")
	each(fmt.Sprintf("`monitor run`, %d changed listings in one pass", w.Listings), w.Changes, "10 s")
	each("`monitor run`, one changed listing, the whole command", w.OneMore, "")
	each("`monitor run`, nothing changed", w.Nothing, "")
}

func (l *lookups) show(t *lines) {
	row := func(what string, o *oneChanged, aim string) {
		if o == nil {
			return
		}
		t.row(what, fmt.Sprintf("median **%.1f ms**, p99 **%.0f ms**, most %.0f ms, of %d; members looked at: median %.0f, p99 %.0f; pages read: %.0f, %.0f; %s", o.Millis.Median, o.Millis.P99, o.Millis.Most, o.Changed,
			o.Candidates.Median, o.Candidates.P99, o.Pages.Median, o.Pages.P99, o.memoryOf()), aim)
	}
	row("one changed listing against everyone, warm", l.Warm, "median 50 ms, p99 1 s; 1 GB")
	row("the same, the first one, the population's files not in memory", l.Cold, "stated, with pages read")
	row(fmt.Sprintf("%d changed listings in one pass", changedCount), l.Group, "10 s")
}

func (f *figures) limits(t *lines) {
	if m := f.Machine; m != nil {
		t.row("this machine, one core", fmt.Sprintf("memory %.1f GB/s; %.0f ns for a word that the next depends on", m.Read/1e9, 1e9*m.Load), "")
	}
	p := f.Parsing
	if p == nil {
		return
	}
	t.row("the customers' file alone, one core", fmt.Sprintf("lines counted %.2f GB/s; rows cut %s, cut and parsed %s, as subjects %s a second", p.Disk/1e9, thousands(p.Cut), thousands(p.Cells), thousands(p.Subjects)), "")
	if f.Machine != nil && len(f.Screened) > 0 {
		s := &f.Screened[len(f.Screened)-1]
		limit := p.Subjects * float64(f.Machine.Cores)
		t.row("distance from the limit", fmt.Sprintf("reading alone would be %.0f times as fast on %d cores; a row costs %.2f µs of processor time, %.0f dependent loads", limit/s.PerSecond, f.Machine.Cores, 1e6*s.Processor/float64(s.Rows), s.Processor/float64(s.Rows)/f.Machine.Load), "stated")
	}
}

// kinds is the table of what was planted.
func (f *figures) kinds(t *lines) {
	if f.Found == nil {
		return
	}
	known := []crowd.Known{crowd.NameAlone, crowd.BirthYear, crowd.BirthDate, crowd.AllFacts}
	t.say("\nFound of what was planted, by kind and by what the row says beside the name:\n")
	t.head("kind", "planted", "found", "name alone", "birth year", "birth date", "birth date and country")
	for _, k := range crowd.Kinds() {
		s := f.Found.ByKind[k]
		if s == nil {
			continue
		}
		cells := []string{strings.ReplaceAll(string(k), "_", " "), fmt.Sprint(s.Of), fmt.Sprintf("%.1f %%", 100*s.part())}
		for _, kn := range known {
			cell := "-"
			if c := f.Found.Cells[string(k)][string(kn)]; c != nil {
				cell = fmt.Sprintf("%.1f %%", 100*c.part())
			}
			cells = append(cells, cell)
		}
		t.row(cells...)
	}
}

// profiled is the table of where the time goes.
func (f *figures) profiled(t *lines) {
	if len(f.Profile) == 0 {
		return
	}
	t.say("\nWhere the processor's time goes, by package, what it calls apart:\n")
	t.head("package", "part")
	for _, s := range f.Profile[:min(len(f.Profile), 15)] {
		t.row(s.Package, fmt.Sprintf("%.1f %%", 100*s.Part))
	}
}

// thousands writes a number with commas.
func thousands(f float64) string {
	s := fmt.Sprintf("%.0f", f)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
