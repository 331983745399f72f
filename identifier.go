package interdict

import "strings"

// Identifier is a number or code that a party carries.
type Identifier struct {
	Type IDType `json:"type"`
	// Value is as published, spaces at the ends removed.
	Value string `json:"value"`
	// Country is that of issue, ISO 3166-1 alpha-2 in lower case, if stated.
	Country string `json:"country,omitempty"`
	Issued  Date   `json:"issued,omitzero"`
	Expires Date   `json:"expires,omitzero"`
	// Label is the publisher's own word for the type ("National ID No.").
	Label string `json:"label,omitempty"`
	Note  string `json:"note,omitempty"`
}

// IDType is the kind of an identifier. The package ident knows how each is
// written, checked and compared.
type IDType string

const (
	Passport       IDType = "passport"
	NationalID     IDType = "national_id"
	TaxID          IDType = "tax_id"
	RegistrationNo IDType = "registration" // company or business registration
	LEI            IDType = "lei"
	BIC            IDType = "bic"
	IBAN           IDType = "iban"
	INN            IDType = "inn"
	OGRN           IDType = "ogrn"
	USCC           IDType = "uscc" // China, unified social credit code
	DUNS           IDType = "duns"
	IMO            IDType = "imo"         // a ship
	IMOCompany     IDType = "imo_company" // a ship's owner or manager: another number space
	MMSI           IDType = "mmsi"
	CallSign       IDType = "call_sign"
	TailNumber     IDType = "tail_number"
	SerialNumber   IDType = "serial_number"
	Wallet         IDType = "wallet" // digital currency address
	ISIN           IDType = "isin"
	// CrossRef is another publisher's number for the same party: a UN
	// reference on the UK list, an OFSI group id. Label says whose.
	CrossRef IDType = "cross_reference"
	OtherID  IDType = "other"
)

// Words is what a kind of identifier is called in a sentence.
func (t IDType) Words() string {
	switch t {
	case NationalID:
		return "national id"
	case TaxID:
		return "tax number"
	case RegistrationNo:
		return "registration number"
	case USCC:
		return "unified social credit code"
	case DUNS:
		return "D-U-N-S number"
	case IMO:
		return "IMO number"
	case IMOCompany:
		return "IMO company number"
	case LEI, BIC, IBAN, INN, OGRN, MMSI, ISIN:
		return strings.ToUpper(string(t))
	case OtherID, "":
		return "number"
	}
	return strings.ReplaceAll(string(t), "_", " ")
}
