package mcp

import (
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// party is who is screened or explained.
type party struct {
	Name        string       `json:"name" jsonschema:"the full name, in any script"`
	OtherNames  []string     `json:"other_names,omitempty" jsonschema:"other names and spellings that the party uses"`
	Schema      string       `json:"schema,omitempty" jsonschema:"what it is; leave it out where that is not known"`
	BirthDate   string       `json:"birth_date,omitempty" jsonschema:"YYYY-MM-DD, YYYY-MM or YYYY"`
	Countries   []string     `json:"countries,omitempty" jsonschema:"nationality, citizenship, registration or flag, as two-letter codes or English names"`
	Identifiers []identifier `json:"identifiers,omitempty" jsonschema:"passports, registration numbers, wallets and the like"`
	Gender      string       `json:"gender,omitempty"`
	BirthPlace  string       `json:"birth_place,omitempty"`
	Address     string       `json:"address,omitempty"`
	Email       string       `json:"email,omitempty"`
}

// identifier is a number of a party.
type identifier struct {
	Type    string `json:"type,omitempty" jsonschema:"passport, national_id, tax_id, registration, lei, bic, iban, inn, ogrn, uscc, duns, imo, mmsi, call_sign, serial_number, tail_number, wallet, isin or other"`
	Value   string `json:"value"`
	Country string `json:"country,omitempty" jsonschema:"the country that issued it"`
}

// types are those of identifiers that may be asked for.
var types = []interdict.IDType{
	interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI, interdict.BIC, interdict.IBAN, interdict.INN,
	interdict.OGRN, interdict.USCC, interdict.DUNS, interdict.IMO, interdict.IMOCompany, interdict.MMSI, interdict.CallSign, interdict.TailNumber,
	interdict.SerialNumber, interdict.Wallet, interdict.ISIN, interdict.OtherID,
}

// subject is the party in our own form. Errors name members, not values.
func (p *party) subject(at string) (*interdict.Subject, error) {
	s := &interdict.Subject{Schema: interdict.Schema(p.Schema)}
	for i, n := range append([]string{p.Name}, p.OtherNames...) {
		if n = strings.Join(strings.Fields(n), " "); n == "" {
			if i == 0 {
				return nil, fmt.Errorf("%sname: write the party's name", at)
			}
			continue
		}
		kind := interdict.PrimaryName
		if i > 0 {
			kind = interdict.AliasName
		}
		s.Names = append(s.Names, interdict.Name{Full: n, Kind: kind})
	}
	if p.BirthDate != "" {
		d, err := interdict.ParseDate(p.BirthDate)
		if err != nil {
			return nil, fmt.Errorf("%sbirth_date: it is no date; write YYYY-MM-DD, YYYY-MM or YYYY", at)
		}
		s.BirthDates = []interdict.Date{d}
	}
	for i, c := range p.Countries {
		code := country.Code(c)
		if code == "" {
			return nil, fmt.Errorf("%scountries[%d]: no country is called so; write its English name or its two-letter code", at, i)
		}
		s.Countries = append(s.Countries, interdict.Country{Code: code})
	}
	for i, id := range p.Identifiers {
		one, err := id.in(fmt.Sprintf("%sidentifiers[%d].", at, i))
		if err != nil {
			return nil, err
		}
		s.Identifiers = append(s.Identifiers, one)
	}
	if p.Gender != "" {
		s.Genders = []string{p.Gender}
	}
	if p.BirthPlace != "" {
		s.BirthPlaces = []interdict.Place{{Text: p.BirthPlace}}
	}
	if p.Address != "" {
		s.Addresses = []interdict.Place{{Text: p.Address}}
	}
	if p.Email != "" {
		s.Emails = []string{p.Email}
	}
	return s, nil
}

func (id *identifier) in(at string) (out interdict.Identifier, err error) {
	out = interdict.Identifier{Type: interdict.OtherID, Value: strings.TrimSpace(id.Value), Country: country.Code(id.Country)}
	if out.Value == "" {
		return out, fmt.Errorf("%svalue: write the number", at)
	}
	if id.Type == "" {
		return out, nil
	}
	for _, t := range types {
		if id.Type == string(t) {
			out.Type = t
			return out, nil
		}
	}
	return out, fmt.Errorf("%stype: there is no such type; write passport, national_id, tax_id, registration, wallet, imo or another that the schema names", at)
}
