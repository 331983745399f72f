package register

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// TestDailyEditionsStaySmall loads a list day after day with few changes. What
// the file grows by must be the changed records and a little for each edition,
// not the list over and over.
func TestDailyEditionsStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("loads 500 editions")
	}
	const listings, days, changedADay = 400, 500, 2
	r := openTemp(t)
	ls := generated(listings, 3)
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	size := func() int64 {
		if _, err := r.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
		st, err := os.Stat(r.path)
		if err != nil {
			t.Fatal(err)
		}
		return st.Size()
	}
	load(t, r, day.Format(time.DateOnly), ls)
	one := size()
	for d := range days {
		day = day.AddDate(0, 0, 1)
		for i := range changedADay {
			l := &ls[(d*37+i*11)%listings]
			l.Remarks = fmt.Sprint("changed on ", day)
			l.Raw = fmt.Appendf(nil, "%s %s", l.Raw[:min(len(l.Raw), 600)], l.Remarks)
		}
		if out := load(t, r, day.Format(time.DateOnly), ls); out.Changed != changedADay || out.Unchanged != listings-changedADay {
			t.Fatalf("day %d: %+v", d, out)
		}
	}
	grown := (size() - one) / days
	aRecord := one / listings
	t.Logf("the first edition has %d bytes (%d a listing); each day adds %d, the %d changed records and %d more",
		one, aRecord, grown, changedADay, grown-changedADay*aRecord)
	if most := changedADay*aRecord + 1500; grown > most {
		t.Errorf("each day adds %d bytes, want at most %d", grown, most)
	}
	var intervals int
	if err := r.db.QueryRow("SELECT count(*) FROM held").Scan(&intervals); err != nil || intervals != listings+days*changedADay {
		t.Errorf("%d intervals, %v; want one for each record", intervals, err)
	}
}
