package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/sealed"
)

// plan is how SQLite finds what a query asks for.
func plan(t *testing.T, s *Store, query string, args ...any) string {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		all.WriteString(step + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// Alerts that stand alone are read in their order by an index, whatever is asked
// for, and come in the order in which sorting puts them.
func TestNewestByIndex(t *testing.T) {
	ctx := context.Background()
	key := sealed.Key{1, 2, 3}
	s, err := OpenIn(ctx, t.TempDir(), &key)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	states := []State{Open, TrueMatch, FalsePositive, Inconclusive, Closed}
	began := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	for i := range 300 {
		crowd := ""
		if i%7 == 0 {
			crowd = fmt.Sprint("crowd", i%3)
		}
		if _, err := s.db.ExecContext(ctx, "INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", fmt.Sprintf("%03d", i*37%300), []string{"bank", "shop"}[i%2], []byte{byte(i), byte(i >> 8)}, "e",
			states[i*11%5], 7500+i*13%40, "", began.Add(time.Duration(i*17%50)*time.Minute).Format(timeForm), crowd); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []Filter{{}, {Population: "bank"}, {All: true}, {All: true, Population: "shop"}, {States: []State{Closed}}, {States: []State{Open, Closed}}} {
		query, args := f.paging(0)
		how := plan(t, s, query, args...)
		if n := strings.Count(how, "alert_newest"); n != len(f.states()) {
			t.Errorf("%+v: %d of %d states come by the index:\n%s", f, n, len(f.states()), how)
		}
		if strings.Count(how, "TEMP B-TREE FOR ORDER BY") > 1 { // that of the crowds
			t.Errorf("%+v: all are sorted:\n%s", f, how)
		}
		all, total, err := s.Newest(ctx, f, 0)
		if err != nil || len(all) != total {
			t.Fatalf("%+v: %d of %d, %v", f, len(all), total, err)
		}
		if !slices.IsSortedFunc(all, func(a, b Row) int {
			if n := b.Changed.Compare(a.Changed); n != 0 {
				return n
			}
			if n := int(b.Score) - int(a.Score); n != 0 {
				return n
			}
			return strings.Compare(a.ID, b.ID)
		}) {
			t.Errorf("%+v: they are not in order", f)
		}
		f.Limit = 10
		var paged []Row
		for from := 0; from < total; from += f.Limit {
			some, _, err := s.Newest(ctx, f, from)
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, some...)
		}
		if !slices.EqualFunc(all, paged, func(a, b Row) bool { return a.ID == b.ID && a.Many == b.Many }) {
			t.Errorf("%+v: the pages together are not the whole", f)
		}
	}
}
