package population

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/reach"
)

// Reindex makes postings for those of the population's files that have none which
// can be used: they were added by an earlier version, names are analysed by
// another one since, or the postings are damaged or gone. It returns for how many
// files.
func (p *Population) Reindex(ctx context.Context) (made int, err error) {
	release, err := lock(p.dir)
	if err != nil {
		return 0, err
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	now, err := Folder(filepath.Dir(p.dir)).Read(p.Name, p.key)
	if err != nil {
		return 0, err
	}
	for i := range now.Files {
		done, err := now.reindex(ctx, &now.Files[i])
		if err != nil {
			return made, err
		}
		if done {
			made++
		}
	}
	if made > 0 {
		err = now.save()
	}
	return made, err
}

// reindex makes the postings of one file, if need be.
func (p *Population) reindex(ctx context.Context, of *File) (done bool, err error) {
	path := p.file(of)
	f, err := openFile(path, p.sealKey())
	if err != nil {
		return false, err
	}
	defer f.Close()
	err = reach.Check(path+postingsExtension, p.sealKey(), f.ID())
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, reach.ErrUnusable) && !errors.Is(err, sealed.ErrDamaged) {
		return false, err
	}
	if err := atomicfile.Write(atomicfile.Private{}, path+postingsExtension, func(out io.Writer) error {
		in, err := newIndexer(out, p.sealKey(), f.ID())
		if err != nil {
			return err
		}
		err = f.members(ctx, in.page)
		return errors.Join(err, in.close(err))
	}); err != nil {
		return false, err
	}
	of.Bytes = sizeOf(path) + sizeOf(path+postingsExtension)
	return true, nil
}

// members hands over the pages of members one by one.
func (f *file) members(ctx context.Context, take func(page []byte) error) error {
	var page []byte
	for n := range f.meta.Rows {
		err := ctx.Err()
		if err == nil {
			page, err = f.Page(n, page[:0])
		}
		if err == nil {
			err = take(page)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
