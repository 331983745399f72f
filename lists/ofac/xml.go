package ofac

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// xmlFormat reads SDN.XML and CONSOLIDATED.XML.
type xmlFormat struct{ v *vocabulary }

// XML is the format of SDN.XML: a root sdnList, one sdnEntry a party.
func XML() lists.Format { return xmlFormat{newVocabulary()} }

func (xmlFormat) Name() string { return "OFAC XML" }

// Recognise knows the root element, in any namespace: OFAC has changed that
// before. Nothing in the file says outright which of the two lists it is: the
// programmes of its first entries do where they are plain (see listByPrograms),
// else its name, and where that is silent too, most of the programmes.
func (f xmlFormat) Recognise(file *lists.File) (lists.Recognition, bool) {
	if root, ok := rootOf(file.Head, "publshInformation"); root != "sdnList" || !ok {
		return lists.Recognition{}, false
	}
	nonSDN, entries := f.countNonSDN(file.Head)
	list, told := listByPrograms(nonSDN, entries)
	if !told {
		list, told = listByName(file.Path)
	}
	if !told && nonSDN*2 > entries {
		list = consList
	}
	return lists.Recognition{List: list, Part: lists.Main}, true
}

// countNonSDN counts the entries of a file's head, and those that have a
// programme of the non-SDN list's own.
func (f xmlFormat) countNonSDN(head []byte) (nonSDN, entries int) {
	for entry := range bytes.SplitSeq(head, []byte("</sdnEntry>")) {
		if !bytes.Contains(entry, []byte("<sdnEntry>")) {
			continue
		}
		entries++
		for program := range bytes.SplitSeq(entry, []byte("<program>")) {
			if name, _, ok := bytes.Cut(program, []byte("</program>")); ok && f.v.nonSDN(string(name)) {
				nonSDN++
				break
			}
		}
	}
	return nonSDN, entries
}

func (f xmlFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	file := files[lists.Main]
	if file == nil {
		return report, fmt.Errorf("OFAC's XML is one file, and it is missing; give sdn.xml or consolidated.xml")
	}
	x := f.v.newXMLReading(list, file, &report)
	err := x.scan(ctx, "sdnList", func(child string) error {
		switch child {
		case "publshInformation": // OFAC's own spelling
			return x.readPublication()
		case "sdnEntry":
			return x.readEntry(yield)
		}
		return x.foreign(child)
	})
	if err == nil && len(x.seen) == 0 {
		err = &lists.Error{File: file.Path, Reason: "the list has no entry", Remedy: "fetch it again"}
	}
	return report, err
}

func (x *xmlReading) readPublication() error {
	rec, err := x.record()
	if rec == nil {
		return err
	}
	published, declared := rec.Take("Publish_Date"), rec.Take("Record_Count")
	day, _ := usDate(published)
	x.report.Date(published, day)
	var ok bool
	if x.report.Declared, ok = number(declared); !ok && declared != "" {
		return x.fail(rec.Line, "fetch the file again", "Record_Count %.40q is no number", declared)
	}
	rec.Rest(func(path, _ string) { x.noteUnknown("publshInformation/"+path, rec.Line) })
	return nil
}

// readEntry reads one sdnEntry.
func (x *xmlReading) readEntry(yield func(*interdict.Listing) error) error {
	rec, err := x.record()
	if rec == nil {
		return err
	}
	id := rec.Take("uid")
	if ok, err := x.admit(id, rec.Line); !ok {
		return err
	}
	sdnType := rec.Take("sdnType")
	p := x.v.newParty(x.list, id, schemaOf(sdnType))
	p.Raw = bytes.Clone(rec.Raw)
	if p.Schema == interdict.Organization && !strings.EqualFold(sdnType, "Entity") {
		p.field("sdnType", sdnType)
		x.noteUnknown(fmt.Sprintf("sdnType %q", sdnType), rec.Line)
	}
	p.addSplitName(interdict.Name{Kind: interdict.PrimaryName}, rec.Take("firstName"), rec.Take("lastName"))
	for aka := range rec.Child("akaList").All("aka") {
		p.addAka(aka)
	}
	for _, tag := range rec.Child("programList").TakeAll("program") {
		p.addProgram(tag)
	}
	p.column("Title", rec.Take("title"))
	x.entryFacts(p, rec)
	for a := range rec.Child("addressList").All("address") {
		p.addPlace(a)
	}
	p.addRemarks(rec.Take("remarks"), false)
	x.rest(p, rec, nil)
	return x.yield(p, rec.Line, yield)
}

// entryFacts adds what an entry states under labels: the id list, which holds
// more than ids, and the lists that hold one kind of value each.
func (x *xmlReading) entryFacts(p party, rec *xmlstream.Record) {
	for _, l := range []struct{ list, item, text, label string }{
		{"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"},
		{"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"},
		{"nationalityList", "nationality", "country", "nationality"},
		{"citizenshipList", "citizenship", "country", "citizen"},
	} {
		for item := range rec.Child(l.list).All(l.item) {
			item.Take("uid")       // numbers of the values: they mean nothing elsewhere
			item.Take("mainEntry") // which of several comes first: it does
			p.column(l.label, item.Take(l.text))
		}
	}
	for id := range rec.Child("idList").All("id") {
		id.Take("uid")
		v := value{label: id.Take("idType"), text: id.Take("idNumber"), country: id.Take("idCountry")}
		if s := id.Take("issueDate"); s != "" {
			v.addDated("issued", s)
		}
		if s := id.Take("expirationDate"); s != "" {
			v.addDated("expires", s)
		}
		if v != (value{}) {
			x.labelled(p, "idType", v, rec.Line)
		}
	}
	for c := range rec.Child("vesselInfo").Children() {
		if l, ok := x.v.label(c.Name); ok && c.Text != "" {
			p.add(l, value{label: c.Name, text: c.Value()})
		}
	}
}

func (p party) addAka(aka *xmlstream.Node) {
	kind, note := aliasKind(aka.Take("type"))
	n := interdict.Name{Kind: kind, ID: aka.Take("uid"), Note: note}
	switch category := aka.Take("category"); category {
	case "strong":
		n.Quality = interdict.Strong
	case "weak":
		n.Quality = interdict.Weak
	default:
		n.Note = join("; ", note, category)
	}
	p.addSplitName(n, aka.Take("firstName"), aka.Take("lastName"))
}

// addSplitName adds a name whose first and last part the source tells apart.
// Everything that is no person, and a person with one name only, has the last
// part alone.
func (p party) addSplitName(n interdict.Name, first, last string) {
	n.Full = interdict.JoinName(first, last)
	if n.Full == "" {
		return
	}
	switch {
	case p.Schema != interdict.Person:
	case first == "" || last == "":
		n.Parts = []interdict.NamePart{{Kind: interdict.Whole, Value: n.Full}}
	default:
		n.Parts = givenFamily(first, last)
	}
	p.Names = append(p.Names, n)
}

func (p party) addPlace(n *xmlstream.Node) {
	a := interdict.Place{
		ID:     n.Take("uid"),
		Street: join(", ", n.Take("address1"), n.Take("address2"), n.Take("address3")),
		City:   n.Take("city"), Region: n.Take("stateOrProvince"), PostalCode: n.Take("postalCode"), CountryName: n.Take("country"),
	}
	a.Country = countryCode(a.CountryName)
	if a.Text = a.String(); a.Text != "" {
		p.Addresses = append(p.Addresses, a)
	}
}
