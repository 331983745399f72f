package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

var update = flag.Bool("update", false, "write golden files anew")

func smallSnapshot(t testing.TB) []byte {
	t.Helper()
	g := synth.New(3, 200, 0.2)
	b := NewBuilder()
	for i := range 20 {
		l := g.Listing(i)
		l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: "X12345" + l.ID, Country: "ru"}}
		l.Designation = interdict.Designation{Regime: "Cyber", Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}}
		if err := b.Add(&interdict.Entity{ID: "synthetic-" + l.ID, Listings: []interdict.Listing{l}}); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.Snapshot(Meta{State: "test", Lists: []ListInfo{{ID: "synthetic", Entries: 20}}}).Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Yesterday's snapshots stay readable as files: the golden file of each format
// version is in testdata for ever. It may have been compiled under an older
// analysis version; then opening must say so and nothing else.
func TestGoldenFilesOpen(t *testing.T) {
	if *update {
		path := filepath.Join("testdata", fmt.Sprintf("snapshot-v%d%s", Version, Extension))
		if err := os.WriteFile(path, smallSnapshot(t), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("testdata/snapshot-v*" + Extension)
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		s, err := Open(path)
		var other *ErrAnalysis
		if errors.As(err, &other) {
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if s.Entities() != 20 || s.Meta.State != "test" {
			t.Errorf("%s: %d entities, state %q", path, s.Entities(), s.Meta.State)
		}
		found, err := s.Find("synthetic-3")
		if err != nil || len(found) != 1 || found[0] != 3 {
			t.Errorf("%s: Find: %v, %v", path, found, err)
		}
		s.Close()
	}
}

func TestOpenRefuses(t *testing.T) {
	whole := smallSnapshot(t)
	if _, err := read(whole); err != nil {
		t.Fatal(err)
	}
	future := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(future[8:], Version+1)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 0x40
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":       {nil, "does not begin as a snapshot"},
		"foreign":     {[]byte("<html><body>404</body></html>"), "does not begin as a snapshot"},
		"future":      {future, fmt.Sprint("format version ", Version+1)},
		"flipped bit": {flipped, "checksum of section"},
		"cut":         {whole[:len(whole)-100], "lies outside the file"},
		"cut early":   {whole[:30], "table of contents is cut short"},
	} {
		_, err := read(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

// Whose names are whose is read without looking, so it must be so.
func TestOpenRefusesWrongBearers(t *testing.T) {
	for what, damage := range map[string]func(*Snapshot){
		"a birth date too few":      func(s *Snapshot) { s.born = s.born[:len(s.born)-1] },
		"no step":                   func(s *Snapshot) { s.lackStep = nil },
		"a step in pieces":          func(s *Snapshot) { s.lackStep = s.lackStep[1:] },
		"steps that fall":           func(s *Snapshot) { s.lackStep[1] += 1 },
		"names behind the last one": func(s *Snapshot) { s.lackStep[len(s.lackStep)-1] = uint32(s.Names()) + 1 },
	} {
		s, err := read(smallSnapshot(t))
		if err != nil {
			t.Fatal(err)
		}
		s.born, s.lackStep = slices.Clone(s.born), slices.Clone(s.lackStep)
		damage(s)
		if err := s.check(); err == nil || !strings.Contains(err.Error(), "name.step") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A name without a word cannot be scored.
func TestOpenRefusesNamesWithoutWords(t *testing.T) {
	s, err := read(smallSnapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	var off []uint32
	for n := range uint32(s.nameOff.n) {
		off = append(off, s.nameOff.at(n))
	}
	off[1] = off[0]
	s.nameOff = pack(off)
	if err := s.check(); err == nil || !strings.Contains(err.Error(), "name.off") {
		t.Errorf("got %v, want an error about name.off", err)
	}
}

func TestOpenRefusesOtherAnalysis(t *testing.T) {
	b := NewBuilder()
	s := b.Snapshot(Meta{})
	s.Meta.Analysis = "another"
	var out bytes.Buffer
	if _, err := s.Write(&out); err != nil {
		t.Fatal(err)
	}
	var other *ErrAnalysis
	if _, err := read(out.Bytes()); !errors.As(err, &other) {
		t.Errorf("got %v, want ErrAnalysis", err)
	}
}

// reseal makes all checksums of a damaged file right again, so that fuzzing
// reaches what lies behind them.
func reseal(b []byte) {
	count := int(binary.LittleEndian.Uint32(b[12:]))
	if count > maxSections || headerSize+tocSize*count > len(b) {
		return
	}
	toc := b[headerSize : headerSize+tocSize*count]
	for at := 0; at < len(toc); at += tocSize {
		from, size := binary.LittleEndian.Uint64(toc[at+16:]), binary.LittleEndian.Uint64(toc[at+24:])
		if from <= uint64(len(b)) && size <= uint64(len(b))-from {
			binary.LittleEndian.PutUint32(toc[at+32:], crc32.Checksum(b[from:from+size], castagnoli))
		}
	}
	binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(toc, castagnoli))
}

// A snapshot with any bytes changed, its checksums made right, is refused or
// searched; it never brings the process down.
func FuzzOpen(f *testing.F) {
	whole := smallSnapshot(f)
	f.Add(uint32(100), byte(1), uint32(5000), byte(255))
	f.Add(uint32(len(whole)/2), byte(7), uint32(len(whole)-3), byte(9))
	g := synth.New(3, 200, 0.2)
	subject := g.Subject(1)
	f.Fuzz(func(t *testing.T, at uint32, by byte, at2 uint32, by2 byte) {
		b := bytes.Clone(whole)
		b[int(at)%len(b)] ^= by
		b[int(at2)%len(b)] ^= by2
		if len(b) < headerSize {
			return
		}
		reseal(b)
		s, err := read(b)
		if err != nil {
			return
		}
		var prep score.Preparer
		var p score.Party
		prep.Subject(&p, &subject)
		searcher := NewSearcher(s, score.Default())
		_ = searcher.Search(&p, 5000, func(n uint32, _ *score.Outcome, _ *score.Party) { _, _ = s.Entity(n) })
		_, _ = s.Find("synthetic-3")
	})
}
