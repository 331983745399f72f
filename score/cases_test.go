package score

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

func TestCases(t *testing.T) {
	f, err := os.Open("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimSpace(sc.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		c := strings.Split(text, "|")
		if len(c) != 7 {
			t.Fatalf("cases.txt:%d: %d fields, want 7", line, len(c))
		}
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		p := newPair(c[1], c[3])
		p.subject.Schema, p.listing.Schema = interdict.Schema(c[0]), interdict.Schema(c[0])
		if family, given, ok := strings.Cut(c[3], ", "); ok && c[0] == "Person" {
			p.listing.Names[0] = interdict.Name{
				Full: given + " " + family, Kind: interdict.PrimaryName,
				Parts: []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}},
			}
		}
		p.subject.BirthDates, p.listing.BirthDates = born(t, c[2]), born(t, c[4])
		o := p.score()
		if hit := o.Score >= interdict.DefaultThreshold; hit != (c[5] == "hit") {
			t.Errorf("cases.txt:%d: %s and %s: score %s, want %s: %s", line, c[1], c[3], o.Score, c[5], c[6])
		}
	}
}

func born(t *testing.T, s string) []interdict.Date {
	t.Helper()
	if s == "" {
		return nil
	}
	d, err := interdict.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return []interdict.Date{d}
}
