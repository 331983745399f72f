package ftm

import (
	"context"
	"fmt"

	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/lists"
)

// delta is what changes upon a full file: of each record the last change, the
// deltas read in the order of their versions.
type delta struct {
	aside spool.Store
	ops   map[string]*change // by id
	order []*change
}

// change is what becomes of a record.
type change struct {
	id     string
	offset int64 // of the record as it is now, -1: deleted
	at     string
	// fresh says that the first of its changes added it, so that the full file
	// need not have it.
	fresh bool
	met   bool
}

func (d *delta) close() { d.aside.Close() }

// read reads a delta: lines of {"op": "ADD", "entity": {...}}.
func (d *delta) read(ctx context.Context, file *lists.File, report *lists.Report) error {
	if d.ops == nil {
		d.ops = map[string]*change{}
	}
	j := lists.JSONFile{File: file, Take: func(rec *jsonstream.Record, n *jsonstream.Tree) error {
		at := fmt.Sprintf("%s, line %d", file.Path, rec.Line)
		op, entity := n.Take("op"), n.Child("entity")
		id := entity.Take("id")
		deleted := op == "DEL"
		switch {
		case id == "":
			return report.Refuse(lists.Refusal{At: at, Code: lists.CodeNoID, Reason: "the change has no id; fetch the delta again"})
		case op != "ADD" && op != "MOD" && !deleted:
			return report.Refuse(lists.Refusal{At: at + " (" + id + ")", Code: lists.CodeBadRecord, Reason: fmt.Sprintf("%.20q is no change that is known: load the full file in place of the delta", op)})
		case !deleted && entity.Take("schema") == "":
			return report.Refuse(lists.Refusal{At: at + " (" + id + ")", Code: lists.CodeBadRecord, Reason: "the record has no schema; fetch the delta again"})
		}
		c := d.ops[id]
		if c == nil {
			c = &change{id: id, fresh: op == "ADD"}
			d.ops[id] = c
			d.order = append(d.order, c)
		}
		c.at, c.offset = at, -1
		var err error
		if !deleted {
			c.offset, err = d.aside.Add([]byte(entity.JSON()))
		}
		return err
	}}
	return j.Read(ctx, report)
}

// over hands over the records of the full file as the deltas leave them: in
// place what was changed, at the end what was added. A change of a record that
// the full file lacks is refused: the delta is of another version.
func (d *delta) over(full func(func(*entity) error) error, report *lists.Report, take func(*entity) error) error {
	for _, c := range d.order {
		c.met = false
	}
	err := full(func(e *entity) error {
		c := d.ops[e.id]
		if c == nil {
			return take(e)
		}
		if c.met {
			return nil
		}
		c.met = true
		return d.hand(c, take)
	})
	if err != nil {
		return err
	}
	for _, c := range d.order {
		switch {
		case c.met:
		case c.fresh:
			err = d.hand(c, take)
		default:
			err = report.Refuse(lists.Refusal{At: c.at + " (" + c.id + ")", Code: lists.CodeOrphan,
				Reason: "the delta changes a record that the full file does not have: it follows another version; load the full file of today"})
			if err == nil {
				err = d.hand(c, take)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hand hands over a record as it is now, if it still is.
func (d *delta) hand(c *change, take func(*entity) error) error {
	if c.offset < 0 {
		return nil
	}
	raw, err := d.aside.At(c.offset)
	if err != nil {
		return err
	}
	e, err := decode(raw)
	if err != nil {
		return err
	}
	e.at = c.at
	return take(e)
}
