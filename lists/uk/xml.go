package uk

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// XML is the UK Sanctions List's XML.
func XML() lists.Format { return xmlFormat{} }

type xmlFormat struct{}

func (xmlFormat) Name() string { return "UK Sanctions List XML" }

const rootElement = "Designations"

// Recognise looks at the root element alone.
func (xmlFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	root, ok := xmlstream.Root(f.Head)
	return lists.Recognition{List: SanctionsList, Part: lists.Main}, ok && root == rootElement
}

func (xmlFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give its XML file"}
	}
	rd := &xmlReading{list: list, tables: facts(), ids: make(map[string]bool)}
	err := lists.Elements(ctx, file, &rd.report, rd.heading, func(rec *xmlstream.Record) error { return rd.take(rec, yield) })
	if err == nil && !rd.rooted {
		err = &lists.Error{File: file.Path, At: "line 1", Reason: "the root element is not " + rootElement, Remedy: "check that this is the UK Sanctions List in XML"}
	}
	return rd.report, err
}

// xmlReading is one run of Read.
type xmlReading struct {
	list   string
	report lists.Report
	tables *tables
	ids    map[string]bool
	rooted bool
}

// heading takes what stands outside the designations.
func (rd *xmlReading) heading(sc *xmlstream.Scanner) (record bool, err error) {
	switch name := string(sc.Name()); {
	case name == "Designation" && rd.rooted:
		return true, nil
	case name == rootElement && sc.Depth() == 1:
		rd.rooted = true
	case name == "DateGenerated":
		rec, err := sc.Record()
		if err == nil {
			rd.report.Date(rec.Value(), statedDate(rec.Text))
		}
		return false, err
	default:
		rd.report.Meet(name, fmt.Sprintf("line %d", sc.Line()))
	}
	return false, nil
}

func (rd *xmlReading) take(rec *xmlstream.Record, yield func(*interdict.Listing) error) error {
	p := &party{tables: rd.tables, report: &rd.report}
	p.Listing = interdict.Listing{List: rd.list, Schema: interdict.LegalEntity, At: fmt.Sprintf("line %d", rec.Line), Raw: bytes.Clone(rec.Raw)}
	p.ID = clean(rec.Take("UniqueID"))
	p.readRecord(rec.Node)
	rec.Rest(func(path, value string) { p.unknown(path, value) })
	if p.ID == "" {
		return rd.report.Refuse(lists.Refusal{At: p.At, Code: lists.CodeNoID, Reason: "the designation has no UniqueID; fetch the file again"})
	}
	return p.hand(rd.ids, lists.Refusal{At: p.At + " (" + p.ID + ")"}, yield)
}

// readRecord takes everything that a Designation has.
func (p *party) readRecord(rec *xmlstream.Node) {
	p.setSchema("IndividualEntityShip", rec.Take("IndividualEntityShip"))
	for n := range rec.Child("Names").All("Name") {
		p.addName(takeSix(n, "Name"), n.Take("NameType"), n.Take("AliasStrength"))
	}
	for n := range rec.Child("NonLatinNames").All("NonLatinName") {
		p.addForeignName(n.Take("NameNonLatinScript"), n.Take("NonLatinScriptType"), n.Take("NonLatinScriptLanguage"), "Primary name", "")
	}
	each(rec, "Titles/Title", func(s string) { addNumbered(&p.Titles, s) })
	p.addCrossRefs("OFSI Group ID", rec.Take("OFSIGroupID"))
	p.addCrossRefs("UN Reference Number", rec.Take("UNReferenceNumber"))
	for n := range rec.Child("Addresses").All("Address") {
		p.addAddress(takeSix(n, "AddressLine"), n.Take("AddressPostalCode"), n.Take("AddressCountry"))
	}
	each(rec, "PhoneNumbers/PhoneNumber", p.addPhones)
	each(rec, "EmailAddresses/EmailAddress", func(s string) { p.addEmails("EmailAddress", s) })
	each(rec, "Websites/Website", func(s string) { p.addWebsites("Website", s) })
	p.readIndicators(rec.Child("SanctionsImposedIndicators"))
	p.addDesignation(designation{
		regime: rec.Take("RegimeName"), source: rec.Take("DesignationSource"), designated: rec.Take("DateDesignated"),
		updated: rec.Take("LastUpdated"), imposed: rec.Take("SanctionsImposed"), reasons: rec.Take("UKStatementofReasons"),
		information: rec.Take("OtherInformation"),
	})
	for n := range rec.Child("IndividualDetails").All("Individual") {
		p.readPerson(n)
	}
	for n := range rec.Child("EntityDetails").All("Entity") {
		p.readOrganisation(n)
	}
	for n := range rec.Child("ShipDetails").All("Ship") {
		p.readShip(n)
	}
}

