// Package population keeps the people and companies that are under monitoring:
// each population a folder of sealed files, which later files add to, change or
// replace. It answers what monitoring asks: who is in it, and who changed since.
//
// A member is a row of a customer file. Members of one id belong together (a
// customer with several names may have several rows): a later file that has the
// id replaces all of them, and one that removes the id removes all of them.
//
//	population.json    what the population is made of; no personal data
//	000001.population  a base: everyone, once
//	000002.population  a segment: those of a later file that changed or went
//	000009.merged      a base made of the files up to that generation
//	000002.changes     the ids that the file of that generation changed
//	*.postings         of the file before it, by which members are found by the
//	                   words of their names (package reach)
//	000002.refused     which of its rows were not taken, by number and reason code,
//	                   with what stood in them
//	running.json       how far the run that is under way has come, while one is
//	verified.json      when all files were last read whole, and what that came to
//
// Files are never changed. A new one is put in place whole and named by the next
// population.json, which replaces the one before; what that does not name is
// cleared away.
package population

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/internal/sealed"
)

// Version of population.json.
const Version = 1

const (
	manifestFile     = "population.json"
	fileExtension    = ".population"
	mergedExtension  = ".merged"
	changesExtension = ".changes"
	refusedExtension = ".refused"
	lockName         = "lock"
	changesKind      = "changes"
)

// Population is one, as its folder's population.json says.
type Population struct {
	Version int    `json:"version"`
	Name    string `json:"name"`
	// Generation counts the files that were added.
	Generation int `json:"generation"`
	// Members are those who are in it now, Files what it is made of.
	Members int64  `json:"members"`
	Files   []File `json:"files"`
	// Changes are the generations whose changed ids are kept, ascending.
	Changes []int `json:"changes"`
	// Loads are what each file came to, the last at the end.
	Loads []Load `json:"loads"`
	// States names what it was at each generation, see StateOf.
	States map[int]string `json:"states,omitempty"`
	// KeyID tells which key it is sealed under, empty where it is not sealed.
	KeyID string `json:"key_id,omitempty"`
	// Checksum is the SHA-256 of all that, written without it: what is said here is
	// believed, and no seal is over it.
	Checksum string `json:"checksum,omitempty"`

	dir string
	key *sealed.Key
}

// File is one of a population's files.
type File struct {
	Generation int  `json:"generation"`
	Base       bool `json:"base"`
	// Merged says that it is made of the files up to its generation.
	Merged  bool  `json:"merged,omitempty"`
	Members int64 `json:"members"`
	Bytes   int64 `json:"bytes"`
}

// Load is what adding a file came to.
type Load struct {
	Generation int              `json:"generation"`
	At         time.Time        `json:"at"`
	How        How              `json:"how"`
	Read       int64            `json:"read"`
	Refused    int64            `json:"refused"`
	Codes      map[string]int64 `json:"refused_by_code,omitempty"`
	Before     int64            `json:"members_before"`
	Members    int64            `json:"members"`
	Changed    int64            `json:"ids_changed"`

	rows     []Refused // which were refused, while the file is added
	contents int       // how much of them is kept
}

// How says what a file is to a population.
type How string

const (
	Full     How = "full"     // everyone: whoever is not in it is no member any more
	Changes  How = "changes"  // those who are new or have changed
	Removals How = "removals" // those who are no members any more; only the id counts
)

// Error kinds of Add.
var (
	// ErrShrunk is the error of a full file with under half the members there were.
	ErrShrunk = errors.New("the file has under half the members that the population had")
	// ErrNone is the error of a population that is not there.
	ErrNone = errors.New("there is no such population")
	// ErrEmpty is the error of a file without any member.
	ErrEmpty = errors.New("the file has no member that can be screened")
)

// CodeNoID is the reason code of a row without an id.
const CodeNoID = "no_id"

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

// CheckName says whether a population can be called so.
func CheckName(name string) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("%q is no name for a population; use small letters, digits, - and _, at most 64", name)
	}
	return nil
}

// Folder is where populations are kept, each in a folder of its own.
type Folder string

// In is the folder of populations within a data folder.
func In(data string) Folder { return Folder(filepath.Join(data, "populations")) }

// Names are those of the populations that are there.
func (f Folder) Names() ([]string, error) {
	dirs, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var out []string
	for _, d := range dirs {
		if _, err := os.Stat(filepath.Join(string(f), d.Name(), manifestFile)); err == nil {
			out = append(out, d.Name())
		}
	}
	return out, err
}

// Check says whether there are populations of these names.
func (f Folder) Check(names ...string) error {
	have, err := f.Names()
	for _, name := range names {
		if err == nil && !slices.Contains(have, name) {
			err = f.none(name)
		}
	}
	return err
}

// none is the error of a population that is not there. It names those that are.
func (f Folder) none(name string) error {
	have, err := f.Names()
	if err != nil || len(have) == 0 {
		return fmt.Errorf("%w: %s; there is none yet", ErrNone, name)
	}
	return fmt.Errorf("%w: %s; there is %s", ErrNone, name, strings.Join(have, ", "))
}

// lock takes a population's folder for one process, and removes the temporary files
// of those that were killed: of one that is killed time and again they would fill
// the disk.
func lock(dir string) (release func() error, err error) { return lockWithin(dir, 0) }

// lockWithin waits for so long at most for another process.
func lockWithin(dir string, most time.Duration) (release func() error, err error) {
	if release, err = lockfile.In(context.Background(), dir, most); err != nil {
		return nil, err
	}
	if err := atomicfile.RemoveRemains(dir); err != nil {
		return nil, errors.Join(err, release())
	}
	return release, nil
}

// sealKey is the key of its files, nil where it is not sealed.
func (p *Population) sealKey() *sealed.Key {
	if p.KeyID == "" {
		return nil
	}
	return p.key
}

// file is where one of its files is.
func (p *Population) file(f *File) string {
	if f.Merged {
		return p.path(f.Generation, mergedExtension)
	}
	return p.path(f.Generation, fileExtension)
}

func (p *Population) path(generation int, extension string) string {
	return filepath.Join(p.dir, fmt.Sprintf("%06d%s", generation, extension))
}

// clear removes files that the population is no longer made of.
func (p *Population) clear() error {
	keep := map[string]bool{}
	for i := range p.Files {
		keep[filepath.Base(p.file(&p.Files[i]))] = true
		keep[filepath.Base(p.file(&p.Files[i]))+postingsExtension] = true
	}
	for _, g := range p.Changes {
		keep[filepath.Base(p.path(g, changesExtension))] = true
	}
	for _, l := range p.Faulty() {
		keep[filepath.Base(p.path(l.Generation, refusedExtension))] = true
	}
	files, err := os.ReadDir(p.dir)
	for _, f := range files {
		ext := filepath.Ext(f.Name())
		if (ext == fileExtension || ext == mergedExtension || ext == changesExtension || ext == postingsExtension || ext == refusedExtension) && !keep[f.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(p.dir, f.Name())))
		}
	}
	return err
}

// Forget lets go of the changes up to a generation: everyone who needed them has
// seen them.
func (p *Population) Forget(generation int) error {
	release, err := lock(p.dir)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	now, err := Folder(filepath.Dir(p.dir)).Read(p.Name, p.key)
	if err != nil {
		return err
	}
	now.Changes = slices.DeleteFunc(now.Changes, func(g int) bool { return g <= generation })
	if err := now.save(); err != nil {
		return err
	}
	return now.clear()
}
