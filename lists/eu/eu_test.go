package eu

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestConforms(t *testing.T) {
	for _, c := range []listtest.Case{
		{Format: XML(), Parts: map[string]string{lists.Main: "testdata/fsf.xml"}},
		{Format: CSV(), Open: true, Grouped: true, Parts: map[string]string{lists.Main: "testdata/fsf_1_1.csv"}},
		{Format: CSV(), Open: true, Grouped: true, Parts: map[string]string{lists.Main: "testdata/fsf_1_0.csv"}},
	} {
		c.List = List
		t.Run(c.Parts[lists.Main], func(t *testing.T) { listtest.Conform(t, c) })
	}
}

func TestBadXML(t *testing.T) { listtest.BadInputs(t, XML(), List, fixture(t, "fsf.xml")) }

func TestXMLFixture(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Bytes("fsf.xml", fixture(t, "fsf.xml")))
	listtest.Golden(t, "testdata/fsf.golden.json", got)
	if report.Published != interdict.Day(2025, 9, 2) || len(report.Refused) > 0 || len(report.Unknown) > 0 {
		t.Errorf("published %v, refused %+v, unknown %+v", report.Published, report.Refused, report.Unknown)
	}
	traps := find(got, "EU.90001.1")
	if traps.Names[0].Full != "Example Ibn Fulan" || traps.Names[0].Kind != interdict.PrimaryName {
		t.Errorf("primary: %+v", traps.Names[0])
	}
	if want := []interdict.Measure{interdict.AssetFreeze, interdict.TravelBan}; !slices.Equal(traps.Designation.Measures, want) {
		t.Errorf("measures %v", traps.Designation.Measures)
	}
	if d := traps.Designation; d.Source != "UN" || d.Listed != interdict.Day(2018, 6, 7) || d.Regime != "Libya" {
		t.Errorf("designation %+v", d)
	}
	if find(got, "EU.9442.82").Schema != interdict.Vessel {
		t.Error("a ship is no vessel")
	}
}

func find(all []*interdict.Listing, id string) *interdict.Listing {
	for _, l := range all {
		if l.ID == id {
			return l
		}
	}
	return &interdict.Listing{Names: make([]interdict.Name, 1)}
}

