package ofac

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// readParty reads one DistinctParty and completes it with what the first pass kept.
func (a *advanced) readParty(yield func(*interdict.Listing) error) error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	id := rec.Attr("FixedRef")
	if ok, err := a.admit(id, rec.Line); !ok {
		return err
	}
	p := a.v.newParty(a.list, id, a.schema(rec.Child("Profile").Attr("PartySubTypeID")))
	p.Raw = bytes.Clone(rec.Raw)
	remarks := rec.TakeAll("Comment")
	for profile := range rec.All("Profile") {
		remarks = append(remarks, profile.TakeAll("Comment")...)
		profile.Attr("PartySubTypeID")
		for identity := range profile.All("Identity") {
			a.readIdentity(p, identity, rec.Line)
		}
		for feature := range profile.All("Feature") {
			a.readFeature(p, feature, rec.Line)
		}
		profileID := profile.Attr("ID")
		for _, r := range a.relations[profileID] {
			a.addRelation(p, r)
		}
		p.addEntries(a.entries[profileID])
	}
	p.addRemarks(join("; ", remarks...), false)
	a.rest(p, rec, structural)
	return a.yield(p, rec.Line, yield)
}

// schema reads a PartySubType: "Vessel", "Aircraft", or "Unknown" of the type
// "Individual" or "Entity".
func (a *advanced) schema(subType string) interdict.Schema {
	sub := a.refs.get("PartySubType", subType)
	if s := schemaOf(sub.text); s != interdict.Organization {
		return s
	}
	return schemaOf(a.refs.text("PartyType", sub.parent))
}

func (a *advanced) addRelation(p party, r *relation) {
	kind, ok := a.v.relations[strings.ToLower(r.kind)]
	switch {
	case !ok:
		kind = "linked_to"
	case kind == "owner" && r.former:
		kind = "past_owner"
	}
	to := a.profiles[r.to]
	p.Links = append(p.Links, interdict.Link{Type: kind, ID: to.ref, Name: to.name, Note: r.note})
	p.Other = append(p.Other, r.rest...)
	p.Raw = append(append(p.Raw, '\n'), r.raw...)
}

// readIdentity reads the names and documents of an Identity.
func (a *advanced) readIdentity(p party, n *xmlstream.Node, line int) {
	kinds := make(map[string]string) // NamePartGroup ID -> NamePartType
	for master := range n.Child("NamePartGroups").All("MasterNamePartGroup") {
		for g := range master.All("NamePartGroup") {
			kinds[g.Attr("ID")] = a.refs.text("NamePartType", g.Attr("NamePartTypeID"))
		}
	}
	var note string
	if n.Attr("False") == "true" {
		note = "false identity"
	}
	note = join("; ", note, n.Take("Comment"))
	for alias := range n.All("Alias") {
		a.readAlias(p, alias, kinds, note)
	}
	for _, d := range a.papers[n.Attr("ID")] {
		a.labelled(p, "IDRegDocType", d.value, line)
		p.Other = append(p.Other, d.rest...)
		p.Raw = append(append(p.Raw, '\n'), d.raw...)
	}
}

// readAlias reads an Alias: one name, or the same in several scripts.
func (a *advanced) readAlias(p party, n *xmlstream.Node, kinds map[string]string, note string) {
	kind := interdict.PrimaryName
	quality := interdict.Unstated
	word := a.refs.text("AliasType", n.Attr("AliasTypeID"))
	if n.Attr("Primary") != "true" || word != "Name" {
		var more string
		kind, more = aliasKind(strings.ToLower(word))
		quality = interdict.Strong
		note = join("; ", note, more)
	}
	if n.Attr("LowQuality") == "true" {
		quality = interdict.Weak
	}
	_, when := a.period(n.Child("DatePeriod"))
	note = join("; ", note, n.Take("Comment"), when)
	for doc := range n.All("DocumentedName") {
		name := interdict.Name{Kind: kind, Quality: quality, ID: doc.Attr("ID"), Note: join("; ", note, doc.Take("Comment"))}
		a.readDocumented(&name, doc, kinds, p.Schema)
		for c := range doc.All("DocumentedNameCountry") {
			name.Note = join("; ", name.Note, a.refs.text("Country", c.Attr("CountryID")), c.Take("Comment"))
		}
		if name.Full == "" {
			continue
		}
		if name.Script != "" && kind == interdict.PrimaryName {
			name.Kind = interdict.VariationName
		}
		p.Names = append(p.Names, name)
	}
}

