package population

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// Options say how to add a file.
type Options struct {
	How          How
	AcceptShrink bool
	// Open leaves a new population unsealed, for a volume that is encrypted
	// already.
	Open     bool
	Now      time.Time
	Progress func(read int64)
}

// A population is made one base again once its segments hold over a
// quarter of the base's members, or are many.
const (
	mergeShare = 4
	mergeCount = 8
)

// Add adds a file to a population, which it makes where it is not there yet. A
// failed or killed Add leaves the population as it was.
func (f Folder) Add(ctx context.Context, name string, key *sealed.Key, in screen.Source, o Options) (*Population, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	dir := filepath.Join(string(f), name)
	release, err := lock(dir)
	if err != nil {
		return nil, fmt.Errorf("population %s: %w", name, err)
	}
	defer leave(dir, release)
	p, err := f.Read(name, key)
	if errors.Is(err, ErrNone) {
		p, err = &Population{Version: Version, Name: name, dir: dir, key: key}, nil
		if o.How != Full {
			return nil, fmt.Errorf("%w; the first file of a new one has everyone", f.none(name))
		}
		if !o.Open {
			p.KeyID = key.ID()
		}
	}
	if err != nil {
		return nil, err
	}
	next, err := p.add(ctx, in, o)
	if err != nil {
		return nil, err
	}
	return next, next.clear()
}

// leave lets go of a population's folder, and removes it where nothing came of it.
func leave(dir string, release func() error) {
	if files, err := os.ReadDir(dir); err == nil && len(files) == 1 && files[0].Name() == lockName {
		os.Remove(filepath.Join(dir, lockName)) // where it stays, the next one takes it
		os.Remove(dir)
	}
	release() //nolint:errcheck // a lock file has nothing to lose
}

