// Package audit keeps receipts: what a run of screening covered, with what it
// was made, and what it came to, in a form that anyone can check later.
//
// A receipt is a text file of two lines: the receipt as one JSON object, and a
// seal, which holds the installation's public key and its ed25519 signature of
// the first line's bytes. So any language can check it without knowing how
// numbers or keys are ordered. The receipts of an installation are numbered, and
// each names the SHA-256 of the one before: none can be changed or taken out
// from among them without that being seen.
//
// What a receipt says of rows and results is keyed (HMAC-SHA-256) by a key that
// lies beside it in a private file, with all that a replay needs. Who holds the
// receipt alone can check that it is whole, and learns nothing of any customer.
package audit

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
)

// Version of receipts.
const Version = 1

// Receipt says what a run covered and with what.
type Receipt struct {
	Version int `json:"interdict_receipt"`
	// Number counts the installation's receipts from 1; Previous is the SHA-256 of
	// the one before, empty for the first.
	Number   int    `json:"number"`
	Previous string `json:"previous,omitempty"`

	Build string    `json:"build"`
	Began time.Time `json:"began"`
	Ended time.Time `json:"ended"`

	Inputs    []Input         `json:"inputs"`
	Lists     []List          `json:"lists"`
	Policy    string          `json:"policy"`
	Threshold interdict.Score `json:"threshold"`
	AsOf      interdict.Date  `json:"as_of,omitzero"`
	KnownAt   time.Time       `json:"known_at,omitzero"`
	Hashes    screen.Hashes   `json:"hashes"`

	Read        int64            `json:"read"`
	Screened    int64            `json:"screened"`
	Refused     int64            `json:"refused"`
	Partial     int64            `json:"partial"`
	SubjectsHit int64            `json:"subjects_hit"`
	Hits        int64            `json:"hits"`
	Codes       map[string]int64 `json:"refused_by_code"`
	// RefusedRows is the SHA-256 of the file that names every refused row, which
	// lies beside the receipt; empty where none was.
	RefusedRows string `json:"refused_rows,omitempty"`

	// Canaries is set where canaries were screened in the same run: they stand in no
	// range and no count.
	Canaries *Canaries `json:"canaries,omitempty"`

	// Population is set for a run over one.
	Population *Population `json:"population,omitempty"`

	// Ranges cover the inputs without a gap; Root is the root of the Merkle tree
	// over them.
	Ranges []runs.Range `json:"ranges"`
	Root   string       `json:"root"`
	// Private is the SHA-256 of the private file beside it.
	Private string `json:"private"`
}

// Input is a file that was screened.
type Input struct {
	Name  string `json:"name"` // without its folder
	Rows  int64  `json:"rows"`
	Bytes int64  `json:"bytes"` // of text, decoded
}

// Population is the population that a run was over, and what it covered: a delta
// run compares what changed since the run of an earlier receipt, so that with
// that one everyone is covered.
type Population struct {
	Name            string `json:"name"`
	Generation      int    `json:"generation"`
	Members         int64  `json:"members"`
	Covered         int64  `json:"covered"`
	Refused         int64  `json:"refused"` // of its last file
	Mode            string `json:"mode"`
	Since           string `json:"since,omitempty"`
	EntitiesChanged int    `json:"entities_changed"`
	MembersChanged  int    `json:"members_changed"`
	// ByPostings is set where those who could be meant by what changed on the
	// lists were found by the population's postings, and nobody else was looked
	// at: the input "lists" then has as many rows as there were candidates.
	ByPostings *ByPostings `json:"by_postings,omitempty"`
}

// ByPostings says of each of a population's files how many members it has and
// how many of them could be meant.
type ByPostings struct {
	Candidates int64            `json:"candidates"`
	Files      []PopulationFile `json:"files"`
}

// PopulationFile is one of a population's files. Postings says that its postings
// covered every row and told who could be meant; else everyone in it was.
type PopulationFile struct {
	Name       string `json:"name"`
	Rows       int64  `json:"rows"`
	Candidates int64  `json:"candidates"`
	Postings   bool   `json:"postings"`
}

// Canaries are how many there were in a run, and how many of them were found.
type Canaries struct {
	Canaries int `json:"canaries"`
	Found    int `json:"found"`
}

// List is a list that was screened against.
type List struct {
	ID        string         `json:"id"`
	Edition   string         `json:"edition"`
	Published interdict.Date `json:"published,omitzero"`
	AgeDays   int            `json:"age_days"`
	Health    string         `json:"health"`
}

// Cover says that the run went over these ranges: what they came to, and how much
// of each input, which stand in Inputs already, they cover.
func (r *Receipt) Cover(ranges []runs.Range) {
	total := runs.Total(ranges)
	r.Ranges = ranges
	r.Read, r.Screened, r.Refused, r.Partial = total.Read, total.Screened, total.Refused, total.Incomplete
	r.SubjectsHit, r.Hits, r.Codes = total.SubjectsHit, total.Hits, total.Codes
	for i := range ranges {
		in := &r.Inputs[ranges[i].Input]
		in.Rows += ranges[i].Rows
		in.Bytes += ranges[i].Bytes
	}
}

