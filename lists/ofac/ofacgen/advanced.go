package ofacgen

import "io"

// WriteAdvanced writes the list as SDN_ADVANCED.XML. Each section goes through
// all parties again, so nothing but the shared locations is held.
func WriteAdvanced(w io.Writer, o Options) error {
	m := newMaker(o)
	x := advancedOut{newOut(w), m}
	x.begin("Sanctions", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "Version", "3", "xmlns", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML")
	x.begin("DateOfIssue", "CalendarTypeID", "1")
	x.ymd(published)
	x.end()
	x.referenceValues()
	x.section("Locations", x.locations)
	x.sharedLocations()
	x.end()
	x.section("IDRegDocuments", x.documents)
	x.end()
	x.section("DistinctParties", x.party)
	x.end()
	x.section("ProfileRelationships", x.relations)
	x.end()
	x.section("SanctionsEntries", x.entry)
	x.end()
	x.empty("SanctionsEntryLinks")
	x.end()
	return x.flush()
}

type advancedOut struct {
	*out
	m *maker
}

// section opens a section and writes each party's part of it.
func (x advancedOut) section(name string, write func(*party)) {
	x.begin(name)
	for i := range x.m.o.Parties {
		write(x.m.party(i))
	}
}

func (x advancedOut) referenceValues() {
	x.begin("ReferenceValueSets")
	set := ""
	next := func(name string) {
		if set != "" {
			x.end()
		}
		set = name
		x.begin(name + "Values")
	}
	for _, v := range x.m.refs {
		if v.set != set {
			next(v.set)
		}
		attrs := []string{"ID", v.id}
		switch v.set {
		case "Country":
			attrs = append(attrs, "ISO2", v.more)
		case "FeatureType":
			attrs = append(attrs, "FeatureTypeGroupID", "1")
		case "LegalBasis":
			attrs = append(attrs, "LegalBasisShortRef", v.text, "LegalBasisTypeID", "1", "SanctionsProgramID", "1")
		case "PartySubType":
			attrs = append(attrs, "PartyTypeID", v.more)
		case "RelationType":
			attrs = append(attrs, "Symmetrical", v.more)
		case "Script":
			attrs = append(attrs, "ScriptCode", v.more)
		}
		x.leaf(v.set, v.text, attrs...)
	}
	next("AreaCode")
	for _, c := range x.m.countries {
		x.leaf("AreaCode", c.iso, "ID", c.id, "CountryID", c.id, "Description", c.name, "AreaCodeTypeID", "1")
	}
	x.end()
	x.end()
}

func (x advancedOut) comment() { x.empty("Comment") }

func (x advancedOut) ymd(d date) {
	x.leaf("Year", itoa(d.y))
	x.leaf("Month", itoa(d.m))
	x.leaf("Day", itoa(d.d))
}

// period writes a date; of a year or month its first and last day.
func (x advancedOut) period(d date, circa bool) {
	first, last := d.ends()
	x.begin("DatePeriod", "CalendarTypeID", "1", "YearFixed", "false", "MonthFixed", "false", "DayFixed", "false")
	for i, name := range []string{"Start", "End"} {
		x.begin(name, "Approximate", yes(circa), "YearFixed", "false", "MonthFixed", "false", "DayFixed", "false")
		for _, point := range []string{"From", "To"} {
			x.begin(point)
			x.ymd([]date{first, last}[i])
			x.end()
		}
		x.end()
	}
	x.end()
}

// ends are the first and the last day of a date.
func (d date) ends() (first, last date) {
	first, last = d, d
	if d.m == 0 {
		first.m, last.m = 1, 12
	}
	if d.d == 0 {
		first.d, last.d = 1, []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[last.m-1]
		if last.m == 2 && d.y%4 == 0 {
			last.d = 29
		}
	}
	return first, last
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// fixed is the empty period of measures.
func (x advancedOut) fixed() {
	x.empty("DatePeriod", "CalendarTypeID", "1", "YearFixed", "true", "MonthFixed", "true", "DayFixed", "true")
}

func (x advancedOut) locations(p *party) {
	for i, a := range p.addresses {
		x.begin("Location", "ID", itoa(p.addressID(i)))
		x.empty("LocationAreaCode", "AreaCodeID", a.country.id)
		x.empty("LocationCountry", "CountryID", a.country.id, "CountryRelevanceID", "1413")
		x.part("ADDRESS1", a.street)
		x.part("CITY", a.city)
		x.part("STATE/PROVINCE", a.region)
		x.part("POSTAL CODE", a.postal)
		x.empty("FeatureVersionReference", "FeatureVersionID", itoa(p.featureID(i)))
		x.end()
	}
}

func (x advancedOut) part(kind, text string) {
	if text == "" {
		return
	}
	x.begin("LocationPart", "LocPartTypeID", x.m.id("LocPartType", kind))
	x.begin("LocationPartValue", "Primary", "true", "LocPartValueTypeID", "1", "LocPartValueStatusID", "1")
	x.comment()
	x.leaf("Value", text)
	x.end()
	x.end()
}

// sharedLocations writes one location a country, for nationalities and flags,
// with all features that refer to it.
func (x advancedOut) sharedLocations() {
	users := make(map[string][]int)
	for i := range x.m.o.Parties {
		p := x.m.party(i)
		for j, f := range p.allFeatures() {
			if c := f.country; c != nil {
				users[c.id] = append(users[c.id], p.featureID(len(p.addresses)+j))
			}
		}
	}
	for _, c := range x.m.countries {
		x.begin("Location", "ID", sharedID(c.id))
		x.part("Unknown", c.name)
		for _, id := range users[c.id] {
			x.empty("FeatureVersionReference", "FeatureVersionID", itoa(id))
		}
		x.end()
	}
}

func sharedID(country string) string { return "9" + country }

func (p *party) featureID(i int) int { return p.id()*64 + i }

func (x advancedOut) documents(p *party) {
	for i, d := range p.papers {
		attrs := []string{"ID", itoa(p.id()*16 + i), "IDRegDocTypeID", x.m.id("IDRegDocType", d.label), "IdentityID", itoa(p.identityID())}
		if d.country != nil {
			attrs = append(attrs, "IssuedBy-CountryID", d.country.id)
		}
		x.begin("IDRegDocument", append(attrs, "ValidityID", "1")...)
		x.comment()
		x.leaf("IDRegistrationNo", d.number)
		x.empty("IssuingAuthority")
		x.dated("Issue Date", d.issued)
		x.dated("Expiration Date", d.expires)
		x.empty("DocumentedNameReference", "DocumentedNameID", itoa(p.identityID()))
		x.end()
	}
}

func (x advancedOut) dated(kind string, d date) {
	if d.y == 0 {
		return
	}
	x.begin("DocumentDate", "IDRegDocDateTypeID", x.m.id("IDRegDocDateType", kind))
	x.period(d, false)
	x.end()
}

func (p *party) identityID() int { return p.id() * 2 }

// allFeature is a feature of any kind, as Advanced writes it.
type allFeature struct {
	label   string
	text    string // VersionDetail
	ref     string // DetailReference
	country *country
	birth   *birth
}

// allFeatures are what the other forms have elements for, and the rest.
func (p *party) allFeatures() (fs []allFeature) {
	for i := range p.births {
		fs = append(fs, allFeature{label: "Birthdate", birth: &p.births[i]})
	}
	add := func(f allFeature) {
		if f.text != "" || f.ref != "" || f.country != nil {
			fs = append(fs, f)
		}
	}
	add(allFeature{label: "Place of Birth", text: p.birthPlace})
	add(allFeature{label: "Nationality Country", country: p.nationality})
	add(allFeature{label: "Citizenship Country", country: p.citizenship})
	add(allFeature{label: "Gender", ref: p.gender})
	add(allFeature{label: "Title", text: p.title})
	for _, f := range p.features {
		switch {
		case f.ref:
			add(allFeature{label: f.label, ref: f.text})
		case f.country != nil:
			add(allFeature{label: f.label, country: f.country})
		default:
			add(allFeature{label: f.label, text: f.text})
		}
	}
	return fs
}

func (x advancedOut) party(p *party) {
	id := itoa(p.id())
	subType := map[kind]string{vessel: "1", aircraft: "2", entity: "3", individual: "4"}[p.kind]
	x.begin("DistinctParty", "FixedRef", id)
	x.comment()
	x.begin("Profile", "ID", id, "PartySubTypeID", subType)
	x.identity(p, id)
	for i := range p.addresses {
		x.feature(p, i, "Location", func() { x.empty("VersionLocation", "LocationID", itoa(p.addressID(i))) })
	}
	for i, f := range p.allFeatures() {
		x.feature(p, len(p.addresses)+i, f.label, func() { x.version(f) })
	}
	x.end()
	x.end()
}

func (x advancedOut) feature(p *party, i int, label string, version func()) {
	id := itoa(p.featureID(i))
	x.begin("Feature", "ID", id, "FeatureTypeID", x.m.id("FeatureType", label))
	x.begin("FeatureVersion", "ID", id, "ReliabilityID", "1")
	x.comment()
	version()
	x.end()
	x.empty("IdentityReference", "IdentityID", itoa(p.identityID()), "IdentityFeatureLinkTypeID", "1")
	x.end()
}

func (x advancedOut) version(f allFeature) {
	switch {
	case f.birth != nil:
		x.period(f.birth.date, f.birth.circa)
		x.empty("VersionDetail", "DetailTypeID", x.m.id("DetailType", "DATE"))
	case f.country != nil:
		x.empty("VersionDetail", "DetailTypeID", x.m.id("DetailType", "COUNTRY"))
		x.empty("VersionLocation", "LocationID", sharedID(f.country.id))
	case f.ref != "":
		x.empty("VersionDetail", "DetailTypeID", x.m.id("DetailType", "LOOKUP"), "DetailReferenceID", x.m.id("DetailReference", f.ref))
	default:
		x.leaf("VersionDetail", f.text, "DetailTypeID", x.m.id("DetailType", "TEXT"))
	}
}

// identity writes the names. Part groups are numbered as they are used.
func (x advancedOut) identity(p *party, ref string) {
	x.begin("Identity", "ID", itoa(p.identityID()), "FixedRef", ref, "Primary", "true", "False", "false")
	group := p.id() * 64
	var groups []string // part types
	part := func(kind, text, script string) {
		groups = append(groups, kind)
		x.begin("DocumentedNamePart")
		x.leaf("NamePartValue", text, "NamePartGroupID", itoa(group+len(groups)), "ScriptID", script, "ScriptStatusID", "1", "Acronym", "false")
		x.end()
	}
	latin := x.m.id("Script", "Latin")
	documented := 0
	doc := func(status, script, first, last string) {
		documented++
		x.begin("DocumentedName", "ID", itoa(p.identityID()*16+documented), "FixedRef", ref, "DocNameStatusID", status)
		part(partType(p.kind), last, script)
		if first != "" {
			part("First Name", first, script)
		}
		x.end()
	}
	alias := func(n name, kind string, primary, weak bool) {
		x.begin("Alias", "FixedRef", ref, "AliasTypeID", x.m.id("AliasType", kind), "Primary", yes(primary), "LowQuality", yes(weak))
		status := "2"
		if primary {
			status = "1"
		}
		doc(status, latin, n.first, n.last)
		if n.native != nil {
			doc("2", n.culture.scriptID, n.native[0], n.native[1])
		}
		x.end()
	}
	alias(p.name, "Name", true, false)
	for _, a := range p.aliases {
		alias(a.name, a.kind, false, a.weak)
	}
	x.begin("NamePartGroups")
	for i, kind := range groups {
		x.begin("MasterNamePartGroup")
		x.empty("NamePartGroup", "ID", itoa(group+i+1), "NamePartTypeID", x.m.id("NamePartType", kind))
		x.end()
	}
	x.end()
	x.end()
}

func partType(k kind) string {
	return map[kind]string{individual: "Last Name", entity: "Entity Name", vessel: "Vessel Name", aircraft: "Aircraft Name"}[k]
}

func (x advancedOut) relations(p *party) {
	for i, l := range p.links {
		x.begin("ProfileRelationship", "ID", itoa(p.id()*4+i), "From-ProfileID", itoa(p.id()), "To-ProfileID", itoa(firstID+l.to),
			"RelationTypeID", x.m.id("RelationType", l.relation), "RelationQualityID", "1", "Former", "false", "SanctionsEntryID", itoa(p.id()))
		x.comment()
		x.end()
	}
}

func (x advancedOut) entry(p *party) {
	id := itoa(p.id())
	x.begin("SanctionsEntry", "ID", id, "ProfileID", id, "ListID", x.m.id("List", "SDN List"))
	x.begin("EntryEvent", "ID", id, "EntryEventTypeID", "1", "LegalBasisID", x.m.id("LegalBasis", p.basis))
	x.comment()
	x.begin("Date", "CalendarTypeID", "1")
	x.ymd(p.listed)
	x.end()
	x.end()
	measure := func(i int, kind, comment string) {
		x.begin("SanctionsMeasure", "ID", itoa(p.id()*8+i), "SanctionsTypeID", x.m.id("SanctionsType", kind))
		x.some("Comment", comment)
		x.fixed()
		x.end()
	}
	measure(0, "Block", "")
	for i, tag := range p.programs {
		measure(1+i, "Program", tag)
	}
	x.end()
}
