package register

import (
	"encoding/json"
	"slices"
	"strings"
)

// wording says how the items of one field, such as names, are paired and worded.
type wording[T any] struct {
	field func(T) string
	noun  func(T) string // what the item is: "alias"
	value func(T) string // what it says: "ZHAO Guangzong"
	// told are the item's JSON keys that value tells, nounTold the one that noun
	// tells, and minor those that are left out of added and removed items.
	told     []string
	nounTold string
	minor    []string
	// became says that the second may be what became of the first; the
	// strictest comes first. Without one, an item is removed and another added.
	became []func(a, b T) bool
	// single lets the one item left on each side be a change from one to the
	// other.
	single bool
}

// compareItems compares two rows of items. Items whose JSON is equal are the
// same, whatever their place; of the others some are paired as changed, and
// the rest were removed or added. Where only the order differs, it says so.
func compareItems[T any](c *comparison, w wording[T], old, new []T) {
	gone, came := leftovers(old, new)
	if len(gone) == 0 && len(came) == 0 {
		if !sameOrder(old, new) {
			c.add(w.field(old[0]), w.list(old), w.list(new), spaced(w.field(old[0]))+": only the order changed")
		}
		return
	}
	const most = 1 << 20 // pairs to look at; a listing of more is damage, not news
	if len(gone)*len(came) <= most {
		for _, became := range w.became {
			gone, came = pair(gone, came, became, func(a, b T) { w.changed(c, a, b) })
		}
	}
	if w.single && len(gone) == 1 && len(came) == 1 {
		w.changed(c, gone[0], came[0])
		return
	}
	for _, a := range gone {
		c.add(w.field(a), w.show(a, nil), "", w.noun(a)+" removed: "+w.show(a, w.minor))
	}
	for _, b := range came {
		c.add(w.field(b), "", w.show(b, nil), w.noun(b)+" added: "+w.show(b, w.minor))
	}
}

// leftovers returns the items of each side that the other lacks.
func leftovers[T any](old, new []T) (gone, came []T) {
	count := map[string]int{}
	for i := range new {
		count[key(new[i])]++
	}
	for i := range old {
		if k := key(old[i]); count[k] > 0 {
			count[k]--
		} else {
			gone = append(gone, old[i])
		}
	}
	for i := range new { // what is still counted has come
		if k := key(new[i]); count[k] > 0 {
			count[k]--
			came = append(came, new[i])
		}
	}
	return gone, came
}

func sameOrder[T any](old, new []T) bool {
	return slices.EqualFunc(old, new, func(a, b T) bool { return key(a) == key(b) })
}

// pair takes out each first item with the first second item that it became.
func pair[T any](gone, came []T, became func(a, b T) bool, f func(a, b T)) (restGone, restCame []T) {
	came = slices.Clone(came)
	for _, a := range gone {
		i := slices.IndexFunc(came, func(b T) bool { return became(a, b) })
		if i < 0 {
			restGone = append(restGone, a)
			continue
		}
		f(a, came[i])
		came = slices.Delete(came, i, i+1)
	}
	return restGone, came
}

// key is the item's JSON: equal for items that say the same.
func key(item any) string {
	b, err := json.Marshal(item)
	if err != nil { // no item of a listing holds what JSON cannot write
		panic(err)
	}
	return string(b)
}

// changed reports that a became b: the value first, then every other part that
// differs.
func (w wording[T]) changed(c *comparison, a, b T) {
	oldValue, newValue := w.value(a), w.value(b)
	var told []string
	words := w.noun(b) + " " + newValue
	if oldValue != newValue {
		var head comparison
		head.text("", w.noun(b), oldValue, newValue)
		words, told = head.changes[0].Words, w.told
	}
	if parts := differingParts(facets(a), facets(b), told); parts != "" {
		words += ": " + parts
	}
	c.add(w.field(b), w.show(a, nil), w.show(b, nil), words)
}

// differingParts says in words which parts of an item differ, but for those
// that are told already.
func differingParts(old, new []facet, told []string) string {
	var says []string
	for i := range old {
		o, n := old[i], new[i]
		if o.raw == n.raw || slices.Contains(told, o.key) {
			continue
		}
		if o.words == n.words {
			o.words, n.words = o.raw, n.raw
		}
		switch {
		case o.raw == "":
			says = append(says, o.name()+" set to "+n.words)
		case n.raw == "":
			says = append(says, o.name()+" no longer stated (was "+o.words+")")
		default:
			says = append(says, o.name()+" changed from "+o.words+" to "+n.words)
		}
	}
	return strings.Join(says, "; ")
}

// show is the item's value with, in brackets, what qualifies it.
func (w wording[T]) show(item T, without []string) string {
	var says []string
	for _, f := range facets(item) {
		if f.words != "" && f.key != w.nounTold && !slices.Contains(w.told, f.key) && !slices.Contains(without, f.key) {
			says = append(says, f.name()+" "+f.words)
		}
	}
	if len(says) == 0 {
		return w.value(item)
	}
	return strings.TrimSpace(w.value(item) + " (" + strings.Join(says, "; ") + ")")
}

func (w wording[T]) list(items []T) string {
	var s []string
	for _, it := range items {
		s = append(s, w.value(it))
	}
	return strings.Join(s, "; ")
}
