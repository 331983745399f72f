package ofac

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// deltaPrefix begins the name of a delta's part; the time of its publication
// ends it.
const deltaPrefix = "delta "

func deltaPart(published string) string { return deltaPrefix + published }

const loadWhole = "load the whole file (SDN_ENHANCED.XML or CONS_ENHANCED.XML) in its place"

// deltas are what deltas say of a whole file: of each party its changes, in the
// order of the deltas. Only their places are held; the changes are kept aside.
//
// A delta does not say which edition it is of. What shows is whether it fits:
// it must be later than the file, a party that it adds must not be there, one
// that it changes or removes must be, and what a value was before must be what
// stands there. One that does not fit in everything is refused as a whole.
type deltas struct {
	list   string
	report *lists.Report
	files  []*deltaFile
	aside  spool.Store
	of     map[string][]change // by entity id
	order  []string            // ids in the order of their first change
	met    map[string]bool
	left   int // changes of parties on the other list
}

// deltaFile is one delta.
type deltaFile struct {
	*lists.File
	published string
}

// change is one entity of a delta.
type change struct {
	file   *deltaFile
	line   int
	offset int64
}

func (d *deltas) close() { d.aside.Close() }

// alone is the error where deltas have no file to change.
func (d *deltas) alone(list string) error {
	if len(d.files) > 0 {
		return &lists.Error{File: d.files[0].Path, Reason: "a delta alone is no list: it says only what changed", Remedy: loadWhole + ", and the deltas after it"}
	}
	return &lists.Error{File: list, Reason: "OFAC's Enhanced XML is one file, and it is missing", Remedy: "give sdn_enhanced.xml or cons_enhanced.xml"}
}

