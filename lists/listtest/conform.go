package listtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// Case is a format with a small edition of its own.
type Case struct {
	Format lists.Format
	List   string
	// Parts are the edition's files on disk, by part.
	Parts map[string]string
	// Untold says that the format does not know which list a file is of.
	Untold bool
	// Open says that its files have no end that could be missed: a table cut
	// off after a row is a shorter table.
	Open bool
	// Grouped says that rows of one party need not be neighbours, so that the
	// format holds the rows of an edition.
	Grouped bool
	// Seed is the id of the listing whose record is repeated to make a big list,
	// empty for the first that can be: the id must be all that tells it apart.
	Seed string
	// Made says that ids are made of what a record says, so that none stands
	// in the file and no big list can be made of it by changing one.
	Made bool
	// Limit is the size in bytes above which the format refuses a file, where it
	// reads a file as a whole; 0 where it reads one of any size.
	Limit int
}

// patience is how long reading a small damaged file may take.
const patience = 20 * time.Second

// Conform holds a format to what every format owes: it knows its files, reads
// them the same way each time, stops when told, and answers whatever is
// damaged with an error or counted refusals, never with a panic, a hang or a
// list that only seems whole; and it does not hold a big list in memory.
func Conform(t *testing.T, c Case) {
	e := load(t, c)
	t.Run("recognises its parts", e.recognises)
	t.Run("reads the same each time", e.repeats)
	t.Run("stops", e.stops)
	t.Run("cut off", e.cutOff)
	t.Run("damaged", e.damaged)
	t.Run("disk faults", e.diskFaults)
	if !c.Made {
		t.Run("big", e.big)
	}
}

// Distinct checks that no format takes another's files for its own. One that
// does not know whose a file is, is shown it last: what it would take of others
// does not count.
func Distinct(t *testing.T, cases []Case) {
	for _, owner := range cases {
		for part, path := range owner.Parts {
			for _, c := range cases {
				if c.Untold || c.Format.Name() == owner.Format.Name() {
					continue
				}
				if rec, ok := c.Format.Recognise(Path(t, path)); ok {
					t.Errorf("%s takes the part %q of %s for its own: %+v", c.Format.Name(), part, owner.Format.Name(), rec)
				}
			}
		}
	}
}

// edition is a case in memory, with what reading it gives.
type edition struct {
	Case
	names  map[string]string
	data   map[string][]byte
	whole  []string // its listings as JSON
	first  []*interdict.Listing
	report lists.Report
}

func load(t *testing.T, c Case) *edition {
	t.Helper()
	e := &edition{Case: c, names: map[string]string{}, data: map[string][]byte{}}
	for part, path := range c.Parts {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		e.names[part], e.data[part] = path, data
	}
	var err error
	if e.first, e.report, err = e.read(t, e.files()); err != nil {
		t.Fatalf("the good edition cannot be read: %v", err)
	}
	Check(t, e.first, e.report)
	for _, l := range e.first {
		if l.List != c.List {
			t.Errorf("listing %s is of the list %q, want %q", l.ID, l.List, c.List)
		}
	}
	if len(e.first) < 2 {
		t.Fatalf("the edition has %d listings; a test needs two", len(e.first))
	}
	e.whole = texts(t, e.first)
	return e
}

// files are the parts in memory.
func (e *edition) files() map[string]*lists.File {
	files := map[string]*lists.File{}
	for part, data := range e.data {
		files[part] = Bytes(e.names[part], data)
	}
	return files
}

// with are the parts with one of them replaced.
func (e *edition) with(part string, data []byte) map[string]*lists.File {
	files := e.files()
	files[part] = Bytes(e.names[part], data)
	return files
}

// read reads an edition, and ends the test where that does not come to an end.
func (e *edition) read(t *testing.T, files map[string]*lists.File) (got []*interdict.Listing, report lists.Report, err error) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
				t.Errorf("reading panics: %v", p)
			}
		}()
		report, err = e.Format.Read(context.Background(), e.List, files, func(l *interdict.Listing) error {
			got = append(got, l)
			return nil
		})
	}()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("reading does not end within %v", patience)
	}
	return got, report, err
}

// texts are listings as JSON, Raw with them.
func texts(t *testing.T, all []*interdict.Listing) []string {
	t.Helper()
	out := make([]string, len(all))
	for i, l := range all {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = fmt.Sprintf("%s %s", b, l.Raw)
	}
	return out
}

func (e *edition) recognises(t *testing.T) {
	list := e.List
	if e.Untold {
		list = ""
	}
	for part := range e.data {
		want := lists.Recognition{List: list, Part: part}
		for _, mark := range []string{"", "\ufeff"} {
			file := Bytes(e.names[part], append([]byte(mark), e.data[part]...))
			rec, ok := e.Format.Recognise(file)
			if rec.Piece, rec.Guessed = "", false; !ok || rec != want {
				t.Errorf("the part %q, byte order mark %q: %+v, %v; want %+v", part, mark, rec, ok, want)
			}
		}
		// A head may end anywhere.
		for n := range 100 {
			head := e.data[part][:len(e.data[part])*n/100]
			e.Format.Recognise(&lists.File{Path: e.names[part], Head: head, Size: -1})
		}
	}
	for name, data := range foreign {
		if rec, ok := e.Format.Recognise(Bytes("x", []byte(data))); ok {
			t.Errorf("%s is taken for %+v", name, rec)
		}
	}
}

