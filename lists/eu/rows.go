package eu

import (
	"strings"

	"github.com/interdict/interdict/table"
)

// csvParty is a party that is made of rows.
type csvParty struct {
	*party
	rd *csvReading
}

// lineEnd is what the publisher ends rows with.
const lineEnd = "\r\n"

// Row takes what a row has: the entity's own cells, which come in every row,
// and one or more of a name, an address, a birth date, a document, a
// citizenship.
func (p *csvParty) Row(row *table.Row) {
	if len(p.Raw) > 0 {
		p.Raw = append(p.Raw, lineEnd...)
	}
	p.Raw = append(p.Raw, row.Raw...)
	r := cells{p.rd.cols, row}
	p.rd.date(r.get("filegenerationdate"))
	p.setIDs(r.get("entity_eu_referencenumber"), r.get("entity_logicalid"))
	p.setSchema(r.get("entity_subjecttype"), r.get("entity_subjecttype_classificationcode"))
	p.addAct(r.regulation("entity_"))
	p.addDesignation(r.get("entity_designationdate"), r.get("entity_designationdetails"), r.get("entity_unitednationid"))
	p.addRemark(r.get("entity_remark"))
	if r.has("namealias_") {
		p.addName(alias{
			first: r.get("namealias_firstname"), middle: r.get("namealias_middlename"), last: r.get("namealias_lastname"), whole: r.get("namealias_wholename"),
			language: r.get("namealias_namelanguage"), id: r.get("namealias_logicalid"), remark: r.get("namealias_remark"), strong: r.get("namealias_strong"),
			gender: r.get("namealias_gender"), title: r.get("namealias_title"), function: r.get("namealias_function"), regulation: r.regulation("namealias_"),
		})
	}
	if r.has("address_") {
		p.rowAddress(r)
	}
	if r.has("birthdate_") {
		p.rowBirth(r)
	}
	if r.has("identification_") {
		p.rowPaper(r)
	}
	if r.has("citizenship_") {
		p.addCitizenship(r.get("citizenship_countryiso2code"), r.get("citizenship_countrydescription"), r.get("citizenship_region"), r.get("citizenship_remark"), r.regulation("citizenship_"))
	}
	for _, i := range p.rd.cols.unknown {
		if v := clean(row.Cells[i]); v != "" {
			p.unknown(p.rd.cols.names[i], v)
		}
	}
}

func (p *csvParty) Done() error { return p.hand() }

func (p *csvParty) rowAddress(r cells) {
	a := address{
		city: r.get("address_city"), street: join(", ", clean(r.get("address_number")), clean(r.get("address_street"))), poBox: r.get("address_pobox"),
		zip: r.get("address_zipcode"), region: r.get("address_region"), place: r.get("address_place"), code: r.get("address_countryiso2code"),
		country: r.get("address_countrydescription"), listingTime: r.get("address_asatlistingtime"), id: r.get("address_logicalid"),
		remark: r.get("address_remark"), regulation: r.regulation("address_"),
	}
	var rest string
	a.contacts, rest = contactCell(r.get("address_contactinfo"), a.remark)
	a.remark = join("; ", clean(a.remark), rest)
	p.addAddress(a)
}

func (p *csvParty) rowBirth(r cells) {
	p.addBirth(birth{
		date: r.get("birthdate_birthdate"), day: r.get("birthdate_day"), month: r.get("birthdate_month"), year: r.get("birthdate_year"),
		from: r.get("birthdate_yearrangefrom"), to: r.get("birthdate_yearrangeto"), circa: r.get("birthdate_circa"), calendar: r.get("birthdate_calendartype"),
		city: r.get("birthdate_city"), region: r.get("birthdate_region"), zip: r.get("birthdate_zipcode"), place: r.get("birthdate_place"),
		code: r.get("birthdate_countryiso2code"), country: r.get("birthdate_countrydescription"), remark: r.get("birthdate_remark"),
		regulation: r.regulation("birthdate_"),
	})
}

func (p *csvParty) rowPaper(r cells) {
	d := paper{
		number: r.get("identification_number"), latin: r.get("identification_latinnumber"), code: r.get("identification_typecode"), description: r.get("identification_typedescription"),
		nameOn: r.get("identification_nameondocument"), issuedBy: r.get("identification_issuedby"), issued: r.get("identification_issueddate"),
		from: r.get("identification_validfrom"), to: r.get("identification_validto"), region: r.get("identification_region"),
		countryCode: r.get("identification_countryiso2code"), country: r.get("identification_countrydescription"), remark: r.get("identification_remark"),
		diplomatic: r.get("identification_diplomatic"), expired: r.get("identification_knownexpired"), isFalse: r.get("identification_knownfalse"),
		lost: r.get("identification_reportedlost"), revoked: r.get("identification_revokedbyissuer"), regulation: r.regulation("identification_"),
	}
	numberCell(&d)
	p.addPaper(d)
}

// date takes the file's date from a row; rows that differ date nothing.
func (rd *csvReading) date(cell string) {
	switch {
	case rd.dated == "" && !rd.mixed:
		rd.dated = strings.Clone(cell)
		rd.report.Published, _ = parseDay(clean(cell))
	case cell != rd.dated:
		rd.mixed = true
		rd.report.Published, _ = parseDay("")
	}
}

// cells are a row's cells by their columns' names.
type cells struct {
	cols *columns
	row  *table.Row
}

func (r cells) get(key string) string { return r.cols.cell(r.row, key) }

// has says whether a section of the row has anything.
func (r cells) has(section string) bool {
	for _, i := range r.cols.sections[section] {
		if r.row.Cells[i] != "" {
			return true
		}
	}
	return false
}

func (r cells) regulation(section string) regulation {
	return regulation{
		kind: r.get(section + "regulation_type"), organisation: r.get(section + "regulation_organisationtype"), published: r.get(section + "regulation_publicationdate"),
		inForce: r.get(section + "regulation_entryintoforcedate"), number: r.get(section + "regulation_numbertitle"),
		programme: r.get(section + "regulation_programme"), url: r.get(section + "regulation_publicationurl"),
	}
}
