package report

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/interdict/interdict"
)

// Line is one line of `screen --json`: a subject and its hits, best first.
type Line struct {
	Subject SubjectLine       `json:"subject"`
	Verdict interdict.Verdict `json:"verdict"`
	Hits    []interdict.Hit   `json:"hits"`
	// Cleared are, with --all, the nearest pairs below the threshold.
	Cleared []interdict.Hit `json:"cleared,omitempty"`
	Hashes  Hashes          `json:"hashes"`
}

// SubjectLine is what a result says of its subject: enough to find it again.
type SubjectLine struct {
	ID   string `json:"id"`
	Row  int64  `json:"row"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	Path string `json:"path"`
}

// LineOf is the JSON shape of a result, with what it rests on.
func LineOf(r *interdict.Result, hashes Hashes) Line {
	s := &r.Subject
	return Line{
		Subject: SubjectLine{ID: s.ID, Row: s.Row, Kind: s.Kind, Name: s.Name(), Path: s.Path},
		Verdict: r.Verdict, Hits: HitsOf(r.Hits), Cleared: HitsOf(r.Cleared), Hashes: hashes,
	}
}

// HitsOf makes every list within hits a JSON array, [] where it is empty,
// never null.
func HitsOf(hits []interdict.Hit) []interdict.Hit {
	out := make([]interdict.Hit, len(hits))
	for i, h := range hits {
		h.Lists, h.ListingIDs, h.Kinds = some(h.Lists), some(h.ListingIDs), some(h.Kinds)
		h.Measures, h.Verdicts, h.Evidence = some(h.Measures), some(h.Verdicts), some(h.Evidence)
		out[i] = h
	}
	return out
}

// some is a list that is not nil.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type jsonLines struct {
	w   *bufio.Writer
	enc *json.Encoder
	h   *Header
}

// JSONLines returns a Writer of one JSON object a line: every subject with a
// hit, with header.All every subject.
func JSONLines(w io.Writer, h *Header) Writer {
	b := bufio.NewWriter(w)
	return &jsonLines{w: b, enc: Encoder(b), h: h}
}

// Encoder returns the encoder of all JSON that we write: characters stand as
// themselves, one value a line.
func Encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}

func (j *jsonLines) Result(r *interdict.Result) error {
	if len(r.Hits) == 0 && !j.h.All {
		return nil
	}
	return j.enc.Encode(LineOf(r, j.h.Hashes))
}

func (j *jsonLines) Close(*Summary) error { return j.w.Flush() }
