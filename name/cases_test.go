package name

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// The case files under testdata specify the analysis. Each line is
//
//	written name | schema | expected tokens | why
//
// A token is written text or text:part; further forms follow behind " / ".
// The schema may be empty.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files under testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			var a Analyser
			eachCase(t, file, func(line int, col []string) {
				n := interdict.Name{Full: unescape(col[0])}
				got := showForms(a.Analyse(&n, interdict.Schema(col[1])))
				if got != col[2] {
					t.Errorf("%s:%d: %s\n got  %s\n want %s\n why  %s", file, line, col[0], got, col[2], col[3])
				}
			})
		})
	}
}

// eachCase calls f with the four columns of each case of a file.
func eachCase(t *testing.T, file string, f func(line int, col []string)) {
	t.Helper()
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	for line := 1; s.Scan(); line++ {
		if strings.TrimSpace(s.Text()) == "" || strings.HasPrefix(s.Text(), "#") {
			continue
		}
		col := strings.Split(s.Text(), "|")
		if len(col) != 4 {
			t.Fatalf("%s:%d: want four columns parted by |, got %d", file, line, len(col))
		}
		for i := range col {
			col[i] = strings.TrimSpace(col[i])
		}
		f(line, col)
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
}

// unescape reads \uXXXX and \xXX, for characters that cannot be seen.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	out := []byte(s)
	for i := 0; i < len(out); i++ {
		for _, e := range []struct {
			mark string
			n    int
		}{{`\u`, 4}, {`\x`, 2}} {
			if end := i + 2 + e.n; end <= len(out) && string(out[i:i+2]) == e.mark {
				v := rune(0)
				for _, c := range out[i+2 : end] {
					v = v<<4 | rune(strings.IndexByte("0123456789abcdef", c|0x20))
				}
				put := []byte(string(v))
				if e.n == 2 {
					put = []byte{byte(v)}
				}
				out = append(out[:i], append(put, out[end:]...)...)
				i += len(put) - 1
				break
			}
		}
	}
	return string(out)
}

func showForms(forms []Form) string {
	var out []string
	for _, f := range forms {
		out = append(out, showForm(f))
	}
	return strings.Join(out, " / ")
}

func showForm(f Form) string {
	var out []string
	for _, t := range f.Tokens {
		s := string(t.Text)
		switch t.Part {
		case Unknown, Only, OfTwo, OfThree, OfMany, Essential, Again: // TestNamesAreCounted
		default:
			s += ":" + strings.ReplaceAll(t.Part.String(), " ", "-")
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}
