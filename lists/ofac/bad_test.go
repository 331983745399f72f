package ofac

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

func readBad(f lists.Format, files map[string]*lists.File) (got []*interdict.Listing, rep lists.Report, err error) {
	rep, err = f.Read(context.Background(), sdnList, files, func(l *interdict.Listing) error {
		got = append(got, l)
		return nil
	})
	return got, rep, err
}

func fixture(t *testing.T, elem ...string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, elem...)...))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func inUTF16(s []byte) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(s))) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// TestBadFiles holds each reader to one error that says what is wrong and what
// to do, and to no panic.
func TestBadFiles(t *testing.T) {
	html := []byte("<!DOCTYPE html>\n<html><head><title>Access Denied</title></head><body>no</body></html>")
	nested := []byte(strings.Repeat("<a>", 100_000))
	for _, c := range []struct {
		name   string
		format lists.Format
		data   []byte
		say    string // part of the error
	}{
		{"csv empty", CSV(), nil, "the file is empty"},
		{"csv only its end mark", CSV(), []byte("\x1a"), "no row has OFAC's 12 columns"},
		{"csv web page", CSV(), html, "web page"},
		{"csv utf-16", CSV(), inUTF16(fixture(t, "csv", "sdn.csv")), "UTF-16"},
		{"csv utf-16 without mark", CSV(), inUTF16(fixture(t, "csv", "sdn.csv"))[2:], "UTF-16"},
		{"csv cut off in a quote", CSV(), fixture(t, "csv", "sdn.csv")[:700], "the file ends within a row"},
		{"csv cut off between cells", CSV(), []byte("36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,"), "the file ends within a row"},
		{"csv a column short", CSV(), []byte("36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"), "no row has OFAC's 12 columns"},
		{"csv other table", CSV(), []byte("id,name\r\n1,A\r\n"), "no row has OFAC's 12 columns"},
		{"csv xlsx", CSV(), []byte("PK\x03\x04xxxx"), "Excel"},
		{"xml empty", XML(), nil, "the file is empty"},
		{"xml web page", XML(), html, "document type"},
		{"xml utf-16", XML(), inUTF16(fixture(t, "sdn.xml")), "UTF-16"},
		{"xml cut off", XML(), fixture(t, "sdn.xml")[:3000], "it is cut off"},
		{"xml other root", XML(), []byte("<CONSOLIDATED_LIST/>"), "not <sdnList>"},
		{"xml no entry", XML(), []byte("<sdnList><publshInformation/></sdnList>"), "no entry"},
		{"xml nesting bomb", XML(), append([]byte("<sdnList>"), nested...), "nested"},
		{"xml entity bomb", XML(), []byte("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sdnList>&a;</sdnList>"), "document type"},
		{"xml bad count", XML(), []byte("<sdnList><publshInformation><Record_Count>many</Record_Count></publshInformation></sdnList>"), "Record_Count"},
		{"advanced empty", Advanced(), nil, "the file is empty"},
		{"advanced web page", Advanced(), html, "document type"},
		{"advanced utf-16", Advanced(), inUTF16(fixture(t, "sdn_advanced.xml")), "UTF-16"},
		{"advanced cut off before the end", Advanced(), fixture(t, "sdn_advanced.xml")[:20_000], "it is cut off"},
		{"advanced other root", Advanced(), fixture(t, "sdn.xml"), "not <Sanctions>"},
		{"advanced no party", Advanced(), []byte("<Sanctions><ReferenceValueSets/></Sanctions>"), "no party"},
		{"advanced without reference values", Advanced(), []byte("<Sanctions><DistinctParties/></Sanctions>"), "reference values"},
		{"advanced nesting bomb", Advanced(), append([]byte("<Sanctions><ReferenceValueSets/><DistinctParties>"), nested...), "nested"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readBad(c.format, map[string]*lists.File{lists.Main: bytesFile("x", c.data)})
			var e *lists.Error
			if !errors.As(err, &e) || e.File != "x" || e.Remedy == "" || !strings.Contains(err.Error(), c.say) {
				t.Errorf("got %v, want an error of file x that says %q and a remedy", err, c.say)
			}
		})
	}
}

