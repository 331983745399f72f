package interdict

import "strings"

// Country is what a source says of a party and a country.
type Country struct {
	Role CountryRole `json:"role,omitempty"`
	// Code is ISO 3166-1 alpha-2 in lower case, or empty where Name is not a
	// country that we know.
	Code string `json:"code,omitempty"`
	// Name is as published.
	Name string `json:"name,omitempty"`
}

// CountryRole says what a country is to a party.
type CountryRole string

const (
	Nationality  CountryRole = "nationality"
	Citizenship  CountryRole = "citizenship"
	Residence    CountryRole = "residence"
	Flag         CountryRole = "flag"
	PastFlag     CountryRole = "past_flag"
	Registration CountryRole = "registration"
	// AnyRole is a subject's country whose role the input does not state.
	AnyRole CountryRole = ""
)

// Place is an address or a place of birth. Text is the whole in one line;
// the other fields are filled where the source tells them apart.
type Place struct {
	Text       string `json:"text,omitempty"`
	Street     string `json:"street,omitempty"`
	City       string `json:"city,omitempty"`
	Region     string `json:"region,omitempty"`
	PostalCode string `json:"postal_code,omitempty"`
	// Country is ISO 3166-1 alpha-2 in lower case, CountryName as published.
	Country     string `json:"country,omitempty"`
	CountryName string `json:"country_name,omitempty"`
	Note        string `json:"note,omitempty"`
	ID          string `json:"id,omitempty"` // the publisher's id of the address, where it has one
}

// String is the place in one line.
func (p Place) String() string {
	if p.Text != "" {
		return p.Text
	}
	var kept []string
	for _, s := range []string{p.Street, p.City, p.Region, p.PostalCode, p.CountryName} {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, ", ")
}
