package register

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/internal/kept"
)

// PublishedFolder is the folder beside the register in which the files of its
// editions are kept as published. Package internal/kept has their form.
const PublishedFolder = "published"

func (r *Register) published() kept.Store {
	return kept.Store{Dir: filepath.Join(filepath.Dir(r.path), PublishedFolder)}
}

// keepFiles keeps the files of an edition, those that are not here yet. It is
// the last step of a load before its commit, so that an edition that is in the
// register has its files; where it fails, none of them stays. What is left where
// the commit itself fails, or the process is killed before it, is taken up by
// the next load of the same bytes.
func (l *loading) keepFiles(store kept.Store, have []Edition, e *Edition) error {
	if l.Open == nil {
		return nil
	}
	var added []kept.Sum
	for _, f := range e.Files {
		sum := kept.Sum(f.SHA256)
		isNew, err := store.Keep(sum, f.Size, func() (io.ReadCloser, error) { return l.Open(f) }, upon(have, e, &f))
		if isNew && err == nil {
			added = append(added, sum)
		}
		if err == nil {
			continue
		}
		for _, sum := range added {
			err = errors.Join(err, store.Remove(sum))
		}
		what := fmt.Sprintf("the edition of %s was not taken: %s", e.List, f.Name)
		if errors.Is(err, kept.ErrOther) {
			return &Error{Kind: Unreadable, What: what + " changed while it was loaded", Remedy: "load it again"}
		}
		return &Error{Kind: Storage, What: what + " could not be kept", Err: err,
			Remedy: "check that the disk has room and that you may write to " + store.Dir}
	}
	return nil
}

// upon finds the file that this one is likely to repeat: the same part of the
// nearest edition, earlier ones first, of about its size and of the same form.
func upon(have []Edition, e *Edition, f *File) *kept.Sum {
	var best *Edition
	var found *File
	for i := range have {
		h := &have[i]
		if h.id == e.id || best != nil && h.rank > e.rank && best.rank < e.rank {
			continue
		}
		for j := range h.Files {
			g := &h.Files[j]
			if g.Part != f.Part || g.SHA256 == f.SHA256 || g.Size > 2*f.Size || f.Size > 2*g.Size || form(g) != form(f) {
				continue
			}
			if best == nil || best.rank < h.rank && h.rank < e.rank {
				best, found = h, g
			}
		}
	}
	if found == nil {
		return nil
	}
	sum := kept.Sum(found.SHA256)
	return &sum
}

// form is a file's extension, without that of what it was packed in.
func form(f *File) string {
	name := strings.ToLower(f.Name)
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return filepath.Ext(name)
}

// Edition finds an edition of a list as people name it; see Diff for how.
func (r *Register) Edition(ctx context.Context, list, name string) (Edition, error) {
	editions, err := r.Editions(ctx, list)
	if err != nil {
		return Edition{}, err
	}
	return pickEdition(editions, name)
}

// HasFile says whether a file of an edition is kept.
func (r *Register) HasFile(f File) bool { return r.published().Path(kept.Sum(f.SHA256)) != "" }

// CopyFile writes a file of an edition to w, byte for byte as it was published.
// Where the error is not nil, what was written is not the file. The error is of
// kind NotKept or Damaged, or that of w.
func (r *Register) CopyFile(w io.Writer, e Edition, f File) error {
	err := r.published().Copy(w, kept.Sum(f.SHA256))
	what := fmt.Sprintf("%s of the %s of %s", cmp.Or(filepath.Base(f.Name), f.Part), &e, e.List)
	if errors.Is(err, kept.ErrNotKept) {
		return &Error{Kind: NotKept, What: what + " is not kept here: it was loaded before files were kept, or the folder " + PublishedFolder + " was not copied with the register",
			Remedy: "load the published file again, which keeps it and changes nothing else"}
	}
	if damage, ok := errors.AsType[*kept.Damage](err); ok {
		return &Error{Kind: Damaged, What: what + " cannot be given back", Err: err,
			Remedy: fmt.Sprintf("put back a copy of %s, or remove it and load the published file again", damage.Path)}
	}
	return err
}