// read reads the deltas among the files in the order of their publication.
func (d *deltas) read(ctx context.Context, files map[string]*lists.File) error {
	d.of, d.met = make(map[string][]change), make(map[string]bool)
	var parts []string
	for part := range files {
		if strings.HasPrefix(part, deltaPrefix) {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts)
	for _, part := range parts {
		f := &deltaFile{File: files[part]}
		d.files = append(d.files, f)
		if err := d.readFile(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

func (d *deltas) readFile(ctx context.Context, f *deltaFile) error {
	x := &xmlReading{list: d.list, file: f.File, report: d.report, seen: make(map[string]bool)}
	err := x.scan(ctx, "sanctionsData", func(section string) error {
		switch section {
		case "publicationInfo":
			rec, err := x.record()
			if rec == nil {
				return err
			}
			f.published = rec.Take("datePublished")
			rec.Take("publicationType") // how OFAC calls the occasion
			rec.Rest(func(path, _ string) { x.noteUnknown("publicationInfo/"+path, rec.Line) })
			return nil
		case "entities":
			return x.children(ctx, "entity", func() error { return d.readChange(x, f) })
		}
		return x.foreign(section)
	})
	if err == nil && isoDay(f.published).IsZero() {
		err = x.fail(x.sc.Line(), "fetch it again, or "+loadWhole, "the delta does not say when it was published: %.40q", f.published)
	}
	return err
}

func (d *deltas) readChange(x *xmlReading, f *deltaFile) error {
	line := x.sc.Line()
	rec, err := x.sc.Record()
	if err != nil {
		return err
	}
	id := rec.Attr("id")
	if id == "" || x.seen[id] {
		return x.fail(line, "fetch it again, or "+loadWhole, "the change has no id, or a second one of the same party stands in the file: %.40q", id)
	}
	x.seen[id] = true
	offset, err := d.aside.Add(rec.Raw)
	if err != nil {
		return err
	}
	if d.of[id] == nil {
		d.order = append(d.order, id)
	}
	d.of[id] = append(d.of[id], change{f, line, offset})
	return nil
}

// upon tells the deltas of which day the file is that they change. Those that
// are not later than it are in it already.
func (d *deltas) upon(e *enhanced) {
	base := e.report.Published
	var old []string
	for _, f := range d.files {
		day := isoDay(f.published)
		if !base.IsZero() && !base.Before(day) {
			old = append(old, f.Path)
			d.forget(f)
		} else {
			e.report.Published = day
		}
	}
	if len(old) > 0 {
		e.report.Notes = append(e.report.Notes, fmt.Sprintf("not used, since the whole file of %s has it already: %s", base, strings.Join(old, ", ")))
	}
}

// forget leaves a delta out.
func (d *deltas) forget(f *deltaFile) {
	for id, changes := range d.of {
		d.of[id] = slices.DeleteFunc(changes, func(c change) bool { return c.file == f })
	}
}

// touches says whether a delta changes the entity.
func (d *deltas) touches(id string) bool { return len(d.of[id]) > 0 }

// hand hands over an entity as the deltas leave it; raw is nil for one that the
// file lacks.
func (d *deltas) hand(e *enhanced, id string, raw []byte) error {
	if d.met[id] { // a second one of this id in the file
		return e.refuse("entity "+id, lists.CodeDuplicate, "party "+id+" stands twice in the file; the first counts")
	}
	d.met[id] = true
	x := *e.xmlReading
	raw = bytes.Clone(raw)
	for _, c := range d.of[id] {
		kept, err := d.aside.At(c.offset)
		if err == nil {
			raw, err = d.apply(id, raw, kept, c)
		}
		if err != nil {
			return err
		}
		x.file, x.where = c.file.File, fmt.Sprintf("%s, line %d", c.file.Path, c.line)
	}
	if raw == nil {
		return nil
	}
	sc := xmlstream.New(bytes.NewReader(raw), xmlstream.Options{MaxBytes: lists.MaxRecord})
	if _, err := sc.Next(); err != nil {
		return err
	}
	rec, err := sc.Record()
	if err != nil {
		return err
	}
	changed := *e
	changed.xmlReading = &x
	err = changed.take(rec)
	e.others = changed.others
	return err
}

// finish hands over what the deltas add.
func (d *deltas) finish(e *enhanced) error {
	for _, id := range d.order {
		if d.met[id] || !d.touches(id) {
			continue
		}
		if err := d.hand(e, id, nil); err != nil {
			return err
		}
	}
	if d.left > 0 {
		e.report.Notes = append(e.report.Notes, fmt.Sprintf("changes of parties that are not on this list, as far as the delta says: %d; load it for the other list of OFAC too, with --list", d.left))
	}
	return nil
}

// misfit is the error that refuses a delta.
func (c *change) misfit(id, format string, args ...any) error {
	return &lists.Error{
		File: c.file.Path, At: fmt.Sprintf("line %d", c.line),
		Reason: fmt.Sprintf("the delta does not follow the edition that it is to change: party %s, %s", id, fmt.Sprintf(format, args...)),
		Remedy: loadWhole,
	}
}

// apply makes a change to an entity and returns its bytes, nil where it is
// gone.
func (d *deltas) apply(id string, base, kept []byte, c change) ([]byte, error) {
	t, err := parseTree(kept)
	if err != nil {
		return nil, c.misfit(id, "whose change cannot be read: %v", err)
	}
	action, ok := actionOf(t)
	if !ok {
		return nil, c.misfit(id, "to which is to be done %.40q, which is not known", t.attr("action"))
	}
	if base == nil {
		return d.applyToNone(id, t, action, c)
	}
	switch {
	case action == toAdd:
		return nil, c.misfit(id, "which it adds, and which is there already")
	case action == toRemove:
		return nil, nil
	case !t.acts(): // the whole entity as it is now
		if t.child("names") == nil || t.child("generalInfo") == nil {
			return nil, c.misfit(id, "of which it does not say what changes")
		}
		return t.clean().bytes(), nil
	}
	old, err := parseTree(base)
	if err != nil {
		return nil, c.misfit(id, "whose bytes in that edition cannot be read: %v", err)
	}
	if err := old.merge(t, nil); err != nil {
		return nil, c.misfit(id, "%v", err)
	}
	return old.bytes(), nil
}

// applyToNone takes a change of an entity that is not there. A delta has the
// changes of all of OFAC's lists, so that is no fault in one of another list.
func (d *deltas) applyToNone(id string, t *tree, action action, c change) ([]byte, error) {
	stated, own := false, false
	for _, l := range t.child("sanctionsLists").children("sanctionsList") {
		stated = stated || l.text != ""
		own = own || l.text != "" && onList(l.text, d.list)
	}
	switch {
	case stated && !own, !stated && action != toAdd:
		d.left++
		return nil, nil
	case !stated:
		return nil, c.misfit(id, "which it adds, and of which it does not say on which list")
	case action == toRemove:
		return nil, c.misfit(id, "which it removes, and which is not there")
	case action == toAdd, !t.acts() && t.child("names") != nil:
		return t.clean().bytes(), nil
	}
	return nil, c.misfit(id, "which it changes, and which is not there")
}
