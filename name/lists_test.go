package name

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"testing"

	"github.com/interdict/interdict"
)

// eachListed calls f with the names of two real lists: OFAC's and the United
// Kingdom's.
func eachListed(t testing.TB, f func(full string, s interdict.Schema)) {
	t.Helper()
	each := func(file string, row func(row []string)) {
		r, err := os.Open(shared(t, file))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		rows := csv.NewReader(r)
		rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
		for {
			cells, err := rows.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			row(cells)
		}
	}
	each("lists/ofac/sdn_2024-05-03.csv", func(row []string) {
		if len(row) < 3 {
			return
		}
		switch row[2] {
		case "individual":
			f(row[1], interdict.Person)
		case "vessel":
			f(row[1], interdict.Vessel)
		default:
			f(row[1], interdict.Organization)
		}
	})
	each("lists/uk/ConList_2025-04-10.csv", func(row []string) {
		if len(row) < 29 || row[0] == "Name 6" {
			return
		}
		s := interdict.Organization
		if row[28] == "Individual" {
			s = interdict.Person
		}
		f(interdict.JoinName(row[1], row[2], row[3], row[4], row[5], row[0]), s)
		if row[7] != "" {
			f(row[7], s)
		}
	})
}

func TestListedNames(t *testing.T) {
	var a Analyser
	names, tokens, beyond, empty := 0, 0, 0, 0
	eachListed(t, func(full string, s interdict.Schema) {
		check(t, &a, &interdict.Name{Full: full}, s)
		forms := a.Analyse(&interdict.Name{Full: full}, s)
		names++
		if len(forms) == 0 {
			empty++
			return
		}
		for _, tok := range forms[0].Tokens {
			tokens++
			if tok.Text[0] >= 0x80 {
				beyond++
			}
		}
	})
	t.Logf("%d names, %d tokens, %d of them not in Latin letters, %d names without a token", names, tokens, beyond, empty)
	if names < 30_000 || empty > names/1000 || beyond > tokens/100 {
		t.Errorf("of %d names %d have no token, of %d tokens %d are not in Latin letters", names, empty, tokens, beyond)
	}
}

func BenchmarkListedNames(b *testing.B) {
	var names []interdict.Name
	var schemas []interdict.Schema
	eachListed(b, func(full string, s interdict.Schema) {
		names = append(names, interdict.Name{Full: full})
		schemas = append(schemas, s)
	})
	var a Analyser
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		a.Analyse(&names[i], schemas[i])
		if i++; i == len(names) {
			i = 0
		}
	}
}
