package report

import (
	"fmt"
	"io"
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
	// LateAfterHours is how old the last run of a population may be.
	LateAfterHours float64   `json:"late_after_hours"`
	Populations    []Covered `json:"populations"`
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
	// lists in force, and that no canary is lost. Alarms say what is wrong where it
	// was not, or where something else is.
	Covered bool                     `json:"covered"`
	Alarms  []string                 `json:"alarms"`
	Alerts  map[casework.State]int64 `json:"alerts"`
	// Lists tell of each edition how it was covered, list by list, the newest first.
	Lists []CoveredEdition `json:"lists"`
	// Load is what the last file came to, nil before the first.
	Load *population.Load `json:"load"`
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
	// edition, Covered how many of them were compared with it, Refused how many rows
	// of the population's last file were not taken; At is when, Receipt proves it.
	// Without a run under the edition, At is zero.
	Members int64     `json:"members"`
	Covered int64     `json:"covered"`
	Refused int64     `json:"refused"`
	At      time.Time `json:"at,omitzero"`
	Receipt string    `json:"receipt,omitempty"`
}

// WriteCoverage writes how far populations are covered, each in a line, with what
// is wrong below it.
func WriteCoverage(w io.Writer, style Style, c *Coverage) error {
	p := newPage(w, style)
	if len(c.Populations) == 0 {
		p.text(0, "No population is under monitoring.", plain)
	}
	for i := range c.Populations {
		m := &c.Populations[i]
		covered, t := "covered", green
		if !m.Covered {
			covered, t = "NOT covered", red
		}
		when := ""
		if m.Last != nil {
			when = ", last run " + m.Last.At.UTC().Format("2 January 2006 15:04 UTC")
		}
		p.text(0, fmt.Sprintf("%s: %s, %s%s; %s open.", m.Population, plural(m.Members, "member", "members"), covered, when, plural(m.Alerts[casework.Open], "alert", "alerts")), t)
		for _, a := range m.Alarms {
			p.text(2, "! "+sentenceCase(a)+".", yellow)
		}
	}
	return p.flush()
}
