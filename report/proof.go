package report

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/screen"
)

// Proof is the proof of coverage in full, which the installation signs. Its
// members are added to; docs/monitoring.md has the layout.
type Proof struct {
	audit.Report
	Build             string          `json:"build"`
	LateAfterHours    float64         `json:"late_after_hours"`
	ShrinkOverPercent float64         `json:"shrink_over_percent"`
	Policy            string          `json:"policy"`
	Threshold         interdict.Score `json:"threshold"`
	Hashes            screen.Hashes   `json:"hashes"`
	Lists             []List          `json:"lists"`

	Populations []Proved         `json:"populations"`
	Canaries    []canary.Outcome `json:"canaries"`
	LeftOut     []canary.LeftOut `json:"left_out"`
	Receipts    []ProvedReceipt  `json:"receipts"`
}

// Proved is how one population is covered, in full.
type Proved struct {
	Covered
	// RefusedRows are the first rows that were not taken, or not whole.
	RefusedRows []population.Refused `json:"refused_rows"`
	// Runs and Loads are the last ones, the newest first.
	Runs  []casework.Run    `json:"runs"`
	Loads []population.Load `json:"loads"`
}

// ProvedReceipt is a receipt that the proof rests on, as it was found when the
// proof was made.
type ProvedReceipt struct {
	Receipt string `json:"receipt"`
	SHA256  string `json:"sha256,omitempty"`
	OK      bool   `json:"ok"`
	Words   string `json:"words,omitempty"`
}

// Well says that everyone is covered and nothing raises an alarm.
func (p *Proof) Well() bool {
	for i := range p.Populations {
		if len(p.Populations[i].Alarms) > 0 {
			return false
		}
	}
	return p.Report.Covered
}

// Wrong says, a population each, why it is not well.
func (p *Proof) Wrong() (all []string) {
	for i := range p.Populations {
		c := &p.Populations[i].Covered
		switch {
		case len(c.Uncovered) > 0 || !c.Covered:
			all = append(all, c.Population+" is NOT covered: "+strings.Join(c.Uncovered, "; "))
		case len(c.Alarms) > 0:
			all = append(all, c.Population+" is covered, with alarms: "+strings.Join(c.Alarms, "; "))
		}
	}
	return all
}

// ProofJSON writes a proof as one line of JSON, to be signed.
func ProofJSON(p *Proof) ([]byte, error) { return json.Marshal(p) }

//go:embed proof.html
var proofSource string

var proofPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(htmlPage().Clone()).Funcs(template.FuncMap{
		"minute": minute, "day": dayWords, "short": shortHash, "members": func(n int64) string { return plural(n, "member", "members") },
		"intake": func(i canary.Intake) string { return intakeWords[i] }, "after": afterWords, "state": func(s casework.State) string { return strings.ReplaceAll(string(s), "_", " ") },
		"found": func(o *canary.Outcome) string {
			all, found := o.Count()
			return fmt.Sprintf("%s of %s found", count(found), count(all))
		},
	}).Parse(proofSource))
})

// dayWords is a date of an edition, in words where there is none.
func dayWords(d interdict.Date) string {
	if d.IsZero() {
		return "not dated"
	}
	return d.Words()
}

// afterWords is how long after one time another was.
func afterWords(from, to time.Time) string {
	d := to.Sub(from)
	switch {
	case from.IsZero() || to.IsZero() || d < 0:
		return ""
	case d < 2*time.Minute:
		return plural(int(d.Seconds()), "second", "seconds") + " after it was loaded"
	case d < 2*time.Hour:
		return plural(int(d.Minutes()), "minute", "minutes") + " after it was loaded"
	case d < 48*time.Hour:
		return plural(int(d.Hours()), "hour", "hours") + " after it was loaded"
	}
	return plural(int(d.Hours()/24), "day", "days") + " after it was loaded"
}

// proofView is what the page shows.
type proofView struct {
	*Proof
	Title, Sum, Meta string
}

// ProofHTML writes a proof as a page in one file, without scripts or outside
// resources, to be signed.
func ProofHTML(w io.Writer, p *Proof) error {
	meta, err := json.Marshal(&p.Report)
	if err != nil {
		return err
	}
	v := proofView{Proof: p, Title: "Proof of coverage: " + strings.Join(p.Names, ", "), Meta: string(meta)}
	switch open := slices.IndexFunc(p.Populations, func(m Proved) bool { return !m.Covered.Covered }); {
	case len(p.Populations) == 0:
		v.Sum = "No population is under monitoring."
	case open >= 0:
		v.Sum = "Not covered. What is wrong stands below, population by population."
	default:
		v.Sum = "Everyone is covered: each member was compared with every list in force, and every canary was found."
	}
	return proofPage().ExecuteTemplate(w, "proof", v)
}
