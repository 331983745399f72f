package audit_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/audit"
)

var update = flag.Bool("update", false, "write the golden reports anew")

const (
	reportLine = `{"interdict_coverage":1,"made":"2026-11-28T09:00:00Z","names":["bank"],"covered":true,"populations":[]}`
	reportPage = "<!doctype html>\n<html><head>\n<meta name=\"interdict-coverage\" content=\"{&#34;interdict_coverage&#34;:1,&#34;made&#34;:&#34;2026-11-28T09:00:00Z&#34;,&#34;names&#34;:[&#34;bank&#34;],&#34;covered&#34;:true}\">\n</head><body><p>100 of 100 covered</p></body></html>\n"
)

func sign(t *testing.T, f audit.Folder, content string) []byte {
	t.Helper()
	file, err := f.Sign(context.Background(), []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A report is taken as it was signed, and not with a single byte changed, left
// out or put in.
func TestSignedReports(t *testing.T) {
	folder := audit.In(t.TempDir())
	for _, content := range []string{reportLine, reportPage} {
		file := sign(t, folder, content)
		r, err := audit.ParseReport(file)
		if err != nil || !r.Covered || len(r.Names) != 1 || r.Names[0] != "bank" || r.Made.IsZero() {
			t.Fatalf("%+v %v", r, err)
		}
		if own, err := folder.PublicKey(); err != nil || own != r.Key {
			t.Errorf("signed by %s, ours is %s (%v)", r.Key, own, err)
		}
		for i := range file {
			changed := bytes.Clone(file)
			changed[i] ^= 1
			if _, err := audit.ParseReport(changed); err == nil && i < len(file)-1 {
				t.Fatalf("byte %d of %d may be changed", i, len(file))
			}
			if _, err := audit.ParseReport(append(bytes.Clone(file[:i]), file[i+1:]...)); err == nil && i < len(file)-1 {
				t.Fatalf("byte %d of %d may be left out", i, len(file))
			}
		}
		for _, more := range []string{"<p>covered</p>", "\n{}", "\n\n"} {
			if _, err := audit.ParseReport(append(bytes.Clone(file), more...)); err == nil {
				t.Errorf("%q may stand behind it", more)
			}
		}
	}
}

// What a browser would show must not hide in the seal.
func TestNothingHidesInTheSeal(t *testing.T) {
	file := string(sign(t, audit.In(t.TempDir()), reportPage))
	forged := strings.Replace(file, `{"key"`, `{"x":"--><h1>Everyone is covered</h1><!--","key"`, 1)
	if _, err := audit.ParseReport([]byte(forged)); forged == file || err == nil {
		t.Error("a seal with more in it is taken")
	}
}

// Reports of the first version can be checked for ever.
func TestGoldenReports(t *testing.T) {
	for name, content := range map[string]string{"coverage-v1.json": reportLine, "coverage-v1.html": reportPage} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, sign(t, audit.In(t.TempDir()), content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		file, err := audit.ReadAny(path)
		if err != nil {
			t.Fatal(err)
		}
		if r := file.Report; r == nil || r.Version != 1 || !r.Covered || r.Names[0] != "bank" {
			t.Errorf("%s: %+v", name, file)
		}
	}
	if file, err := audit.ReadAny(filepath.Join("testdata", "v1.receipt")); err != nil || file.Receipt == nil || file.Report != nil {
		t.Errorf("a receipt: %+v %v", file, err)
	}
}

func FuzzParseReport(f *testing.F) {
	for _, name := range []string{"coverage-v1.json", "coverage-v1.html"} {
		if b, err := os.ReadFile(filepath.Join("testdata", name)); err == nil {
			f.Add(b)
		}
	}
	f.Add([]byte(reportLine + "\n{}"))
	f.Add([]byte("<!doctype html>\n<meta name=\"interdict-coverage\" content=\"{}\">"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := audit.ParseReport(b); err == nil && (r.Key == "" || r.Version != audit.CoverageVersion) {
			t.Errorf("%+v is taken", r)
		}
	})
}
