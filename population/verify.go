package population

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/reach"
)

// A run reads what it needs of a population's files, and sees damage there alone. So
// every file is read whole now and then, and what that came to is kept beside them.
const verifiedFile = "verified.json"

// Verified is what reading all of a population's files came to.
type Verified struct {
	At time.Time `json:"at"`
	// State is that of the population then, see StateOf.
	State   string  `json:"state"`
	Files   int     `json:"files"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
	// Damaged says of each file that is damaged where, in words.
	Damaged []string `json:"damaged"`
}

// Verified is what the last whole reading came to; nil where there was none since
// the population's last file was added.
func (p *Population) Verified() *Verified {
	text, err := os.ReadFile(filepath.Join(p.dir, verifiedFile))
	var v Verified
	if err != nil || json.Unmarshal(text, &v) != nil || v.State != p.StateOf(p.Generation) {
		return nil // whoever asks reads them anew
	}
	return &v
}

// verifyWait is how long Verify waits for who is at work in the folder.
const verifyWait = 2 * time.Second

// Verify reads every page of every file that the population is made of and checks its
// seal. It keeps what that came to, unless a file was added meanwhile: then it returns
// nil. Beside another process that is long at work in the folder it keeps nothing.
func (p *Population) Verify(ctx context.Context, now time.Time) (*Verified, error) {
	began := time.Now()
	v := &Verified{At: now.UTC(), State: p.StateOf(p.Generation), Damaged: []string{}}
	for _, f := range p.sealedFiles() {
		size, err := p.verify(ctx, f)
		switch {
		case errors.Is(err, fs.ErrNotExist) && f.spare:
			continue
		case errors.Is(err, fs.ErrNotExist):
			v.Damaged = append(v.Damaged, gone{f.path}.Error())
		case errors.Is(err, sealed.ErrDamaged) && f.kind == reach.Kind:
			v.Damaged = append(v.Damaged, spoilt{f.path}.Error())
		case errors.Is(err, sealed.ErrDamaged):
			v.Damaged = append(v.Damaged, err.Error())
		case err != nil:
			return nil, err
		}
		v.Files++
		v.Bytes += size
	}
	v.Seconds = time.Since(began).Seconds()
	release, err := lockWithin(p.dir, verifyWait)
	if errors.Is(err, lockfile.ErrHeld) {
		return v, nil // the next run reads them again
	}
	if err != nil {
		return nil, err
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	if again, err := Folder(filepath.Dir(p.dir)).Read(p.Name, p.key); err != nil || again.StateOf(again.Generation) != v.State {
		return nil, err
	}
	text, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return nil, err
	}
	return v, atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(p.dir, verifiedFile), append(text, '\n'))
}

// Gone says of each file that the population is made of and that is not there that it is
// gone, in words. It reads none.
func (p *Population) Gone() (words []string) {
	for _, f := range p.sealedFiles() {
		if _, err := os.Stat(f.path); !f.spare && errors.Is(err, fs.ErrNotExist) {
			words = append(words, gone{f.path}.Error())
		}
	}
	return words
}

// sealedFile is one of a population's files. A spare one need not be there.
type sealedFile struct {
	path, kind string
	spare      bool
}

// sealedFiles are all that the population is made of.
func (p *Population) sealedFiles() (all []sealedFile) {
	for i := range p.Files {
		path := p.file(&p.Files[i])
		all = append(all, sealedFile{path, fileKind, false}, sealedFile{path + postingsExtension, reach.Kind, true})
	}
	for _, g := range p.Changes {
		all = append(all, sealedFile{p.path(g, changesExtension), changesKind, false})
	}
	for _, l := range p.Faulty() {
		all = append(all, sealedFile{p.path(l.Generation, refusedExtension), refusedKind, true})
	}
	return all
}

func (p *Population) verify(ctx context.Context, of sealedFile) (size int64, err error) {
	f, err := sealed.Open(of.path, of.kind, p.sealKey())
	if err != nil {
		return 0, err
	}
	return sizeOf(of.path), errors.Join(f.Verify(ctx), f.Close())
}
