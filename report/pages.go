package report

import (
	"github.com/interdict/interdict"
)

// Findings puts hits into words for whoever lays them out themselves.
type Findings struct{ d *describer }

// NewFindings are those of a run with this header; lookup may be nil.
func NewFindings(h *Header, lookup Lookup) *Findings { return &Findings{newDescriber(h, lookup)} }

// Of is a subject's hit in words.
func (f *Findings) Of(s *interdict.Subject, h *interdict.Hit) Finding { return f.d.finding(s, h) }

// Cleared says in one line why a pair did not reach the threshold.
func (f *Findings) Cleared(s *interdict.Subject, h *interdict.Hit) string {
	return sentenceCase(clearedReason(s, h)) + "."
}

// The words of this package one by one, for pages that lay them out themselves.

// Clean drops control and direction-changing characters from foreign text.
func Clean(s string) string { return clean(s) }

// CountWords writes a number in groups of three digits.
func CountWords[T int | int64](n T) string { return count(n) }

// AgeWords is how old a list is.
func AgeWords(l List) string { return l.age() }

// EditionWords says which edition of a list it is.
func EditionWords(l List) string { return l.edition() }

// Identity is what is known of a party in one line.
func Identity(schema interdict.Schema, births []interdict.Date, countries []interdict.Country) string {
	return identity(schema, births, countries)
}

// NameWords says what a name is to its bearer, and of what quality.
func NameWords(n *interdict.Name) string { return nameWords(n) }

// IdentifierWords is an identifier in one line.
func IdentifierWords(id *interdict.Identifier) string { return identifierLine(id) }

// CountryRoleWords is a country and what it is to the party.
func CountryRoleWords(c *interdict.Country) string { return countryLine(c) }

// FieldWords is what a field of evidence is called.
func FieldWords(field string) string { return fieldWords(field) }

// ConflictValueWords is one of the values on which listings disagree.
func ConflictValueWords(field, v string) string { return conflictValue(field, v) }

// JointWords says in one or two words what joins two words of names.
func JointWords(t *interdict.TokenEvidence) string { return joint(t) }

// SentenceCase makes the first letter a capital.
func SentenceCase(s string) string { return sentenceCase(s) }