func (e *edition) repeats(t *testing.T) {
	got, report, err := e.read(t, e.files())
	if err != nil || !slices.Equal(texts(t, got), e.whole) || fmt.Sprint(report) != fmt.Sprint(e.report) {
		t.Errorf("the second reading differs from the first: error %v", err)
	}
}

func (e *edition) stops(t *testing.T) {
	enough := errors.New("enough")
	calls := 0
	_, err := e.Format.Read(t.Context(), e.List, e.files(), func(*interdict.Listing) error { calls++; return enough })
	if !errors.Is(err, enough) || calls != 1 {
		t.Errorf("yield's error: after %d calls, error %v", calls, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	calls = 0
	_, err = e.Format.Read(ctx, e.List, e.files(), func(*interdict.Listing) error { calls++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the end of the context: after %d listings, error %v", calls, err)
	}
	if _, err := e.Format.Read(t.Context(), e.List, nil, func(*interdict.Listing) error { return nil }); err == nil {
		t.Error("without a file nothing is wrong")
	}
}

// cutOff cuts each part at twenty places.
func (e *edition) cutOff(t *testing.T) {
	for part, data := range e.data {
		for i := range 20 {
			n := len(data) * (2*i + 1) / 40
			got, report, err := e.read(t, e.with(part, data[:n]))
			where := fmt.Sprintf("the part %q cut off after %d of %d bytes", part, n, len(data))
			if err != nil {
				checkError(t, where, err)
				continue
			}
			if len(got) > len(e.whole) || len(got) == 0 {
				t.Errorf("%s gives %d listings and no error", where, len(got))
			}
			if part == lists.Main && !e.Open && len(report.Refused) == 0 {
				t.Errorf("%s is read as if it were whole", where)
			}
		}
	}
}

// checkError looks for what every error must have.
func checkError(t *testing.T, where string, err error) {
	t.Helper()
	var fault *lists.Error
	if !errors.As(err, &fault) {
		t.Errorf("%s: the error is no lists.Error: %v", where, err)
	} else if fault.Reason == "" || fault.Remedy == "" {
		t.Errorf("%s: the error has no reason or no remedy: %v", where, err)
	}
}

// foreign is what stands in files that hold no list.
var foreign = map[string]string{
	"an empty file":        "",
	"a file of spaces":     " \n\n  \n",
	"a web page":           "<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head><body><p>Sorry</p></body></html>\n",
	"a small web page":     "<html><body>Access denied<br></body></html>",
	"an answer in JSON":    `{"error": "not found"}`,
	"a zip archive":        "PK\x03\x04\x14\x00\x00\x00\x08\x00rubbish",
	"rubbish":              strings.Repeat("\xde\xad\xbe\xef", 4096),
	"zeros":                strings.Repeat("\x00", 4096),
	"a long line":          strings.Repeat("x", 1<<20),
	"deeply nested XML":    strings.Repeat("<a>", 100_000),
	"an XML entity bomb":   "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>",
	"commas without end":   strings.Repeat(",", 1<<20),
	"quotes without end":   strings.Repeat("\"", 1<<20),
	"a quote never closed": "a,b\n1,\"" + strings.Repeat("x\n", 1<<19),
}

// damaged gives each part what it is not, and what it is with damage.
func (e *edition) damaged(t *testing.T) {
	for part, good := range e.data {
		inputs := maps.Clone(foreign)
		half := len(good) / 2
		inputs["UTF-16"] = string(utf16le(string(good)))
		inputs["UTF-16, the other way"] = string(utf16be(string(good)))
		inputs["zero bytes within"] = string(good[:half]) + "\x00\x00\x00" + string(good[half:])
		inputs["a wrong encoding"] = string(latin1(good))
		inputs["a file within the file"] = string(good[:half]) + string(good)
		for name, data := range inputs {
			got, report, err := e.read(t, e.with(part, []byte(data)))
			where := fmt.Sprintf("%s as the part %q", name, part)
			switch {
			case err != nil:
				checkError(t, where, err)
			case len(report.Refused) > 0 || part != lists.Main && (len(report.Missing) > 0 || len(report.Unknown) > 0):
				Check(t, got, report)
			case part != lists.Main && strings.TrimSpace(data) == "":
			case !slices.Equal(texts(t, got), e.whole):
				t.Errorf("%s gives %d listings, no error and no refusal", where, len(got))
			}
		}
		marked, _, err := e.read(t, e.with(part, append([]byte("\ufeff"), good...)))
		if err != nil || !slices.Equal(texts(t, marked), e.whole) {
			t.Errorf("the part %q with a byte order mark: %d listings, error %v", part, len(marked), err)
		}
	}
}

func (e *edition) diskFaults(t *testing.T) {
	broken := errors.New("the disk is gone")
	for part, good := range e.data {
		files := e.files()
		files[part].Open = func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(bytes.NewReader(good[:len(good)/2]), failing{broken})), nil
		}
		if _, _, err := e.read(t, files); !errors.Is(err, broken) {
			t.Errorf("the part %q breaks off with an error: got %v", part, err)
		}
		files[part].Open = func() (io.ReadCloser, error) { return nil, broken }
		if _, _, err := e.read(t, files); !errors.Is(err, broken) {
			t.Errorf("the part %q cannot be opened: got %v", part, err)
		}
	}
}
