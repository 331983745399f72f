package compare

import (
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
)

// known are our entities by the ids of their listings and by their names.
type known struct {
	byRef  map[interdict.Ref]string
	byName map[string][]string
	lists  map[string][]string
}

// know reads all entities of an engine.
func know(e *screen.Engine) (*known, error) {
	k := &known{byRef: map[interdict.Ref]string{}, byName: map[string][]string{}, lists: map[string][]string{}}
	for one, err := range e.Entities() {
		if err != nil {
			return nil, err
		}
		for i := range one.Listings {
			l := &one.Listings[i]
			k.byRef[interdict.Ref{List: l.List, ID: plainID(l.ID)}] = one.ID
			k.lists[one.ID] = append(k.lists[one.ID], l.List)
			for _, id := range l.Identifiers {
				if id.Type == interdict.CrossRef && id.Label == "OFSI Group ID" {
					k.byRef[interdict.Ref{List: "gb_hmt_sanctions", ID: plainID(id.Value)}] = one.ID
				}
			}
			for n := range l.Names {
				if name := plainName(l.Names[n].Full); name != "" && !slices.Contains(k.byName[name], one.ID) {
					k.byName[name] = append(k.byName[name], one.ID)
				}
			}
		}
	}
	return k, nil
}

// plainID is an id without what publishers and others write differently.
func plainID(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id)
}

// plainName is a name's words in small letters, in the order of the alphabet.
func plainName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

// Ways by which an entity of theirs is one of ours.
const (
	byID   = "id"
	byName = "name"
)

// entity is ours that one of theirs is, and how that is known; empty for none.
func (k *known) entity(t *theirs) (id, how string) {
	for _, ref := range t.Refs {
		if id, ok := k.byRef[interdict.Ref{List: ref.List, ID: plainID(ref.ID)}]; ok {
			return id, byID
		}
	}
	var any []string
	for _, name := range t.Names {
		for _, id := range k.byName[plainName(name)] {
			if slices.ContainsFunc(k.lists[id], func(l string) bool { return slices.Contains(t.Lists, l) }) {
				return id, byName
			}
			if !slices.Contains(any, id) {
				any = append(any, id)
			}
		}
	}
	if len(any) == 1 { // of several namesakes none can be told to be it
		return any[0], byName
	}
	return "", ""
}
