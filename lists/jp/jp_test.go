package jp

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func TestGolden(t *testing.T) {
	for file, want := range map[string]string{
		"russia":        "6 entries, 2025-09-12, []",
		"third_country": "3 entries, 2025-09-13, [{entry third-2 bad_record the entry of this number is not found; compare the text with the published PDF}]",
	} {
		got, report := listtest.Read(t, Text(), listtest.Path(t, "testdata/"+file+".txt"))
		if said := fmt.Sprintf("%d entries, %s, %v", report.Entries, report.Published, report.Refused); said != want {
			t.Errorf("%s: %s, want %s", file, said, want)
		}
		listtest.Golden(t, "testdata/"+file+".golden.json", got)
	}
}

// TestVolumes reads two volumes as one edition, dated by the later.
func TestVolumes(t *testing.T) {
	found, skipped, err := lists.Collect(t.Context(), []string{"testdata/third_country.txt", "testdata/russia.txt"}, []lists.Format{Text()}, lists.CollectOptions{})
	if err != nil || len(found) != 1 || len(found[0].Parts) != 2 || len(skipped) > 0 {
		t.Fatalf("%d editions, skipped %v, error %v", len(found), skipped, err)
	}
	var got []*interdict.Listing
	report, err := found[0].Read(t.Context(), func(l *interdict.Listing) error { got = append(got, l); return nil })
	if err != nil || len(got) != 9 || report.Published != interdict.Day(2025, 9, 13) {
		t.Errorf("%d listings, %s, %v", len(got), report.Published, err)
	}
	listtest.Check(t, got, report)
}

func TestRecognise(t *testing.T) {
	for text, want := range map[string]string{
		"○ 輸出等に係る禁止措置の対象となるロシア連邦の団体\n指定日：2022 年\n最終更新日：2025":       "ru",
		"○ 輸出等に係る禁止\n措置の対象となるベラルーシ共和国の団体\n指 定日：2022 年\n最終更新日：2025": "by",
		"○ 輸出等に係る禁止措置の対象となるロシア連邦及びベラルー\nシ共和国以外の国の団体\n指定日\n最終更新日":   "third",
		"○ 輸出等に係る禁止措置の対象となるロシア連邦の団体":                               "",
		"id,name\n1,最終更新日\n": "",
	} {
		rec, ok := Text().Recognise(listtest.Bytes("x", []byte(text)))
		if ok != (want != "") || rec.Piece != want {
			t.Errorf("%q: %+v, %v", text, rec, ok)
		}
	}
}

func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{
		Format: Text(), List: List, Open: true, Limit: maxFile,
		Parts: map[string]string{lists.Main: "testdata/russia.txt"},
	})
}

// TestTwice reads two volumes joined in one file.
func TestTwice(t *testing.T) {
	data, err := os.ReadFile("testdata/russia.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = listtest.Try(Text(), List, listtest.Bytes("x", append(data, data...)))
	var fault *lists.Error
	if !errors.As(err, &fault) || !strings.Contains(fault.Reason, "twice") {
		t.Error(err)
	}
}

var declared = regexp.MustCompile(`follow(?:ing)?\s*(\w+?)\s*alias`)

// TestReal reads the stored text of both volumes: each entry by its number, and
// as many English names as each says that it has.
func TestReal(t *testing.T) {
	for file, entries := range map[string]int{"jp_meti_russia_2025-09-12.txt": 561, "jp_meti_third_country_2025-09-12.txt": 56} {
		t.Run(file, func(t *testing.T) {
			path := listtest.Shared(t, "other", file)
			got, report := listtest.Read(t, Text(), listtest.Path(t, path))
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			places := len(regexp.MustCompile(`所\s*在\s*地`).FindAll(text, -1))
			if len(got) != entries || places != entries || len(report.Refused) > 0 || report.Published != interdict.Day(2025, 9, 12) {
				t.Errorf("%d listings, %d places in the text, %s, refused %v", len(got), places, report.Published, report.Refused)
			}
			off := map[string]int{}
			for _, l := range got {
				if l.Names[0].Script != "" || l.Names[0].Kind != interdict.PrimaryName {
					t.Errorf("%s has no English name: %+v", l.ID, l.Names[0])
				}
				if !hasLanguage(l, "ja") && l.ID != "ru-275" && l.ID != "ru-301" && l.ID != "ru-310" { // these have Latin letters and a legal form
					t.Errorf("%s has no Japanese name: %+v", l.ID, l.Names)
				}
				m := declared.FindStringSubmatch(string(l.Raw))
				if m == nil {
					continue
				}
				_, english := split(wideBrackets(string(l.Raw[:place.FindIndex(l.Raw)[0]])))
				others := 0
				i := aliases.FindStringIndex(english)
				for _, one := range dashed(english[i[1]:], said(english[i[0]:i[1]])) {
					if one != "" {
						others++
					}
				}
				if others == 0 || others > len(numbers) || numbers[others-1] != m[1] {
					off[l.ID+" says "+m[1]] = others
				}
			}
			for said, n := range off {
				t.Errorf("%s, has %d", said, n)
			}
		})
	}
}

func hasLanguage(l *interdict.Listing, lang string) bool {
	for _, n := range l.Names {
		if n.Lang == lang {
			return true
		}
	}
	return false
}

// TestRealLeaves looks for each letter of the text in the listings.
func TestRealLeaves(t *testing.T) {
	for _, file := range []string{"jp_meti_russia_2025-09-12.txt", "jp_meti_third_country_2025-09-12.txt"} {
		got, _ := listtest.Read(t, Text(), listtest.Path(t, listtest.Shared(t, "other", file)))
		for _, l := range got {
			var told strings.Builder
			for _, n := range l.Names {
				told.WriteString(noSpace(n.Full))
			}
			for _, a := range l.Addresses {
				told.WriteString(noSpace(a.Text))
			}
			all := wideBrackets(told.String())
			for _, word := range words.FindAllString(between.ReplaceAllString(string(l.Raw), " "), -1) {
				if !strings.Contains(all, word) && !known.MatchString(word) {
					t.Errorf("%s: %q is lost", l.ID, word)
				}
			}
		}
	}
}

var (
	// words are those in Latin and those in other letters.
	words = regexp.MustCompile(`[\p{Latin}\p{Nd}]+|[\p{Han}\p{Hiragana}\p{Katakana}ー]+`)
	// between is what stands between names in Japanese, or before a place.
	between = regexp.MustCompile(`及\s*び|別\s*[称名]|所\s*在\s*地`)
	// known are the entry's number and the words that other names stand behind.
	known = regexp.MustCompile(`^(\d+|[０-９]|k|the|thefollowing|follow|following|and|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|(one|two)?alias(es)?)$`)
)

func FuzzText(f *testing.F) {
	for _, file := range []string{"testdata/russia.txt", "testdata/third_country.txt"} {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(Text(), List, listtest.Bytes("x", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