// partKinds are our kinds of OFAC's NamePartTypes, in reading order.
var partKinds = []struct {
	text string
	kind interdict.PartKind
}{
	{"First Name", interdict.Given},
	{"Middle Name", interdict.Middle},
	{"Patronymic", interdict.Patronymic},
	{"Nickname", interdict.NickPart},
	{"Last Name", interdict.Family},
	{"Matronymic", interdict.Matronymic},
	{"Maiden Name", interdict.Maiden},
}

// partKind is our kind of a NamePartType.
func partKind(word string) interdict.PartKind {
	for _, k := range partKinds {
		if k.text == word {
			return k.kind
		}
	}
	return interdict.Whole
}

// readDocumented reads a DocumentedName: its parts, whose groups say what they are.
func (a *advanced) readDocumented(name *interdict.Name, n *xmlstream.Node, kinds map[string]string, schema interdict.Schema) {
	var parts []interdict.NamePart
	for part := range n.All("DocumentedNamePart") {
		v := part.Child("NamePartValue")
		text := part.Attr("LeadingChars") + v.Value() + part.Attr("TrailingChars")
		if text == "" {
			continue
		}
		parts = append(parts, interdict.NamePart{Kind: partKind(kinds[v.Attr("NamePartGroupID")]), Value: text})
		if s := a.script(v.Attr("ScriptID"), text); s != "" {
			name.Script = s
		}
	}
	name.Full, parts = spelled(parts)
	if schema == interdict.Person {
		name.Parts = parts
	}
}

// spelled is the whole that a name's parts make, and they in reading order.
func spelled(parts []interdict.NamePart) (full string, ordered []interdict.NamePart) {
	parts = inReadingOrder(parts)
	sep := " "
	if len(parts) > 1 && familyFirst(parts[0].Value) {
		parts, sep = familyToFront(parts), ""
	}
	for i, p := range parts {
		if i > 0 {
			full += sep
		}
		full += p.Value
	}
	return full, parts
}

// script is the source's word for a script, empty for Latin.
func (a *advanced) script(id, text string) string {
	return scriptWord(a.refs.text("Script", id), text)
}

// scriptWord is the word for the script of a text, as scripts are named here.
func scriptWord(word, text string) string {
	switch {
	case word == "Latin" || word == "":
		return ""
	case strings.HasPrefix(word, "Script "): // the file does not say
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
			return "Non-Latin"
		}
		return ""
	}
	return word
}

// inReadingOrder sorts parts by their kind; whole names stay where they are.
func inReadingOrder(parts []interdict.NamePart) []interdict.NamePart {
	ordered := make([]interdict.NamePart, 0, len(parts))
	for _, p := range parts {
		if p.Kind == interdict.Whole {
			ordered = append(ordered, p)
		}
	}
	for _, k := range partKinds {
		for _, p := range parts {
			if p.Kind == k.kind {
				ordered = append(ordered, p)
			}
		}
	}
	return ordered
}

// familyFirst says whether a name in this script is read family name first and
// without spaces: Chinese, Japanese, Korean.
func familyFirst(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	})
}

func familyToFront(parts []interdict.NamePart) []interdict.NamePart {
	ordered := make([]interdict.NamePart, 0, len(parts))
	for _, family := range []bool{true, false} {
		for _, p := range parts {
			if (p.Kind == interdict.Family) == family {
				ordered = append(ordered, p)
			}
		}
	}
	return ordered
}
