package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
)

// Coverage is the answer of `monitor status`: how far each population is covered,
// and whether the canaries were found.
type Coverage struct {
	At time.Time `json:"at"`
	// LateAfterHours is how old the last run of a population may be,
	// ShrinkOverPercent how many of its members a file may take away.
	LateAfterHours    float64   `json:"late_after_hours"`
	ShrinkOverPercent float64   `json:"shrink_over_percent"`
	Populations       []Covered `json:"populations"`
	// Canaries are what they came to at each intake that they have passed through.
	Canaries []canary.Outcome `json:"canaries"`
}

// Well says that every population is covered and nothing raises an alarm.
func (c *Coverage) Well() bool {
	for i := range c.Populations {
		if p := &c.Populations[i]; !p.Covered || len(p.Alarms) > 0 {
			return false
		}
	}
	return true
}

// Covered is how far a population is covered, as of its last run.
type Covered struct {
	Population string        `json:"population"`
	Members    int64         `json:"members"`
	Generation int           `json:"generation"`
	Sealed     bool          `json:"sealed"`
	Bytes      int64         `json:"bytes"`
	Last       *casework.Run `json:"last"`
	// Covered says that the last run was over the members there are now and the
	// lists in force, that its files are whole, and that no canary is lost. Alarms say what is wrong where it
	// was not, or where something else is.
	Covered bool     `json:"covered"`
	Alarms  []string `json:"alarms"`
	// Uncovered are the alarms for which it is not covered, Remedy the command that
	// covers it again, empty where it takes more than one.
	Uncovered []string                 `json:"uncovered"`
	Remedy    string                   `json:"remedy,omitempty"`
	Alerts    map[casework.State]int64 `json:"alerts"`
	// Lists tell of each edition how it was covered, list by list, the newest first.
	Lists []CoveredEdition `json:"lists"`
	// Load is what the last file came to, nil before the first. Refused and
	// RefusedByCode count the rows that were not taken since the last full file, that
	// one included; by code also those that were taken without a value.
	Load          *population.Load `json:"load"`
	Refused       int64            `json:"refused"`
	RefusedByCode map[string]int64 `json:"refused_by_code"`
	// Verified is what the last whole reading of its files came to, nil where there
	// was none since its last file.
	Verified *population.Verified `json:"verified"`
}

// CoveredEdition is how a population was covered under an edition of a list.
type CoveredEdition struct {
	List      string         `json:"list"`
	Title     string         `json:"title"`
	Edition   string         `json:"edition"`
	Published interdict.Date `json:"published,omitzero"`
	Loaded    time.Time      `json:"loaded,omitzero"`
	InForce   bool           `json:"in_force"`
	// Members are those who were in the population at the first run under the
	// edition, Covered how many of them were compared with it, Refused how many rows of
	// its files had not been taken; At is when, Receipt proves it.
	// Without a run under the edition, At is zero.
	Members int64     `json:"members"`
	Covered int64     `json:"covered"`
	Refused int64     `json:"refused"`
	At      time.Time `json:"at,omitzero"`
	Receipt string    `json:"receipt,omitempty"`
}

// WriteCoverage writes how far populations are covered, each in a line, with what
// is wrong below it, and a line for the canaries of each intake.
func WriteCoverage(w io.Writer, style Style, c *Coverage) error {
	p := newPage(w, style)
	if len(c.Populations) == 0 {
		p.text(0, "No population is under monitoring.", plain)
	}
	for i := range c.Populations {
		m := &c.Populations[i]
		when := plural(m.Alerts[casework.Open], "alert", "alerts") + " open."
		if m.Last != nil {
			when = "last run " + minute(m.Last.At) + "; " + when
		}
		who := m.Population + ": " + plural(m.Members, "member", "members")
		if m.Covered {
			p.text(0, who+", covered, "+when, green)
		} else {
			p.text(0, who+", NOT covered"+m.why()+" "+sentenceCase(when), red)
		}
		for _, a := range m.Alarms {
			if !slices.Contains(m.Uncovered, a) {
				p.text(2, "! "+sentenceCase(a)+".", yellow)
			}
		}
		if v := m.Verified; v != nil && len(v.Damaged) == 0 {
			p.text(2, "Its files were last read whole "+minute(v.At)+".", dim)
		}
	}
	for i := range c.Canaries {
		writeCanaryLine(p, &c.Canaries[i])
	}
	return p.flush()
}

