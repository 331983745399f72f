package base

import (
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/starter"
)

// starterState names the starter register in the snapshot that is made of it.
const starterState = "starter"

// openStarter reads the built-in register through the same readers as any
// list, and compiles it in memory.
func (f *Folder) openStarter(ctx context.Context) (*Base, error) {
	b := &Base{folder: f, Demo: true, listings: map[interdict.Ref]*interdict.Listing{}}
	var found []*interdict.Listing
	var info []screen.ListInfo
	for _, e := range starterEditions() {
		i := screen.ListInfo{ID: e.list, Title: all.Entry(e.list).Title, Jurisdiction: all.Entry(e.list).Jurisdiction, Kind: all.Entry(e.list).Kind, Demo: true}
		rep, err := e.format.Read(ctx, e.list, e.files, func(l *interdict.Listing) error {
			keep := *l
			b.listings[keep.Ref()] = &keep
			found = append(found, &keep)
			i.Entries++
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("the starter register cannot be read: %w", err)
		}
		if i.Published = rep.Published; i.Published.IsZero() {
			i.Published = starter.Published(e.list)
		}
		info = append(info, i)
	}
	each := func(yield func(*interdict.Listing, error) bool) {
		for _, l := range found {
			if !yield(l, nil) {
				return
			}
		}
	}
	of, err := Join(each)
	if err != nil {
		return nil, err
	}
	if b.Engine, err = screen.FromListings(each, of, starterState, info); err != nil {
		return nil, err
	}
	b.Lists = f.listsOf(info, nil, nil)
	return b, nil
}

// starterEdition is one list of the starter register.
type starterEdition struct {
	list   string
	format lists.Format
	files  map[string]*lists.File
}

// starterEditions sorts the built-in files, of which each folder is one
// edition, by list and part.
func starterEditions() []*starterEdition {
	var out []*starterEdition
	byFolder := map[string]*starterEdition{}
	for _, f := range starter.Files() {
		for _, format := range all.Formats() {
			r, ok := format.Recognise(&f)
			if !ok {
				continue
			}
			folder := f.Path[:strings.LastIndexByte(f.Path, '/')]
			e := byFolder[folder]
			if e == nil {
				e = &starterEdition{files: map[string]*lists.File{}}
				byFolder[folder] = e
				out = append(out, e)
			}
			e.list, e.format, e.files[r.Part] = r.List, format, &f
			break
		}
	}
	return out
}
