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

// enhancedFormat reads SDN_ENHANCED.XML, CONS_ENHANCED.XML and the deltas upon
// them.
type enhancedFormat struct{ v *vocabulary }

// Enhanced is the format of SDN_ENHANCED.XML, that of OFAC's Sanctions List
// Service: one entity a party, with all that is said of it in the entity.
//
// The service publishes with each edition a delta, which says what came, went
// and changed. A delta is a part of an edition, beside the whole file that it
// changes: see deltas.
func Enhanced() lists.Format { return enhancedFormat{newVocabulary()} }

func (enhancedFormat) Name() string { return "OFAC Enhanced XML" }

// Recognise knows the root element, in any namespace, and what stands first in
// it: a whole file says as of when it is, a delta when it was published. Which
// list a whole file is of, its filters say, or the lists of its first parties.
// A delta may change parties of both lists; it is taken for one of the SDN list
// unless none of its first parties stands there.
func (enhancedFormat) Recognise(file *lists.File) (lists.Recognition, bool) {
	if root, ok := rootOf(file.Head, "publicationInfo"); root != "sanctionsData" || !ok {
		return lists.Recognition{}, false
	}
	asOf, published, named := enhancedHead(file.Head)
	rec := lists.Recognition{Part: lists.Main}
	switch {
	case len(named) == 0:
		rec.List, _ = listByName(file.Path)
		rec.Guessed = true
	case named[sdnListName]:
		rec.List = sdnList
	default:
		rec.List = consList
	}
	if asOf == "" && published != "" {
		rec.Part, rec.Guessed = deltaPart(published), true
	}
	return rec, asOf != "" || published != ""
}

// enhancedHead finds in a file's beginning its date, as a whole file or as a
// delta states it, and the lists that it names: those of its filters, else those
// of its first entities.
func enhancedHead(head []byte) (asOf, published string, named map[string]bool) {
	sc := xmlstream.New(bytes.NewReader(head), xmlstream.Options{})
	named = make(map[string]bool)
	in := ""
	for {
		kind, err := sc.Next()
		if err != nil { // the head ends anywhere
			return asOf, published, named
		}
		switch {
		case kind == xmlstream.End:
			in = ""
		case kind == xmlstream.Start:
			in = string(sc.Name())
			if in == "entities" && len(named) > 0 {
				return asOf, published, named
			}
		case in == "dataAsOf":
			asOf = strings.TrimSpace(string(sc.Text()))
		case in == "datePublished":
			published = strings.TrimSpace(string(sc.Text()))
		case in == "sanctionsList":
			if name := strings.TrimSpace(string(sc.Text())); name != "" {
				named[name] = true
			}
		}
	}
}

// enhanced is an Enhanced file being read.
type enhanced struct {
	*xmlReading
	values map[string]refValue // by refId
	size   int                 // bytes of values
	others int                 // parties that stand on the other list alone
	yield  func(*interdict.Listing) error
}

// refValue is a referenceValue: what a valueRefId means.
type refValue struct {
	text string
	raw  []byte
}

func (f enhancedFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	d := &deltas{list: list, report: &report}
	defer d.close()
	if err := d.read(ctx, files); err != nil {
		return report, err
	}
	file := files[lists.Main]
	if file == nil {
		return report, d.alone(list)
	}
	e := &enhanced{xmlReading: f.v.newXMLReading(list, file, &report), values: make(map[string]refValue), yield: yield}
	err := e.scan(ctx, "sanctionsData", func(section string) error {
		switch section {
		case "publicationInfo":
			return e.readPublication()
		case "referenceValues":
			return e.children(ctx, "referenceValue", e.readValue)
		case "featureTypes":
			return e.children(ctx, "featureType", e.readFeatureType)
		case "entities":
			d.upon(e)
			return e.children(ctx, "entity", func() error { return e.readEntity(d) })
		}
		return e.foreign(section)
	})
	if err == nil {
		err = d.finish(e)
	}
	if err == nil && len(e.seen) == 0 {
		err = &lists.Error{File: file.Path, Reason: "the list has no entity", Remedy: "fetch it again"}
	}
	if e.others > 0 {
		report.Notes = append(report.Notes, fmt.Sprintf("parties that stand on another list of OFAC alone, and are left to it: %d", e.others))
	}
	return report, err
}

