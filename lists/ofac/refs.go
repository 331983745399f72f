package ofac

import (
	"errors"
	"strings"

	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// refs are the reference values of an Advanced file: element name, such as
// "FeatureType", and ID. Every id in the file means what they say; the ids
// themselves are data and may change with the next edition.
type refs map[string]map[string]ref

type ref struct {
	text        string
	parent      string // PartyTypeID of a PartySubType
	description string // of an AreaCode, whose text is a code
	code        string // of a Script
}

// get returns a reference value; of an id without one the text is its name and
// number, so that what refers to it can be kept under that.
func (r refs) get(set, id string) ref {
	if v, ok := r[set][id]; ok {
		return v
	}
	if id == "" {
		return ref{}
	}
	return ref{text: set + " " + id}
}

func (r refs) text(set, id string) string { return r.get(set, id).text }

// readRefs reads ReferenceValueSets.
func (a *advanced) readRefs() error {
	line := a.sc.Line()
	rec, err := a.sc.Record()
	if errors.Is(err, xmlstream.ErrTooLarge) {
		return a.fail(line, "fetch the file again", "the reference values have more than %d bytes", lists.MaxRecord)
	}
	if err != nil {
		return err
	}
	a.refs = make(refs)
	for set := range rec.Children() {
		for v := range set.Children() {
			if a.refs[v.Name] == nil {
				a.refs[v.Name] = make(map[string]ref)
			}
			a.refs[v.Name][v.Attr("ID")] = ref{
				text: v.Text, parent: v.Attr("PartyTypeID"),
				description: strings.TrimSpace(v.Attr("Description")), code: v.Attr("ScriptCode"),
			}
		}
	}
	return nil
}

// structural says whether a value's path is one of those that only tie the
// file together, or that repeat what a reference value's text says better.
// Their values mean nothing outside the file and are left out of listings;
// Listing.Raw has them.
func structural(path string) bool {
	_, attr, ok := strings.Cut(path, "@")
	return ok && structuralAttrs[attr]
}

var structuralAttrs = map[string]bool{
	"ID": true, "FixedRef": true, // numbers of elements
	"IdentityID": true, "ProfileID": true, "From-ProfileID": true, "To-ProfileID": true,
	"SanctionsEntryID": true, "ListID": true, "DocumentedNameID": true, "FeatureVersionID": true,
	"IDRegDocumentID": true, "LocationID": true, "NamePartGroupID": true, "ProfileRelationshipID": true,
	"IdentityFeatureLinkTypeID": true, "LocPartValueTypeID": true, "LocPartValueStatusID": true,
	"ScriptStatusID": true, "DocNameStatusID": true, "DetailTypeID": true, "CountryRelevanceID": true,
	"CalendarTypeID": true, "YearFixed": true, "MonthFixed": true, "DayFixed": true, "Approximate": true,
	"Primary": true, "Acronym": true, "ReferenceType": true,
}
