package subjects_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/subjects"
)

// TestRealFiles reads customers and test files of other projects, beside the
// repository: every row must become a subject, with as many values of a
// kind as there are cells that hold one.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		file                                     string
		rows, persons, dated, countries, numbers int
	}{
		{"matching/screening_fixtures/negatives_global.csv", 25072, 0, 25072, 25072, 0},
		{"matching/screening_fixtures/positives_un_untreated.csv", 357, 0, 326, 323, 0},
		{"matching/senzing_truthsets/demo/customers.csv", 120, 114, 64, 0, 36},
		{"matching/senzing_truthsets/demo/customers.jsonl", 120, 114, 64, 0, 36},
		{"watchman/internal__ingest__testdata__fincen-person.csv", 4, 0, 4, 4, 4},
		{"watchman/internal__ingest__testdata__Person12.09.2025.csv", 2, 0, 2, 2, 1},
		{"watchman/internal__ingest__testdata__fincen-business.csv", 3, 0, 0, 3, 2},
		{"lists/ftm/zavod_export_small/targets.simple.csv", 5, 5, 5, 5, 5},
		{"lists/ftm/wd_persons_entities.ftm.json", 281, 100, 92, 113, 0},
	} {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			f, err := subjects.Open(shared(t, c.file), subjects.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			got, refused := all(t, f)
			if len(refused) > 0 {
				t.Errorf("%d rows refused, the first: %+v", len(refused), refused[0])
			}
			want := c
			c.rows, c.persons, c.dated, c.countries, c.numbers = len(got), 0, 0, 0, 0
			for i := range got {
				count(&c.persons, got[i].Schema == interdict.Person)
				count(&c.dated, len(got[i].BirthDates) > 0)
				count(&c.countries, len(got[i].Countries) > 0)
				count(&c.numbers, len(got[i].Identifiers) > 0)
			}
			if c != want {
				t.Errorf("got %+v, want %+v", c, want)
			}
		})
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

func shared(t *testing.T, file string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		path := filepath.Join(dir, "..", "shared", "data", filepath.FromSlash(file))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		dir = filepath.Dir(dir)
	}
	t.Skipf("the real file %s is not beside the repository", file)
	return ""
}
