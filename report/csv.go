package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// csvHeader names the columns: the input's own three, then the hit's fields in
// the order of its JSON form.
var csvHeader = []string{
	"id", "row", "name",
	"entity_id", "caption", "schema", "score", "strength", "weight", "sufficiency",
	"matched_name", "lists", "listing_ids", "measures", "verdicts", "evidence", "standing",
}

// csvLines makes rows of results.
type csvLines struct {
	w   interface{ Write(row []string) error }
	d   *describer
	all bool
	row []string
}

// CSV returns a Writer of one line a hit. With header.All a subject without a
// hit has one line with the hit's fields empty. Several values in one cell are
// parted by semicolons.
//
// The cells that hold foreign text are safe to open in a spreadsheet: see
// SafeCell.
func CSV(w io.Writer, h *Header) (Writer, error) {
	out := csv.NewWriter(w)
	c := &csvFile{csvLines{w: out, d: newDescriber(h, nil), all: h.All}, out}
	return c, out.Write(csvHeader)
}

// SafeCell makes a cell that a spreadsheet would run as a formula plain text:
// one that begins with = + - @, a tab or a carriage return gets an apostrophe
// in front. Who reads the file with a program removes one leading apostrophe
// where one of these characters follows it.
func SafeCell(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return "'" + s
	}
	// The full-width forms count as formulas in some languages' spreadsheets.
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, wide) {
			return "'" + s
		}
	}
	return s
}

func (c *csvLines) Result(r *interdict.Result) error {
	s := &r.Subject
	subject := append(c.row[:0], SafeCell(s.ID), strconv.FormatInt(s.Row, 10), SafeCell(s.Name()))
	for i := range r.Hits {
		h := &r.Hits[i]
		c.row = append(appendHit(subject, s, h), SafeCell(clean(strings.Join(StandingWords(h.Standing, c.d.title, c.d.sanctioned), "; "))))
		if err := c.w.Write(c.row); err != nil {
			return err
		}
	}
	if len(r.Hits) == 0 && c.all {
		c.row = append(subject, make([]string, len(csvHeader)-len(subject))...)
		return c.w.Write(c.row)
	}
	return nil
}

func appendHit(row []string, s *interdict.Subject, h *interdict.Hit) []string {
	return append(row, SafeCell(h.EntityID), SafeCell(h.Caption), string(h.Schema),
		h.Score.String(), h.Strength.String(), strconv.FormatFloat(h.Weight.Bits(), 'f', 1, 64), h.Sufficiency.String(),
		SafeCell(h.MatchedName), SafeCell(strings.Join(h.Lists, ";")), SafeCell(strings.Join(h.ListingIDs, ";")),
		strings.Join(texts(h.Measures), ";"), strings.Join(hitVerdicts(h), ";"), SafeCell(strings.Join(hitReasons(s, h), " ")))
}

// hitVerdicts are the verdicts of a hit, each jurisdiction:measure:verdict.
func hitVerdicts(h *interdict.Hit) []string {
	verdicts := make([]string, len(h.Verdicts))
	for i, v := range h.Verdicts {
		verdicts[i] = v.Jurisdiction + ":" + string(v.Measure) + ":" + string(v.Verdict)
	}
	return verdicts
}

// hitReasons is the evidence of a hit in words.
func hitReasons(s *interdict.Subject, h *interdict.Hit) []string {
	why := make([]string, len(h.Evidence))
	for i := range h.Evidence {
		why[i] = clean(reason(s, &h.Evidence[i]).Text)
	}
	return why
}

// csvFile is the lines as a file.
type csvFile struct {
	csvLines
	out *csv.Writer
}

func (c *csvFile) Close(*Summary) error {
	c.out.Flush()
	return c.out.Error()
}
