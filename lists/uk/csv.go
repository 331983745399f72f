package uk

import (
	"bytes"
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// CSV is the UK Sanctions List's CSV.
func CSV() lists.Format { return csvFormat{} }

type csvFormat struct{}

func (csvFormat) Name() string { return "UK Sanctions List CSV" }

func (csvFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	// Tables that others make of the list have its columns in snake case.
	derived := bytes.Contains(f.Head, []byte("unique_id,"))
	return lists.Recognition{List: SanctionsList, Part: lists.Main}, !derived && csvLayout.recognise(f.Head)
}

func (csvFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	return csvLayout.readFile(ctx, list, files, yield)
}

var csvLayout = layout{
	id:   "uniqueid",
	need: []string{"uniqueid", "name6", "nametype"},
	known: []string{
		"lastupdated", "uniqueid", "ofsigroupid", "unreferencenumber", "name1", "name2", "name3", "name4", "name5", "name6",
		"nametype", "aliasstrength", "title", "namenonlatinscript", "nonlatinscripttype", "nonlatinscriptlanguage", "regimename",
		"designationtype", "designationsource", "sanctionsimposed", "otherinformation", "ukstatementofreasons", "addressline1",
		"addressline2", "addressline3", "addressline4", "addressline5", "addressline6", "addresspostalcode", "addresscountry",
		"phonenumber", "website", "emailaddress", "datedesignated", "dob", "nationalityies", "nationality",
		"nationalidentifiernumber", "nationalidentifieradditionalinformation", "passportnumber", "passportadditionalinformation",
		"position", "gender", "townofbirth", "countryofbirth", "typeofentity", "subsidiaries", "parentcompany",
		"businessregistrationnumbers", "imonumber", "currentowneroperators", "previousowneroperators",
		"currentbelievedflagofship", "previousflags", "typeofship", "tonnageofship", "lengthofship", "yearbuilt",
		"hullidentificationnumberhin", "hullidentificationnumber",
	},
	take: takeCSVRow,
}

var addressLineKeys = numberedKeys("addressline")

// takeCSVRow adds a row of the UK Sanctions List to its party.
func takeCSVRow(p *party, c *columns) {
	p.setSchema("Designation Type", c.get("designationtype"))
	p.addName(c.six(nameKeys), c.get("nametype"), c.get("aliasstrength"))
	p.addForeignName(c.get("namenonlatinscript"), c.get("nonlatinscripttype"), c.get("nonlatinscriptlanguage"), "Primary name", "")
	addNumbered(&p.Titles, c.get("title"))
	p.addCrossRefs("OFSI Group ID", c.get("ofsigroupid"))
	p.addCrossRefs("UN Reference Number", c.get("unreferencenumber"))
	p.addDesignation(designation{
		regime: c.get("regimename"), source: c.get("designationsource"), designated: c.get("datedesignated"),
		updated: c.get("lastupdated"), imposed: c.get("sanctionsimposed"), reasons: c.get("ukstatementofreasons"),
		information: c.get("otherinformation"),
	})
	p.addAddress(c.six(addressLineKeys), c.get("addresspostalcode"), c.get("addresscountry"))
	p.addPhones(c.get("phonenumber"))
	p.addWebsites("Website", c.get("website"))
	p.addEmails("Email address", c.get("emailaddress"))
	takePersonCells(p, c)
	p.other("Type of entity", c.get("typeofentity"))
	p.addRegistrations(c.get("businessregistrationnumbers"))
	p.addLinks("parent", c.get("parentcompany"))
	p.addLinks("subsidiary", c.get("subsidiaries"))
	for _, cell := range []struct{ label, key string }{
		{"IMO number", "imonumber"}, {"Current owners", "currentowneroperators"}, {"Previous owners", "previousowneroperators"},
		{"Flag of ship", "currentbelievedflagofship"}, {"Previous flags", "previousflags"}, {"Type of ship", "typeofship"},
		{"Tonnage of ship", "tonnageofship"}, {"Length of ship", "lengthofship"}, {"Year built", "yearbuilt"},
		{"Hull identification number", "hullidentificationnumberhin"}, {"Hull identification number", "hullidentificationnumber"},
	} {
		p.addShip(cell.label, c.get(cell.key))
	}
}

func takePersonCells(p *party, c *columns) {
	p.addBirthDate("D.O.B", c.get("dob"))
	p.addBirthPlace(c.get("townofbirth"), c.get("countryofbirth"))
	p.addGender(c.get("gender"))
	p.addCountries(interdict.Nationality, c.get("nationalityies"))
	p.addCountries(interdict.Nationality, c.get("nationality"))
	addNumbered(&p.Positions, c.get("position"))
	p.addPaper(interdict.Passport, "Passport additional information", c.get("passportnumber"), c.get("passportadditionalinformation"))
	p.addPaper(interdict.NationalID, "National Identifier additional information", c.get("nationalidentifiernumber"), c.get("nationalidentifieradditionalinformation"))
}

// designation is what the UK Sanctions List says of the legal act.
type designation struct {
	regime, source, designated, updated, imposed, reasons, information string
}

func (p *party) addDesignation(v designation) {
	d := &p.Designation
	set := func(to *string, field, value string) {
		if value = clean(value); *to == "" {
			*to = value
		} else if value != *to {
			p.other(field, value)
		}
	}
	set(&d.Regime, "Regime Name", v.regime)
	set(&d.Source, "Designation source", v.source)
	p.setDate(&d.Listed, "Date Designated", v.designated, false)
	p.setDate(&d.Updated, "Last Updated", v.updated, true)
	p.addMeasures("Sanctions Imposed", v.imposed)
	p.addReasons(v.reasons)
	if info := clean(v.information); info != "" {
		p.addRemarks(info)
		p.addWallets(info)
	}
}
