package report

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// DryRun is the answer of `screen --dry-run`: how files are understood.
type DryRun struct {
	Files []DryFile `json:"files"`
}

// DryFile is how one file is understood.
type DryFile struct {
	File string `json:"file"`
	Kind string `json:"kind"`
	// Written says in words how it is written, as it was recognised or stated.
	Written string `json:"written"`
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
	// Rows are the first rows as they were read, at most DryRows.
	Rows []interdict.Subject `json:"rows"`
}

// DryRows is how many rows are shown as they were read.
const DryRows = 10

// Show adds a row to those that are shown, while there is room. Nothing of it is
// used again by whoever reads on.
func (f *DryFile) Show(s *interdict.Subject) {
	if len(f.Rows) >= DryRows {
		return
	}
	c := *s
	c.Names = slices.Clone(s.Names)
	for i := range c.Names {
		c.Names[i].Parts = slices.Clone(c.Names[i].Parts)
	}
	c.BirthDates, c.Countries, c.Identifiers = slices.Clone(s.BirthDates), slices.Clone(s.Countries), slices.Clone(s.Identifiers)
	c.Genders, c.Addresses, c.BirthPlaces, c.Emails = slices.Clone(s.Genders), slices.Clone(s.Addresses), slices.Clone(s.BirthPlaces), slices.Clone(s.Emails)
	f.Rows = append(f.Rows, c)
}

// asRead says in words what was read of a row.
func asRead(s *interdict.Subject) string {
	var parts []string
	add := func(word string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			parts = append(parts, word+strings.Join(values, ", "))
		}
	}
	add("id ", s.ID)
	for i, n := range s.Names {
		word := ""
		if i > 0 {
			word = "also "
		}
		add(word, n.Full)
	}
	add("", strings.ToLower(string(s.Schema)))
	for _, d := range s.BirthDates {
		add("born ", d.String())
	}
	for _, c := range s.Countries {
		add(strings.ReplaceAll(string(c.Role), "_", " ")+" ", cmp.Or(c.Code, c.Name))
	}
	for _, id := range s.Identifiers {
		add(strings.ReplaceAll(string(id.Type), "_", " ")+" ", id.Value, id.Country)
	}
	add("", s.Genders...)
	for _, p := range s.BirthPlaces {
		add("born in ", p.String())
	}
	for _, p := range s.Addresses {
		add("address ", p.String())
	}
	add("", s.Emails...)
	return strings.Join(parts, " · ")
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
		line("Written", f.Written, plain)
		line("Read", plural(f.Read, "row", "rows"), plain)
		line("Readable", count(f.Readable), plain)
		refusedLines(line, f.Refused, f.Partial, f.Codes, f.Refusals, false)
		for _, n := range f.Notes {
			line("Note", n, yellow)
		}
		for i := range f.Rows {
			line("Row "+strconv.FormatInt(f.Rows[i].Row, 10), asRead(&f.Rows[i]), plain)
		}
	}
	return p.flush()
}
