package lists_test

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// counted is a format whose files say how many entries they have, and, where
// they do, their date and the latest day of a listing: "us_test_a 120 date=2024-03-22 latest=2024-03-01".
type counted struct{}

func (counted) Name() string { return "counted" }

func (counted) Recognise(f *lists.File) (lists.Recognition, bool) {
	list, _, ok := strings.Cut(string(f.Head), " ")
	return lists.Recognition{List: list, Part: lists.Main}, ok
}

func (counted) Read(_ context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (report lists.Report, err error) {
	in, err := files[lists.Main].Open()
	if err != nil {
		return report, err
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		return report, err
	}
	l := interdict.Listing{List: list, ID: "1"}
	for _, word := range strings.Fields(string(text))[1:] {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "date":
			report.Published, err = interdict.ParseDate(value)
		case "latest":
			l.Designation.Updated, err = interdict.ParseDate(value)
		default:
			_, err = fmt.Sscan(word, &report.Entries)
		}
		if err != nil {
			return lists.Report{}, err
		}
	}
	return report, yield(&l)
}

func TestSurvey(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		keep  bool
		want  string
	}{
		"dates in contents and names": {
			files: map[string]string{"a": "us_a 9 date=2024-05-03", "b_2024-03-22": "us_a 8", "c": "us_a 7 date=2021-07-07", "other_2024-04-01": "us_b 5"},
			want:  "c 2021-07-07 |b_2024-03-22 2024-03-22 file name|other_2024-04-01 2024-04-01 file name|a 2024-05-03 ",
		},
		"undated ones by the latest day in them, behind those with a date": {
			files: map[string]string{"a_2019": "us_a 9 latest=2022-09-07", "b_2023": "us_a 8 latest=2019-07-09", "c": "us_b 7", "d": "us_b 7 date=2020-01-01"},
			want:  "d 2020-01-01 |b_2023  |a_2019  |c  ",
		},
		"undated ones by the month in their names, where not all state a day": {
			files: map[string]string{"dfat_2026-08.xlsx": "us_a 9 latest=2026-01-02", "regulation8_2024-12.xlsx": "us_a 8"},
			want:  "regulation8_2024-12.xlsx  |dfat_2026-08.xlsx  ",
		},
		"undated ones of which nothing is known stay as they are": {
			files: map[string]string{"a_2024": "us_a 9", "b": "us_a 8"},
			want:  "a_2024  |b  ",
		},
		"a part before the whole, by date and without": {
			files: map[string]string{"a_2018-12-21": "us_a 2", "b_2019-01-01": "us_a 3", "c_2025-09-02": "us_a 5540", "d_2017": "us_b 399", "e": "us_b 14159"},
			want:  "c_2025-09-02 2025-09-02 file name|e  |-a_2018-12-21: has 2 entries, under half of the 5540 of the edition of 2 September 2025|-b_2019-01-01: has 3 entries, under half of the 5540 of the edition of 2 September 2025|-d_2017: has 399 entries, under half of the 14159 of the undated edition",
		},
		"half is enough": {
			files: map[string]string{"a_2024-01-01": "us_a 2", "b_2024-01-02": "us_a 4"},
			want:  "a_2024-01-01 2024-01-01 file name|b_2024-01-02 2024-01-02 file name",
		},
		"kept": {
			files: map[string]string{"a_2024-01-01": "us_a 1", "b_2024-01-02": "us_a 4"}, keep: true,
			want: "a_2024-01-01 2024-01-01 file name|b_2024-01-02 2024-01-02 file name",
		},
		"what cannot be read stays, and shadows nothing": {
			files: map[string]string{"a_2024-01-01": "us_a 4", "b_2024-01-02": "us_a x"},
			want:  "a_2024-01-01 2024-01-01 file name|b_2024-01-02 2024-01-02 file name",
		},
		"a part after the whole is for the register": {
			files: map[string]string{"a_2024-01-01": "us_a 400", "b_2024-01-02": "us_a 4"},
			want:  "a_2024-01-01 2024-01-01 file name|b_2024-01-02 2024-01-02 file name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			editions, _, err := lists.Collect(t.Context(), []string{tree(t, c.files)}, []lists.Format{counted{}}, lists.CollectOptions{})
			if err != nil {
				t.Fatal(err)
			}
			ordered, outsized, err := lists.Survey(t.Context(), editions, c.keep)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range ordered {
				got = append(got, fmt.Sprintf("%s %s %s", filepath.Base(e.Parts[0].File.Path), e.Dated, e.DatedBy))
			}
			for _, o := range outsized {
				_, reason, _ := strings.Cut(o.Reason, "not taken: it ")
				reason, _, _ = strings.Cut(reason, " that is loaded with it")
				got = append(got, "-"+filepath.Base(o.Edition.Parts[0].File.Path)+": "+reason)
			}
			if s := strings.Join(got, "|"); s != c.want {
				t.Errorf("got\n%s, want\n%s", s, c.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	editions, _, err := lists.Collect(ctx, []string{tree(t, map[string]string{"a": "us_a 1", "b": "us_a 2"})}, []lists.Format{counted{}}, lists.CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, _, err := lists.Survey(ctx, editions, false); err != context.Canceled {
		t.Errorf("after its end: %v", err)
	}
}
