package entities_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
)

// TestConflicts: what cannot all be right is named with who says what; what one
// listing leaves open is no conflict.
func TestConflicts(t *testing.T) {
	listing := func(list, births, gender string, nationalities ...string) interdict.Listing {
		l := interdict.Listing{List: list, ID: "1"}
		for _, s := range strings.Fields(births) {
			d, err := interdict.ParseDate(s)
			if err != nil {
				t.Fatal(err)
			}
			l.BirthDates = append(l.BirthDates, d)
		}
		if gender != "" {
			l.Genders = []string{gender}
		}
		for _, n := range nationalities {
			l.Countries = append(l.Countries, interdict.Country{Role: interdict.Nationality, Code: n})
		}
		return l
	}
	for _, tt := range []struct {
		name string
		of   []interdict.Listing
		want string
	}{
		{"one listing with two dates", []interdict.Listing{listing("us", "1960 1965", "male", "ru")}, ""},
		{"nothing stated", []interdict.Listing{listing("us", "1960", "male", "ru"), listing("gb", "", "")}, ""},
		{"a day within a year", []interdict.Listing{listing("us", "1985-11-12", ""), listing("gb", "1985", "")}, ""},
		{"one of two dates", []interdict.Listing{listing("us", "1960 1965", ""), listing("gb", "1965", "")}, ""},
		{"about", []interdict.Listing{listing("us", "1960~", ""), listing("gb", "1962-05-01", "")}, ""},
		{"about, and too far", []interdict.Listing{listing("us", "1960~", ""), listing("gb", "1963-05-01", "")},
			"birth_date: 1960~ us, 1963-05-01 gb"},
		{"day and month exchanged", []interdict.Listing{listing("us", "1985-11-12", ""), listing("gb", "1985-12-11", ""), listing("eu", "1985-11-12", "")},
			"birth_date: 1985-11-12 us eu, 1985-12-11 gb"},
		{"one shared nationality", []interdict.Listing{listing("us", "", "", "ru", "ua"), listing("gb", "", "", "ua")}, ""},
		{"gender and nationality", []interdict.Listing{listing("us", "", "male", "ru"), listing("gb", "", "female", "ua")},
			"gender: male us, female gb; nationality: ru us, ua gb"},
	} {
		var got []string
		for _, c := range entities.Conflicts(tt.of) {
			var values []string
			for _, v := range c.Values {
				words := v.Value
				for _, ref := range v.Listings {
					words += " " + ref.List
				}
				values = append(values, words)
			}
			got = append(got, fmt.Sprintf("%s: %s", c.Field, strings.Join(values, ", ")))
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, g, tt.want)
		}
	}
}
