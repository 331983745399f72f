package report_test

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
)

// A listing of one's own that says no kind does not hide what the others say.
func TestShownKind(t *testing.T) {
	e := &interdict.Entity{ID: "own-1", Listings: []interdict.Listing{
		{List: "own", ID: "1", Schema: interdict.LegalEntity, Names: []interdict.Name{{Full: "Guangzong Zhao"}}},
		{List: "us_ofac_sdn", ID: "2", Schema: interdict.Person, Names: []interdict.Name{{Full: "ZHAO, Guangzong"}}},
	}}
	s := report.ShownOf(e, func(list string) string { return list })
	var out strings.Builder
	if err := report.WriteShown(&out, report.Style{}, s); err != nil {
		t.Fatal(err)
	}
	if s.Schema != interdict.Person || strings.Contains(out.String(), "person or organisation · own-1") {
		t.Errorf("%s\n%s", s.Schema, out.String())
	}
}
