package report

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Verified is the answer of `audit verify`.
type Verified struct {
	// OK says that every receipt is whole and in its place.
	OK       bool              `json:"ok"`
	Receipts []VerifiedReceipt `json:"receipts"`
}

// VerifiedReceipt is what checking one receipt came to. Words say what is wrong
// with it; what it says of its run is left out where it cannot be trusted.
type VerifiedReceipt struct {
	// Kind is empty for a receipt, "coverage" for a report of coverage: Inputs are
	// its populations, Covered what it says of them.
	Kind    string     `json:"kind,omitempty"`
	Name    string     `json:"name"`
	OK      bool       `json:"ok"`
	Words   string     `json:"words,omitempty"`
	SHA256  string     `json:"sha256,omitempty"`
	Key     string     `json:"key,omitempty"` // that signed it, base64
	Ended   *time.Time `json:"ended,omitempty"`
	Inputs  []string   `json:"inputs,omitempty"`
	Read    int64      `json:"read"`
	Refused int64      `json:"refused"`
	Hits    int64      `json:"hits"`
	Covered *bool      `json:"covered,omitempty"`
}

// CoverageReport is the kind of a signed report of coverage.
const CoverageReport = "coverage"

// line says what was checked.
func (r *VerifiedReceipt) line() string {
	when := r.Ended.UTC().Format("2 January 2006 15:04 UTC")
	if r.Kind == CoverageReport {
		covered := "NOT covered"
		if r.Covered != nil && *r.Covered {
			covered = "covered"
		}
		return fmt.Sprintf("%s, %s: report of coverage of %s: %s", r.Name, when, strings.Join(r.Inputs, ", "), covered)
	}
	return fmt.Sprintf("%s, %s: %s of %s, %s refused, %s", r.Name, when, plural(r.Read, "row", "rows"), strings.Join(r.Inputs, ", "), count(r.Refused), plural(r.Hits, "hit", "hits"))
}

// WriteVerified writes what checking receipts came to, for people.
func WriteVerified(w io.Writer, style Style, v *Verified) error {
	p := newPage(w, style)
	for i := range v.Receipts {
		r := &v.Receipts[i]
		if r.Ended == nil {
			p.text(0, "✗ "+r.Name+": "+r.Words+".", red)
			continue
		}
		if r.OK {
			p.text(0, "✓ "+r.line()+".", green)
		} else {
			p.text(0, "✗ "+r.line()+": "+r.Words+".", red)
		}
	}
	if last := len(v.Receipts) - 1; v.OK && last >= 0 {
		p.blank()
		if v.Receipts[last].Kind == "" {
			p.text(0, "All is as it was signed. The last receipt's SHA-256 is "+v.Receipts[last].SHA256+"; noted elsewhere, it shows later whether any was cut off the end.", plain)
		} else {
			p.text(0, "All is as it was signed.", plain)
		}
		p.text(0, "Signed by the key "+v.Receipts[last].Key+".", dim)
	}
	return p.flush()
}

// What a replay came to.
const (
	Agrees        = "agrees"
	Differs       = "differs"
	NotComparable = "not_comparable"
)

// Replayed is the answer of `audit replay`.
type Replayed struct {
	Receipt string `json:"receipt"`
	Result  string `json:"result"`
	Words   string `json:"words,omitempty"` // why it is not comparable, or may differ
	// RangesOfRun is how many ranges the run had; Ranges are those that were done again.
	RangesOfRun int             `json:"ranges_of_run"`
	Ranges      []ReplayedRange `json:"ranges"`
}

// ReplayedRange is what a range of a run came to this time.
type ReplayedRange struct {
	Number   int    `json:"number"` // counted from 1
	Result   string `json:"result"`
	Words    string `json:"words,omitempty"`
	FirstRow int64  `json:"first_row"`
	Rows     int64  `json:"rows"`
	Hits     int64  `json:"hits"`
}

// WriteReplayed writes what a replay came to, for people.
func WriteReplayed(w io.Writer, style Style, r *Replayed) error {
	p := newPage(w, style)
	agreed := 0
	for i := range r.Ranges {
		if r.Ranges[i].Result == Agrees {
			agreed++
		}
	}
	switch whole := len(r.Ranges) >= r.RangesOfRun; {
	case r.Result == Agrees && whole:
		p.text(0, "Agrees: the run comes to what receipt "+r.Receipt+" says.", green)
	case r.Result == Agrees:
		p.text(0, fmt.Sprintf("Agrees: of the run's %s these come to what receipt %s says:", plural(r.RangesOfRun, "range", "ranges"), r.Receipt), green)
	case r.Result == Differs:
		p.text(0, "DIFFERS: the run does not come to what receipt "+r.Receipt+" says.", red)
	case agreed > 0:
		p.text(0, fmt.Sprintf("Not comparable with receipt %s, but for %s of %s.", r.Receipt, count(agreed), plural(len(r.Ranges), "range", "ranges")), yellow)
	default:
		p.text(0, "Not comparable with receipt "+r.Receipt+".", yellow)
	}
	if r.Words != "" {
		p.text(2, sentenceCase(r.Words)+".", plain)
	}
	for i := range r.Ranges {
		g := &r.Ranges[i]
		line := fmt.Sprintf("range %d: rows %s to %s: %s", g.Number, count(g.FirstRow), count(g.FirstRow+g.Rows-1), strings.ReplaceAll(g.Result, "_", " "))
		if g.Words != "" {
			line += ": " + g.Words
		} else {
			line += ", " + plural(g.Hits, "hit", "hits")
		}
		p.text(2, line, plain)
	}
	return p.flush()
}
