package report

import (
	"fmt"
	"testing"

	"github.com/interdict/interdict"
)

// TestPictures counts what was found, whatever the threshold and however many
// lists and countries there are.
func TestPictures(t *testing.T) {
	var c tally
	hits := int64(0)
	for i := range 14 {
		res := &interdict.Result{Subject: interdict.Subject{Countries: []interdict.Country{{Name: fmt.Sprintf("Land %02d", i)}, {Name: fmt.Sprintf("Land %02d", i)}}}}
		if i == 13 {
			res.Subject.Countries = nil
		}
		for range i {
			res.Hits = append(res.Hits, interdict.Hit{Score: 10000 - interdict.Score(i)*230, Lists: []string{"a", fmt.Sprint("x", i)}})
			hits++
		}
		c.add(res)
	}
	got := c.pictures(&Header{Threshold: 7200, Lists: []List{{ID: "a", Title: "List A"}}}, hits)
	if len(got) != 3 {
		t.Fatalf("%d pictures", len(got))
	}
	list, score, country := got[0].Bars, got[1].Bars, got[2].Bars
	if len(list) != shownBars || list[0] != (Bar{"List A", hits, 100, ""}) || list[9].Label != "5 other lists" || list[9].Count != 1+2+3+4+5 {
		t.Errorf("lists %+v", list)
	}
	if len(country) != shownBars || country[0] != (Bar{"None stated", 13, 100, ""}) || country[9].Label != "4 other countries" || country[9].Count != 1+2+3+4 {
		t.Errorf("countries %+v", country)
	}
	if score[0].Label != "1.00" || score[len(score)-1].Label != "0.72 to 0.74" || score[1].Label != "0.95 to 0.99" || score[1].Count != 1+2 {
		t.Errorf("scores %+v", score)
	}
	if new(tally).pictures(&Header{}, 0) != nil {
		t.Error("pictures of no hit")
	}
}
