package lists

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/table"
)

// CollectOptions of Collect. The zero value takes what the files say.
type CollectOptions struct {
	// List is the id of the list whose files these are, where they do not say.
	List string
	// Known says of a list's id that it is known. A file that is met in a folder
	// and of a list that is not has to be named itself, or its list with List:
	// among exports of other programs there are many that could be taken for a
	// list. Nil knows all.
	Known func(list string) bool
	// Published is the edition's date, where the content does not state one.
	Published interdict.Date
	// MaxFiles is how many files at most are looked at, 0 for 10,000.
	MaxFiles int
	// MaxSize is the most bytes that a file may have, unpacked; 0 for 8 GiB.
	MaxSize int64
}

const (
	defaultMaxFiles = 10_000
	defaultMaxSize  = 8 << 30
	// maxDepth is how deep folders may stand in each other.
	maxDepth = 32
)

// Edition is the files of one edition, found and not yet read.
type Edition struct {
	List   string
	Format Format
	Parts  []Part // the main part first
	// SHA256 is that by which the edition is known: of a single file its own,
	// of several that of one line a file, "part sha256\n", in the order of the
	// parts' names. Of packed files it is that of what they hold.
	SHA256 [sha256.Size]byte
	// Dated is the edition's date as the options or a name state it, zero if
	// neither does; DatedBy says which. A date in the content goes before it.
	Dated   interdict.Date
	DatedBy string // "--published", "file name", "folder name", ""
}

// Part is one file of an edition.
type Part struct {
	Name   string // Main or a companion's name
	File   *File
	Size   int64
	SHA256 [sha256.Size]byte
}

// Files are the parts by name, as Format.Read wants them.
func (e *Edition) Files() map[string]*File {
	files := make(map[string]*File, len(e.Parts))
	for _, p := range e.Parts {
		files[p.Name] = p.File
	}
	return files
}

// Read reads the edition.
func (e *Edition) Read(ctx context.Context, yield func(*interdict.Listing) error) (Report, error) {
	return e.Format.Read(ctx, e.List, e.Files(), yield)
}

// Skipped is a file or folder that is part of no edition.
type Skipped struct {
	Path   string
	Reason string // a sentence, with the remedy where there is one
	// Given says that the path was named itself, not met in a folder.
	Given bool
	// Refused says that it should have been loaded by all appearances: it cannot
	// be read, is named like a list and damaged, or belongs to an edition that is
	// not whole.
	Refused bool
	// Same says that the same bytes are taken under another path.
	Same bool
}

// Collect looks at files and folders and finds the editions in them, ready to
// be read. Each file's format is recognised by its first bytes; a file packed
// with gzip or zstd is unpacked on the way.
//
// Files of one edition belong together if they are named together, or lie in
// one folder: the companions of a main file (alt.csv, add.csv of sdn.csv) join
// it. Two main files are two editions. A companion that could belong to
// several is given to the one whose name has the same date. Editions come in
// the order of their dates, undated ones last.
//
// A table of a company's own list is taken where it is named itself or List is
// set, not where it is met in a folder: there every customers file would be
// taken for a list. Nor is, in a folder, what its name or its folder's calls a
// sample, a fragment, an excerpt or an example: it may be the true format, and
// is not the list.
//
// Whatever is not taken is in skipped with its reason. The error is for what
// ends the whole: no paths, one that does not exist, more files than MaxFiles,
// one date for several editions of a list, the end of ctx.
func Collect(ctx context.Context, paths []string, formats []Format, o CollectOptions) (editions []Edition, skipped []Skipped, err error) {
	if o.MaxFiles == 0 {
		o.MaxFiles = defaultMaxFiles
	}
	if o.MaxSize == 0 {
		o.MaxSize = defaultMaxSize
	}
	if o.List != "" && !validID(o.List) {
		return nil, nil, fmt.Errorf("the list id %q is not one; write lower-case letters, digits and underscores, such as own_watchlist", o.List)
	}
	if len(paths) == 0 {
		return nil, nil, errors.New("no file or folder is named; name at least one")
	}
	c := &collector{ctx: ctx, formats: formats, opts: o, seen: map[string]bool{}}
	for _, p := range paths {
		if err := c.given(filepath.Clean(p)); err != nil {
			return nil, nil, err
		}
	}
	editions = c.join()
	if err := c.checkPublished(editions); err != nil {
		return nil, nil, err
	}
	return editions, c.skipped, nil
}

