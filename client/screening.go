package client

import "time"

// AnsweredBy says what an answer rests on: the same hashes and lists give the
// same answer.
type AnsweredBy struct {
	Hashes        Hashes      `json:"hashes"`
	Since         time.Time   `json:"since"`                   // When this state of the lists began to answer
	Lists         []Answering `json:"lists"`                   // The lists that were asked
	Demo          bool        `json:"demo"`                    // The built-in demonstration register answered: it proves nothing
	AsOf          string      `json:"as_of,omitempty"`         // The past day whose lists answered
	KnownAt       *time.Time  `json:"known_at,omitempty"`      // What was loaded after this time was left out
	Reconstructed []string    `json:"reconstructed,omitempty"` // Lists whose state of that day rests on what listings say themselves
}

// Answering is a list that answered.
type Answering struct {
	ID        string  `json:"id"`        // The list
	Edition   string  `json:"edition"`   // The first digits of the edition's SHA-256; empty for the demonstration register
	Published *string `json:"published"` // The edition's date, null where none is known
	AgeDays   int     `json:"age_days"`  // Its age in whole days
	Health    string  `json:"health"`    // ok, stale, closed, failed, incomplete or demo
}

// Hashes name all that an answer depends on.
type Hashes struct {
	Snapshot string `json:"snapshot"`
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
	Policy   string `json:"policy"`
}

// ScreenAnswer has a result for each subject, in their order.
type ScreenAnswer struct {
	Results        []Result   `json:"results"`         // One for each subject, in their order; with all=false those with a hit
	Complete       bool       `json:"complete"`        // Every value of every subject could be read
	Refusals       []Refusal  `json:"refusals"`        // Values that could not be read; their subjects were screened without them
	UnknownMembers []string   `json:"unknown_members"` // Members of subjects that nobody knows and that were not screened
	AnsweredBy     AnsweredBy `json:"answered_by"`
}

// Refusal is what could not be read of a subject.
type Refusal struct {
	Row      int    `json:"row"`      // The subject, counted from 1
	Code     string `json:"code"`     // The reason; docs/customers.md has all
	Reason   string `json:"reason"`   // The reason in words, with the remedy
	Screened bool   `json:"screened"` // The subject was screened, without the value that could not be read
}

// Result is what the screening of one subject found, best hit first.
type Result struct {
	Subject SubjectLine `json:"subject"`
	Verdict string      `json:"verdict"`
	Hits    []Hit       `json:"hits"`
	Hashes  Hashes      `json:"hashes"`
	Cleared []Hit       `json:"cleared,omitempty"`
}

