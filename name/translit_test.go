package name

import (
	"bytes"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// pair is one word in another script and a Latin spelling that a bearer has.
type pair struct {
	native, latin string
	count         int
}

func pairsOf(t *testing.T, file string) []pair {
	t.Helper()
	var out []pair
	eachLine(t, shared(t, "matching/transliteration/"+file), func(line string) {
		col := strings.Split(line, "\t")
		switch {
		case strings.HasSuffix(file, ".csv"):
			native, latin, _ := strings.Cut(line, ",")
			out = append(out, pair{native, latin, 1})
		case len(col) == 3:
			n, _ := strconv.Atoi(col[2])
			out = append(out, pair{strings.ReplaceAll(col[1], " ", ""), col[0], n})
		default: // whole names
			latin, native := strings.Fields(strings.ReplaceAll(col[0], "-", " ")), strings.Fields(strings.ReplaceAll(col[1], "-", " "))
			for i := range native {
				if len(latin) == len(native) {
					out = append(out, pair{native[i], latin[i], 1})
				}
			}
		}
	})
	return out
}

// distance is that of Levenshtein.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before := row[0]
		row[0] = i + 1
		for j := range b {
			d := before
			if a[i] != b[j] {
				d++
			}
			before = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Most of these pairs are not transliterations (a Russian's name for William
// is Uilyam), so that no table can reach all; the figures are for watching.
func TestTransliterationOfRealNames(t *testing.T) {
	for _, c := range []struct {
		file  string
		floor int // in a hundred, of words near enough
	}{
		{"wd_russian_80.tsv", 65},
		{"wd_arabic_80.tsv", 28},
		{"arabic_english.csv", 32},
		{"wd_hebrew.tsv", 30},
		{"wd_japanese_80.tsv", 25},
		{"wd_korean.tsv", 25},
		{"wd_chinese_80.tsv", 5},
	} {
		t.Run(c.file, func(t *testing.T) {
			ForgetHeldOut(true)
			defer ForgetHeldOut(false)
			var learnt Analyser
			letters := Analyser{LettersOnly: true}
			var n, exact, keys, near, nearLetters int
			for _, p := range pairsOf(t, c.file) {
				if !HeldOut(p.native) && c.file != "arabic_english.csv" {
					continue
				}
				want := folded(p.latin)
				if want == "" {
					continue
				}
				n += p.count
				d := nearest(&learnt, p.native, want)
				if d == 0 {
					exact += p.count
				}
				if sharesKey(&learnt, p.native, want) {
					keys += p.count
				}
				if 10*d <= 3*len(want) {
					near += p.count
				}
				if 10*nearest(&letters, p.native, want) <= 3*len(want) {
					nearLetters += p.count
				}
			}
			t.Logf("%d names held out: %d%% exact, %d%% with the key, %d%% within three letters of ten (%d%% by letters alone)",
				n, 100*exact/n, 100*keys/n, 100*near/n, 100*nearLetters/n)
			if 100*near/n < c.floor {
				t.Errorf("%d%% of the names are near what their bearers write, want %d%%", 100*near/n, c.floor)
			}
		})
	}
}

// folded is a Latin name as one word.
func folded(s string) string {
	a := Analyser{tab: known()}
	a.split(s)
	return string(a.text)
}

func nearest(a *Analyser, native, want string) int {
	best := len(want)
	for _, f := range a.Analyse(&interdict.Name{Full: native}, interdict.Airplane) {
		var b []byte
		for _, tok := range f.Tokens {
			b = append(b, tok.Text...)
		}
		best = min(best, distance(string(b), want))
	}
	return best
}

func sharesKey(a *Analyser, native, want string) bool {
	for _, f := range a.Analyse(&interdict.Name{Full: native}, interdict.Airplane) {
		if len(f.Tokens) == 1 && bytes.Equal(Key(nil, f.Tokens[0].Text), Key(nil, []byte(want))) {
			return true
		}
	}
	return false
}

// ICU's transliterator is an independent opinion on the tables of letters.
func TestLettersAgreeWithICU(t *testing.T) {
	uconv, err := exec.LookPath("uconv")
	if err != nil {
		t.Skip("uconv of ICU is not installed")
	}
	names := []string{
		"Владимир", "Путин", "Щербаков", "Юрий", "Жуков", "Хрущёв", "Цветаева", "Эльдар", "Мышкин", "Чехов",
		"Κυριάκος", "Μητσοτάκης", "Γεώργιος", "Παπανδρέου", "Ξενοφών", "Φίλιππος", "Θεόδωρος",
		"მიხეილ", "სააკაშვილი", "ზურაბ", "თბილისი", "ნინო",
		"Սարգսյան", "Հովհաննես", "Արմեն", "Նիկոլ",
		"サトウ", "タナカ", "ヤマモト", "スズキ",
		"赵光宗", "习近平", "北京", "王伟", "李娜",
	}
	cmd := exec.Command(uconv, "-f", "utf-8", "-t", "utf-8", "-x", "Any-Latin; Latin-ASCII; Lower")
	cmd.Stdin = strings.NewReader(strings.Join(names, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	a := Analyser{LettersOnly: true}
	agree := 0
	for i, theirs := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		want := string(Key(nil, []byte(folded(strings.ReplaceAll(theirs, " ", "")))))
		var ours []byte
		for _, tok := range a.Analyse(&interdict.Name{Full: names[i]}, interdict.Airplane)[0].Tokens {
			ours = append(ours, tok.Text...)
		}
		if got := string(Key(nil, ours)); got == want {
			agree++
		} else {
			t.Logf("%s: %s (%s), ICU %s (%s)", names[i], ours, got, theirs, want)
		}
	}
	t.Logf("%d of %d names have ICU's key", agree, len(names))
	if agree*100 < len(names)*70 {
		t.Errorf("%d of %d names have ICU's key, want seven in ten", agree, len(names))
	}
}
