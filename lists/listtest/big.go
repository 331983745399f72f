package listtest

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// A big list has bigSize bytes, or bigCount records where they are short;
// reading it may hold bigHeap bytes.
const (
	bigSize  = 32 << 20
	bigCount = 100_000
	bigHeap  = 24 << 20
)

// big repeats one record of the edition with ever new ids, and watches the
// memory.
func (e *edition) big(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 32 MiB")
	}
	if e.Limit > 0 {
		e.limit(t)
		return
	}
	before, record, after, id, ok := e.seed()
	if !ok {
		t.Fatal("no record of the edition stands in the main file with its id, as a seed for a big list")
	}
	n := min(bigSize/len(record), bigCount)
	allowed := uint64(bigHeap)
	if e.Grouped {
		allowed += 2 * uint64(n*len(record))
	}
	files := map[string]*lists.File{lists.Main: Stream(e.names[lists.Main], func() io.Reader {
		return io.MultiReader(bytes.NewReader(before), &repeater{record: record, id: id, left: n}, bytes.NewReader(after))
	})}
	peak, calls := uint64(0), 0
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	base := m.HeapAlloc
	report, err := e.Format.Read(t.Context(), e.List, files, func(*interdict.Listing) error {
		if calls++; calls%(n/8) == 0 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
		return nil
	})
	if err != nil || calls < n {
		t.Fatalf("%d records give %d listings; refused %v; error %v", n, calls, report.Refused[:min(1, len(report.Refused))], err)
	}
	if peak > base+allowed {
		t.Errorf("reading holds %d MB, at most %d are allowed", (peak-base)>>20, allowed>>20)
	}
	t.Logf("%d records of %d bytes; %d MB held at most", n, len(record), (peak-min(peak, base))>>20)
}

// limit gives a format that reads a file as a whole one that is too large.
func (e *edition) limit(t *testing.T) {
	good := e.data[lists.Main]
	large := append(bytes.Clone(good), bytes.Repeat([]byte("\n"), e.Limit)...)
	_, _, err := e.read(t, e.with(lists.Main, large))
	if err == nil {
		t.Errorf("a file of %d bytes is read, the limit is %d", len(large), e.Limit)
		return
	}
	checkError(t, "a file above the limit", err)
}

// seed finds a record that stands as it is in the main file, once, and holds
// the listing's id. Where Raw holds more, such as rows of companions, it is the
// longest beginning of Raw by whole lines.
func (e *edition) seed() (before, record, after []byte, id string, ok bool) {
	main := e.data[lists.Main]
	for _, l := range e.first {
		if e.Seed != "" && l.ID != e.Seed {
			continue
		}
		for record := l.Raw; len(record) >= 40; record = record[:max(bytes.LastIndexByte(record, '\n'), 0)] {
			i := bytes.Index(main, record)
			if i < 0 || bytes.Count(main, record) != 1 || !bytes.Contains(record, []byte(l.ID)) || bytes.Count(record, []byte{'"'})%2 != 0 {
				continue
			}
			end := i + len(record)
			// The line end belongs to the record of a table.
			for end < len(main) && (main[end] == '\r' || main[end] == '\n') {
				end++
			}
			// So does the comma behind it, of an array.
			if record[0] == '{' && end < len(main) && main[end] == ',' {
				end++
			}
			return main[:i], main[i:end], main[end:], l.ID, true
		}
	}
	return nil, nil, nil, "", false
}

// repeater is a record over and over, each time with a new id.
type repeater struct {
	record []byte
	id     string
	left   int
	buf    []byte
}

func (r *repeater) Read(p []byte) (int, error) {
	if len(r.buf) == 0 {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.left--
		// The digits at the id's end become a number of their own.
		stem := strings.TrimRight(r.id, "0123456789")
		r.buf = bytes.ReplaceAll(r.record, []byte(r.id), fmt.Appendf(nil, "%s%d", stem, 90_000_000+r.left))
	}
	n := copy(p, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}
