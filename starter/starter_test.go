package starter

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

func TestFiles(t *testing.T) {
	want := map[string]string{
		"starter/us_ofac_sdn/sdn.csv":                     "47814,\"ZHAO, Guangzong\"",
		"starter/us_ofac_sdn/alt.csv":                     "aka",
		"starter/us_ofac_sdn/add.csv":                     "Hubei Province",
		"starter/us_ofac_sdn/sdn_comments.csv":            "APPLEWORM",
		"starter/gb_fcdo_sanctions/UK-Sanctions-List.xml": "赵光宗",
		"starter/un_sc_sanctions/consolidated.xml":        "QDi.135",
	}
	files := Files()
	if len(files) != len(want) {
		t.Errorf("%d files, want %d", len(files), len(want))
	}
	for _, f := range files {
		words, ok := want[f.Path]
		if !ok {
			t.Errorf("unexpected file %s", f.Path)
			continue
		}
		for range 2 { // a file can be opened again
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil || r.Close() != nil {
				t.Fatal(err)
			}
			if int64(len(data)) != f.Size || !bytes.HasPrefix(data, f.Head) || !bytes.Contains(data, []byte(words)) {
				t.Errorf("%s: %d bytes, size %d, or without %q", f.Path, len(data), f.Size, words)
			}
		}
	}
}

// TestTrueBytes holds what a careless checkout or editor would spoil.
func TestTrueBytes(t *testing.T) {
	for _, f := range Files() {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		csv := strings.HasSuffix(f.Path, ".csv")
		lines := bytes.Count(data, []byte("\n"))
		if crlf := bytes.Count(data, []byte("\r\n")); csv && (crlf != lines || data[len(data)-1] != 0x1a) || !csv && crlf != 0 {
			t.Errorf("%s: line ends or the end of the file are not the publisher's", f.Path)
		}
	}
}

// TestReadme holds the counts in README.md to the files.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for path, c := range map[string]struct{ mark, row string }{
		"starter/us_ofac_sdn/sdn.csv":                     {"\n", "| 27 |"},
		"starter/gb_fcdo_sanctions/UK-Sanctions-List.xml": {"<UniqueID>", "| 21 |"},
		"starter/un_sc_sanctions/consolidated.xml":        {"<REFERENCE_NUMBER>", "| 13 |"},
	} {
		for _, f := range Files() {
			if f.Path != path {
				continue
			}
			r, _ := f.Open()
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			row := fmt.Sprintf("| %d |", bytes.Count(data, []byte(c.mark)))
			if row != c.row || !bytes.Contains(readme, []byte(row)) {
				t.Errorf("%s has %s listings; README.md and this test say %s", path, row, c.row)
			}
		}
	}
}
