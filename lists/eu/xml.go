package eu

import (
	"bytes"
	"context"
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// List is the id of the list.
const List = "eu_fsf"

// XML is the list's XML, version 1.1.
func XML() lists.Format { return xmlFormat{} }

type xmlFormat struct{}

func (xmlFormat) Name() string { return "EU FSF XML" }

const (
	rootElement = "export"
	namespace   = "http://eu.europa.ec/fpi/fsd/export"
)

// Recognise looks at the root element and, since others call theirs so too, at
// its namespace or the first entity.
func (xmlFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	root, ok := xmlstream.Root(f.Head)
	ours := bytes.Contains(f.Head, []byte(namespace)) || bytes.Contains(f.Head, []byte("<sanctionEntity "))
	return lists.Recognition{List: List, Part: lists.Main}, ok && root == rootElement && ours
}

func (xmlFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give its XML or CSV file"}
	}
	rd := &reading{list: list, tables: facts(), listings: map[string]bool{}, yield: yield}
	rooted := false
	heading := func(sc *xmlstream.Scanner) (record bool, err error) {
		switch name := string(sc.Name()); {
		case name == "sanctionEntity" && rooted:
			return true, nil
		case name == rootElement && sc.Depth() == 1:
			rooted = true
			rd.report.Published, _ = parseDay(string(sc.Attr("generationDate")))
		default:
			rd.report.Meet(name, fmt.Sprintf("line %d", sc.Line()))
		}
		return false, nil
	}
	err := lists.Elements(ctx, file, &rd.report, heading, func(rec *xmlstream.Record) error {
		p := rd.begin(fmt.Sprintf("line %d", rec.Line))
		p.Raw = bytes.Clone(rec.Raw)
		p.readEntity(rec.Node)
		rec.Rest(p.unknown)
		return p.hand()
	})
	if err == nil && !rooted {
		err = &lists.Error{File: file.Path, At: "line 1", Reason: "the root element is not " + rootElement, Remedy: "check that this is the consolidated list in XML"}
	}
	return rd.report, err
}

// reading is one run of Read.
type reading struct {
	list     string
	report   lists.Report
	tables   *tables
	listings map[string]bool
	yield    func(*interdict.Listing) error
}

// begin makes a party without anything.
func (rd *reading) begin(at string) *party {
	p := &party{tables: rd.tables, report: &rd.report, listings: rd.listings, yield: rd.yield}
	p.Listing = interdict.Listing{List: rd.list, Schema: interdict.LegalEntity, At: at}
	return p
}

func (p *party) readEntity(n *xmlstream.Node) {
	p.setIDs(n.Attr("euReferenceNumber"), n.Attr("logicalId"))
	for c := range n.All("subjectType") {
		p.setSchema(c.Attr("code"), c.Attr("classificationCode"))
	}
	for c := range n.All("regulation") {
		p.addAct(act(c))
	}
	p.addDesignation(n.Attr("designationDate"), n.Attr("designationDetails"), n.Attr("unitedNationId"))
	for c := range n.All("remark") {
		p.addRemark(c.Value())
	}
	for c := range n.All("nameAlias") {
		c.Attr("regulationLanguage") // that of the act's text which was read: English
		p.addName(alias{
			first: c.Attr("firstName"), middle: c.Attr("middleName"), last: c.Attr("lastName"), whole: c.Attr("wholeName"),
			language: c.Attr("nameLanguage"), id: c.Attr("logicalId"), strong: c.Attr("strong"), gender: c.Attr("gender"),
			title: c.Attr("title"), function: c.Attr("function"), remark: remarks(c), regulation: act(c.Child("regulationSummary")),
		})
	}
	for c := range n.All("birthdate") {
		p.readBirth(c)
	}
	for c := range n.All("citizenship") {
		dropIDs(c)
		p.addCitizenship(c.Attr("countryIso2Code"), c.Attr("countryDescription"), c.Attr("region"), remarks(c), act(c.Child("regulationSummary")))
	}
	for c := range n.All("address") {
		p.readAddress(c)
	}
	for c := range n.All("identification") {
		p.readPaper(c)
	}
}

// dropIDs passes over the number of a value that nothing refers to, and the
// language of the act's text which was read: English.
func dropIDs(n *xmlstream.Node) {
	n.Attr("logicalId")
	n.Attr("regulationLanguage")
}

// remarks are the remarks of a value in one text.
func remarks(n *xmlstream.Node) string { return join("\n", n.TakeAll("remark")...) }

func act(n *xmlstream.Node) regulation {
	n.Attr("logicalId")
	url := n.Attr("publicationUrl")
	if url == "" {
		url = n.Take("publicationUrl")
	}
	return regulation{
		kind: n.Attr("regulationType"), organisation: n.Attr("organisationType"), published: n.Attr("publicationDate"),
		inForce: n.Attr("entryIntoForceDate"), number: n.Attr("numberTitle"), programme: n.Attr("programme"), url: url,
	}
}

func (p *party) readBirth(n *xmlstream.Node) {
	dropIDs(n)
	p.addBirth(birth{
		date: n.Attr("birthdate"), day: n.Attr("dayOfMonth"), month: n.Attr("monthOfYear"), year: n.Attr("year"),
		from: n.Attr("yearRangeFrom"), to: n.Attr("yearRangeTo"), circa: n.Attr("circa"), calendar: n.Attr("calendarType"),
		city: n.Attr("city"), region: n.Attr("region"), zip: n.Attr("zipCode"), place: n.Attr("place"),
		code: n.Attr("countryIso2Code"), country: n.Attr("countryDescription"), remark: remarks(n), regulation: act(n.Child("regulationSummary")),
	})
}

func (p *party) readAddress(n *xmlstream.Node) {
	n.Attr("regulationLanguage")
	a := address{
		city: n.Attr("city"), street: n.Attr("street"), poBox: n.Attr("poBox"), zip: n.Attr("zipCode"), region: n.Attr("region"), place: n.Attr("place"),
		code: n.Attr("countryIso2Code"), country: n.Attr("countryDescription"), listingTime: n.Attr("asAtListingTime"), id: n.Attr("logicalId"),
		remark: remarks(n), regulation: act(n.Child("regulationSummary")),
	}
	for c := range n.All("contactInfo") {
		a.contacts = append(a.contacts, contact{c.Attr("key"), c.Attr("value")})
	}
	p.addAddress(a)
}

func (p *party) readPaper(n *xmlstream.Node) {
	dropIDs(n)
	p.addPaper(paper{
		number: n.Attr("number"), latin: n.Attr("latinNumber"), code: n.Attr("identificationTypeCode"), description: n.Attr("identificationTypeDescription"),
		nameOn: n.Attr("nameOnDocument"), issuedBy: n.Attr("issuedBy"), issued: n.Attr("issueDate"), from: n.Attr("validFrom"), to: n.Attr("validTo"),
		region: n.Attr("region"), countryCode: n.Attr("countryIso2Code"), country: n.Attr("countryDescription"), remark: remarks(n),
		diplomatic: n.Attr("diplomatic"), expired: n.Attr("knownExpired"), isFalse: n.Attr("knownFalse"), lost: n.Attr("reportedLost"), revoked: n.Attr("revokedByIssuer"),
		regulation: act(n.Child("regulationSummary")),
	})
}
