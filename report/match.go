package report

import (
	"fmt"
	"io"
	"math"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
)

// Match is the answer of `match A B`.
type Match struct {
	// Schema is what the names were taken for, SchemaFrom where that comes
	// from: FromFlag or FromForm.
	Schema     interdict.Schema `json:"schema"`
	SchemaFrom string           `json:"schema_from"`

	Score       interdict.Score     `json:"score"`
	Strength    interdict.Score     `json:"strength"`
	Weight      interdict.Millibits `json:"weight"`
	Sufficiency interdict.Score     `json:"sufficiency"`
	// Chance is how many of a million unrelated parties would agree as well,
	// to six decimals.
	Chance   float64              `json:"chance_matches_per_million"`
	Evidence []interdict.Evidence `json:"evidence"`
	// Hashes name what the score rests on; no snapshot is among it.
	Hashes Hashes `json:"hashes"`
}

// Where the schema of a match comes from.
const (
	FromFlag = "given"
	FromForm = "form"
)

func schemaFrom(from string) string {
	if from == FromForm {
		return "from the names' form; --schema says otherwise"
	}
	return "as --schema says"
}

// MatchOf puts a scored pair into the answer's shape.
func MatchOf(h *interdict.Hit, schema interdict.Schema, from string) *Match {
	return &Match{
		Schema: schema, SchemaFrom: from, Score: h.Score, Strength: h.Strength, Weight: h.Weight, Sufficiency: h.Sufficiency,
		Chance: math.Round(min(1e6, screen.ChanceMatches(h))*1e6) / 1e6, Evidence: some(h.Evidence),
	}
}

// WriteMatch draws the two names' words side by side and says what follows.
func WriteMatch(w io.Writer, style Style, a, b string, m *Match, threshold interdict.Score) error {
	p := newPage(w, style)
	t := green
	if m.Score >= threshold {
		t = red
	}
	p.text(0, fmt.Sprintf("%s %s %s", p.bar(int(m.Score), 20), m.Score, scoreWords(m.Score, threshold)), t)
	p.field(0, fieldLabel, "First", a, bold)
	p.field(0, fieldLabel, "Second", b, bold)
	p.field(0, fieldLabel, "Taken for", SchemaWords(m.Schema)+" ("+schemaFrom(m.SchemaFrom)+")", plain)
	for i := range m.Evidence {
		e := &m.Evidence[i]
		if e.Field == "name" && len(e.Tokens) > 0 {
			p.blank()
			p.alignment(0, e.Tokens, "first", "second")
		}
	}
	p.blank()
	writeWhy(p, m.Evidence, theSecond)
	p.field(0, fieldLabel, "Strength", fmt.Sprintf("%s of what was compared agrees", m.Strength), plain)
	p.field(0, fieldLabel, "Weight", fmt.Sprintf("%.1f bits: %s", m.Weight.Bits(), chance(m.Chance)), plain)
	return p.flush()
}

// writeWhy writes the reasons with what each adds.
func writeWhy(p *page, evidence []interdict.Evidence, second string) {
	label := "Why"
	for i := range evidence {
		r := reasonAgainst(&evidence[i], second)
		p.field(0, fieldLabel, label, fmt.Sprintf("%c %s (%+.1f bits)", r.Sign, r.Text, evidence[i].Weight.Bits()), signTint(r.Sign))
		label = ""
	}
}
