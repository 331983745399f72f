package register

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
)

// generated makes listings of about the size of the real ones (OFAC, UK and UN
// together: 20,000 entries, 22 MB as published), the same for a seed.
func generated(n int, seed uint64) []interdict.Listing {
	rnd := rand.New(rand.NewPCG(seed, 1))
	words := func(k int) string {
		w := make([]string, k)
		for i := range w {
			b := make([]byte, 2+rnd.IntN(8))
			for j := range b {
				b[j] = byte('a' + min(rnd.IntN(26), rnd.IntN(26)))
			}
			w[i] = string(b)
		}
		return strings.Join(w, " ")
	}
	out := make([]interdict.Listing, n)
	for i := range out {
		l := person(fmt.Sprint(10000+i), strings.ToUpper(words(3)))
		for range rnd.IntN(4) {
			l.Names = append(l.Names, interdict.Name{Full: words(3), Kind: interdict.AliasName, Quality: interdict.Strong})
		}
		l.BirthDates = []interdict.Date{interdict.Day(1950+rnd.IntN(50), 1+rnd.IntN(12), 1+rnd.IntN(28))}
		l.Countries = []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}}
		l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: fmt.Sprintf("E%08d", rnd.IntN(1e8)), Country: "cn"}}
		l.Addresses = []interdict.Place{{Text: words(6), City: words(1), Country: "cn"}}
		l.Designation.Listed = interdict.Day(2000+rnd.IntN(24), 1+rnd.IntN(12), 1+rnd.IntN(28))
		l.Designation.Reasons = words(40)
		l.Remarks = words(20)
		l.Raw = fmt.Appendf(nil, "<entry><uid>%s</uid>%+v%+v<reasons>%s</reasons><remarks>%s</remarks><other>%s</other></entry>",
			l.ID, l.Names, l.Identifiers, l.Designation.Reasons, l.Remarks, words(50))
		out[i] = l
	}
	return out
}

// BenchmarkLoadFirst loads 20,000 listings into an empty register.
func BenchmarkLoadFirst(b *testing.B) {
	ls := generated(20000, 1)
	raw := 0
	for i := range ls {
		raw += len(ls[i].Raw)
	}
	b.SetBytes(int64(raw))
	for b.Loop() {
		r := openAt(b, b.TempDir())
		load(b, r, "2024-03-22", ls)
		b.StopTimer()
		r.Close()
		if st, err := os.Stat(filepath.Clean(r.path)); err == nil {
			b.ReportMetric(float64(st.Size())/1e6, "MB-file")
			b.ReportMetric(float64(raw)/1e6, "MB-published")
		}
		b.StartTimer()
	}
}

// BenchmarkLoadNext loads the next day's edition, in which 50 listings changed.
func BenchmarkLoadNext(b *testing.B) {
	ls := generated(20000, 1)
	r := openAt(b, b.TempDir())
	day := time.Date(2024, 3, 22, 0, 0, 0, 0, time.UTC)
	load(b, r, day.Format(time.DateOnly), ls)
	for b.Loop() {
		day = day.AddDate(0, 0, 1)
		for i := range 50 {
			ls[(i*397+day.YearDay())%len(ls)].Raw = []byte(day.String())
		}
		load(b, r, day.Format(time.DateOnly), ls)
	}
}

// BenchmarkListings reads all that is in force, as the compiler of snapshots does.
func BenchmarkListings(b *testing.B) {
	r := openAt(b, b.TempDir())
	load(b, r, "2024-03-22", generated(20000, 1))
	for b.Loop() {
		v, err := r.InForce(context.Background(), AsOf{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range v.Listings(context.Background()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != 20000 {
			b.Fatal(n)
		}
	}
}