// A date that is none does not end the reading: the report passes it on.
func TestBadDates(t *testing.T) {
	for _, c := range []struct {
		format lists.Format
		file   string
		good   string
		bad    string
		want   string
	}{
		{XML(), "sdn.xml", "03/26/2024", "13/45/2024", "13/45/2024"},
		{Advanced(), "sdn_advanced.xml", "<Month>3</Month>", "<Month>13</Month>", "2024-13-26"},
	} {
		data := bytes.Replace(fixture(t, c.file), []byte(c.good), []byte(c.bad), 1)
		_, report, err := readBad(c.format, map[string]*lists.File{lists.Main: bytesFile("x", data)})
		if err != nil || !report.Published.IsZero() || report.NoDate != c.want {
			t.Errorf("%s: published %s, in place of a date %q, error %v", c.file, report.Published, report.NoDate, err)
		}
	}
}

// TestBadRows holds the CSV reader to losing no more than the row that is bad.
func TestBadRows(t *testing.T) {
	good := func(id string) string {
		return id + `,"NAME","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1960."` + "\r\n"
	}
	for _, c := range []struct{ name, row, code string }{
		{"a column short", `2,"X",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n", lists.CodeRagged},
		{"a column long", strings.TrimSuffix(good("2"), "\r\n") + ",1\r\n", lists.CodeRagged},
		{"lost quote", `2,"X,-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n", lists.CodeRagged},
		{"no number", good("A-2"), lists.CodeNoID},
		{"empty number", good(""), lists.CodeNoID},
		{"no name", `2,-0- ,-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n", lists.CodeNoName},
		{"twice", good("1"), lists.CodeDuplicate},
		{"nul byte", good("2\x00"), lists.CodeEncoding},
		{"latin-1", good("2\xe9"), lists.CodeEncoding},
		{"10 MB cell", `2,"` + strings.Repeat("A", 10<<20) + `",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n", lists.CodeTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := "\ufeff" + good("1") + c.row + "\r\n" + good("3") + good("4") + "\x1a"
			got, rep, err := readBad(CSV(), map[string]*lists.File{lists.Main: bytesFile("sdn.csv", []byte(data))})
			if err != nil || len(got) != 3 || len(rep.Refused) != 1 {
				t.Fatalf("%d listings, refused %v, error %v; want 3 and one refused", len(got), rep.Refused, err)
			}
			r := rep.Refused[0]
			if r.Code != c.code || !strings.Contains(r.At, "sdn.csv, line 2") || r.Reason == "" {
				t.Errorf("refused %+v, want code %s at line 2", r, c.code)
			}
		})
	}
}

// TestLineBreakInCell reads a row that goes on in the next line, and does not
// let a lost quote take the row behind it.
func TestLineBreakInCell(t *testing.T) {
	data := "1,\"TWO\r\nLINES\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"He said \"\"no\"\".\"\r\n"
	got, rep, err := readBad(CSV(), map[string]*lists.File{lists.Main: bytesFile("sdn.csv", []byte(data))})
	if err != nil || len(got) != 1 || len(rep.Refused) != 0 {
		t.Fatalf("%d listings, refused %v, error %v", len(got), rep.Refused, err)
	}
	if got[0].Names[0].Full != "TWO\r\nLINES" || got[0].Remarks != `He said "no".` || string(got[0].Raw) != data {
		t.Errorf("got %+v", got[0])
	}
}

