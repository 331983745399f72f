package update

import (
	"context"
	"fmt"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
)

// read reads an edition. A delta that came without the file that it changes is
// read upon the edition that is in force, of which that file is made again.
func (l *Loader) read(ctx context.Context, e *lists.Edition, yield func(*interdict.Listing) error) (lists.Report, error) {
	format, day, ok := e.Delta()
	if !ok {
		return e.Read(ctx, yield)
	}
	path := e.Parts[0].File.Path
	fail := func(reason string) error {
		return &lists.Error{File: path, Reason: "it is a delta, and " + reason, Remedy: "load the whole file in its place"}
	}
	view, err := l.Register.InForce(ctx, register.AsOf{}, e.List)
	if register.IsKind(err, register.UnknownList) {
		return lists.Report{}, fail("no edition of " + e.List + " is loaded that it could change")
	}
	if err != nil {
		return lists.Report{}, err
	}
	base := &view.Lists[0].Edition
	if day.Before(base.Day()) {
		return lists.Report{}, fail(fmt.Sprintf("of %s, while the %s is in force, which has its changes or follows without it", day.Words(), base))
	}
	main := format.Whole("the "+base.String()+" in the register", func(take func(*interdict.Listing) error) error {
		for listing, err := range view.Listings(ctx) {
			if err == nil {
				err = take(listing)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	upon := e.Upon(main)
	rep, err := upon.Read(ctx, yield)
	rep.Notes = append(rep.Notes, fmt.Sprintf("made of the %s and a delta; load the whole file of the day to have it confirmed", base))
	return rep, err
}

// reconcile compares a whole edition with the one that a delta of the same day
// made before it. The whole counts; what it says otherwise is told in words.
func (l *Loader) reconcile(ctx context.Context, o *register.Outcome) ([]string, error) {
	before := o.Previous
	if o.Result != register.Loaded || before == nil || ofDelta(&o.Edition) || !ofDelta(before) || before.Day() != o.Edition.Day() {
		return nil, nil
	}
	if before.Content == o.Edition.Content {
		return []string{"the edition that the delta of this day made says the same"}, nil
	}
	d, err := l.Register.Diff(ctx, o.Edition.List, before.SHA256.String(), o.Edition.SHA256.String())
	if err != nil {
		return nil, err
	}
	words := []string{fmt.Sprintf("the whole file counts; the edition that the delta of this day made differed in %d listings", len(d.Added)+len(d.Removed)+len(d.Changed))}
	for _, e := range d.Added {
		words = append(words, fmt.Sprintf("%s %s: it lacked this listing", e.ID, e.Name))
	}
	for _, e := range d.Removed {
		words = append(words, fmt.Sprintf("%s %s: it had this listing, and the whole file does not", e.ID, e.Name))
	}
	for _, c := range d.Changed {
		for _, f := range c.Fields {
			words = append(words, fmt.Sprintf("%s %s: %s", c.ID, c.Name, f.Words))
		}
	}
	return words, nil
}

// ofDelta says that an edition was made with a delta, upon the whole file or upon
// the edition before.
func ofDelta(e *register.Edition) bool {
	for _, format := range all.Formats() {
		if d, ok := format.(lists.DeltaFormat); ok && slices.ContainsFunc(e.Files, func(f register.File) bool {
			_, is := d.DeltaDay(f.Part)
			return is
		}) {
			return true
		}
	}
	return false
}
