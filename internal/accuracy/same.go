package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/alter"
)

// This file says where another entity in first place is no error. Lists that
// share no reference leave one party in several entities, and of two parties
// with one name nobody could tell which is meant.

// asGood says whether a hit that is none of the right entities is as good an
// answer: its name is as near to the text as any of theirs or just one of
// theirs, or it is one of them by another list. A text in another script is held
// against their Latin names alone: by itself as they list it, nobody would be as
// near.
func (s *scale) asGood(text string, h *interdict.Hit, right []string) bool {
	var names []string
	for _, id := range right {
		names = append(names, s.names(id)...)
	}
	known, near := names, distance(text, h.MatchedName)
	another := scriptOf(text) != ""
	if another {
		known = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return scriptOf(n) != "" })
	}
	if near <= nearestOf(text, known) && (!another || nearAtAll(text, near)) {
		return true
	}
	bears := map[string]bool{}
	for _, n := range names {
		bears[plain(n)] = true
	}
	if slices.ContainsFunc(s.names(h.EntityID), func(n string) bool { return bears[plain(n)] }) {
		return true
	}
	return slices.ContainsFunc(right, func(id string) bool { return s.oneParty(h.EntityID, id) || s.oneBody(h.EntityID, id) })
}

// oneBody says whether two entities that are no persons have one name of three words
// or more but for what stands in brackets, and either for a short word, an article or
// a legal form, that one of them has besides, or for legal forms, spaces aside.
func (s *scale) oneBody(a, b string) bool {
	both := append(slices.Clone(s.members[a]), s.members[b]...)
	if slices.ContainsFunc(both, func(l *interdict.Listing) bool { return l.Schema == interdict.Person }) {
		return false
	}
	return slices.ContainsFunc(s.names(a), func(n string) bool {
		return slices.ContainsFunc(s.names(b), func(m string) bool { return sameBody(n, m) || sameBody(m, n) || sameBare(n, m) })
	})
}

// sameBody says whether longer has the words of shorter and at most one short one.
func sameBody(shorter, longer string) bool {
	short, long := wordsOf(inBrackets.ReplaceAllString(shorter, "")), wordsOf(inBrackets.ReplaceAllString(longer, ""))
	if len(short) < 3 {
		return false
	}
	for _, w := range short {
		at := slices.Index(long, w)
		if at < 0 {
			return false
		}
		long = slices.Delete(long, at, at+1)
	}
	return len(long) == 0 || len(long) == 1 && len(long[0]) <= 4 && !strings.ContainsAny(long[0], "0123456789")
}

// sameBare says whether two names are one of three words or more without their legal
// forms.
func sameBare(n, m string) bool {
	a, b := bareWords(n), bareWords(m)
	return max(len(a), len(b)) >= 3 && strings.Join(a, "") == strings.Join(b, "")
}

func bareWords(name string) []string {
	return wordsOf(alter.Bare(inBrackets.ReplaceAllString(name, "")))
}

var inBrackets = regexp.MustCompile(`\([^)]*\)`)

// oneParty says whether two entities are the same person, published by lists
// that no reference joins: born on the same day, with names that differ in a
// quarter of their letters at most; or, where a birth date is not known, with
// names of three words that differ in an eighth of them.
func (s *scale) oneParty(a, b string) bool {
	both := append(slices.Clone(s.members[a]), s.members[b]...)
	if slices.ContainsFunc(both, func(l *interdict.Listing) bool { return l.Schema != interdict.Person }) {
		return false
	}
	da, db := s.birthDates(a), s.birthDates(b)
	part := 8
	switch {
	case slices.ContainsFunc(da, func(d interdict.Date) bool { return d.Exact() && slices.Contains(db, d) }):
		part = 4
	case len(da) > 0 && len(db) > 0:
		return false
	}
	for _, n := range s.names(a) {
		if !latin(&interdict.Name{Full: n}) || part == 8 && len(strings.Fields(n)) < 3 {
			continue
		}
		for _, m := range s.names(b) {
			if latin(&interdict.Name{Full: m}) && part*distance(n, m) <= len([]rune(plain(n))) {
				return true
			}
		}
	}
	return false
}

func (s *scale) birthDates(entity string) (all []interdict.Date) {
	for _, l := range s.members[entity] {
		all = append(all, l.BirthDates...)
	}
	return all
}