// TestBadRecords holds the XML readers to losing no more than the bad record.
func TestBadRecords(t *testing.T) {
	big := strings.Repeat("A", lists.MaxRecord)
	for _, c := range []struct{ name, record, code string }{
		{"no uid", "<sdnEntry><lastName>X</lastName></sdnEntry>", lists.CodeNoID},
		{"no name", "<sdnEntry><uid>2</uid></sdnEntry>", lists.CodeNoName},
		{"twice", "<sdnEntry><uid>1</uid><lastName>X</lastName></sdnEntry>", lists.CodeDuplicate},
		{"too large", "<sdnEntry><uid>2</uid><lastName>" + big + "</lastName></sdnEntry>", lists.CodeTooLarge},
	} {
		t.Run("xml "+c.name, func(t *testing.T) {
			entry := func(id string) string {
				return "<sdnEntry><uid>" + id + "</uid><lastName>X</lastName><sdnType>Entity</sdnType></sdnEntry>\n"
			}
			data := "\ufeff<sdnList>\n" + entry("1") + c.record + entry("3") + "</sdnList>"
			checkOneRefused(t, XML(), data, c.code)
		})
	}
	for _, c := range []struct{ name, record, code string }{
		{"no number", `<DistinctParty><Profile ID="2"/></DistinctParty>`, lists.CodeNoID},
		{"no name", `<DistinctParty FixedRef="2"><Profile ID="2"/></DistinctParty>`, lists.CodeNoName},
		{"twice", `<DistinctParty FixedRef="1"><Profile ID="1"/></DistinctParty>`, lists.CodeDuplicate},
		{"too large", `<DistinctParty FixedRef="2"><Comment>` + big + `</Comment></DistinctParty>`, lists.CodeTooLarge},
	} {
		t.Run("advanced "+c.name, func(t *testing.T) {
			party := func(id string) string {
				return `<DistinctParty FixedRef="` + id + `"><Profile ID="` + id + `"><Identity ID="` + id + `"><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>X</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>` + "\n"
			}
			data := "<Sanctions>\n<ReferenceValueSets/><DistinctParties>" + party("1") + c.record + party("3") + "</DistinctParties></Sanctions>"
			checkOneRefused(t, Advanced(), data, c.code)
		})
	}
}

func checkOneRefused(t *testing.T, f lists.Format, data, code string) {
	t.Helper()
	got, rep, err := readBad(f, map[string]*lists.File{lists.Main: bytesFile("x.xml", []byte(data))})
	if err != nil || len(got) != 2 || len(rep.Refused) != 1 {
		t.Fatalf("%d listings, refused %v, error %v; want 2 and one refused", len(got), rep.Refused, err)
	}
	if r := rep.Refused[0]; r.Code != code || !strings.HasPrefix(r.At, "line ") || r.Reason == "" {
		t.Errorf("refused %+v, want code %s", r, code)
	}
}

// endless is a file with one value of n bytes between head and tail.
type endless struct {
	head, tail string
	n          int64
}

func (e endless) file(name string) *lists.File {
	return &lists.File{Path: name, Size: -1, Head: []byte(e.head), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(e.head), io.LimitReader(letterA{}, e.n), strings.NewReader(e.tail))), nil
	}}
}

type letterA struct{}

func (letterA) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'A'
	}
	return len(p), nil
}

