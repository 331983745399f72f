package report

import (
	"fmt"
	"io"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
)

// Explained is the answer of `explain`: one explanation for each entity that
// bears the id.
type Explained struct {
	Subject      string               `json:"subject"`
	Explanations []screen.Explanation `json:"explanations"`
	AsOf         *interdict.Date      `json:"as_of"`
	// KnownAt is the time after whose loads nothing counts, zero for now.
	KnownAt       time.Time `json:"known_at,omitzero"`
	Reconstructed []string  `json:"reconstructed,omitempty"`
	Demo          bool      `json:"demo,omitempty"`
	Hashes        Hashes    `json:"hashes"`
}

// WriteExplained says why a subject does or does not match, and shows the
// comparison that says so.
func WriteExplained(w io.Writer, style Style, x *Explained, h *Header, lookup Lookup) error {
	p := newPage(w, style)
	writeMoment(p, x.Demo, x.AsOf, x.KnownAt, x.Reconstructed)
	d := newDescriber(h, lookup)
	for i := range x.Explanations {
		e := &x.Explanations[i]
		if i > 0 {
			p.rule()
		}
		verdict, t := "NO HIT", green
		if e.Matched {
			verdict, t = "HIT", red
		}
		p.text(0, fmt.Sprintf("%s: %s", verdict, e.Words), t)
		p.text(0, fmt.Sprintf("%s %s", p.bar(int(e.Hit.Score), 20), e.Hit.Score), t)
		p.field(0, fieldLabel, "Subject", x.Subject, bold)
		p.field(0, fieldLabel, "Listed as", e.Hit.Caption, bold)
		for _, g := range d.designations(&e.Hit, nil) {
			p.field(0, fieldLabel, "On", g.Line(), plain)
		}
		p.field(0, fieldLabel, "Stage", e.Stage, plain)
		for k := range e.Hit.Evidence {
			if ev := &e.Hit.Evidence[k]; ev.Field == "name" && len(ev.Tokens) > 0 {
				p.blank()
				p.alignment(0, ev.Tokens, "yours", "list")
				p.blank()
			}
		}
		writeWhy(p, e.Hit.Evidence, theList)
		p.field(0, fieldLabel, "Strength", fmt.Sprintf("%s of what was compared agrees; the threshold is %s", e.Hit.Strength, e.Threshold), plain)
	}
	return p.flush()
}
