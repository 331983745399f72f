package report

import (
	"io"
	"strconv"
	"strings"
)

// DryRun is the answer of `screen --dry-run`: how files are understood.
type DryRun struct {
	Files []DryFile `json:"files"`
}

// DryFile is how one file is understood.
type DryFile struct {
	File string `json:"file"`
	Kind string `json:"kind"`
	// Columns are those of a table; JSON lines have none.
	Columns []DryColumn `json:"columns"`
	Read    int64       `json:"read"`
	// Readable rows would be screened, Partial counts values that would be left
	// out of them, Refused rows would not be screened.
	Readable int64            `json:"readable"`
	Partial  int64            `json:"partial"`
	Refused  int64            `json:"refused"`
	Codes    map[string]int64 `json:"refused_by_code"`
	Refusals []Refusal        `json:"refusals"`
	Notes    []string         `json:"notes"`
}

// DryColumn is what one column is taken for; Field is empty where nobody
// knows, and "ignore" where the mapping says so.
type DryColumn struct {
	Column int    `json:"column"` // counted from 1
	Header string `json:"header"`
	Field  string `json:"field"`
}

// WriteDryRun says how files are understood, for people.
func WriteDryRun(w io.Writer, style Style, d *DryRun) error {
	p := newPage(w, style)
	for i := range d.Files {
		f := &d.Files[i]
		p.text(0, f.File+": "+f.Kind+"s, nothing was screened", bold)
		if len(f.Columns) > 0 {
			rows := make([][]string, len(f.Columns))
			for k, c := range f.Columns {
				use := strings.ReplaceAll(c.Field, "_", " ")
				if use == "" {
					use = "not used: nobody knows it"
				}
				rows[k] = []string{strconv.Itoa(c.Column), c.Header, use}
			}
			p.columns(2, []string{"No", "Column", "Taken for"}, rows)
		}
		line := func(label, text string, t tint) { p.field(2, fieldLabel, label, text, t) }
		line("Read", plural(f.Read, "row", "rows"), plain)
		line("Readable", count(f.Readable), plain)
		refusedLines(line, f.Refused, f.Partial, f.Codes, f.Refusals, "would be")
		for _, n := range f.Notes {
			line("Note", n, yellow)
		}
	}
	return p.flush()
}