// The same entities read from CSV are the same, but for what only the XML says:
// whether a name is strong, which of several remarks is which.
func TestCSVEqualsXML(t *testing.T) {
	fromXML, _ := listtest.Read(t, XML(), listtest.Bytes("fsf.xml", fixture(t, "fsf.xml")))
	fromCSV, report := listtest.Read(t, CSV(), listtest.Bytes("x.csv", fixture(t, "fsf_1_1.csv")))
	listtest.Golden(t, "testdata/fsf_1_1.golden.json", fromCSV)
	if report.Published != interdict.Day(2025, 9, 2) || len(report.Refused) > 0 || len(report.Unknown) > 0 || len(fromCSV) != len(fromXML) {
		t.Fatalf("%d listings, published %v, refused %+v, unknown %+v", len(fromCSV), report.Published, report.Refused, report.Unknown)
	}
	for i, want := range fromXML {
		got := *fromCSV[i]
		got.Raw, got.At = want.Raw, want.At
		if i := slices.IndexFunc(want.Names, func(n interdict.Name) bool { return n.Full == "Nickname" }); i >= 0 {
			want.Names[i].Quality = interdict.Unstated
		}
		want.Remarks = strings.ReplaceAll(want.Remarks, "\n\n", "\n")
		for _, l := range []*interdict.Listing{want, &got} { // their order is that of the elements
			slices.SortFunc(l.Other, func(a, b interdict.Field) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
		}
		if !reflect.DeepEqual(&got, want) {
			t.Errorf("%s:\n csv %+v\n xml %+v", want.ID, got, *want)
		}
	}
}

// Version 1.0 has fewer columns; what it has is read as in 1.1.
func TestVersion1_0(t *testing.T) {
	newer, _ := listtest.Read(t, CSV(), listtest.Bytes("x.csv", fixture(t, "fsf_1_1.csv")))
	got, report := listtest.Read(t, CSV(), listtest.Bytes("x.csv", fixture(t, "fsf_1_0.csv")))
	listtest.Golden(t, "testdata/fsf_1_0.golden.json", got)
	if report.Published != interdict.Day(2018, 7, 4) || len(report.Refused) > 0 || len(report.Unknown) > 0 {
		t.Errorf("published %v, refused %+v, unknown %+v", report.Published, report.Refused, report.Unknown)
	}
	for i, l := range got {
		want := newer[i]
		if l.ID != want.ID || l.Schema != want.Schema && want.Schema != interdict.Vessel || len(l.Names) != len(want.Names) || l.Designation.Instrument != want.Designation.Instrument {
			t.Errorf("%s: %+v", want.ID, l)
		}
		for j, id := range l.Identifiers {
			if w := want.Identifiers[min(j, len(want.Identifiers)-1)]; id.Value != "LYi.099" && (id.Type != w.Type || id.Value != w.Value || id.Expires != w.Expires) && want.ID != "EU.4149.43" {
				t.Errorf("%s: identifier %+v, in 1.1 %+v", l.ID, id, w)
			}
		}
	}
}

func TestRefusedAndUnknown(t *testing.T) {
	entity := func(attrs, inside string) string {
		return "<sanctionEntity " + attrs + ">" + inside + "</sanctionEntity>\n"
	}
	name := `<nameAlias wholeName="A"/>`
	doc := `<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-09-02">` + "\n" +
		entity(`euReferenceNumber="EU.1.1" logicalId="1"`, name) +
		entity(`euReferenceNumber="EU.1.1" logicalId="2"`, name) +
		entity(`logicalId="3"`, name) +
		entity(``, name) +
		entity(`euReferenceNumber="EU.4.1"`, `<nameAlias remark="x" wholeName=" "/>`) +
		entity(`euReferenceNumber="EU.5.1"`, name+`<shoeSize unit="EU">43</shoeSize><subjectType code="robot"/>`) + "</export>"
	got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", []byte(doc)))
	if err != nil {
		t.Fatal(err)
	}
	var ids, refused, unknown []string
	for _, l := range got {
		ids = append(ids, l.ID)
	}
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name)
	}
	if want := []string{"EU.1.1", "3", "EU.5.1"}; !slices.Equal(ids, want) {
		t.Errorf("read %q", ids)
	}
	if want := []string{"line 3 (EU.1.1) duplicate_id", "line 5 no_id", "line 6 (EU.4.1) no_name"}; !slices.Equal(refused, want) {
		t.Errorf("refused %q", refused)
	}
	slices.Sort(unknown)
	if want := []string{"nameAlias@remark", "shoeSize", "shoeSize@unit", "subjectType"}; !slices.Equal(unknown, want) {
		t.Errorf("unknown %q", unknown)
	}
	if l := find(got, "EU.5.1"); l.Schema != interdict.LegalEntity || !slices.Contains(l.Other, interdict.Field{Name: "shoeSize", Value: "43"}) {
		t.Errorf("%+v", l)
	}
}

func TestUnknownColumn(t *testing.T) {
	text := strings.Replace(string(fixture(t, "fsf_1_1.csv")), "Address_CountryDescription", "Address_Planet", 1)
	got, report, err := listtest.Try(CSV(), List, listtest.Bytes("x.csv", []byte(text)))
	if err != nil || len(report.Unknown) != 1 || report.Unknown[0].Name != "Address_Planet" || report.Unknown[0].Count != 2 {
		t.Fatalf("%+v, %v", report.Unknown, err)
	}
	if l := find(got, "EU.90001.1"); !slices.Contains(l.Other, interdict.Field{Name: "Address_Planet", Value: "LIBYA"}) {
		t.Errorf("%+v", l.Other)
	}
}