// SubjectLine is what a result says of its subject: enough to find it again.
type SubjectLine struct {
	ID   string `json:"id"`
	Row  int    `json:"row"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	Path string `json:"path"`
}

// Hit is a pair of subject and listed party whose score reaches the threshold.
// Scores are between 0 and 1, weights in bits.
type Hit struct {
	EntityID    string           `json:"entity_id"`
	Caption     string           `json:"caption"`
	Schema      string           `json:"schema"`
	Score       float64          `json:"score"`
	Strength    float64          `json:"strength"`
	Spelling    float64          `json:"spelling"`
	Weight      float64          `json:"weight"`
	Sufficiency float64          `json:"sufficiency"`
	MatchedName string           `json:"matched_name"`
	Lists       []string         `json:"lists"`
	ListingIDs  []string         `json:"listing_ids"`
	Kinds       []string         `json:"kinds"`
	Measures    []string         `json:"measures"`
	Verdicts    []MeasureVerdict `json:"verdicts"`
	Evidence    []Evidence       `json:"evidence"`
	Standing    *Standing        `json:"standing,omitempty"`
}

// MeasureVerdict is the verdict on one measure in one jurisdiction.
type MeasureVerdict struct {
	Jurisdiction string `json:"jurisdiction"`
	Measure      string `json:"measure"`
	Verdict      string `json:"verdict"`
	Basis        string `json:"basis"`
}

// Evidence is one comparison of a subject with a party. Weights are in bits.
type Evidence struct {
	Field      string          `json:"field"`
	Subject    string          `json:"subject"`
	Entity     string          `json:"entity"`
	Similarity float64         `json:"similarity"`
	Weight     float64         `json:"weight"`
	Note       string          `json:"note,omitempty"`
	Remarks    []string        `json:"remarks,omitempty"`
	Source     *Ref            `json:"source,omitempty"`
	Tokens     []TokenEvidence `json:"tokens,omitempty"`
}

// TokenEvidence is one word of a name beside its counterpart.
type TokenEvidence struct {
	Edge       string  `json:"edge"`
	Similarity float64 `json:"similarity"`
	Rarity     float64 `json:"rarity"`
	Weight     float64 `json:"weight"`
	Entity     string  `json:"entity,omitempty"`
	Subject    string  `json:"subject,omitempty"`
}

// Standing is what no single list can tell of a party: who lists it since when,
// who removed it, who never listed it, and where they disagree.
type Standing struct {
	Listed      []ListedSince `json:"listed"`
	Removed     []Removal     `json:"removed"`
	ListsAbsent []string      `json:"lists_absent"`
	Conflicts   []Conflict    `json:"conflicts"`
	JoinedBy    []Joined      `json:"joined_by,omitempty"`
}

// ListedSince is a listing in force and the day since which it is listed.
type ListedSince struct {
	Since     string `json:"since"`
	SinceFrom string `json:"since_from"`
	List      string `json:"list"`
	ID        string `json:"id"`
}

// Removal is a listing that its list no longer holds.
type Removal struct {
	LastSeen string `json:"last_seen"`
	Removed  string `json:"removed"`
	List     string `json:"list"`
	ID       string `json:"id"`
}

// Conflict is a fact on which listings of one party cannot all be right.
type Conflict struct {
	Field  string          `json:"field"`
	Values []ConflictValue `json:"values"`
}

// ConflictValue is one of the values and the listings that state it.
type ConflictValue struct {
	Value    string `json:"value"`
	Listings []Ref  `json:"listings"`
}

// Joined is by what two listings are of one party, in short.
type Joined struct {
	Listings []Ref   `json:"listings"`
	Kind     string  `json:"kind"`
	Names    float64 `json:"names"`
	Weight   float64 `json:"weight,omitempty"`
}

// Ref names a listing.
type Ref struct {
	List string `json:"list"`
	ID   string `json:"id"`
}

// StreamSummary is what a stream came to.
type StreamSummary struct {
	Read           int            `json:"read"`     // Lines that were not empty: screened and refused
	Screened       int            `json:"screened"` // Subjects that were compared
	Refused        int            `json:"refused"`  // Lines that could not be read
	Partial        int            `json:"partial"`  // Values that could not be read; their subjects were screened without them
	SubjectsHit    int            `json:"subjects_hit"`
	Hits           int            `json:"hits"`
	Complete       bool           `json:"complete"` // The whole input was read, and every value of it
	RefusedByCode  map[string]int `json:"refused_by_code"`
	UnknownMembers []string       `json:"unknown_members"` // Members of subjects that nobody knows and that were not screened, at most a hundred
}

// ExplainAnswer says why a subject does or does not match.
type ExplainAnswer struct {
	Subject       string        `json:"subject"`
	Explanations  []Explanation `json:"explanations"`
	AsOf          *string       `json:"as_of"`
	Hashes        Hashes        `json:"hashes"`
	Demo          bool          `json:"demo,omitempty"`
	KnownAt       *time.Time    `json:"known_at,omitempty"`
	Reconstructed []string      `json:"reconstructed,omitempty"`
	AnsweredBy    AnsweredBy    `json:"answered_by"`
}

// Explanation says at which stage a pair was lost, or that it is a hit.
type Explanation struct {
	Hit       Hit     `json:"hit"`
	Threshold float64 `json:"threshold"`
	Matched   bool    `json:"matched"`
	Stage     string  `json:"stage"`
	Words     string  `json:"words"`
	NameFloor float64 `json:"name_floor"`
}
