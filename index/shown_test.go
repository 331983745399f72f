package index

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// drawListing draws a listing that states anything that a record keeps.
func drawListing(t *rapid.T, list string) (l interdict.Listing) {
	text := func(of ...string) string { return rapid.SampledFrom(of).Draw(t, "text") }
	some := func(f func()) {
		for range rapid.IntRange(0, 2).Draw(t, "number") {
			f()
		}
	}
	date := func() interdict.Date {
		return interdict.Date{Year: rapid.SampledFrom([]int{0, 1950, 2024}).Draw(t, "year"), Month: rapid.IntRange(0, 12).Draw(t, "month"), Day: rapid.IntRange(0, 28).Draw(t, "day"),
			ToYear: rapid.SampledFrom([]int{0, 1960}).Draw(t, "to"), Circa: rapid.Bool().Draw(t, "circa")}
	}
	l = interdict.Listing{List: list, ID: text("1", "X-2", "47814"), Schema: interdict.Schema(text("Person", "Organization", "LegalEntity", "Vessel", "Other")), Kind: interdict.Kind(text("", "sanction", "odd"))}
	some(func() {
		l.Names = append(l.Names, interdict.Name{
			Full: text("ZHAO, Guangzong", "Anatoliy Valerievich KOVALEV", "anatoliy kovalev", "KOVALEV, ANATOLIY", "Kovalev", "Анатолий Ковалев", "AL-ASSAD, Bashar", "ОАО \"Ромашка\"", "李伟", "Kometa Trading LLC"),
			Kind: interdict.NameKind(text("primary", "alias", "former")), Quality: interdict.Quality(text("", "weak", "strong")), Script: text("", "Cyrillic"),
		})
	})
	some(func() { l.BirthDates = append(l.BirthDates, date()) })
	some(func() {
		l.Countries = append(l.Countries, interdict.Country{Role: interdict.CountryRole(text("nationality", "other")), Code: text("ru", "cn", "suhh", ""), Name: text("", "Russia")})
	})
	some(func() { l.Addresses = append(l.Addresses, interdict.Place{Text: text("", "Lenina 1, Moscow")}) })
	some(func() { l.BirthPlaces = append(l.BirthPlaces, interdict.Place{Text: text("Rostov-on-Don", "Kyiv")}) })
	l.Designation.Regime, l.Designation.Listed = text("", "Cyber"), date()
	some(func() { l.Designation.Programs = append(l.Designation.Programs, text("CYBER2", "RUSSIA-EO14024")) })
	some(func() {
		l.Designation.Measures = append(l.Designation.Measures, interdict.Measure(text("asset_freeze", "travel_ban")))
	})
	some(func() {
		l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.Passport, Value: text("71000123", "X1"), Country: "ru"})
	})
	l.Genders, l.Emails = []string{text("male", "", "female")}, []string{text("", "office@kometa.example")}
	return l
}

// What a hit shows is what was listed, whether an entity was added or kept.
func TestShownIsWhatWasListed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := NewBuilder()
		var want []interdict.Entity
		for n := range rapid.IntRange(1, 3).Draw(t, "entities") {
			e := interdict.Entity{}
			for k := range rapid.IntRange(1, 3).Draw(t, "listings") {
				e.Listings = append(e.Listings, drawListing(t, []string{"us_ofac_sdn", "own", ""}[k]))
			}
			first := &e.Listings[0]
			e.ID = rapid.SampledFrom([]string{first.ID, first.List + "-" + first.ID, fmt.Sprint("another-", n), first.List + first.ID, ""}).Draw(t, "id")
			if err := b.Add(&e); err != nil {
				t.Fatal(err)
			}
			for k := range e.Listings { // which no snapshot keeps
				l := &e.Listings[k]
				l.Genders, l.Emails, l.Identifiers = nil, nil, nil
			}
			want = append(want, e)
		}
		s := b.Snapshot(Meta{})
		b = NewBuilder()
		for n := range want {
			if err := b.Keep(s, uint32(n), want[n].ID+"x"); err == nil {
				t.Fatalf("%q was kept by another id", want[n].ID)
			}
			if err := b.Keep(s, uint32(n), want[n].ID); err != nil {
				t.Fatalf("%q: %v", want[n].ID, err)
			}
		}
		kept := b.Snapshot(Meta{})
		var one, other bytes.Buffer
		for s, out := range map[*Snapshot]*bytes.Buffer{s: &one, kept: &other} {
			for n := range want {
				got, err := s.Entity(uint32(n))
				if err != nil || !reflect.DeepEqual(got, want[n]) {
					t.Fatalf("%v:\n got %+v\nwant %+v", err, got, want[n])
				}
			}
			if _, err := s.Write(out); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), other.Bytes()) {
			t.Fatal("what was kept makes another file")
		}
	})
}

// The styles are told apart, and each writes what it is found by.
func TestStyles(t *testing.T) {
	words := []string{"zhao", "guang", "zong"}
	for n, want := range []string{"zhao guang zong", "Zhao Guang Zong", "ZHAO GUANG ZONG", "ZHAO, Guang Zong", "Zhao Guang ZONG", "ZHAO Guang Zong", "Zhao, Guang Zong", "ZHAO, GUANG ZONG", "Zhao GUANG ZONG", "ZHAO, guang zong"} {
		if got := styles[n].write(nil, len(words), func(i int) string { return words[i] }); string(got) != want {
			t.Errorf("style %d: %s, want %s", n, got, want)
		}
	}
}