// collector is one Collect under way.
type collector struct {
	ctx     context.Context
	formats []Format
	opts    CollectOptions
	seen    map[string]bool
	looked  int
	parts   []foundPart
	skipped []Skipped
}

// foundPart is a file that a format knows.
type foundPart struct {
	Part
	list   string
	piece  string
	format Format
	root   string // the folder that was named, "" for a file named itself
}

func (c *collector) skip(path, reason string, given bool) {
	c.skipped = append(c.skipped, Skipped{Path: path, Reason: reason, Given: given})
}

// same skips a file of which another holds the same bytes.
func (c *collector) same(path, other string, given bool) {
	c.skipped = append(c.skipped, Skipped{Path: path, Reason: "it holds the same bytes as " + other, Given: given, Same: true})
}

// refuse skips what should have been loaded by all appearances.
func (c *collector) refuse(path, reason string, given bool) {
	c.skipped = append(c.skipped, Skipped{Path: path, Reason: reason, Given: given, Refused: true})
}

// given takes a path that was named.
func (c *collector) given(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s does not exist; check the path", path)
	case err != nil:
		c.refuse(path, "it cannot be opened: "+cause(err)+mayRead, true)
		return nil
	case info.IsDir():
		return c.folder(path, path, 0)
	}
	return c.file(path, "")
}

