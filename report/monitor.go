package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
)

// Added is the answer of `monitor add`.
type Added struct {
	Population string `json:"population"`
	population.Load
	Sealed bool     `json:"sealed"`
	Bytes  int64    `json:"bytes"` // on disk
	Notes  []string `json:"notes"` // on the file as a whole, such as columns that nobody knows
}

// WriteAdded writes what adding a file to a population came to, for people.
func WriteAdded(w io.Writer, style Style, a *Added) error {
	p := newPage(w, style)
	p.text(0, fmt.Sprintf("Population %s: %s.", a.Population, plural(a.Members, "member", "members")), bold)
	refused, left := count(a.Refused)+" refused", -a.Refused
	for _, n := range a.Codes {
		left += n
	}
	if left > 0 { // they have codes too, and are members all the same
		refused += ", " + plural(left, "value was", "values were") + " left out"
	}
	p.text(2, fmt.Sprintf("%s read, %s%s; %s new, changed or gone.", plural(a.Read, "row", "rows"), refused, inBrackets(codesWords(a.Codes)), plural(a.Changed, "id", "ids")), plain)
	sealed := "sealed"
	if !a.Sealed {
		sealed = "NOT sealed"
	}
	for _, note := range a.Notes {
		p.text(2, note+".", plain)
	}
	p.text(2, fmt.Sprintf("%s bytes on disk, %s. `interdict monitor run %s` screens them.", count(a.Bytes), sealed, a.Population), dim)
	return p.flush()
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// Monitored is the answer of `monitor run`: what it came to, population by
// population.
type Monitored struct {
	Runs []casework.Run `json:"runs"`
}

// WriteMonitored writes what runs came to, for people.
func WriteMonitored(w io.Writer, style Style, m *Monitored) error {
	p := newPage(w, style)
	for i := range m.Runs {
		r := &m.Runs[i]
		p.text(0, fmt.Sprintf("Population %s: all %s of %s covered in %.2f s.", r.Population, count(r.Covered), plural(r.Members, "member", "members"), r.Seconds), green)
		how := fmt.Sprintf("changed since the run before: %s, %s", plural(int64(r.EntitiesChanged), "listed party", "listed parties"), plural(int64(r.MembersChanged), "member", "members"))
		if r.Mode == casework.Full {
			how = "everyone against everything: " + r.Why
		}
		p.text(2, sentenceCase(how)+".", plain)
		p.text(2, fmt.Sprintf("%s raised, %s opened again, %s closed.", plural(r.Raised, "alert", "alerts"), count(r.Reopened), count(r.Closed)), bold)
		p.text(2, "Receipt "+r.Receipt+".", dim)
	}
	return p.flush()
}

// Alerts is the answer of `alerts list`.
type Alerts struct {
	Alerts []Alert `json:"alerts"`
}

// Alert is one, as `alerts list` and `alerts show` tell of it.
type Alert struct {
	ID         string          `json:"id"`
	Population string          `json:"population"`
	Subject    *AlertSubject   `json:"subject"`
	EntityID   string          `json:"entity_id"`
	Caption    string          `json:"caption"`
	Score      interdict.Score `json:"score"`
	Verdict    string          `json:"verdict"`
	State      casework.State  `json:"state"`
	Raised     time.Time       `json:"raised"`
	RaisedFor  string          `json:"raised_for"`
	Because    string          `json:"because"` // why it is in its state
	// Grouped is how many alerts of one entity this one stands for, 0 for itself.
	Grouped int `json:"grouped,omitempty"`

	Hit    *interdict.Hit   `json:"hit,omitempty"`
	Events []casework.Event `json:"events,omitempty"`
}

// AlertSubject is what an alert says of its subject; nothing where it was
// forgotten.
type AlertSubject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// AlertOf is the shape of an alert with all that happened to it.
func AlertOf(a *casework.Alert, events []casework.Event) *Alert {
	out := &Alert{ID: a.ID, Population: a.Population, EntityID: a.EntityID, Score: a.Score, Verdict: string(interdict.Review), State: a.State, Raised: a.Raised, RaisedFor: a.RaisedFor, Because: a.Because, Events: events}
	if a.Subject != nil {
		out.Subject = &AlertSubject{a.Subject.ID, a.Subject.Name()}
	}
	if a.Hit != nil {
		hits := HitsOf([]interdict.Hit{*a.Hit})
		out.Hit, out.Caption = &hits[0], a.Hit.Caption
	}
	return out
}

// AlertsOf is the shape of a list of alerts.
func AlertsOf(alerts []casework.Alert, crowds map[string]int) *Alerts {
	out := &Alerts{Alerts: []Alert{}}
	for i := range alerts {
		a := AlertOf(&alerts[i], nil)
		a.Hit = nil
		a.Grouped = crowds[alerts[i].Crowd]
		out.Alerts = append(out.Alerts, *a)
	}
	return out
}

// WriteAlerts writes a list of alerts, for people. states are those that were
// asked for; none is every state.
func WriteAlerts(w io.Writer, style Style, a *Alerts, states ...string) error {
	p := newPage(w, style)
	if len(a.Alerts) == 0 {
		p.text(0, strings.TrimSpace("No "+strings.ReplaceAll(strings.Join(states, " or "), "_", " "))+" alert.", green)
	}
	for i := range a.Alerts {
		writeAlertLine(p, &a.Alerts[i])
	}
	return p.flush()
}

func writeAlertLine(p *page, a *Alert) {
	who := "a subject that was forgotten"
	if a.Subject != nil {
		who = a.Subject.Name + " (" + a.Subject.ID + ")"
	}
	if a.Grouped > 1 {
		who = plural(int64(a.Grouped), "subject", "subjects") + ", among them " + who
	}
	p.text(0, fmt.Sprintf("%s  %s  %s → %s", a.ID, a.Score, who, a.Caption), bold)
	state := strings.ReplaceAll(string(a.State), "_", " ")
	p.text(2, fmt.Sprintf("%s, raised %s in %s: %s · %s", state, a.Raised.UTC().Format("2 January 2006 15:04"), a.Population, a.RaisedFor, a.EntityID), dim)
	if a.Because != a.RaisedFor {
		p.text(2, state+": "+a.Because, dim)
	}
}

// WriteAlert writes an alert with its evidence and history, for people.
func WriteAlert(w io.Writer, style Style, a *Alert) error {
	p := newPage(w, style)
	writeAlertLine(p, a)
	if a.Hit != nil {
		for i := range a.Hit.Evidence {
			e := &a.Hit.Evidence[i]
			line := fmt.Sprintf("%s: %s / %s", strings.ReplaceAll(e.Field, "_", " "), e.Subject, e.Entity)
			if e.Note != "" {
				line += ": " + e.Note
			}
			p.text(4, line, plain)
		}
	}
	for i := range a.Events {
		e := &a.Events[i]
		line := e.At.UTC().Format("2 January 2006 15:04") + ": " + e.Kind
		if e.State != "" {
			line += " as " + strings.ReplaceAll(string(e.State), "_", " ")
		}
		if e.By != "" {
			line += " by " + e.By
		}
		if e.Because != "" {
			line += ": " + e.Because
		}
		p.text(2, line, plain)
	}
	return p.flush()
}
