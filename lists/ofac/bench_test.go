package ofac

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

// benchmark reads a list over and over, on one core, and reports MB/s.
func benchmark(b *testing.B, format lists.Format, files map[string]*lists.File) {
	b.Helper()
	runtime.GC()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	size := int64(0)
	for _, f := range files {
		size += f.Size
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		_, err := format.Read(context.Background(), sdnList, files, func(*interdict.Listing) error {
			n++
			return nil
		})
		if err != nil || n != ofacgen.FullSize {
			b.Fatalf("%d listings, %v", n, err)
		}
	}
}

func fullSize() ofacgen.Options {
	return ofacgen.Options{Seed: 1, Parties: ofacgen.FullSize}
}

func BenchmarkCSV(b *testing.B) {
	var main, alt, add, comments bytes.Buffer
	if err := ofacgen.WriteCSV(ofacgen.Files{Main: &main, Alt: &alt, Add: &add, Comments: &comments}, fullSize()); err != nil {
		b.Fatal(err)
	}
	benchmark(b, CSV(), map[string]*lists.File{
		lists.Main: bytesFile("sdn.csv", main.Bytes()), altPart: bytesFile("alt.csv", alt.Bytes()),
		addPart: bytesFile("add.csv", add.Bytes()), commentsPart: bytesFile("sdn_comments.csv", comments.Bytes()),
	})
}

func BenchmarkXML(b *testing.B) {
	benchmark(b, XML(), map[string]*lists.File{lists.Main: onDisk(b, "sdn.xml", ofacgen.WriteXML)})
}

func BenchmarkAdvanced(b *testing.B) {
	benchmark(b, Advanced(), map[string]*lists.File{lists.Main: onDisk(b, "sdn_advanced.xml", ofacgen.WriteAdvanced)})
}

func BenchmarkEnhanced(b *testing.B) {
	benchmark(b, Enhanced(), map[string]*lists.File{lists.Main: onDisk(b, "sdn_enhanced.xml", ofacgen.WriteEnhanced)})
}

func BenchmarkRecogniseAdvanced(b *testing.B) {
	file := onDisk(b, "sdn_advanced.xml", ofacgen.WriteAdvanced)
	format := Advanced()
	b.SetBytes(file.Size)
	for b.Loop() {
		if r, ok := format.Recognise(file); !ok || r.List != sdnList {
			b.Fatal(r, ok)
		}
	}
}

// onDisk writes a full-size file, so that the benchmark does not hold it.
func onDisk(t testing.TB, name string, write func(io.Writer, ofacgen.Options) error) *lists.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err == nil {
		err = write(f, fullSize())
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return fileOf(t, path)
}

// TestAdvancedMemory reads a full-size file in less memory than two of it.
func TestAdvancedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads 130 MB")
	}
	const limit = 400 << 20
	file := onDisk(t, "sdn_advanced.xml", ofacgen.WriteAdvanced)
	runtime.GC()
	n, peak := 0, uint64(0)
	_, err := Advanced().Read(context.Background(), sdnList, map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error {
		if n++; n%500 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
		return nil
	})
	if err != nil || n != ofacgen.FullSize || peak > limit {
		t.Errorf("%d listings, %v, a heap of %d MB, want at most %d", n, err, peak>>20, limit>>20)
	}
	t.Logf("a file of %d MB, a heap of %d MB", file.Size>>20, peak>>20)
}

// TestEnhancedMemory reads a full-size file, of which nothing but the parties'
// ids is held.
func TestEnhancedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads 120 MB")
	}
	const limit = 64 << 20
	file := onDisk(t, "sdn_enhanced.xml", ofacgen.WriteEnhanced)
	runtime.GC()
	n, peak := 0, uint64(0)
	_, err := Enhanced().Read(t.Context(), sdnList, map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error {
		if n++; n%500 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
		return nil
	})
	if err != nil || n != ofacgen.FullSize || peak > limit {
		t.Errorf("%d listings, %v, a heap of %d MB, want at most %d", n, err, peak>>20, limit>>20)
	}
	t.Logf("a file of %d MB, a heap of %d MB", file.Size>>20, peak>>20)
}