// TestHugeValue reads a file with one value of a gigabyte in the memory of one
// record, and the record behind it.
func TestHugeValue(t *testing.T) {
	if testing.Short() {
		t.Skip("reads several gigabytes")
	}
	const gb = 1 << 30
	row := `,-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n"
	for _, c := range []struct {
		format lists.Format
		value  endless
	}{
		{CSV(), endless{`1,"`, `"` + row + `2,"X"` + row, gb}},
		{XML(), endless{"<sdnList><sdnEntry><uid>1</uid><remarks>", "</remarks></sdnEntry><sdnEntry><uid>2</uid><lastName>X</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>", gb}},
		{Advanced(), endless{`<Sanctions><ReferenceValueSets/><DistinctParties><DistinctParty FixedRef="1"><Comment>`, `</Comment></DistinctParty><DistinctParty FixedRef="2"><Profile ID="2"><Identity ID="2"><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>X</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty></DistinctParties></Sanctions>`, gb}},
	} {
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got, rep, err := readBad(c.format, map[string]*lists.File{lists.Main: c.value.file("x")})
		runtime.ReadMemStats(&after)
		if err != nil || len(got) != 1 || got[0].ID != "2" || len(rep.Refused) != 1 || rep.Refused[0].Code != lists.CodeTooLarge {
			t.Errorf("%s: %d listings, refused %v, error %v", c.format.Name(), len(got), rep.Refused, err)
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
			t.Errorf("%s: %d MB were allocated", c.format.Name(), grown>>20)
		}
	}
}

// TestStops checks that reading ends at yield's error and at the context's end.
func TestStops(t *testing.T) {
	csvFiles, xmlFile, advancedFile, enhancedFile := generated(t, ofacgen.Options{Seed: 1, Parties: 100})
	stop := errors.New("stop")
	for f, file := range map[lists.Format]*lists.File{CSV(): csvFiles[0], XML(): xmlFile, Advanced(): advancedFile, Enhanced(): enhancedFile} {
		n := 0
		_, err := f.Read(context.Background(), sdnList, map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error {
			if n++; n == 10 {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) || n != 10 {
			t.Errorf("%s: stopped after %d with %v", f.Name(), n, err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		n = 0
		_, err = f.Read(ctx, sdnList, map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error {
			n++
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) || n != 1 {
			t.Errorf("%s: cancelled after %d with %v", f.Name(), n, err)
		}
	}
}

// Every file of OFAC's closes with the mark 0x1A. One without may have lost its
// last rows, which nothing else would tell.
func TestMissingMark(t *testing.T) {
	for name, c := range map[string]struct {
		main, alt string
		missing   int
	}{
		"whole":           {"\x1a", "\x1a", 0},
		"mark and breaks": {"\x1a\r\n\r\n", "\x1a\n", 0},
		"main cut off":    {"", "\x1a", 1},
		"both cut off":    {"", "", 2},
	} {
		main := row36 + c.main
		_, report, err := readBad(CSV(), map[string]*lists.File{lists.Main: bytesFile("x/sdn.csv", []byte(main)), altPart: bytesFile("x/alt.csv", []byte("36,1,\"aka\",\"B\",-0- \r\n"+c.alt)), addPart: bytesFile("x/add.csv", []byte("\x1a"))})
		var marks []string
		for _, m := range report.Missing {
			if strings.HasPrefix(m, "the mark (0x1A) at the end of ") {
				marks = append(marks, m)
			}
		}
		if err != nil || len(marks) != c.missing || len(report.Refused) > 0 {
			t.Errorf("%s: missing %q, want %d marks; refused %v, error %v", name, report.Missing, c.missing, report.Refused, err)
		}
	}
}

// TestMissingMain has a clear error for companions without their main file.
func TestMissingMain(t *testing.T) {
	for _, f := range []lists.Format{CSV(), XML(), Advanced(), Enhanced()} {
		_, _, err := readBad(f, map[string]*lists.File{"alt": bytesFile("alt.csv", nil)})
		if err == nil || !strings.Contains(err.Error(), "missing; give") {
			t.Errorf("%s: %v", f.Name(), err)
		}
	}
	broken := &lists.File{Path: "gone.csv", Open: func() (io.ReadCloser, error) { return nil, os.ErrNotExist }}
	for _, f := range []lists.Format{CSV(), XML(), Advanced(), Enhanced()} {
		if _, _, err := readBad(f, map[string]*lists.File{lists.Main: broken}); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v", f.Name(), err)
		}
	}
}

// TestRefusedIsBounded ends at a file that is nothing but refused rows.
func TestRefusedIsBounded(t *testing.T) {
	data := bytes.Repeat([]byte("x\n"), maxRefused+10)
	_, rep, err := readBad(CSV(), map[string]*lists.File{lists.Main: bytesFile("x.csv", data)})
	var e *lists.Error
	if !errors.As(err, &e) || len(rep.Refused) != maxRefused {
		t.Errorf("%d refused, error %v", len(rep.Refused), err)
	}
}

const row36 = `36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n"
