package ofac

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// addLists makes the designation of an entity: its lists with their days, its
// programmes, measures and legal bases, which the form does not tie to one of
// several lists. It says false where the entity stands on other lists alone.
func (e *enhanced) addLists(p party, rec *xmlstream.Record) bool {
	stated, own := false, false
	for l := range rec.Child("sanctionsLists").All("sanctionsList") {
		name, day := l.Value(), l.Attr("datePublished")
		if name == "" {
			continue
		}
		stated = true
		if !onList(name, p.List) {
			p.field("sanctionsList", join(" ", name, day))
			continue
		}
		own = true
		if p.List == consList {
			p.field("List", name)
		}
		d := isoDay(day)
		if d.IsZero() && day != "" {
			p.field("sanctionsList@datePublished", day)
		}
		p.addEvent(event{date: d})
	}
	for _, tag := range rec.Child("sanctionsPrograms").TakeAll("sanctionsProgram") {
		p.addProgram(tag)
	}
	for _, kind := range rec.Child("sanctionsTypes").TakeAll("sanctionsType") {
		p.addSanctionsType(kind)
	}
	for _, basis := range rec.Child("legalAuthorities").TakeAll("legalAuthority") {
		p.addEvent(event{basis: basis})
	}
	return own || !stated
}

// onList says whether a list of OFAC's is the SDN list, or one of the others,
// which are published together as the consolidated list.
func onList(name, list string) bool { return (name == sdnListName) == (list == sdnList) }

// addName adds a name in all its spellings.
func (e *enhanced) addName(p party, n *xmlstream.Node) {
	kind, quality, note := interdict.PrimaryName, interdict.Unstated, ""
	word := n.Take("aliasType")
	if n.Take("isPrimary") != "true" || word != "" && word != "Name" {
		kind, note = aliasKind(strings.ToLower(word))
		quality = interdict.Strong
	}
	if n.Take("isLowQuality") == "true" {
		quality = interdict.Weak
	}
	note = join("; ", note, n.Take("comments"))
	first := true
	for t := range n.Child("translations").All("translation") {
		name := interdict.Name{Kind: kind, Quality: quality, ID: n.Attr("id"), Note: note}
		spell(p, &name, t)
		if name.Full == "" {
			continue
		}
		if kind == interdict.PrimaryName && (name.Script != "" || !first) {
			name.Kind = interdict.VariationName
		}
		first = first && name.Script != ""
		p.Names = append(p.Names, name)
	}
}

// spell reads one spelling of a name. The formatted forms are those of SDN.XML;
// the parts beside them say what each word is.
func spell(p party, name *interdict.Name, t *xmlstream.Node) {
	first, last, whole := t.Take("formattedFirstName"), t.Take("formattedLastName"), t.Take("formattedFullName")
	script := t.Take("script")
	var parts []interdict.NamePart
	for part := range t.Child("nameParts").All("namePart") {
		kind := partKind(part.Take("type"))
		if v := part.Take("value"); v != "" {
			parts = append(parts, interdict.NamePart{Kind: kind, Value: v})
		}
	}
	ofParts, parts := spelled(parts)
	name.Script = scriptWord(script, first+last+whole+ofParts)
	ofWhole, wholeParts := whole, []interdict.NamePart(nil)
	if p.Schema == interdict.Person && whole != "" {
		ofWhole, wholeParts = readingOrder(whole)
		if name.Script != "" {
			ofWhole, wholeParts = spelled(wholeParts)
		}
	}
	var formatted []interdict.NamePart
	if first != "" && last != "" {
		formatted = givenFamily(first, last)
	}
	name.Full = interdict.JoinName(first, last)
	if name.Script != "" && len(formatted) > 0 {
		name.Full, formatted = spelled(formatted)
	}
	for _, other := range []string{ofWhole, ofParts} {
		if name.Full == "" {
			name.Full = other
		} else if !strings.EqualFold(other, name.Full) && other != "" {
			p.field("name, written otherwise", other)
		}
	}
	if p.Schema != interdict.Person || name.Full == "" {
		return
	}
	switch {
	case len(parts) > 0 && strings.EqualFold(ofParts, name.Full):
		name.Parts = parts
	case len(formatted) > 0:
		name.Parts = formatted
	case len(wholeParts) > 0 && ofWhole == name.Full:
		name.Parts = wholeParts
	default:
		name.Parts = []interdict.NamePart{{Kind: interdict.Whole, Value: name.Full}}
	}
}

// addAddress adds an address. Its first spelling is the address; one in another
// script is a note to it.
func addAddress(p party, n *xmlstream.Node) {
	a := interdict.Place{ID: n.Attr("id"), CountryName: n.Take("country"), Note: n.Take("comments")}
	if a.CountryName == "undetermined" {
		a.CountryName = ""
	}
	a.Country = countryCode(a.CountryName)
	var street []string
	bare, first := "", true
	for t := range n.Child("translations").All("translation") {
		script := scriptWord(t.Take("script"), "")
		latin := t.Take("isPrimary") != "false"
		var other []string
		for part := range t.Child("addressParts").All("addressPart") {
			kind, text := strings.ToUpper(part.Take("type")), part.Take("value")
			switch {
			case !latin || !first:
				other = append(other, text)
			case kind == "CITY":
				a.City = join(", ", a.City, text)
			case kind == "STATE/PROVINCE", kind == "REGION":
				a.Region = join(", ", a.Region, text)
			case kind == "POSTAL CODE":
				a.PostalCode = join(", ", a.PostalCode, text)
			case kind == "UNKNOWN":
				bare = join(", ", bare, text)
			default: // ADDRESS1 to ADDRESS3
				street = append(street, text)
			}
		}
		first = first && !latin
		if s := join(", ", other...); s != "" {
			a.Note = join("; ", a.Note, strings.TrimPrefix(script+": "+s, ": "))
		} else if script != "" {
			a.Note = join("; ", a.Note, script)
		}
	}
	a.Street = join(", ", street...)
	if a.Text = join(", ", bare, a.String()); a.Text != "" || a.Note != "" {
		p.Addresses = append(p.Addresses, a)
	}
}

// addRelationship adds a link to another party.
func (e *enhanced) addRelationship(p party, n *xmlstream.Node) {
	word := n.Take("type")
	kind, ok := e.v.relations[strings.ToLower(word)]
	former := n.Take("isFormer")
	switch {
	case !ok:
		kind = "linked_to"
	case kind == "owner" && former == "true":
		kind = "past_owner"
	}
	if former == "true" {
		word = join("; ", word, "former")
	}
	to := n.Child("relatedEntity")
	p.Links = append(p.Links, interdict.Link{
		Type: kind, ID: to.Attr("entityId"), Name: to.Value(), Note: join("; ", word, n.Take("comments"), n.Take("description")),
	})
}
