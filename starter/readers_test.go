package starter_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
	"github.com/interdict/interdict/starter"
)

// load reads the starter register with the readers of published lists. Nothing
// may be refused, unknown or missing.
func load(t *testing.T) map[interdict.Ref]*interdict.Listing {
	t.Helper()
	all := map[interdict.Ref]*interdict.Listing{}
	left := starter.Files()
	for _, format := range []lists.Format{ofac.CSV(), uk.XML(), un.XML()} {
		parts := map[string]*lists.File{}
		var list string
		var rest []lists.File
		for _, f := range left {
			r, ok := format.Recognise(&f)
			if !ok {
				rest = append(rest, f)
				continue
			}
			list, parts[r.Part] = r.List, &f
			if !strings.HasPrefix(f.Path, "starter/"+r.List+"/") {
				t.Errorf("%s is recognised as list %s", f.Path, r.List)
			}
		}
		left = rest
		report, err := format.Read(context.Background(), list, parts, func(l *interdict.Listing) error {
			all[l.Ref()] = l
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Refused)+len(report.Unknown)+len(report.Missing) > 0 {
			t.Errorf("%s: %+v", list, report)
		}
	}
	for _, f := range left {
		t.Errorf("no reader recognises %s", f.Path)
	}
	return all
}

// TestReaders reads every file and holds some listings to the facts.
func TestReaders(t *testing.T) {
	all := load(t)
	if len(all) != 61 {
		t.Errorf("%d listings, want 61", len(all))
	}
	for _, c := range []struct {
		ref      interdict.Ref
		schema   interdict.Schema
		name     string
		born     string
		measure  interdict.Measure
		idType   interdict.IDType
		idNumber string
	}{
		{interdict.Ref{List: "us_ofac_sdn", ID: "47800"}, interdict.Organization, "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY, LIMITED", "", interdict.AssetFreeze, interdict.USCC, "91420100551956105K"},
		{interdict.Ref{List: "us_ofac_sdn", ID: "47814"}, interdict.Person, "Guangzong ZHAO", "1985-11-12", interdict.AssetFreeze, interdict.NationalID, "421003198511121539"},
		{interdict.Ref{List: "us_ofac_sdn", ID: "23558"}, interdict.Person, "Dmitry Vladimirovich OVSYANNIKOV", "1977-02-21", interdict.AssetFreeze, "", ""},
		{interdict.Ref{List: "us_ofac_sdn", ID: "27307"}, interdict.Organization, "APPLEWORM", "", interdict.AssetFreeze, interdict.Wallet, "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"},
		{interdict.Ref{List: "us_ofac_sdn", ID: "46610"}, interdict.Vessel, "NS CHAMPION", "", interdict.AssetFreeze, interdict.IMO, "9299719"},
		{interdict.Ref{List: "us_ofac_sdn", ID: "48727"}, interdict.Airplane, "EP-PUS", "", interdict.AssetFreeze, interdict.TailNumber, "EP-PUS"},
		{interdict.Ref{List: "us_ofac_sdn", ID: "40140"}, interdict.Person, "Hongbo ZHANG", "1965-03", interdict.AssetFreeze, "", ""},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "CYB0044"}, interdict.Organization, "武汉晓睿智科技有限责任公司", "", interdict.AssetFreeze, "", ""},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "CYB0045"}, interdict.Person, "赵光宗", "1985-11-12", interdict.TravelBan, interdict.NationalID, "421003198511121539"},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "CYB0046"}, interdict.Person, "倪高彬", "1985-10-27", interdict.TravelBan, interdict.NationalID, "421003198510272917"},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "RUS0045"}, interdict.Person, "Dmitrii Vladimirovich Ovsiannikov", "1977-02-21", interdict.TrustServices, "", ""},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "CTD0002"}, interdict.Person, "", "1965-01-05", interdict.DirectorDisqualification, interdict.Passport, "EN800609"},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "DPR0111"}, interdict.Vessel, "Asia Bridge 1", "", interdict.Deflag, interdict.IMO, "8916580"},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "RUS2659"}, interdict.Vessel, "OTLA", "", interdict.PortEntryBan, interdict.IMO, "9299719"},
		{interdict.Ref{List: "gb_fcdo_sanctions", ID: "CAF0010"}, interdict.Person, "", "1963-04", interdict.AssetFreeze, "", ""},
		{interdict.Ref{List: "un_sc_sanctions", ID: "QDi.135"}, interdict.Person, "DAWOOD IBRAHIM KASKAR", "1955-12-26", "", interdict.Passport, "G869537"},
		{interdict.Ref{List: "un_sc_sanctions", ID: "TAi.144"}, interdict.Person, "سراج الدين جلال الدين حقانى", "", "", "", ""},
		{interdict.Ref{List: "un_sc_sanctions", ID: "KPi.033"}, interdict.Person, "", "1964-07-17", "", interdict.Passport, "381310014"},
	} {
		l := all[c.ref]
		if l == nil {
			t.Errorf("%v is not there", c.ref)
			continue
		}
		if l.Schema != c.schema || c.name != "" && !hasName(l, c.name) || c.born != "" && !born(l, c.born) {
			t.Errorf("%v: %s, names %v, born %v", c.ref, l.Schema, l.Names, l.BirthDates)
		}
		if c.measure != "" && !slices.Contains(l.Designation.Measures, c.measure) {
			t.Errorf("%v orders %v, not %s", c.ref, l.Designation.Measures, c.measure)
		}
		if c.idType != "" && !hasID(l, c.idType, c.idNumber) {
			t.Errorf("%v has no %s %s: %v", c.ref, c.idType, c.idNumber, l.Identifiers)
		}
	}
}

// TestCountries: every country that the listings name is known.
func TestCountries(t *testing.T) {
	for ref, l := range load(t) {
		for _, c := range l.Countries {
			if c.Code == "" {
				t.Errorf("%v: %q has no code", ref, c.Name)
			}
		}
	}
}

func hasName(l *interdict.Listing, full string) bool {
	return slices.ContainsFunc(l.Names, func(n interdict.Name) bool { return n.Full == full })
}

func born(l *interdict.Listing, date string) bool {
	return slices.ContainsFunc(l.BirthDates, func(d interdict.Date) bool { return d.String() == date })
}

// hasID says whether the listing has this number, however it is written.
func hasID(l *interdict.Listing, t interdict.IDType, number string) bool {
	return slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool {
		want, _ := ident.Normalise(&interdict.Identifier{Type: t, Value: number, Country: id.Country})
		got, ok := ident.Normalise(&id)
		return ok && got.Same(want)
	})
}
