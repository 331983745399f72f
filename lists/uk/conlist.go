package uk

import (
	"context"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// The two lists' ids.
const (
	SanctionsList    = "gb_fcdo_sanctions" // the UK Sanctions List
	ConsolidatedList = "gb_hmt_sanctions"  // the closed consolidated list
)

// ConList is the consolidated list's CSV.
func ConList() lists.Format { return conList{} }

type conList struct{}

func (conList) Name() string { return "OFSI consolidated list CSV" }

func (conList) Recognise(f *lists.File) (lists.Recognition, bool) {
	return lists.Recognition{List: ConsolidatedList, Part: lists.Main}, conListLayout.recognise(f.Head)
}

func (conList) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	return conListLayout.readFile(ctx, list, files, yield)
}

var conListLayout = layout{
	id:   "groupid",
	need: []string{"groupid", "name6", "aliastype", "otherinformation"},
	known: []string{
		"name1", "name2", "name3", "name4", "name5", "name6", "title", "namenonlatinscript", "nonlatinscripttype",
		"nonlatinscriptlanguage", "dob", "townofbirth", "countryofbirth", "nationality", "passportnumber", "passportdetails",
		"nationalidentificationnumber", "nationalidentificationdetails", "position", "address1", "address2", "address3",
		"address4", "address5", "address6", "postzipcode", "country", "otherinformation", "grouptype", "aliastype",
		"aliasquality", "regime", "listedon", "uksanctionslistdatedesignated", "lastupdated", "groupid",
	},
	take: takeConListRow,
}

var addressKeys = numberedKeys("address")

// takeConListRow adds a row of the consolidated list to its party.
func takeConListRow(p *party, c *columns) {
	p.setSchema("Group Type", c.get("grouptype"))
	p.addName(c.six(nameKeys), c.get("aliastype"), c.get("aliasquality"))
	p.addForeignName(c.get("namenonlatinscript"), c.get("nonlatinscripttype"), c.get("nonlatinscriptlanguage"), c.get("aliastype"), c.get("aliasquality"))
	addNumbered(&p.Titles, c.get("title"))
	p.addBirthDate("DOB", c.get("dob"))
	p.addBirthPlace(c.get("townofbirth"), c.get("countryofbirth"))
	p.addCountries(interdict.Nationality, c.get("nationality"))
	p.addPaper(interdict.Passport, "Passport Details", c.get("passportnumber"), c.get("passportdetails"))
	p.addPaper(interdict.NationalID, "National Identification Details", c.get("nationalidentificationnumber"), c.get("nationalidentificationdetails"))
	addNumbered(&p.Positions, c.get("position"))
	p.addAddress(c.six(addressKeys), c.get("postzipcode"), c.get("country"))
	d := &p.Designation
	if regime := c.get("regime"); !slices.Contains(strings.Split(d.Regime, "; "), regime) {
		d.Regime = join("; ", d.Regime, regime)
	}
	p.setDate(&d.Listed, "Listed On", c.get("listedon"), false)
	p.setDate(&d.Updated, "Last Updated", c.get("lastupdated"), true)
	p.other("UK Sanctions List Date Designated", c.get("uksanctionslistdatedesignated"))
	p.addCrossRefs("OFSI Group ID", c.get("groupid"))
	p.addMeasure(interdict.AssetFreeze) // that is what this list is of
	if info := c.get("otherinformation"); info != "" && !strings.Contains(p.Remarks, info) {
		p.addInformation(info)
	}
}