// seal is a receipt's second line.
type seal struct {
	Key       string `json:"key"`       // the installation's public key, base64
	Signature string `json:"signature"` // of the first line's bytes
}

// Sealed is a receipt with the bytes that were signed.
type Sealed struct {
	Receipt
	Line []byte
	seal seal
}

// Sum is the receipt's SHA-256, by which the next one names it.
func (s *Sealed) Sum() string {
	sum := sha256.Sum256(s.Line)
	return hex.EncodeToString(sum[:])
}

// File is the receipt's file.
func (s *Sealed) File() ([]byte, error) {
	second, err := json.Marshal(s.seal)
	return twoLines(s.Line, second), err
}

// Key is the public key that signed it, in base64.
func (s *Sealed) Key() string { return s.seal.Key }

// sign makes the file of a receipt.
func sign(r *Receipt, key ed25519.PrivateKey) ([]byte, error) {
	line, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	second, err := json.Marshal(sealOf(line, key))
	return twoLines(line, second), err
}

func twoLines(line, second []byte) []byte {
	return bytes.Join([][]byte{line, second, nil}, []byte("\n"))
}

// sealOf signs content.
func sealOf(content []byte, key ed25519.PrivateKey) seal {
	return seal{Key: base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)), Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, content))}
}

// checkSeal reads a seal and checks that it is of content.
func checkSeal(content, line []byte) (s seal, err error) {
	if err := json.Unmarshal(line, &s); err != nil {
		return s, fmt.Errorf("its seal cannot be read: %w", err)
	}
	strict := base64.StdEncoding.Strict() // one way to write each
	key, err1 := strict.DecodeString(s.Key)
	signature, err2 := strict.DecodeString(s.Signature)
	if err := errors.Join(err1, err2); err != nil || len(key) != ed25519.PublicKeySize {
		return s, errors.New("its seal holds no key and signature")
	}
	if !ed25519.Verify(key, content, signature) {
		return s, errors.New("its signature is not of its content: it was changed after it was made")
	}
	return s, nil
}

// maxReceipt is the largest receipt that is read: ten thousand million rows have
// some twenty thousand ranges.
const maxReceipt = 64 << 20

// Parse reads a receipt's file and checks it by itself: the signature, the
// tree over its ranges, and that they cover the inputs and add up.
func Parse(file []byte) (*Sealed, error) {
	if len(file) > maxReceipt {
		return nil, fmt.Errorf("it has over %d MB, which no receipt has", maxReceipt>>20)
	}
	line, rest, ok := bytes.Cut(file, []byte("\n"))
	if !ok {
		return nil, errors.New("it is no receipt, or cut off: its second line, the seal, is missing")
	}
	s := &Sealed{Line: line}
	if err := json.Unmarshal(line, &s.Receipt); err != nil {
		return nil, errors.New("it is neither a receipt nor a signed report, or it is damaged")
	}
	if s.Version != Version {
		return nil, fmt.Errorf("it is a receipt of version %d; this program reads version %d", s.Version, Version)
	}
	var err error
	if s.seal, err = checkSeal(line, rest); err != nil {
		return nil, err
	}
	return s, s.check()
}

// check says where a receipt contradicts itself.
func (r *Receipt) check() error {
	root, err := Root(r.Ranges)
	if err != nil {
		return err
	}
	if root != r.Root {
		return errors.New("its root is not that of its ranges")
	}
	rows := make([]int64, len(r.Inputs))
	var screened, refused, partial, subjectsHit, hits int64
	last := 0
	for i := range r.Ranges {
		g := &r.Ranges[i]
		if g.Input < last || g.Input >= len(r.Inputs) || g.Rows <= 0 || g.FirstRow != rows[g.Input]+1 {
			return fmt.Errorf("range %d does not follow the one before: rows would be missing or counted twice", i+1)
		}
		last = g.Input
		rows[g.Input] += g.Rows
		screened, refused, partial, subjectsHit, hits = screened+g.Screened, refused+g.Refused, partial+g.Partial, subjectsHit+g.SubjectsHit, hits+g.Hits
	}
	for i := range r.Inputs {
		if r.Inputs[i].Rows != rows[i] {
			return fmt.Errorf("its ranges cover %d of the %d rows of %s", rows[i], r.Inputs[i].Rows, r.Inputs[i].Name)
		}
	}
	if screened != r.Screened || refused != r.Refused || partial != r.Partial || subjectsHit != r.SubjectsHit || hits != r.Hits || screened+refused != r.Read {
		return errors.New("its counts are not the sums of its ranges")
	}
	return nil
}
