package ofac

import (
	"slices"
	"testing"

	"github.com/interdict/interdict"
)

// TestTables holds every word of the tables to the vocabulary of the root
// package.
func TestTables(t *testing.T) {
	v := newVocabulary()
	args := map[string][]string{
		"country": {string(interdict.Nationality), string(interdict.Citizenship), string(interdict.Flag), string(interdict.PastFlag), string(interdict.Registration)},
		"link":    {"linked_to", "owner", "operator"},
		"vehicle": {"type", "model", "built", "tonnage", "gross_tonnage"},
		"id": {
			string(interdict.Passport), string(interdict.NationalID), string(interdict.TaxID), string(interdict.RegistrationNo), string(interdict.LEI),
			string(interdict.BIC), string(interdict.OGRN), string(interdict.USCC), string(interdict.DUNS), string(interdict.IMO), string(interdict.IMOCompany),
			string(interdict.MMSI), string(interdict.CallSign), string(interdict.TailNumber), string(interdict.SerialNumber), string(interdict.Wallet),
			string(interdict.ISIN), string(interdict.OtherID),
		},
	}
	seen := make(map[string]bool)
	for row := range tableRows(labelsTSV, 3) {
		l, ok := v.label(row[0])
		if !ok || l.field != row[1] {
			t.Errorf("labels.tsv: %q is not found, or as %v", row[0], l)
			continue
		}
		if allowed := args[l.field]; allowed != nil && !slices.Contains(allowed, l.arg) {
			t.Errorf("labels.tsv: %q: %s %q is none of %q", row[0], l.field, l.arg, allowed)
		}
		if seen[row[0]] {
			t.Errorf("labels.tsv: %q stands twice", row[0])
		}
		seen[row[0]] = true
	}
	measures := []interdict.Measure{interdict.AssetFreeze, interdict.DebtEquityLimits, interdict.CorrespondentBan, interdict.SecuritiesBan, interdict.SecondaryExposure, interdict.OtherMeasure}
	for _, r := range v.rules {
		if !slices.Contains([]string{"program", "text", "type"}, r.kind) || !slices.Contains([]string{"", sdnList, consList}, r.list) || !slices.Contains(measures, r.measure) {
			t.Errorf("measures.tsv: %+v", r)
		}
	}
	if len(v.labels) < 150 || len(v.rules) < 30 || len(v.relations) < 10 {
		t.Errorf("%d labels, %d rules, %d relations: a table was cut", len(v.labels), len(v.rules), len(v.relations))
	}
}

// TestMeasures tells what listings of the two lists order.
func TestMeasures(t *testing.T) {
	v := newVocabulary()
	for _, c := range []struct {
		list, program, text string
		want                []interdict.Measure
	}{
		{sdnList, "CYBER2", "", []interdict.Measure{interdict.AssetFreeze}},
		{sdnList, "", "", []interdict.Measure{interdict.AssetFreeze}},
		{sdnList, "SDGT", "Additional Sanctions Information - Subject to Secondary Sanctions", []interdict.Measure{interdict.AssetFreeze, interdict.SecondaryExposure}},
		{sdnList, "UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 1", []interdict.Measure{interdict.AssetFreeze}},
		{consList, "IRAN", "Additional Sanctions Information - Not on the SDN List and Not Subject to Secondary Sanctions; U.S. Persons Must Continue to Block the Property", []interdict.Measure{interdict.AssetFreeze}},
		{consList, "UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 1", []interdict.Measure{interdict.DebtEquityLimits}},
		{consList, "UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 4", []interdict.Measure{interdict.OtherMeasure}},
		{consList, "RUSSIA-EO14024", "Listing Date (EO 14024 Directive 2): 24 Feb 2022", []interdict.Measure{interdict.CorrespondentBan}},
		{consList, "CMIC-EO13959", "", []interdict.Measure{interdict.SecuritiesBan}},
		{consList, "561-Related", "", []interdict.Measure{interdict.CorrespondentBan}},
		{consList, "NS-PLC", "Secondary sanctions risk: section 1(b)", []interdict.Measure{interdict.OtherMeasure, interdict.SecondaryExposure}},
		{consList, "NEVER-SEEN", "", []interdict.Measure{interdict.OtherMeasure}},
	} {
		p := v.newParty(c.list, "1", interdict.Organization)
		p.addProgram(c.program)
		p.addRemarks(c.text+".", false)
		l := p.finish()
		if got := l.Designation.Measures; !slices.Equal(got, c.want) {
			t.Errorf("%s %s %q: %q, want %q", c.list, c.program, c.text, got, c.want)
		}
		if ban := c.program == "CMIC-EO13959"; ban != (l.Kind == interdict.InvestmentBan) {
			t.Errorf("%s %s: it is of the kind %q", c.list, c.program, l.Kind)
		}
	}
}