// VerifiedFiles is the answer of `monitor verify`.
type VerifiedFiles struct {
	// OK says that all files of all populations are whole.
	OK          bool                 `json:"ok"`
	Populations []VerifiedPopulation `json:"populations"`
}

// VerifiedPopulation is what reading the files of a population whole came to.
type VerifiedPopulation struct {
	Population string `json:"population"`
	*population.Verified
}

// WriteVerifiedFiles writes what reading populations whole came to, for people.
func WriteVerifiedFiles(w io.Writer, style Style, f *VerifiedFiles) error {
	p := newPage(w, style)
	for i := range f.Populations {
		v := &f.Populations[i]
		files, took := plural(int64(v.Files), "file", "files"), fmt.Sprintf("%.2f s", v.Seconds)
		if v.Seconds < 0.005 {
			took = "under 0.01 s"
		}
		if len(v.Damaged) == 0 {
			p.text(0, fmt.Sprintf("%s: %s of %s bytes read in %s, every page is whole.", v.Population, files, count(v.Bytes), took), green)
			continue
		}
		p.text(0, fmt.Sprintf("%s: %d of %s damaged.", v.Population, len(v.Damaged), files), red)
		for _, what := range v.Damaged {
			p.text(2, "! "+what+".", yellow)
		}
	}
	return p.flush()
}

// why says why a population is not covered, and what to do.
func (c *Covered) why() string {
	words := "."
	if len(c.Uncovered) > 0 {
		words = ": " + strings.Join(c.Uncovered, "; ") + "."
	}
	if c.Remedy != "" {
		words += " `" + c.Remedy + "` covers them."
	}
	return words
}

// minute is a time as people read it.
func minute(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 UTC") }

// intakeWords are what people call an intake.
var intakeWords = map[canary.Intake]string{canary.File: "a file run", canary.Population: "monitoring", canary.Service: "the service"}

// writeCanaryLine says in a line what the canaries came to at an intake.
func writeCanaryLine(p *page, o *canary.Outcome) {
	all, found := o.Count()
	line := fmt.Sprintf("Canaries through %s, %s: ", intakeWords[o.Intake], minute(o.At))
	if o.OK {
		p.text(0, line+fmt.Sprintf("all %s of %s found.", count(all), plural(int64(len(o.Lists)), "list", "lists")), dim)
	} else {
		p.text(0, line+fmt.Sprintf("%s of %s found.", count(found), count(all)), red)
	}
	for i := range o.Lists {
		if l := &o.Lists[i]; l.Note != "" {
			p.text(2, fmt.Sprintf("%s has none: %s.", l.List, l.Note), dim)
		}
	}
}

// CanaryCount is what the canaries of one run came to.
type CanaryCount struct {
	OK       bool          `json:"ok"`
	Canaries int           `json:"canaries"`
	Found    int           `json:"found"`
	Lost     []canary.Lost `json:"lost"`
}

// Canaries is the answer of `monitor canaries`.
type Canaries struct {
	// OK says that every canary was found at every intake.
	OK       bool             `json:"ok"`
	Canaries []canary.Outcome `json:"canaries"`
}

// WriteCanaries writes what the canaries came to, list by list, for people.
func WriteCanaries(w io.Writer, style Style, outcomes []canary.Outcome) error {
	p := newPage(w, style)
	for i := range outcomes {
		o := &outcomes[i]
		writeCanaryLine(p, o)
		for k := range o.Lists {
			l := &o.Lists[k]
			if l.Canaries == 0 {
				continue
			}
			t := green
			if l.Found < l.Canaries {
				t = red
			}
			p.text(2, fmt.Sprintf("%s, edition %s: %s of %s found", l.List, shortHash(l.Edition), count(l.Found), count(l.Canaries)), t)
			for _, lost := range l.Lost {
				p.text(4, fmt.Sprintf("lost %q (listing %s) at the stage %s: %s", lost.Name, lost.Listing, lost.Stage, strings.TrimSuffix(lost.Words, ".")), yellow)
			}
		}
	}
	return p.flush()
}

// shortHash is enough of a hash to tell it from others.
func shortHash(h string) string { return h[:min(12, len(h))] }