// readPublication takes the file's date.
func (e *enhanced) readPublication() error {
	rec, err := e.record()
	if rec == nil {
		return err
	}
	asOf := rec.Take("dataAsOf")
	e.report.Date(asOf, isoDay(asOf))
	for l := range rec.Child("filters").Child("sanctionsLists").All("sanctionsList") {
		l.Value() // which list the file is of, Recognise has told
		l.Attr("refId")
	}
	rec.Rest(func(path, _ string) { e.noteUnknown("publicationInfo/"+path, rec.Line) })
	return nil
}

// readValue keeps a reference value.
func (e *enhanced) readValue() error {
	rec, err := e.record()
	if rec == nil {
		return err
	}
	if e.size += len(rec.Raw); e.size > maxAround {
		return e.fail(rec.Line, isItOFAC, "the reference values have more than %d MB", maxAround>>20)
	}
	rec.Take("type")
	e.values[rec.Attr("refId")] = refValue{rec.Take("value"), bytes.Clone(rec.Raw)}
	rec.Rest(func(path, _ string) { e.noteUnknown(below(rec.Name, path), rec.Line) })
	return nil
}

// readFeatureType passes over the description of a type of features, whose name
// every feature repeats.
func (e *enhanced) readFeatureType() error {
	rec, err := e.record()
	if rec == nil {
		return err
	}
	rec.Attr("featureTypeId")
	rec.Take("type")
	rec.Take("publishExclude")
	detail := rec.Child("detailType")
	detail.Value()
	detail.Attr("refId")
	rec.Rest(func(path, _ string) { e.noteUnknown(below(rec.Name, path), rec.Line) })
	return nil
}

// readEntity reads one entity, as the deltas leave it.
func (e *enhanced) readEntity(d *deltas) error {
	rec, err := e.record()
	if rec == nil {
		return err
	}
	if d.touches(rec.Attr("id")) {
		return d.hand(e, rec.Attr("id"), rec.Raw)
	}
	return e.take(rec)
}

// take makes a listing of an entity.
func (e *enhanced) take(rec *xmlstream.Record) error {
	id := rec.Attr("id")
	if ok, err := e.admit(id, rec.Line); !ok {
		return err
	}
	general := rec.Child("generalInfo")
	kind := general.Child("entityType").Value()
	p := e.v.newParty(e.list, id, schemaOf(kind))
	p.Raw = bytes.Clone(rec.Raw)
	if !e.addLists(p, rec) {
		e.others++
		return nil
	}
	if p.Schema == interdict.Organization && !strings.EqualFold(kind, "Entity") {
		p.field("generalInfo/entityType", kind)
		e.noteUnknown(fmt.Sprintf("entityType %q", kind), rec.Line)
	}
	for name := range rec.Child("names").All("name") {
		e.addName(p, name)
	}
	p.column("Title", general.Take("title"))
	for a := range rec.Child("addresses").All("address") {
		addAddress(p, a)
	}
	for f := range rec.Child("features").All("feature") {
		e.addFeature(p, f, rec.Line)
	}
	for doc := range rec.Child("identityDocuments").All("identityDocument") {
		e.addDocument(p, doc, rec.Line)
	}
	for r := range rec.Child("relationships").All("relationship") {
		e.addRelationship(p, r)
	}
	p.addRemarks(general.Take("remarks"), false)
	e.rest(p, rec, func(path string) bool { return whyLeftOut(path) != "" })
	return e.xmlReading.yield(p, rec.Line, e.yield)
}

// leftOutEnhanced are the values that a listing shows otherwise or not at all,
// and why, by their path below the entity or by their attribute. Listing.Raw
// has them all.
var leftOutEnhanced = map[string]string{
	"@refId":                 "the number of a reference value, whose text stands there",
	"@featureTypeId":         "the number of a feature type, whose name stands there",
	"@id":                    "the number of a value, used nowhere else",
	"generalInfo/identityId": "the number of the party's identity, used nowhere else",
	"names/name/translations/translation/isPrimary":                 "which spelling is written first; it is",
	"features/feature/versionId":                                    "the number of the value, used nowhere else",
	"features/feature/isPrimary":                                    "which of several is written first; it is",
	"features/feature/valueDate/isDateRange":                        "shown by the date, which has two ends",
	"identityDocuments/identityDocument/issueDate/isDateRange":      "shown by the date, which has two ends",
	"identityDocuments/identityDocument/expirationDate/isDateRange": "shown by the date, which has two ends",
}

func whyLeftOut(path string) string {
	if why := leftOutEnhanced[path]; why != "" {
		return why
	}
	if i := strings.LastIndexByte(path, '@'); i >= 0 {
		return leftOutEnhanced[path[i:]]
	}
	return ""
}
