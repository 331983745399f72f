package watchman

import (
	"time"

	"github.com/interdict/interdict"
)

// Entity is a party in Watchman's form. What is absent is null, never left out.
type Entity struct {
	Name       string `json:"name"`
	EntityType string `json:"entityType"`
	SourceList string `json:"sourceList"`
	SourceID   string `json:"sourceID"`

	Person       *Person   `json:"person"`
	Business     *Company  `json:"business"`
	Organization *Company  `json:"organization"`
	Aircraft     *Aircraft `json:"aircraft"`
	Vessel       *Vessel   `json:"vessel"`

	Contact         Contact          `json:"contact"`
	Addresses       []Address        `json:"addresses"`
	CryptoAddresses []CryptoAddress  `json:"cryptoAddresses"`
	Affiliations    []Affiliation    `json:"affiliations"`
	SanctionsInfo   *SanctionsInfo   `json:"sanctionsInfo"`
	HistoricalInfo  []HistoricalInfo `json:"historicalInfo"`

	// SourceData is the listing in our own form, null in a query.
	SourceData any `json:"sourceData"`
}

// Person is what is said of a human being.
type Person struct {
	Name          string         `json:"name"`
	AltNames      []string       `json:"altNames"`
	Gender        string         `json:"gender"` // "male", "female" or "unknown"
	BirthDate     *time.Time     `json:"birthDate"`
	PlaceOfBirth  string         `json:"placeOfBirth"`
	DeathDate     *time.Time     `json:"deathDate"`
	Titles        []string       `json:"titles"`
	GovernmentIDs []GovernmentID `json:"governmentIDs"`
}

// Company is what is said of a business or another organisation.
type Company struct {
	Name          string         `json:"name"`
	AltNames      []string       `json:"altNames"`
	Created       *time.Time     `json:"created"`
	Dissolved     *time.Time     `json:"dissolved"`
	GovernmentIDs []GovernmentID `json:"governmentIDs"`
}

// Aircraft is what is said of one.
type Aircraft struct {
	Name         string     `json:"name"`
	AltNames     []string   `json:"altNames"`
	Type         string     `json:"type"`
	Flag         string     `json:"flag"`
	Built        *time.Time `json:"built"`
	ICAOCode     string     `json:"icaoCode"`
	Model        string     `json:"model"`
	SerialNumber string     `json:"serialNumber"`
}

// Vessel is what is said of one.
type Vessel struct {
	Name                   string     `json:"name"`
	AltNames               []string   `json:"altNames"`
	IMONumber              string     `json:"imoNumber"`
	Type                   string     `json:"type"`
	Flag                   string     `json:"flag"`
	Built                  *time.Time `json:"built"`
	Model                  string     `json:"model"`
	Tonnage                int        `json:"tonnage"`
	MMSI                   string     `json:"mmsi"`
	CallSign               string     `json:"callSign"`
	GrossRegisteredTonnage int        `json:"grossRegisteredTonnage"`
	Owner                  string     `json:"owner"`
}

// GovernmentID is a number that a state gave.
type GovernmentID struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Country    string `json:"country"`
	Identifier string `json:"identifier"`
}

// Contact is how a party is reached.
type Contact struct {
	EmailAddresses []string `json:"emailAddresses"`
	PhoneNumbers   []string `json:"phoneNumbers"`
	FaxNumbers     []string `json:"faxNumbers"`
	Websites       []string `json:"websites"`
}

// Address is a place. No list that is read here gives coordinates.
type Address struct {
	Line1      string  `json:"line1"`
	Line2      string  `json:"line2"`
	City       string  `json:"city"`
	PostalCode string  `json:"postalCode"`
	State      string  `json:"state"`
	Country    string  `json:"country"`
	Latitude   float64 `json:"latitude"`
	Longitude  float64 `json:"longitude"`
}

// CryptoAddress is a wallet.
type CryptoAddress struct {
	Currency string `json:"currency"`
	Address  string `json:"address"`
}

// Affiliation is another party that a listing names.
type Affiliation struct {
	EntityName string `json:"entityName"`
	Type       string `json:"type"`
	Details    string `json:"details,omitempty"`
}

// SanctionsInfo is there for listings that make a party sanctioned, and for no
// other.
type SanctionsInfo struct {
	Programs    []string `json:"programs"`
	Secondary   bool     `json:"secondary"`
	Description string   `json:"description"`
}

// HistoricalInfo is what was true once. Its date is the year 1 where it is not
// known, as in Watchman.
type HistoricalInfo struct {
	Type  string    `json:"type"`
	Value string    `json:"value"`
	Date  time.Time `json:"date"`
}

// Found is a listing that a search found.
type Found struct {
	Entity
	Match   interdict.Score `json:"match"`
	Debug   string          `json:"debug,omitempty"`
	Details *Details        `json:"details,omitempty"`
}

// Details tell a score apart. Watchman gives them with "debug", and says that
// their form may change.
type Details struct {
	Pieces     []Piece         `json:"pieces"`
	FinalScore interdict.Score `json:"finalScore"`
}

// Piece is one sort of comparison.
type Piece struct {
	Score          interdict.Score `json:"score"`
	Weight         float64         `json:"weight"` // bits, of all comparisons of this sort
	Matched        bool            `json:"matched"`
	Required       bool            `json:"required"`
	Exact          bool            `json:"exact"`
	FieldsCompared int             `json:"fieldsCompared"`
	PieceType      string          `json:"pieceType"`
}

// SearchAnswer is the answer of GET /v2/search.
type SearchAnswer struct {
	Query    Entity  `json:"query"`
	Entities []Found `json:"entities"`
}
