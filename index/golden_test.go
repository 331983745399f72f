package index

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// goldenNames are names of every script and custom, with what cannot be seen
// written as \uXXXX and \xXX.
func goldenNames(t *testing.T) (names []string) {
	t.Helper()
	f, err := os.Open("../name/testdata/golden/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if s.Text() == "" || s.Text()[0] == '#' {
			continue
		}
		full, err := strconv.Unquote(`"` + strings.ReplaceAll(s.Text(), `"`, `\"`) + `"`)
		if err != nil {
			full = s.Text()
		}
		names = append(names, full)
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return names
}

// goldenListing is the i-th listing: a name, another one as alias, and facts
// that some of the others share.
func goldenListing(names []string, i int) interdict.Listing {
	places := []string{"12 Garden Street, Damascus, Syria", "Port Road 5, Tartus, Syria", "Kandahar, Afghanistan", "ul. Lenina 1, Moscow, RU", "Tehran, IR"}
	codes := []string{"ru", "sy", "ir", "af", "cn"}
	l := interdict.Listing{
		List: "golden", ID: strconv.Itoa(i), Schema: []interdict.Schema{interdict.Person, interdict.Organization, interdict.LegalEntity}[i%3],
		Names: []interdict.Name{{Full: names[i], Kind: interdict.PrimaryName}, {Full: names[(i*7+3)%len(names)], Kind: interdict.AliasName}},
	}
	if i%2 == 0 {
		l.BirthDates = []interdict.Date{interdict.Day(1950+i%40, 1+i%12, 1+i%28)}
		l.BirthPlaces = []interdict.Place{{Text: places[i%3]}}
	}
	if i%3 > 0 {
		l.Countries = []interdict.Country{{Code: codes[i%5]}}
		l.Genders = []string{[]string{"male", "female"}[i%2]}
	}
	if i%5 < 3 {
		l.Addresses = []interdict.Place{{Text: places[i%5]}}
		l.Emails = []string{fmt.Sprintf("office%d@kometa%d.example", i%4, i%6)}
		l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: strconv.Itoa(7100000 + i%9), Country: codes[i%5]}}
	}
	return l
}

// The same input gives the same results on every machine and in every process:
// what is found, every score, and the evidence. A change of rules changes the
// hash: look at what else changed, and write it anew with
//
//	go test ./index -run GoldenResults -update
//
// .ci/machines runs it on amd64, amd64/v3 and arm64.
func TestGoldenResults(t *testing.T) {
	names := goldenNames(t)
	var listings []interdict.Listing
	for i := range names {
		listings = append(listings, goldenListing(names, i))
	}
	snap := compile(t, listings)
	searcher := NewSearcher(snap, score.Default())
	var prep score.Preparer
	var p score.Party
	var out bytes.Buffer
	hits := 0
	for i := range names {
		l := goldenListing(names, (i+i%2*30)%len(names)) // its own facts, or another's
		s := interdict.Subject{
			Schema: []interdict.Schema{listings[i].Schema, ""}[i/3%2], Names: listings[i].Names[:1+i%2], BirthDates: l.BirthDates, Countries: l.Countries,
			Genders: l.Genders, Identifiers: l.Identifiers, Addresses: l.Addresses, BirthPlaces: l.BirthPlaces, Emails: l.Emails,
		}
		prep.Subject(&p, &s)
		err := searcher.Search(&p, 5000, func(n uint32, o *score.Outcome, e *score.Party) {
			hits++
			entity, err := snap.Entity(n)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&out, i, n, o.Score, o.Strength, o.NameStrength, o.Sufficiency, o.Weight, o.Limit)
			for _, ev := range score.Evidence(o, &p, e, &s, &entity) {
				fmt.Fprintf(&out, "%+v\n", ev)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if hits < len(names) {
		t.Errorf("%d hits of %d subjects", hits, len(names))
	}
	got := fmt.Sprintf("%x\n", sha256.Sum256(out.Bytes()))
	file := filepath.Join("testdata", "results.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the results of %d hits hash to %s, not to %s; if the rules have changed, write the hash anew with\n\tgo test ./index -run GoldenResults -update", hits, got[:12], want[:12])
	}
}

// Every listed name finds its own entity with strength 1, weak aliases and all
// scripts included.
func TestGoldenNamesFindThemselves(t *testing.T) {
	names := goldenNames(t)
	var listings []interdict.Listing
	for i := range names {
		l := goldenListing(names, i)
		if i%4 == 0 {
			l.Names[1].Quality = interdict.Weak
		}
		listings = append(listings, l)
	}
	searcher := NewSearcher(compile(t, listings), score.Default())
	var prep score.Preparer
	var p score.Party
	for i := range listings {
		for _, n := range listings[i].Names {
			if prep.Subject(&p, &interdict.Subject{Schema: listings[i].Schema, Names: []interdict.Name{n}}); len(p.Names) == 0 {
				continue // neither letter nor digit
			}
			found := false
			err := searcher.Search(&p, 6000, func(entity uint32, o *score.Outcome, _ *score.Party) {
				found = found || int(entity) == i && o.Strength == 10000
			})
			if err != nil {
				t.Fatal(err)
			}
			if !found {
				t.Errorf("%s %q (quality %q) does not find itself", listings[i].Schema, n.Full, n.Quality)
			}
		}
	}
}
