package watchman

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/interdict/interdict/server"
)

// Forms of an answer.
const (
	plain   = "watchman"
	senzing = "senzing"
)

// formatOf is the form that a request wants, by its Accept header or its
// parameter, and what of it: "json", "jsonl" and the like.
func formatOf(accept, parameter string) (format, sub string, err error) {
	for _, wanted := range []string{accept, parameter} {
		for _, part := range strings.Split(wanted, ",") {
			media, _, _ := strings.Cut(part, ";")
			rest, ok := strings.CutPrefix(strings.TrimSpace(media), senzing)
			if !ok {
				continue
			}
			switch sub = strings.ToLower(strings.TrimPrefix(rest, "/")); sub {
			case "", "json", "array", "jsonl", "json-lines", "ndjson":
				return senzing, sub, nil
			}
			return "", "", errors.New("unknown senzing export format: write senzing/json, senzing/jsonl or senzing/ndjson")
		}
	}
	return plain, "json", nil
}

// Senzing is a listing as a record of Senzing's entity specification, flat: of
// what there may be several, the first.
type Senzing struct {
	DataSource string `json:"DATA_SOURCE"`
	RecordID   string `json:"RECORD_ID"`
	RecordType string `json:"RECORD_TYPE,omitempty"`

	NameFirst  string `json:"NAME_FIRST,omitempty"`
	NameMiddle string `json:"NAME_MIDDLE,omitempty"`
	NameLast   string `json:"NAME_LAST,omitempty"`
	NameFull   string `json:"NAME_FULL,omitempty"`
	NameOrg    string `json:"NAME_ORG,omitempty"`

	AddrLine1      string `json:"ADDR_LINE1,omitempty"`
	AddrLine2      string `json:"ADDR_LINE2,omitempty"`
	AddrCity       string `json:"ADDR_CITY,omitempty"`
	AddrState      string `json:"ADDR_STATE,omitempty"`
	AddrPostalCode string `json:"ADDR_POSTAL_CODE,omitempty"`
	AddrCountry    string `json:"ADDR_COUNTRY,omitempty"`

	SSN                  string `json:"SSN,omitempty"`
	PassportNumber       string `json:"PASSPORT_NUMBER,omitempty"`
	PassportCountry      string `json:"PASSPORT_COUNTRY,omitempty"`
	TaxID                string `json:"TAX_ID_NUMBER,omitempty"`
	TaxIDCountry         string `json:"TAX_ID_COUNTRY,omitempty"`
	NationalID           string `json:"NATIONAL_ID_NUMBER,omitempty"`
	NationalIDCountry    string `json:"NATIONAL_ID_COUNTRY,omitempty"`
	DriversLicenseNumber string `json:"DRIVERS_LICENSE_NUMBER,omitempty"`
	DriversLicenseState  string `json:"DRIVERS_LICENSE_STATE,omitempty"`

	PhoneNumber string `json:"PHONE_NUMBER,omitempty"`
	Email       string `json:"EMAIL_ADDRESS,omitempty"`
	Website     string `json:"WEBSITE_ADDRESS,omitempty"`
	DateOfBirth string `json:"DATE_OF_BIRTH,omitempty"`
	DateOfDeath string `json:"DATE_OF_DEATH,omitempty"`
	Gender      string `json:"GENDER,omitempty"`
}

// senzingOf puts an entity into Senzing's form. It has no score: Watchman gives
// none in it either.
func senzingOf(e *Entity) Senzing {
	s := Senzing{DataSource: e.SourceList, RecordID: e.SourceID, RecordType: "ORGANIZATION"}
	var numbers []GovernmentID
	switch {
	case e.Person != nil:
		s.RecordType = "PERSON"
		s.person(e.Person)
		numbers = e.Person.GovernmentIDs
	default:
		s.NameOrg = e.Name
		if c := cmp.Or(e.Business, e.Organization); c != nil {
			numbers = c.GovernmentIDs
		}
	}
	s.numbers(numbers)
	if len(e.Addresses) > 0 {
		a := &e.Addresses[0]
		s.AddrLine1, s.AddrLine2, s.AddrCity, s.AddrState, s.AddrPostalCode, s.AddrCountry = a.Line1, a.Line2, a.City, a.State, a.PostalCode, a.Country
	}
	s.PhoneNumber, s.Email, s.Website = first(e.Contact.PhoneNumbers), first(e.Contact.EmailAddresses), first(e.Contact.Websites)
	return s
}

func (s *Senzing) person(p *Person) {
	s.NameFull = p.Name
	words := strings.Fields(p.Name)
	if n := len(words); n > 0 {
		s.NameLast = words[n-1]
		if n > 1 {
			s.NameFirst, s.NameMiddle = words[0], strings.Join(words[1:n-1], " ")
		}
	}
	switch p.Gender {
	case "male":
		s.Gender = "M"
	case "female":
		s.Gender = "F"
	}
	s.DateOfBirth, s.DateOfDeath = dayOf(p.BirthDate), dayOf(p.DeathDate)
}

// numbers takes the first number of each type that the form has a place for.
func (s *Senzing) numbers(ids []GovernmentID) {
	set := func(number, state *string, id *GovernmentID) {
		if *number == "" {
			*number, *state = id.Identifier, id.Country
		}
	}
	for i := range ids {
		id := &ids[i]
		switch id.Type {
		case "ssn":
			s.SSN = cmp.Or(s.SSN, id.Identifier)
		case "passport":
			set(&s.PassportNumber, &s.PassportCountry, id)
		case "tax-id":
			set(&s.TaxID, &s.TaxIDCountry, id)
		case "national-id":
			set(&s.NationalID, &s.NationalIDCountry, id)
		case "drivers-license":
			set(&s.DriversLicenseNumber, &s.DriversLicenseState, id)
		}
	}
}

func dayOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// writeSenzing answers with records of Senzing's, as an array or one a line.
func writeSenzing(w http.ResponseWriter, answer *SearchAnswer, sub string) error {
	records := []Senzing{}
	for i := range answer.Entities {
		records = append(records, senzingOf(&answer.Entities[i].Entity))
	}
	switch sub {
	case "jsonl", "json-lines", "ndjson":
	default:
		server.WriteJSON(w, http.StatusOK, records)
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i := range records {
		if err := e.Encode(&records[i]); err != nil {
			return err
		}
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	_, _ = w.Write(b.Bytes()) // who asked has gone
	return nil
}
