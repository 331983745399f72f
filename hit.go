package interdict

import (
	"fmt"
	"strings"
)

// Score is a number in [0, 1] held as ten-thousandths, so that what decides
// is an integer and every machine agrees on it. 10000 is 1.
type Score int32

// DefaultThreshold is the score from which a pair is a hit.
const DefaultThreshold Score = 7000

// String has four decimals.
func (s Score) String() string { return fmt.Sprintf("%d.%04d", s/10000, s%10000) }

// ParseScore reads a score as people write it: 0 to 1, with at most four
// decimals.
func ParseScore(s string) (Score, error) {
	n, err := parseDecimal(s, 4)
	if err == nil && n > 10000 {
		err = fmt.Errorf("%q is above 1", s)
	}
	if err != nil {
		return 0, fmt.Errorf("%w; write a number from 0 to 1 with at most four decimals, such as 0.75", err)
	}
	return Score(n), nil
}

// parseDecimal reads a plain decimal number of at most three digits before the
// point and places behind it, as a whole number of the last place.
func parseDecimal(s string, places int) (n int32, err error) {
	whole, decimals, _ := strings.Cut(s, ".")
	if len(whole) > 3 || len(decimals) > places || whole+decimals == "" {
		return 0, fmt.Errorf("%q is no such number", s)
	}
	for _, c := range whole + (decimals + "0000")[:places] {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("%q is no number", s)
		}
		n = n*10 + c - '0'
	}
	return n, nil
}

// MarshalJSON writes the score as a number with four decimals.
func (s Score) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Score) UnmarshalJSON(b []byte) error {
	n, err := ParseScore(string(b))
	if err == nil {
		*s = n
	}
	return err
}

// Millibits is a weight of evidence: thousandths of a bit. Ten bits mean that
// the agreement is a thousand times likelier for one and the same party than
// for two.
type Millibits int32

// ParseMillibits reads a weight as people write it: bits, from 0 to 100, with
// at most three decimals.
func ParseMillibits(s string) (Millibits, error) {
	n, err := parseDecimal(s, 3)
	if err == nil && n > 100_000 {
		err = fmt.Errorf("%q is above 100", s)
	}
	if err != nil {
		return 0, fmt.Errorf("%w; write bits from 0 to 100 with at most three decimals, such as 4.5", err)
	}
	return Millibits(n), nil
}

// MarshalJSON writes the weight in bits with one decimal.
func (m Millibits) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%.1f", m.Bits()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (m *Millibits) UnmarshalJSON(b []byte) error {
	text, negative := strings.CutPrefix(string(b), "-")
	n, err := parseDecimal(text, 3)
	if err != nil {
		return fmt.Errorf("%q is no weight in bits", b)
	}
	if negative {
		n = -n
	}
	*m = Millibits(n)
	return nil
}

// Bits is the weight in bits, for showing.
func (m Millibits) Bits() float64 { return float64(m) / 1000 }

// Evidence is one comparison: what of the subject was held against what of
// the entity, how alike they are, and what that adds or takes away.
type Evidence struct {
	// Field is "name", "birth_date", "country", "identifier", "gender", ...
	Field   string `json:"field"`
	Subject string `json:"subject"`
	Entity  string `json:"entity"`
	// Similarity is 1 for equal, 0 for contradicting.
	Similarity Score `json:"similarity"`
	// Weight is what the comparison adds to (or, negative, takes from) the
	// weight of evidence.
	Weight Millibits `json:"weight"`
	// Note says in words what joined or parted the two.
	Note string `json:"note,omitempty"`
	// Remarks are what else bears on the comparison as a whole.
	Remarks []string `json:"remarks,omitempty"`
	// Tokens tells a name's comparison apart, word by word.
	Tokens []TokenEvidence `json:"tokens,omitempty"`
	// Source is the listing that states the entity's value.
	Source Ref `json:"source,omitzero"`
}

// TokenEvidence is one word of a name beside its counterpart; one of them is
// empty where the other side lacks it.
type TokenEvidence struct {
	Subject    string `json:"subject,omitempty"`
	Entity     string `json:"entity,omitempty"`
	Edge       string `json:"edge"` // "exact", "edit", "variant", "nickname", "initial", "join", "split", "missing"
	Similarity Score  `json:"similarity"`
	// Rarity is how surprising the word is by itself, Weight what it adds here.
	Rarity Millibits `json:"rarity"`
	Weight Millibits `json:"weight"`
}

// Verdict is what a screening says of a subject, gravest last.
type Verdict string

const (
	Clear      Verdict = "clear"
	Review     Verdict = "review"
	Prohibited Verdict = "prohibited"
)

// MeasureVerdict is the verdict on one measure in one jurisdiction.
type MeasureVerdict struct {
	Jurisdiction string  `json:"jurisdiction"` // ISO 3166-1 alpha-2, "un" or "eu"
	Measure      Measure `json:"measure"`
	Verdict      Verdict `json:"verdict"`
	Basis        string  `json:"basis"`
}

// Hit is a pair of subject and entity whose score reaches the threshold. Its
// JSON form is that of `interdict screen --json`.
type Hit struct {
	EntityID string `json:"entity_id"`
	Caption  string `json:"caption"`
	Schema   Schema `json:"schema"`
	Score    Score  `json:"score"`
	// Strength is how much of what could agree does agree. An identical name
	// alone is 1.
	Strength Score `json:"strength"`
	// Spelling is how exactly the names are written alike: 1 for the same letters
	// after case, accents and punctuation; of a name in another script as it is read,
	// which is never 1. It orders hits of one score.
	Spelling Score `json:"spelling"`
	// Weight is how surprising the agreement is.
	Weight Millibits `json:"weight"`
	// Sufficiency is how much there was to compare.
	Sufficiency Score    `json:"sufficiency"`
	MatchedName string   `json:"matched_name"`
	Lists       []string `json:"lists"`
	ListingIDs  []string `json:"listing_ids"`
	// Kinds are those of the listings, each once. Only a sanction or a
	// proscription makes a party sanctioned.
	Kinds    []Kind           `json:"kinds"`
	Measures []Measure        `json:"measures"`
	Verdicts []MeasureVerdict `json:"verdicts"`
	Evidence []Evidence       `json:"evidence"`
	// Standing is what no single list can tell, nil where nobody looked it up.
	Standing *Standing `json:"standing,omitempty"`
}

// Result is what screening one subject found, best hit first.
type Result struct {
	Subject Subject
	Verdict Verdict
	Hits    []Hit
	// Cleared holds, where asked for, the nearest pairs that did not reach
	// the threshold, so that a report can say why a subject was cleared.
	Cleared []Hit
}
