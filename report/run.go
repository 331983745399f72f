package report

import (
	"time"

	"github.com/interdict/interdict"
)

// Header says what a run was made with. It stands at the top of every report
// that people read.
type Header struct {
	// Made is when the run began.
	Made time.Time
	// Lists are those screened against.
	Lists []List
	// Demo is set where the built-in demonstration register was used: then the
	// report says loudly that it proves nothing.
	Demo bool
	// AsOf is the past day whose lists were used, zero for today's.
	AsOf interdict.Date
	// KnownAt is the time after whose loads nothing counts, zero for now.
	KnownAt time.Time
	// Policy is the name of the policy, Threshold the score from which a pair is
	// a hit.
	Policy    string
	Threshold interdict.Score
	// Hashes name all that the results depend on.
	Hashes Hashes
	// Inputs are the names of the files that were screened.
	Inputs []string
	// All says that subjects without a hit are reported too.
	All bool
}

// Writer writes the results of a run in one form. Results are handed over in
// input order; Close writes what ends the report. A Writer keeps nothing of a
// result after Result returns.
type Writer interface {
	Result(*interdict.Result) error
	Close(*Summary) error
}

// Lookup finds the listings of an entity, for what a hit does not carry: the
// regime, the day of listing, what the list states that the subject lacks.
// whole says that they hold every published field; a snapshot's do not, and
// then nothing is said of what they lack. It may return nil: reports then do
// without.
type Lookup func(entityID string) (listings []interdict.Listing, whole bool)

// Summary is what a run came to. Its JSON form is what `--summary FILE` holds.
type Summary struct {
	// Interdict is the version of the program.
	Interdict string          `json:"interdict"`
	Began     time.Time       `json:"began"`
	Inputs    []string        `json:"inputs"`
	Policy    string          `json:"policy"`
	Threshold interdict.Score `json:"threshold"`
	AsOf      interdict.Date  `json:"as_of,omitzero"`
	KnownAt   time.Time       `json:"known_at,omitzero"`
	// Demo is set where the demonstration register was used.
	Demo bool `json:"demo"`

	// Read counts data records, Screened those that were compared, Refused
	// those that could not be; Read is the sum of the other two. Partial counts
	// the values that could not be read and were left out of screened rows.
	Read     int64 `json:"read"`
	Screened int64 `json:"screened"`
	Refused  int64 `json:"refused"`
	Partial  int64 `json:"partial"`
	// SubjectsHit counts subjects with a hit, Hits all hits.
	SubjectsHit int64 `json:"subjects_hit"`
	Hits        int64 `json:"hits"`
	// Complete is false where a row was refused or screened in part.
	Complete bool `json:"complete"`
	// Codes counts refusals and partial rows by reason code; Refusals names the
	// first thousand of them.
	Codes    map[string]int64 `json:"refused_by_code"`
	Refusals []Refusal        `json:"refusals"`
	// Notes are warnings about the input as a whole, in words.
	Notes []string `json:"notes"`

	Lists []List `json:"lists"`
	// Stale are the ids of lists that are older than their limit, or closed while
	// their successor is not loaded.
	Stale []string `json:"stale"`

	Seconds float64 `json:"seconds"`
	Hashes  Hashes  `json:"hashes"`
	// Receipt names the receipt that proves the run, empty where none was made.
	Receipt string `json:"receipt,omitempty"`
	// Canaries are what those came to that were screened in the same run, nil where
	// none were.
	Canaries *CanaryCount `json:"canaries,omitempty"`
}

// Refusal is a row that could not be screened, or that was screened without
// one of its values.
type Refusal struct {
	File string `json:"file,omitempty"`
	Row  int64  `json:"row"`
	// Code is one of docs/errors.md, Reason the sentence with the remedy.
	Code   string `json:"code"`
	Reason string `json:"reason"`
	// Screened says that the row was screened without the value that Reason
	// names.
	Screened bool `json:"screened"`
}

// Hashes name all that a result depends on, in hexadecimal SHA-256: the
// snapshot of the lists, the analysis that compiled it, the scoring weights
// and the policy.
type Hashes struct {
	Snapshot string `json:"snapshot"`
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
	Policy   string `json:"policy"`
}

// Rate is how many subjects were screened a second, 0 where the time was too
// short to tell.
func (s *Summary) Rate() float64 {
	if s.Seconds < 0.001 {
		return 0
	}
	return float64(s.Screened) / s.Seconds
}