func TestQuality(t *testing.T) {
	for remark, want := range map[string]string{
		"Low quality alias": "weak", "Lo quality alias": "weak", "low quality aliias": "weak", "low quality a.k.a.": "weak", "Low-quality alias:": "weak",
		"god quality alias": "strong", "Good quality a.k.a": "strong", "qood quality alias": "strong", "high quality alias": "strong",
		"born on 11.8.1960 in Libya;\n good quality alias": "strong", "combat name, good quality alias": "strong", "weak alias": "weak",
		"": "", "Original script": "", "in good health": "", "quality alias": "", "flow quality meters": "weak", "air quality institute": "",
	} {
		if got := quality(remark); string(got) != want {
			t.Errorf("%q: %q, want %q", remark, got, want)
		}
	}
	for remark, want := range map[string]bool{
		"formerly known as": true, "Formerly known as:": true, "low quality alias; formerly listed a": true, "former name of Yas Air (2000-2008)": true,
		"Predtým známy ako": true, "formerly known as PJSC ‘Chernomorneftegaz’": false, "Former Speaker of the State Duma.": false, "": false,
	} {
		if got := facts().isFormer(remark); got != want {
			t.Errorf("%q is former: %v", remark, got)
		}
	}
}

func TestBirthDates(t *testing.T) {
	for want, b := range map[string]birth{
		"[1937-04-28]":             {date: "1937-04-28", day: "28", month: "4", year: "1937"},
		"[1965]":                   {year: "1965"},
		"[1973-11]":                {month: "11", year: "1973"},
		"[1960/1965~]":             {from: "1960", to: "1965", circa: "true"},
		"[1982-04-19]":             {date: "1982-04-19", day: "24", month: "6", year: "1402", remark: "hijri calendar"},
		"[1982-06-09]":             {date: "1982-06-09", year: "1982"},
		"[1964-03-21/1965-03-20~]": {year: "1343", remark: "Iranian Hijri calendar"},
		"[1979-11-21/1980-11-08~]": {year: "1400", calendar: "ISLAMIC"},
		"[1953/1958]":              {remark: "between 1953 and 1958"},
		"[1961-01-01/1963-12-31]":  {remark: "between 1.1.1961 and 31.12.1963"},
		"[1980~]":                  {remark: "Approximately 1980."},
		"[1974~]":                  {year: "1974", remark: "Approximately 1974"},
		"[1963/1964]":              {remark: "DOB: 1963/1964"},
		"[1970-01-01 1963-07-08]":  {remark: "DOB: 1.1.1970 OR 8.7.1963"},
		"[1982-01-18]":             {remark: "18.01.1982"},
		"[1966]":                   {date: "1966"},
		"[1967]":                   {from: "1967", to: "1967"},
		"[]":                       {remark: "Year not available", from: "1960", day: "31"},
		"[1971 1972]":              {remark: "1971 or 1972"},
		"[2001-02-03]":             {date: "2001-02-03", day: "31", month: "2", year: "2001"},
	} {
		if got := fmt.Sprint(b.when(b.remark)); got != want {
			t.Errorf("%+v: %s, want %s", b, got, want)
		}
	}
}

func TestNumberCell(t *testing.T) {
	for cell, want := range map[string]paper{
		"AD001095 (passport-National passport) (passport)":                                                                {number: "AD001095", code: "passport", description: "National passport", remark: "passport"},
		"6378969 (imo-IMO (vessel identification)) ":                                                                      {number: "6378969", code: "imo", description: "IMO (vessel identification)"},
		"1117847157086 (regnumber-Registration Number)  (on 2011-04-25 in St. Petersburg)(Place of registration: Moscow)": {number: "1117847157086", code: "regnumber", description: "Registration Number", issued: "2011-04-25", region: "St. Petersburg", remark: "Place of registration: Moscow"},
		"1 (id-National identification card) [known to be expired](card (old))":                                           {number: "1", code: "id", description: "National identification card", expired: "true", remark: "card (old)"},
		"P1 (passport-National passport)  (on 2001-01-02 valid from 2001-01-03 to 2011-01-02 diplomatic)":                 {number: "P1", code: "passport", description: "National passport", issued: "2001-01-02", from: "2001-01-03", to: "2011-01-02", diplomatic: "true"},
		"P2 (passport-National passport) (name on doc. 'A (B) C') (issued by Ministry (Iraq))[revoked by issuer][odd]":    {number: "P2", code: "passport", description: "National passport", nameOn: "A (B) C", issuedBy: "Ministry (Iraq)", revoked: "true", remark: "odd"},
		"P3 (passport-National passport)  (valid to 2016-04-06)[known to be false][reported lost]":                        {number: "P3", code: "passport", description: "National passport", to: "2016-04-06", isFalse: "true", lost: "true"},
		"554410660": {number: "554410660"},
	} {
		d := paper{number: cell}
		numberCell(&d)
		d.number = strings.TrimSpace(d.number)
		if d != want {
			t.Errorf("%q:\n got %+v\nwant %+v", cell, d, want)
		}
	}
}