// folder takes what lies in a folder, in the order of names.
func (c *collector) folder(path, root string, depth int) error {
	if depth > maxDepth {
		c.skip(path, fmt.Sprintf("the folder stands more than %d folders deep; name it itself", maxDepth), false)
		return nil
	}
	entries, err := c.entries(path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		inner := filepath.Join(path, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
			c.skip(inner, "it is hidden; name it itself to have it read", false)
		case e.IsDir():
			err = c.folder(inner, root, depth+1)
		case e.Type()&fs.ModeSymlink != 0:
			err = c.link(inner, root)
		default:
			err = c.file(inner, root)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// entries reads a folder, but no more of it than may be looked at.
func (c *collector) entries(path string) ([]fs.DirEntry, error) {
	dir, err := os.Open(path)
	if err != nil {
		c.refuse(path, "the folder cannot be opened: "+cause(err)+mayRead, false)
		return nil, nil
	}
	defer dir.Close()
	var all []fs.DirEntry
	for {
		some, err := dir.ReadDir(1000)
		all = append(all, some...)
		if c.looked+len(all) > c.opts.MaxFiles {
			return nil, fmt.Errorf("%s: there are more than %d files; name the files, or a folder with lists alone", path, c.opts.MaxFiles)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			c.refuse(path, "the folder cannot be read: "+cause(err)+mayRead, false)
			break
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}

// link takes a link met in a folder. Folders are not followed, so that no loop
// has to be found.
func (c *collector) link(path, root string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		c.skip(path, "the link leads nowhere or in a circle: "+cause(err), false)
	case info.IsDir():
		c.skip(path, "links to folders are not followed; name the folder itself", false)
	default:
		return c.file(path, root)
	}
	return nil
}

// file looks at one file, and reads it whole if a format knows it.
func (c *collector) file(path, root string) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	if c.seen[path] {
		return nil
	}
	c.seen[path] = true
	if c.looked++; c.looked > c.opts.MaxFiles {
		return fmt.Errorf("%s: more than %d files are named; load them in several steps", path, c.opts.MaxFiles)
	}
	given := root == ""
	in, err := infile.Open(path, c.opts.MaxSize)
	if err != nil {
		c.refuse(path, "it cannot be opened: "+cause(err)+mayRead, given)
		return nil
	}
	defer in.Close()
	head := make([]byte, HeadSize)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		c.refuse(path, "it cannot be read: "+cause(err)+remedyOf(in), given)
		return nil
	}
	file := &File{Path: path, Head: head[:n:n], Size: in.Size, Open: c.opener(path)}
	p, reason, damaged := c.recognise(file, given)
	switch word := sampleWord(path, root); {
	case word != "" && (reason == "" || damaged):
		c.skip(path, fmt.Sprintf("by its name (%q) it is a part of a list for trying out, not the list; name the file itself to have it read", word), given)
		return nil
	case damaged && namedLikeList(path):
		c.refuse(path, reason, given)
		return nil
	case reason != "":
		c.skip(path, reason, given)
		return nil
	}
	p.root = root
	if p.Size, p.SHA256, err = sum(c.ctx, file.Head, in, c.opts.MaxSize); err != nil {
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		c.refuse(path, "it cannot be read to its end: "+cause(err)+remedyOf(in), given)
		return nil
	}
	file.Size = p.Size
	c.parts = append(c.parts, p)
	return nil
}

// mayRead is the remedy where the system denies a file.
const mayRead = "; check that it is there and may be read"

// remedyOf is the remedy where reading an open file fails.
func remedyOf(in *infile.File) string {
	if in.Packed {
		return "; fetch it again, or unpack it yourself"
	}
	return "; check the disk, and fetch it again"
}

// namedLikeList says that a file is named as lists are, so that it is missed
// where it holds none.
func namedLikeList(path string) bool {
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".xlsx")
}

// opener opens the file again for reading, and refuses if it is not the one
// that was looked at.
func (c *collector) opener(path string) func() (io.ReadCloser, error) {
	before, err := os.Stat(path)
	return func() (io.ReadCloser, error) {
		if err != nil {
			return nil, err
		}
		now, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if now.Size() != before.Size() || !now.ModTime().Equal(before.ModTime()) {
			return nil, fmt.Errorf("%s changed while it was being loaded; load it again when it is complete", path)
		}
		return infile.Open(path, c.opts.MaxSize)
	}
}

// recognise asks each format. It returns a reason where the file is skipped,
// and says whether that is because it is damaged.
func (c *collector) recognise(file *File, given bool) (p foundPart, reason string, damaged bool) {
	for _, f := range c.formats {
		rec, ok := f.Recognise(file)
		if !ok {
			continue
		}
		p := foundPart{Part: Part{Name: rec.Part, File: file}, list: rec.List, piece: rec.Piece, format: f}
		switch {
		case c.opts.List == "" && rec.List == "" && !given:
			return p, "it is a table of parties that does not say which list it is; name the file itself to load it as an own list", false
		case c.opts.List == "" && rec.List == "":
			p.list = idOf(file.Path)
			if !validID(p.list) {
				return p, "neither the file nor its name gives the list an id; give one with --list", false
			}
		case c.opts.List != "" && rec.List != "" && !rec.Guessed && publisher(rec.List) != publisher(c.opts.List):
			return p, fmt.Sprintf("its content is of the list %s, not of %s; leave --list out or correct it", rec.List, c.opts.List), false
		case c.opts.List != "":
			p.list = c.opts.List
		case !given && c.opts.Known != nil && !c.opts.Known(rec.List):
			return p, fmt.Sprintf("by its content or place it is the list %s, which is not in the catalogue; name the file itself, or give --list, to load it as a list of your own", rec.List), false
		}
		return p, "", false
	}
	if table.IsWorkbook(file.Head) {
		reason, damaged = workbook(file)
		return p, reason, damaged
	}
	if reason = damage(file.Head); reason != "" {
		return p, reason, true
	}
	return p, unknown(file), false
}

// sum reads the rest of a file and returns its size and hash.
func sum(ctx context.Context, head []byte, rest io.Reader, limit int64) (size int64, hash [sha256.Size]byte, err error) {
	h := sha256.New()
	h.Write(head)
	size = int64(len(head))
	buf := make([]byte, 1<<20)
	for err == nil {
		var n int
		n, err = rest.Read(buf)
		h.Write(buf[:n])
		if size += int64(n); size > limit {
			err = infile.ErrTooBig
		} else if err == nil {
			err = ctx.Err()
		}
	}
	if err == io.EOF {
		err = nil
	}
	h.Sum(hash[:0])
	return size, hash, err
}

// cause is an error's text without the path, which stands beside it.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