// add writes the next generation.
func (p *Population) add(ctx context.Context, in screen.Source, o Options) (*Population, error) {
	next := *p
	next.Generation++
	load := Load{Generation: next.Generation, At: o.Now.UTC(), How: o.How, Before: p.Members, Codes: map[string]int64{}}
	path := p.path(next.Generation, fileExtension)
	if err := p.write(path, func(w *writer) error { return fill(ctx, w, in, o, &load) }); err != nil {
		return nil, err
	}
	added, err := openFile(path, p.sealKey())
	if err != nil {
		return nil, err
	}
	defer added.Close()
	if err := p.vet(added, &load, &o); err != nil {
		return nil, errors.Join(err, os.Remove(path), os.Remove(path+postingsExtension))
	}
	ids, err := p.changedBy(added, o.How)
	if err != nil {
		return nil, err
	}
	load.Changed = int64(len(ids))
	if err := p.keepChanges(next.Generation, ids); err != nil {
		return nil, err
	}
	f := File{Generation: next.Generation, Base: o.How == Full, Members: added.meta.Members, Bytes: sizeOf(path) + sizeOf(path+postingsExtension)}
	next.Changes = append(slices.Clone(p.Changes), next.Generation)
	if f.Base {
		next.Files = []File{f}
		next.Members = f.Members
	} else {
		next.Files = append(slices.Clone(p.Files), f)
		if next.Members, err = next.count(ctx); err != nil {
			return nil, err
		}
		if err := next.merge(ctx); err != nil {
			return nil, err
		}
	}
	next.States = maps.Clone(p.States)
	if next.States == nil {
		next.States = map[int]string{}
	}
	next.States[next.Generation] = rand.Text()
	load.Members = next.Members
	if err := p.keepRefused(next.Generation, load.rows); err != nil {
		return nil, err
	}
	load.rows = nil
	next.Loads = append(slices.Clone(p.Loads), load)
	return &next, next.save()
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// vet refuses a file that cannot be meant. That nobody has changed can be.
func (p *Population) vet(added *file, load *Load, o *Options) error {
	switch empty := added.meta.Members+added.meta.Removed == 0; {
	case empty && load.Refused > 0:
		var why []string
		for _, code := range slices.Sorted(maps.Keys(load.Codes)) {
			why = append(why, fmt.Sprintf("%s %d", code, load.Codes[code]))
		}
		return fmt.Errorf("%w: %d of %d rows refused (%s); each needs an id and a name", ErrEmpty, load.Refused, load.Read, strings.Join(why, ", "))
	case empty && o.How == Full:
		return ErrEmpty
	case o.How == Full && !o.AcceptShrink && 2*added.meta.Members < p.Members:
		return fmt.Errorf("%w: %d of %d; look at it, and if it is meant, say --accept-shrink", ErrShrunk, added.meta.Members, p.Members)
	}
	return nil
}

// write writes a population file and its postings and puts them in place.
func (p *Population) write(path string, fill func(*writer) error) error {
	return atomicfile.Write(atomicfile.Private{}, path+postingsExtension, func(beside io.Writer) error {
		return atomicfile.Write(atomicfile.Private{}, path, func(out io.Writer) error {
			w, err := newWriter(out, p.sealKey())
			if err != nil {
				return err
			}
			in, err := newIndexer(beside, p.sealKey(), w.out.ID())
			if err != nil {
				return err
			}
			w.full = in.page
			if err = fill(w); err == nil {
				err = w.close()
			}
			return errors.Join(err, in.close(err))
		})
	})
}

// fill reads an input into a file.
func fill(ctx context.Context, w *writer, in screen.Source, o Options, load *Load) error {
	do := put
	if o.How == Removals {
		do = remove
	}
	var buf []interdict.Subject
	var faulty []Refused
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var refused []subjects.Refusal
		buf, refused = in.Parse(b, buf[:0])
		faulty = faulty[:0]
		for _, r := range refused {
			faulty = append(faulty, Refused{Row: r.Row, Code: r.Code, Screened: r.Screened})
		}
		for i := range buf {
			if buf[i].ID == "" {
				faulty = append(faulty, Refused{Row: buf[i].Row, Code: CodeNoID})
				continue
			}
			if err := w.add(do, &buf[i]); err != nil {
				return err
			}
		}
		if len(faulty) > 0 {
			slices.SortStableFunc(faulty, func(a, b Refused) int { return cmp.Compare(a.Row, b.Row) })
			load.refuseOf(&b, faulty)
		}
		load.Read += int64(b.Rows)
		if o.Progress != nil {
			o.Progress(load.Read)
		}
	}
}

// changedBy are the ids that a file changes.
func (p *Population) changedBy(added *file, how How) ([]id, error) {
	if how != Full || len(p.Files) == 0 {
		out := make([]id, 0, added.meta.IDs)
		err := added.ids(func(e entry) bool {
			out = append(out, e.id)
			return true
		})
		return out, err
	}
	base, err := openFile(p.file(&p.Files[0]), p.sealKey())
	if err != nil {
		return nil, err
	}
	defer base.Close()
	out, err := changed(base, added)
	if err != nil {
		return nil, err
	}
	// What segments changed meanwhile may be anything: those ids count as changed.
	for i := range p.Files[1:] {
		s, err := openFile(p.file(&p.Files[1+i]), p.sealKey())
		if err != nil {
			return nil, err
		}
		err = errors.Join(s.ids(func(e entry) bool {
			out = append(out, e.id)
			return true
		}), s.Close())
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// keepChanges writes the ids that a generation changed.
func (p *Population) keepChanges(generation int, ids []id) error {
	return atomicfile.Write(atomicfile.Private{}, p.path(generation, changesExtension), func(out io.Writer) error {
		w, err := sealed.NewWriter(out, changesKind, p.sealKey())
		if err != nil {
			return err
		}
		for len(ids) > 0 {
			n := min(len(ids), 8*indexPage)
			var page []byte
			for _, h := range ids[:n] {
				page = binary.BigEndian.AppendUint64(page, uint64(h))
			}
			if err := w.Page(page); err != nil {
				return err
			}
			ids = ids[n:]
		}
		return w.Close(nil)
	})
}