func TestContactCell(t *testing.T) {
	got, rest := contactCell(`WEB[http://a.ru]\nPHONE[+7 (495) 673 7530]\n(Nizhnekamsk, District)`, "Nizhnekamsk, District")
	if fmt.Sprint(got, rest) != "[{WEB http://a.ru} {PHONE +7 (495) 673 7530}]" {
		t.Errorf("%v, %q", got, rest)
	}
	if _, rest := contactCell("PHONE[1]\nelse", ""); rest != "else" {
		t.Errorf("%q", rest)
	}
}

func TestListedDates(t *testing.T) {
	for remark, want := range map[string]string{
		"(Date of UN designation: 2023-12-18)":                                                   "2023-12-18",
		"(Date of designation referred to in Article 7 (2): 21.2.2002.)":                         "2002-02-21",
		"(Designation details: Date of listing: 25/06/2018)":                                     "2018-06-25",
		"(Designation details: 29.4.2014)":                                                       "2014-04-29",
		"(Date of UN designation: 2010-07-26)\n(Designation details: UN designation 03/03/2008)": "2008-03-03",
		"(Date of Listing: 16.2.2015.)":                                                          "2015-02-16",
		"(UNSC RESOLUTION 1483)":                                                                 "",
		"INTERPOL notice of 3.3.2008":                                                            "",
	} {
		p := &party{tables: facts()}
		p.addRemark(remark)
		p.finishDesignation()
		if got := p.Designation.Listed.String(); got != want {
			t.Errorf("%q: %s, want %s", remark, got, want)
		}
	}
}

func TestShipOrCompany(t *testing.T) {
	for number, want := range map[string]interdict.IDType{
		"8514306": interdict.IMO, "9036387": interdict.IMO, "5342883": interdict.IMOCompany, "5571322": interdict.IMOCompany,
		"0011359": interdict.IMOCompany, "IMO 9036387": interdict.IMO,
	} {
		if got := shipOrCompany(number); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
}

// The tables speak of types of the vocabulary.
func TestTables(t *testing.T) {
	types := []interdict.IDType{interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI, interdict.BIC,
		interdict.INN, interdict.OGRN, interdict.USCC, interdict.IMO, interdict.OtherID}
	for code, id := range facts().codes {
		if !slices.Contains(types, id) {
			t.Errorf("%s: unknown type %q", code, id)
		}
	}
	for _, w := range facts().words {
		if !slices.Contains(types, w.id) || w.word != words(w.word) {
			t.Errorf("%q: %q", w.word, w.id)
		}
	}
	if len(facts().codes) < 15 || len(facts().former) < 30 || len(facts().programmes) < 5 || len(facts().columns) < 170 {
		t.Error("a table is empty")
	}
}

func FuzzXML(f *testing.F) {
	head, rest, _ := strings.Cut(string(fixture(f, "fsf.xml")), "    <sanctionEntity ")
	for entity := range strings.SplitAfterSeq("    <sanctionEntity "+rest, "</sanctionEntity>\n") {
		f.Add([]byte(head + entity + "</export>"))
	}
	f.Add([]byte(`<export xmlns="http://eu.europa.ec/fpi/fsd/export"><sanctionEntity logicalId="1"><nameAlias wholeName="A"/></sanctionEntity></export>`))
	fuzz(f, XML())
}

func FuzzCSV(f *testing.F) {
	for _, name := range []string{"fsf_1_1.csv", "fsf_1_0.csv"} {
		lines := strings.SplitAfter(string(fixture(f, name)), "\n")
		for _, row := range lines[1:] { // a small file is fuzzed faster
			f.Add([]byte(lines[0] + row))
		}
	}
	fuzz(f, CSV())
}

func fuzz(f *testing.F, format lists.Format) {
	f.Fuzz(func(t *testing.T, data []byte) {
		format.Recognise(listtest.Bytes("fuzz", data))
		got, report, err := listtest.Try(format, List, listtest.Bytes("fuzz", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
