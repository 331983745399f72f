package screen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/recent"
)

// comingAgain is a CSV file of customers whose names come again and again, with other
// facts each time: listed, nearly listed and not.
func comingAgain(rows int, rng *rand.Rand) string {
	names := []string{"Zhao Guangzong", "Guang Zong Zhao", "ZHAO", "Gaobin NI", "Gaobin Nie", "Ni, Goabin", "赵光宗", "Wuhan Xiaoruizhi", "Xiaoruizhi Ltd", "Maria Garcia", "Garcia Maria", "Zhao Gaobin", "Guangzong Ni"}
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	var b strings.Builder
	b.WriteString("id,name,birth_date,country,gender,national_id\n")
	for i := range rows {
		fmt.Fprintf(&b, "c%d,\"%s\",%s,%s,%s,%s\n", i, pick(names...),
			pick("", "", "1985-11-12", "1985-10-27", "1970", "1999-01-02"), pick("", "cn", "us"), pick("", "", "male", "female"),
			pick("", "", "", "421003198511121539", "110101199001011234"))
	}
	return b.String()
}

// A run finds of each subject what is found of it alone, hit for hit, whatever names
// came before, and however few of them are remembered.
func TestNamesThatComeAgain(t *testing.T) {
	e := engine(t, three())
	for _, texts := range []int{8, 64, fewNames, manyNames} {
		e.marks.Store(recent.NewMarks(min(texts, fewNames)))
		for _, rows := range []int64{0, fewNames} {
			if e.Many(rows); e.marks.Load().Texts() > fewNames {
				t.Fatalf("many are remembered after %d rows", rows)
			}
		}
		if texts > fewNames {
			e.Many(fewNames + 1)
		}
		if have := e.marks.Load().Texts(); have != texts {
			t.Fatalf("%d names, want %d", have, texts)
		}
		for seed := range uint64(3) { // one after the other under what the last left
			text := comingAgain(3000, rand.New(rand.NewPCG(seed, 1)))
			var want, got []interdict.Result
			for src := source(t, text); ; {
				block, err := src.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				subjects, _ := src.Parse(block, nil)
				for i := range subjects {
					if r, err := e.Screen(&subjects[i], Query{}); err != nil {
						t.Fatal(err)
					} else if len(r.Hits) > 0 {
						want = append(want, r)
					}
				}
			}
			sum, err := e.Run(context.Background(), source(t, text), Query{}, func(r *interdict.Result) error {
				got = append(got, *r)
				return nil
			}, nil)
			if err != nil || sum.Screened != 3000 {
				t.Fatal(sum.Screened, err)
			}
			if len(want) < 500 || len(want) > 2500 || !reflect.DeepEqual(got, want) {
				t.Fatalf("%d names remembered: %d subjects with hits, %d one by one", texts, len(got), len(want))
			}
		}
	}
}

// Of a name that is nobody's hardly more than its first bearers are searched for, and
// those with a number that is listed.
func TestKnownNamesAreNotSearched(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	e := engine(t, three())
	text := "id,name,birth_date,national_id\n" + strings.Repeat("1,Maria Garcia,1980-01-01,\n1,Zhao Gaobin,,\n", 500) + "2,Maria Garcia,,421003198511121539\n"
	var hits int64
	sum, err := e.Run(context.Background(), source(t, text), Query{}, func(r *interdict.Result) error {
		hits += int64(len(r.Hits))
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Screened != 1001 || sum.Work.Subjects > 100 || hits != 1 {
		t.Errorf("%d screened, %d searched for, %d hits", sum.Screened, sum.Work.Subjects, hits)
	}
}
