package table_test

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

var orders = map[string]table.DateOrder{"?": table.OrderUnknown, "d": table.DayFirst, "m": table.MonthFirst}

func TestDates(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "dates.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		parts := strings.Split(lines.Text(), "|")
		order, ok := orders[strings.TrimSpace(parts[0])]
		if !ok {
			continue
		}
		n++
		dates, faults := table.ReadDates(nil, strings.TrimSpace(parts[1]), order)
		var got []string
		for _, d := range dates {
			got = append(got, d.String())
		}
		if want := strings.TrimSpace(parts[2]); strings.Join(got, ", ") != want {
			t.Errorf("%s: %q, want %q", lines.Text(), got, want)
		}
		var codes []string
		faults.Each(func(code, _ string, _ bool) { codes = append(codes, code) })
		if want := strings.TrimSpace(strings.Join(parts[3:], "")); strings.Join(codes, ", ") != want {
			t.Errorf("%s: faults %q", lines.Text(), codes)
		}
	}
	if n < 60 {
		t.Errorf("%d cases read", n)
	}
}

// TestEveryDayIsReadInEveryForm writes random days and reads them back.
func TestEveryDayIsReadInEveryForm(t *testing.T) {
	forms := []struct {
		layout string
		order  table.DateOrder
	}{
		{"2006-01-02", table.OrderUnknown}, {"20060102", table.OrderUnknown}, {"2006-01-02T15:04:05Z07:00", table.OrderUnknown},
		{"02/01/2006", table.DayFirst}, {"2/1/2006", table.DayFirst}, {"1/2/2006", table.MonthFirst}, {"02.01.2006", table.OrderUnknown},
		{"2 January 2006", table.OrderUnknown}, {"Jan 2, 2006", table.OrderUnknown}, {"02-Jan-2006", table.OrderUnknown},
	}
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(forms).Draw(t, "form")
		y, m, d := rapid.IntRange(1800, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day")
		if !interdict.ValidDay(y, m, d) {
			return
		}
		cell := day(y, m, d).Format(f.layout)
		got, faults := table.ReadDates(nil, cell, f.order)
		if len(got) != 1 || got[0] != interdict.Day(y, m, d) || faults != 0 {
			t.Fatalf("%q: %v, faults %b", cell, got, faults)
		}
	})
}

// FuzzDates: whatever a cell holds, each date that comes out exists.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"12/11/1985", "circa 12 Nov 85", "1960-1965", "dd/mm/1965", "31362.5", "1985-11-12T0:0", "?~;|"} {
		f.Add(s, byte(0))
	}
	f.Fuzz(func(t *testing.T, cell string, order byte) {
		dates, _ := table.ReadDates(nil, cell, table.DateOrder(order%3))
		for _, d := range dates {
			if back, err := interdict.ParseDate(d.String()); err != nil || back != d {
				t.Errorf("%q: %q is not a date", cell, d)
			}
		}
	})
}

func BenchmarkDates(b *testing.B) {
	for _, cell := range []string{"1985-11-12", "12/11/1985", "12 November 1985"} {
		b.Run(cell, func(b *testing.B) {
			b.ReportAllocs()
			var dates []interdict.Date
			for b.Loop() {
				dates, _ = table.ReadDates(dates[:0], cell, table.DayFirst)
			}
		})
	}
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 30, 0, 0, time.UTC) }

// A cell that is one date as most files write it is read in a short way: it gives
// what the usual way gives, which a separator behind it takes.
func TestOneDateAsMostFilesWriteIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`(19|20|00|13|25)[0-9]{2}[-.][01][0-9]-[0-3][0-9]`).Draw(t, "cell")
		got, faults := table.ReadDates(nil, cell, table.OrderUnknown)
		want, faultsToo := table.ReadDates(nil, cell+";", table.OrderUnknown)
		if !slices.Equal(got, want) || faults != faultsToo {
			t.Fatalf("%q is read as %v (%b), with a separator behind as %v (%b)", cell, got, faults, want, faultsToo)
		}
	})
}
