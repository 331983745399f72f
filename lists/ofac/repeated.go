package ofac

import (
	"strings"

	"github.com/interdict/interdict"
)

// Repeats reads entries of OFAC's two lists that another publisher repeats in a
// file of its own, as the Consolidated Screening List does: the words are
// OFAC's and mean the same.
type Repeats struct{ v *vocabulary }

// NewRepeats makes one; it can be used for any number of entries.
func NewRepeats() Repeats { return Repeats{newVocabulary()} }

// Known says whether OFAC has this label for an id, a feature or a remark.
func (r Repeats) Known(label string) bool {
	_, ok := r.v.label(label)
	return ok
}

// Repeated is one entry in the making.
type Repeated struct {
	party
	list string
}

// Entry begins an entry of the other publisher's list. SDN says that it stands
// on OFAC's SDN list, not on one of the others, which order other things.
func (r Repeats) Entry(list, id string, sdn bool, schema interdict.Schema) Repeated {
	ofacs := consList
	if sdn {
		ofacs = sdnList
	}
	return Repeated{r.v.newParty(ofacs, id, schema), list}
}

// Name adds a name; a person's is written "LAST, First Middle".
func (r Repeated) Name(n interdict.Name, published string) { r.addName(n, published) }

// Program adds a programme's tag.
func (r Repeated) Program(tag string) { r.addProgram(tag) }

// Remarks keeps the remarks whole and takes them apart.
func (r Repeated) Remarks(text string) { r.addRemarks(text, false) }

// Labelled puts a value where its label says. It returns false where OFAC has
// no such label; the value is then kept in Other.
func (r Repeated) Labelled(label string, id interdict.Identifier) bool {
	v := value{label: strings.TrimRight(label, " :-"), text: id.Value, country: id.Country, issued: id.Issued, expires: id.Expires, note: id.Note}
	l, ok := r.v.label(label)
	if !ok {
		r.other(v)
		return false
	}
	if l.field == "id" && l.arg == "wallet" {
		v.label = strings.TrimSpace(label)
	}
	r.add(l, v)
	return true
}

// Finish adds what follows from the whole and returns the listing.
func (r Repeated) Finish() *interdict.Listing {
	l := r.finish()
	l.List = r.list
	return l
}
