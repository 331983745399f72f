package table

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

// Field is what a column means.
type Field string

// The fields. A mapping file names them by these words; headers.tsv holds the
// words by which headers name them.
const (
	ID           Field = "id"
	FullName     Field = "name"
	OriginalName Field = "original_name" // in the bearer's own script
	FirstName    Field = "first_name"
	MiddleName   Field = "middle_name"
	Patronymic   Field = "patronymic"
	LastName     Field = "last_name"
	MaidenName   Field = "maiden_name"
	FormerName   Field = "former_name"
	Aliases      Field = "aliases" // several are separated by ";" or "|"
	WeakAliases  Field = "weak_aliases"

	BirthDate  Field = "birth_date"
	DeathDate  Field = "death_date"
	BirthPlace Field = "birth_place"
	Gender     Field = "gender"
	Type       Field = "type" // person, company, vessel ...

	Country             Field = "country" // it does not say what the country is to the party
	Nationality         Field = "nationality"
	Citizenship         Field = "citizenship"
	Residence           Field = "residence"
	RegistrationCountry Field = "registration_country"
	Flag                Field = "flag"

	Passport          Field = "passport"
	PassportCountry   Field = "passport_country"
	NationalID        Field = "national_id"
	NationalIDCountry Field = "national_id_country"
	TaxID             Field = "tax_id"
	TaxIDCountry      Field = "tax_id_country"
	Registration      Field = "registration"
	LEI               Field = "lei"
	BIC               Field = "bic"
	IBAN              Field = "iban"
	INN               Field = "inn"
	OGRN              Field = "ogrn"
	USCC              Field = "uscc"
	DUNS              Field = "duns"
	IMO               Field = "imo"
	MMSI              Field = "mmsi"
	CallSign          Field = "call_sign"
	TailNumber        Field = "tail_number"
	SerialNumber      Field = "serial_number"
	Wallet            Field = "wallet"
	ISIN              Field = "isin"
	OtherID           Field = "other_id"
	// IDNumber is an identifier whose kind the cell of IDType says.
	IDNumber  Field = "id_number"
	IDType    Field = "id_type"
	IDCountry Field = "id_country"

	Address        Field = "address" // the whole in one cell
	Street         Field = "street"
	City           Field = "city"
	Region         Field = "region"
	PostalCode     Field = "postal_code"
	AddressCountry Field = "address_country"
	Email          Field = "email"

	Phone    Field = "phone"
	Website  Field = "website"
	Title    Field = "title"
	Position Field = "position"

	Measures Field = "measures"
	Reason   Field = "reason"
	ListedOn Field = "listed_on"
	Program  Field = "program"
	Remarks  Field = "remarks"

	// Ignored is a column that a mapping tells to leave out.
	Ignored Field = "ignore"
	// Unknown is a column that no one knows.
	Unknown Field = ""
)

// identifiers are the fields that hold identifiers, with their types.
var identifiers = map[Field]interdict.IDType{
	Passport: interdict.Passport, NationalID: interdict.NationalID, TaxID: interdict.TaxID,
	Registration: interdict.RegistrationNo, LEI: interdict.LEI, BIC: interdict.BIC, IBAN: interdict.IBAN,
	INN: interdict.INN, OGRN: interdict.OGRN, USCC: interdict.USCC, DUNS: interdict.DUNS, IMO: interdict.IMO,
	MMSI: interdict.MMSI, CallSign: interdict.CallSign, TailNumber: interdict.TailNumber,
	SerialNumber: interdict.SerialNumber, Wallet: interdict.Wallet, ISIN: interdict.ISIN, OtherID: interdict.OtherID,
}

// roles are the fields that hold countries, with what they are to the party.
var roles = map[Field]interdict.CountryRole{
	Country: interdict.AnyRole, Nationality: interdict.Nationality, Citizenship: interdict.Citizenship,
	Residence: interdict.Residence, RegistrationCountry: interdict.Registration, Flag: interdict.Flag,
}

//go:embed headers.tsv
var headersTSV string

//go:embed values.tsv
var valuesTSV string

//go:embed months.tsv
var monthsTSV string

// vocabulary is what the three tables say, by key.
type vocabulary struct {
	fields   map[string]Field
	prefixes []string
	types    map[string]interdict.Schema
	genders  map[string]string
	empty    map[string]bool
	months   map[string]int // 0: a word without meaning
}

// words is the vocabulary, read once when first needed.
var words = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{
		fields: map[string]Field{}, types: map[string]interdict.Schema{}, genders: map[string]string{},
		empty: map[string]bool{}, months: map[string]int{},
	}
	for _, cells := range tsv.Records(headersTSV) {
		for _, key := range keys(cells[2]) {
			if cells[0] == "prefix" {
				v.prefixes = append(v.prefixes, key)
			} else if _, taken := v.fields[key]; !taken {
				v.fields[key] = Field(cells[0])
			}
		}
	}
	for _, cells := range tsv.Records(valuesTSV) {
		for _, key := range keys(cells[2]) {
			switch cells[0] {
			case "type":
				v.types[key] = interdict.Schema(cells[1])
			case "gender":
				v.genders[key] = cells[1]
			default:
				v.empty[key] = true
			}
		}
	}
	for _, cells := range tsv.Records(monthsTSV) {
		number, _ := strconv.Atoi(cells[0])
		for _, key := range keys(cells[1]) {
			v.months[key] = number
		}
	}
	return v
})

func keys(spellings string) []string {
	var all []string
	for s := range strings.SplitSeq(spellings, ";") {
		all = append(all, key(s))
	}
	return all
}

// FieldOf returns what a column with this header means, Unknown where no one
// knows.
func FieldOf(header string) Field {
	k := key(header)
	if f := words().fieldOf(k); f != Unknown {
		return f
	}
	return words().fieldOf(umlauts.Replace(k))
}

// umlauts undoes German as machines without umlauts write it.
var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

func (v *vocabulary) fieldOf(k string) Field {
	if f, ok := v.fields[k]; ok {
		return f
	}
	k = strings.TrimRight(k, "0123456789")
	if f, ok := v.fields[k]; ok {
		return f
	}
	for _, p := range v.prefixes {
		if rest, ok := strings.CutPrefix(k, p); ok && rest != "" {
			if f, ok := v.fields[rest]; ok {
				return f
			}
		}
	}
	return Unknown
}

// known says whether a mapping may name this field.
func (f Field) known() bool {
	for _, g := range words().fields {
		if f == g {
			return true
		}
	}
	return f == Ignored
}