func (p *party) readPerson(n *xmlstream.Node) {
	each(n, "DOBs/DOB", func(s string) { p.addBirthDate("DOB", s) })
	for at := range n.Child("BirthDetails").All("Location") {
		p.addBirthPlace(at.Take("TownOfBirth"), at.Take("CountryOfBirth"))
	}
	each(n, "Genders/Gender", p.addGender)
	each(n, "Nationalities/Nationality", func(s string) { p.addCountries(interdict.Nationality, s) })
	each(n, "Positions/Position", func(s string) { addNumbered(&p.Positions, s) })
	for id := range n.Child("PassportDetails").All("Passport") {
		p.addPaper(interdict.Passport, "PassportAdditionalInformation", id.Take("PassportNumber"), id.Take("PassportAdditionalInformation"))
	}
	for id := range n.Child("NationalIdentifierDetails").All("NationalIdentifier") {
		p.addPaper(interdict.NationalID, "NationalIdentifierAdditionalInformation", id.Take("NationalIdentifierNumber"), id.Take("NationalIdentifierAdditionalInformation"))
	}
}

func (p *party) readOrganisation(n *xmlstream.Node) {
	each(n, "TypeOfEntities/TypeOfEntity", func(s string) { p.other("Type of entity", s) })
	each(n, "BusinessRegistrationNumbers/BusinessRegistrationNumber", p.addRegistrations)
	each(n, "ParentCompanies/ParentCompany", func(s string) { p.addLinks("parent", s) })
	each(n, "Subsidiaries/Subsidiary", func(s string) { p.addLinks("subsidiary", s) })
}

func (p *party) readShip(n *xmlstream.Node) {
	for _, e := range []struct{ path, label string }{
		{"IMONumbers/IMONumber", "IMO number"},
		{"CurrentOwnerOperators/CurrentOwnerOperator", "Current owners"},
		{"PreviousOwnerOperators/PreviousOwnerOperator", "Previous owners"},
		{"CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip", "Flag of ship"},
		{"PreviousFlags/PreviousFlag", "Previous flags"},
		{"TypeOfShipDetails/TypeOfShip", "Type of ship"},
		{"TonnageOfShipDetails/TonnageOfShip", "Tonnage of ship"},
		{"LengthOfShipDetails/LengthOfShip", "Length of ship"},
		{"YearsBuilt/YearBuilt", "Year built"},
		{"HullIdentificationNumbers/HullIdentificationNumber", "Hull identification number"},
	} {
		each(n, e.path, func(s string) { p.addShip(e.label, s) })
	}
}

// readIndicators reads the measures that are marked true.
func (p *party) readIndicators(n *xmlstream.Node) {
	for c := range n.Children() {
		m, known := p.tables.measures[lettersOf(c.Name)]
		switch marked := strings.ToLower(clean(c.Text)); {
		case marked == "false" || marked == "":
			c.Value()
		case marked != "true": // left to Rest, which reports it
		case known:
			c.Value()
			p.addMeasure(m)
		default:
			p.addMeasure(interdict.OtherMeasure)
		}
	}
}

// each takes the texts of the elements at a path of two names.
func each(n *xmlstream.Node, path string, take func(string)) {
	outer, inner, _ := strings.Cut(path, "/")
	for c := range n.Child(outer).All(inner) {
		take(c.Value())
	}
}

// takeSix takes Name1 to Name6, or the six lines of an address.
func takeSix(n *xmlstream.Node, name string) (six [6]string) {
	for i := range six {
		six[i] = n.Take(name + string(rune('1'+i)))
	}
	return six
}
