package interdict

import "strings"

// Subject is what is screened: a customer, a payment's party, a traveller.
// A reader of subjects makes it; screening never changes it.
type Subject struct {
	// ID is the input's own id, Row its data record counted from 1.
	ID  string `json:"id,omitempty"`
	Row int64  `json:"row,omitempty"`
	// Kind is the kind of input it came from: "customer".
	Kind string `json:"kind,omitempty"`
	// Path says where within a message the subject stands.
	Path string `json:"path,omitempty"`
	// Schema may be empty: the input does not say, all are compared.
	Schema Schema `json:"schema,omitempty"`

	Names       []Name       `json:"names,omitempty"`
	BirthDates  []Date       `json:"birth_dates,omitempty"`
	Countries   []Country    `json:"countries,omitempty"`
	Identifiers []Identifier `json:"identifiers,omitempty"`
	Genders     []string     `json:"genders,omitempty"`
	Addresses   []Place      `json:"addresses,omitempty"`
	BirthPlaces []Place      `json:"birth_places,omitempty"`
	Emails      []string     `json:"emails,omitempty"`
}

// Name is the subject's first name, for reports.
func (s *Subject) Name() string {
	if len(s.Names) == 0 {
		return ""
	}
	return s.Names[0].Full
}

// CanaryPrefix begins the ids of canaries: invented customers who must be found.
// No customer's id may begin so.
const CanaryPrefix = "interdict-canary:"

// Canary says whether the subject is a canary, which no report counts.
func (s *Subject) Canary() bool { return strings.HasPrefix(s.ID, CanaryPrefix) }
