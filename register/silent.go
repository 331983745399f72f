package register

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// Silence marks what a publisher changed without saying so.
type Silence struct {
	Silent bool   `json:"silent,omitempty"`
	Why    string `json:"why,omitempty"` // in words
}

func silence(format string, args ...any) Silence {
	return Silence{Silent: true, Why: fmt.Sprintf(format, args...)}
}

// judge marks the silent ones among the changes from one form of a listing to
// the next, and says of the whole whether its reference passed to another party.
// A change is announced where the date of last update went on with it.
//
// Silent are: any change of a stated fact while the date of last update stays; of
// lists that have no such date, an edited date, and a field that was emptied; a
// date of last update that was set back.
func judge(old, new *interdict.Listing, fields []FieldChange) Silence {
	before, after := old.Designation.Updated, new.Designation.Updated
	announced := !after.IsZero() && (before.IsZero() || before.First() < after.First())
	any := false
	for i := range fields {
		f := &fields[i]
		stays := !after.IsZero() && before == after
		switch {
		case f.Field == "updated":
			if f.Old != "" && f.New != "" && after.First() < before.First() {
				f.Silence = silence("the date of last update was set back")
			}
		case announced:
		case f.New == "" && emptied(new, f.Field):
			f.Silence = silence("nothing is stated any more where something was, and no date of amendment says so")
		case stays && fact(f):
			f.Silence = silence("the date of last update stays %s", dateWords(after))
		case datedField(f.Field) && f.Old != "" && f.New != "":
			f.Silence = silence("a date was edited, and no date of amendment says so")
		}
		any = any || f.Silent
	}
	if otherParty(old, new) {
		return silence("the reference %s was that of %s, and names another party now", new.ID, old.Caption())
	}
	if any {
		return silence("changed without a date of amendment")
	}
	return Silence{}
}

// fact says that a change is one of content: not of the publisher's own fields
// and not of an order alone.
func fact(f *FieldChange) bool {
	return !strings.HasPrefix(f.Field, "other.") && !strings.HasSuffix(f.Words, "only the order changed")
}

func datedField(field string) bool {
	return field == "birth_dates" || field == "death_dates" || field == "listed"
}

// emptied says that a listing states nothing in a field.
func emptied(l *interdict.Listing, field string) bool {
	if name, ok := strings.CutPrefix(field, "other."); ok {
		for _, o := range l.Other {
			if o.Name == name {
				return false
			}
		}
		return true
	}
	if strings.HasPrefix(field, "vehicle.") {
		return true // a single value, which the change says is gone
	}
	b, err := json.Marshal(l)
	var all map[string]any
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil { // every listing here came out of JSON
		return false
	}
	designation, _ := all["designation"].(map[string]any)
	return blank(all[field]) && blank(designation[field])
}

func blank(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case []any:
		return len(x) == 0
	}
	return false
}

// otherParty says that two listings of one reference have no word of a name, no
// number and no birth date in common, though both have names.
func otherParty(a, b *interdict.Listing) bool {
	words := nameWords(a)
	if len(words) == 0 || len(b.Names) == 0 {
		return false
	}
	for w := range nameWords(b) {
		if words[w] {
			return false
		}
	}
	for _, x := range a.Identifiers {
		for _, y := range b.Identifiers {
			if x.Value == y.Value {
				return false
			}
		}
	}
	for _, x := range a.BirthDates {
		for _, y := range b.BirthDates {
			if x == y {
				return false
			}
		}
	}
	return true
}

// nameWords are the words of a listing's names, of three letters or more where
// they are in Latin letters.
func nameWords(l *interdict.Listing) map[string]bool {
	words := map[string]bool{}
	for _, n := range l.Names {
		for _, w := range strings.FieldsFunc(strings.ToLower(n.Full), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
			if utf8.RuneCountInString(w) >= 3 || len(w) > utf8.RuneCountInString(w) {
				words[w] = true
			}
		}
	}
	return words
}

// massEmptied tells of fields that were emptied in many entries at once: a column
// that the publisher lost.
func (d *Diff) massEmptied() {
	count := map[string]int{}
	var order []string
	for i := range d.Changed {
		for j, f := range d.Changed[i].Fields {
			if f.New != "" || !f.Silent || j > 0 && d.Changed[i].Fields[j-1].Field == f.Field {
				continue
			}
			if count[f.Field]++; count[f.Field] == 1 {
				order = append(order, f.Field)
			}
		}
	}
	for _, field := range order {
		if n := count[field]; n >= 10 && 10*n >= d.ToEdition.Entries {
			d.Notices = append(d.Notices, fmt.Sprintf("%s emptied in %d of %d entries at once", spaced(strings.TrimPrefix(field, "other.")), n, d.ToEdition.Entries))
		}
	}
}
