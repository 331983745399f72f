package ofac

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares listings and report with a file of testdata.
func golden(t *testing.T, name string, got map[string]*interdict.Listing, rep lists.Report) {
	t.Helper()
	all := make([]*interdict.Listing, 0, len(got))
	for _, l := range got {
		if len(l.Raw) == 0 || l.At == "" {
			t.Errorf("listing %s has no bytes or no place", l.ID)
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b *interdict.Listing) int {
		i, _ := strconv.Atoi(a.ID)
		j, _ := strconv.Atoi(b.ID)
		return i - j
	})
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string]any{"report": rep, "listings": all}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s differs; run the test with -update and read the difference.\ngot:\n%s", path, b.Bytes())
	}
}

func testFile(t *testing.T, elem ...string) *lists.File {
	return fileOf(t, filepath.Join(append([]string{"testdata"}, elem...)...))
}

func TestCSVGolden(t *testing.T) {
	got, rep := read(t, CSV(), testFile(t, "csv", "sdn.csv"), testFile(t, "csv", "alt.csv"), testFile(t, "csv", "add.csv"), testFile(t, "csv", "sdn_comments.csv"))
	golden(t, "csv.golden.json", got, rep)
}

// TestCSVRaw holds the bytes of a party to all its rows, file after file.
func TestCSVRaw(t *testing.T) {
	got, _ := read(t, CSV(), testFile(t, "csv", "sdn.csv"), testFile(t, "csv", "alt.csv"), testFile(t, "csv", "add.csv"), testFile(t, "csv", "sdn_comments.csv"))
	want := "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n" +
		"36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n" +
		"36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n"
	if string(got["36"].Raw) != want {
		t.Errorf("got %q, want %q", got["36"].Raw, want)
	}
	if n := bytes.Count(got["27307"].Raw, []byte("\r\n")); n != 3 {
		t.Errorf("the bytes of 27307 have %d rows, not its own and two of comments", n)
	}
}

// TestCSVWithoutComments reads no half value out of remarks that are cut off.
func TestCSVWithoutComments(t *testing.T) {
	got, rep := read(t, CSV(), testFile(t, "csv", "sdn.csv"))
	l := got["27307"]
	for _, n := range l.Names {
		if n.Full == "WHOIS HACKIN" {
			t.Errorf("half a name was read: %q", n.Full)
		}
	}
	if len(l.Names) != 5 || len(l.Remarks) != remarksWidth {
		t.Errorf("27307 has %d names and %d bytes of remarks, want 5 and %d", len(l.Names), len(l.Remarks), remarksWidth)
	}
	if len(rep.Missing) != 3 || !strings.Contains(rep.Missing[2], "sdn_comments.csv: the end of the remarks of 1 party") {
		t.Errorf("missing: %q, want the three companions with one party's remarks cut off", rep.Missing)
	}
	_, rep = read(t, CSV(), testFile(t, "csv", "sdn.csv"), bytesFile("sdn_comments.csv", []byte("36,\"x; Website y.\"\r\n\x1a")))
	if len(rep.Missing) != 3 || !strings.Contains(rep.Missing[2], "do not go on in the comments file") {
		t.Errorf("missing: %q, want to be told that the comments lack one party", rep.Missing)
	}
}

func TestXMLGolden(t *testing.T) {
	got, rep := read(t, XML(), testFile(t, "sdn.xml"))
	golden(t, "sdn.golden.json", got, rep)
}

func TestAdvancedGolden(t *testing.T) {
	got, rep := read(t, Advanced(), testFile(t, "sdn_advanced.xml"))
	golden(t, "sdn_advanced.golden.json", got, rep)
}
