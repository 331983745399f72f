package ofacgen

import (
	"fmt"
	"io"
)

// WriteEnhanced writes the list as SDN_ENHANCED.XML.
func WriteEnhanced(w io.Writer, o Options) error {
	m := newMaker(o)
	x := enhancedOut{newOut(w), m}
	x.begin("sanctionsData", "xmlns", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML")
	x.begin("publicationInfo")
	x.leaf("dataAsOf", "2026-09-14T00:00:00-04:00")
	x.begin("filters")
	x.begin("sanctionsLists")
	x.leaf("sanctionsList", "SDN List", "refId", m.id("List", "SDN List"))
	x.end()
	x.end()
	x.end()
	x.begin("referenceValues")
	for _, v := range m.refs {
		x.begin("referenceValue", "refId", v.id)
		x.leaf("type", v.set)
		x.leaf("value", v.text)
		x.end()
	}
	x.end()
	x.begin("featureTypes")
	for _, v := range m.refs {
		if v.set == "FeatureType" {
			x.begin("featureType", "featureTypeId", v.id)
			x.leaf("type", v.text)
			x.leaf("detailType", "TEXT", "refId", m.id("DetailType", "TEXT"))
			x.leaf("publishExclude", "false")
			x.end()
		}
	}
	x.end()
	x.begin("entities")
	for i := range o.Parties {
		x.entity(m.party(i))
	}
	x.end()
	x.end()
	return x.flush()
}

type enhancedOut struct {
	*out
	m *maker
}

func (x enhancedOut) entity(p *party) {
	x.begin("entity", "id", itoa(p.id()))
	x.begin("generalInfo")
	x.leaf("identityId", itoa(p.identityID()))
	x.leaf("entityType", string(p.kind), "refId", "600")
	x.some("title", p.title)
	x.end()
	x.values("sanctionsLists", "sanctionsList", "datePublished", fmt.Sprintf("%04d-%02d-%02d", p.listed.y, p.listed.m, p.listed.d), "SDN List")
	x.values("sanctionsPrograms", "sanctionsProgram", "", "", p.programs...)
	x.values("sanctionsTypes", "sanctionsType", "", "", "Block")
	x.values("legalAuthorities", "legalAuthority", "", "", p.basis)
	x.begin("names")
	x.name(p, p.identityID(), p.name, "", false)
	for i, a := range p.aliases {
		x.name(p, p.aliasID(i), a.name, a.kind, a.weak)
	}
	x.end()
	x.addresses(p)
	x.features(p)
	x.documents(p)
	if len(p.links) > 0 {
		x.begin("relationships")
		for i, l := range p.links {
			x.begin("relationship", "id", itoa(p.id()*4+i))
			x.leaf("type", l.relation, "refId", x.m.id("RelationType", l.relation))
			x.leaf("relatedEntity", x.m.nameOf(l.to), "entityId", itoa(firstID+l.to))
			x.end()
		}
		x.end()
	}
	x.end()
}

// values writes a list of texts, each with its numbers and one more attribute.
func (x enhancedOut) values(list, item, attr, text string, values ...string) {
	x.begin(list)
	for i, v := range values {
		x.leaf(item, v, "refId", "91", "id", itoa(700_000+i), attr, text)
	}
	x.end()
}

func (x enhancedOut) name(p *party, id int, n name, kind string, weak bool) {
	x.begin("name", "id", itoa(id))
	x.leaf("isPrimary", yes(kind == ""))
	if kind != "" {
		x.leaf("aliasType", kind, "refId", x.m.id("AliasType", kind))
	}
	x.leaf("isLowQuality", yes(weak))
	x.begin("translations")
	x.spelling(p, id, "Latin", true, n.first, n.last)
	if n.native != nil {
		x.spelling(p, id+1, n.culture.script, false, n.native[0], n.native[1])
	}
	x.end()
	x.end()
}

func (x enhancedOut) spelling(p *party, id int, script string, primary bool, first, last string) {
	x.begin("translation", "id", itoa(id))
	x.leaf("isPrimary", yes(primary))
	x.leaf("script", script, "refId", x.m.id("Script", "Latin"))
	x.some("formattedFirstName", first)
	x.leaf("formattedLastName", last)
	x.leaf("formattedFullName", name{first: first, last: last}.comma())
	x.begin("nameParts")
	for _, part := range [][2]string{{partType(p.kind), last}, {"First Name", first}} {
		if part[1] != "" {
			x.begin("namePart", "id", itoa(id*4))
			x.leaf("type", part[0], "refId", x.m.id("NamePartType", part[0]))
			x.leaf("value", part[1])
			x.end()
		}
	}
	x.end()
	x.end()
}

func (x enhancedOut) addresses(p *party) {
	if len(p.addresses) == 0 {
		return
	}
	x.begin("addresses")
	for i, a := range p.addresses {
		x.begin("address", "id", itoa(p.addressID(i)))
		x.leaf("country", a.country.name, "refId", a.country.id)
		x.begin("translations")
		x.begin("translation", "id", itoa(p.addressID(i)))
		x.leaf("isPrimary", "true")
		x.leaf("script", "Latin", "refId", x.m.id("Script", "Latin"))
		x.begin("addressParts")
		for _, part := range [][2]string{{"ADDRESS1", a.street}, {"CITY", a.city}, {"STATE/PROVINCE", a.region}, {"POSTAL CODE", a.postal}} {
			if part[1] != "" {
				x.begin("addressPart", "id", itoa(p.addressID(i)*4))
				x.leaf("type", part[0], "refId", x.m.id("LocPartType", part[0]))
				x.leaf("value", part[1])
				x.end()
			}
		}
		x.end()
		x.end()
		x.end()
		x.end()
	}
	x.end()
}

func (x enhancedOut) features(p *party) {
	all := p.allFeatures()
	if len(all) == 0 {
		return
	}
	x.begin("features")
	for i, f := range all {
		if f.label == "Title" { // stands in generalInfo
			continue
		}
		id := itoa(p.featureID(len(p.addresses) + i))
		x.begin("feature", "id", id)
		x.leaf("type", f.label, "featureTypeId", x.m.id("FeatureType", f.label))
		x.leaf("versionId", id)
		switch {
		case f.birth != nil:
			text := f.birth.text()
			if f.birth.circa {
				text = "circa " + text
			}
			x.leaf("value", text)
			x.span("valueDate", f.birth.date, f.birth.circa)
		case f.country != nil:
			x.leaf("value", f.country.name)
		case f.ref != "":
			x.leaf("valueRefId", x.m.id("DetailReference", f.ref))
		default:
			x.leaf("value", f.text)
		}
		x.leaf("isPrimary", "true")
		x.leaf("reliability", "Unknown", "refId", "1")
		x.end()
	}
	x.end()
}

func (x enhancedOut) documents(p *party) {
	if len(p.papers) == 0 {
		return
	}
	x.begin("identityDocuments")
	for i, d := range p.papers {
		x.begin("identityDocument", "id", itoa(p.id()*16+i))
		x.leaf("type", d.label, "refId", x.m.id("IDRegDocType", d.label))
		x.leaf("documentNumber", d.number)
		x.leaf("isValid", "true")
		if d.country != nil {
			x.leaf("issuingCountry", d.country.name, "refId", d.country.id)
		}
		x.span("issueDate", d.issued, false)
		x.span("expirationDate", d.expires, false)
		x.end()
	}
	x.end()
}

// span writes a date as the days between which it begins and ends.
func (x enhancedOut) span(tag string, d date, circa bool) {
	if d.y == 0 {
		return
	}
	first, last := d.ends()
	x.begin(tag, "id", "758")
	for _, point := range []struct {
		tag string
		day date
	}{{"fromDateBegin", first}, {"fromDateEnd", first}, {"toDateBegin", last}, {"toDateEnd", last}} {
		x.leaf(point.tag, fmt.Sprintf("%04d-%02d-%02d", point.day.y, point.day.m, point.day.d))
	}
	x.leaf("isApproximate", yes(circa))
	x.leaf("isDateRange", yes(first != last))
	x.end()
}
