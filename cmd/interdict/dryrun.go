package main

import (
	"context"
	"errors"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// dryRun reads all inputs as a screening would and says how they were
// understood.
func (m *Main) dryRun(ctx context.Context, g *globals, inputs []*input) error {
	answer := report.DryRun{Files: []report.DryFile{}}
	refused := false
	for _, in := range inputs {
		f, err := readThrough(ctx, in)
		if err != nil {
			return err
		}
		refused = refused || f.Refused+f.Partial > 0
		answer.Files = append(answer.Files, f)
	}
	var err error
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(&answer)
	} else {
		err = report.WriteDryRun(m.Stdout, m.style(), &answer)
	}
	if err != nil {
		return err
	}
	return incompleteIf(refused)
}

func readThrough(ctx context.Context, in *input) (report.DryFile, error) {
	f := report.DryFile{File: in.name, Kind: subjects.CustomerKind, Written: in.Written(), Columns: []report.DryColumn{}, Codes: map[string]int64{}, Refusals: []report.Refusal{}, Rows: []interdict.Subject{}}
	for _, u := range in.Columns() {
		c := report.DryColumn{Column: u.Column + 1, Header: u.Header, Field: string(u.Field)}
		if u.Field == table.Unknown {
			c.Field = ""
		}
		f.Columns = append(f.Columns, c)
	}
	var buf []interdict.Subject
	for ctx.Err() == nil {
		b, err := in.Next()
		if errors.Is(err, io.EOF) {
			f.Notes = notesOf(in.name, in.Unread(), in.Unknown(), in.Notes())
			f.Read = f.Readable + f.Refused
			return f, nil
		}
		if err != nil {
			return f, err
		}
		var refusals []subjects.Refusal
		buf, refusals = in.Parse(b, buf[:0])
		f.Readable += int64(len(buf))
		for i := range buf[:min(len(buf), report.DryRows)] {
			f.Show(&buf[i])
		}
		for _, r := range refusals {
			if r.Screened {
				f.Partial++
			} else {
				f.Refused++
			}
			f.Codes[r.Code]++
			if len(f.Refusals) < screen.MaxRefusals {
				f.Refusals = append(f.Refusals, report.Refusal{File: in.name, Row: r.Row, Code: r.Code, Reason: r.Reason, Screened: r.Screened})
			}
		}
	}
	return f, context.Cause(ctx)
}
