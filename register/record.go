package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// maxBody is the most bytes that a record may have: the published ones, of
// which the readers allow lists.MaxRecord, and the listing's JSON.
const maxBody = 4 * lists.MaxRecord

var errTooLarge = errors.New("the record is too large")

// record is a listing made ready for keeping.
type record struct {
	listing string // its id
	hash    Hash   // of body: names the record
	facts   Hash   // of the JSON alone: equal facts say the same
	listed  int    // the first day that the listed-on date can mean, 0 if none
	names   int
	// body is the length of the JSON (uvarint), the JSON, and the published
	// bytes; not yet compressed.
	body []byte
}

// newRecord makes a listing's record. It fails on a listing that could not be
// read back. The JSON is that of encoding/json, its keys in the order of the
// struct, without HTML escapes: for one listing it is always the same.
func newRecord(l *interdict.Listing) (*record, error) {
	if err := storable(l); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		return nil, err
	}
	facts := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if n := len(facts) + len(l.Raw); n > maxBody {
		return nil, fmt.Errorf("%w: it has %d bytes, more than %d", errTooLarge, n, maxBody)
	}
	body := make([]byte, 0, binary.MaxVarintLen32+len(facts)+len(l.Raw))
	body = binary.AppendUvarint(body, uint64(len(facts)))
	body = append(append(body, facts...), l.Raw...)
	rec := &record{listing: l.ID, hash: sha256.Sum256(body), facts: sha256.Sum256(facts), names: len(l.Names), body: body}
	if !l.Designation.Listed.IsZero() {
		rec.listed = l.Designation.Listed.First()
	}
	return rec, nil
}

// storable says what would keep the listing from being read back: a date that
// no calendar has.
func storable(l *interdict.Listing) error {
	dates := append([]interdict.Date{l.Designation.Listed, l.Designation.Updated}, l.BirthDates...)
	dates = append(dates, l.DeathDates...)
	for i := range l.Identifiers {
		dates = append(dates, l.Identifiers[i].Issued, l.Identifiers[i].Expires)
	}
	for _, d := range dates {
		if d.IsZero() {
			continue
		}
		if back, err := interdict.ParseDate(d.String()); err != nil {
			return err
		} else if back != d {
			return fmt.Errorf("date %s has parts that no calendar has", d)
		}
	}
	return nil
}

// newEncoder and newDecoder compress records: one at a time, quickly, without
// a checksum, since the record's hash is one.
func newEncoder() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true), zstd.WithWindowSize(64<<10))
}

func newDecoder() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody+binary.MaxVarintLen32))
}

// unpack returns a record's JSON and published bytes. They are the caller's.
func (r *Register) unpack(hash, packed []byte) (facts, raw []byte, err error) {
	body, err := r.unz.DecodeAll(packed, nil)
	if err == nil && sha256.Sum256(body) != Hash(hash) {
		err = fmt.Errorf("its bytes are not those that were stored")
	}
	if err == nil {
		n, k := binary.Uvarint(body)
		if k > 0 && n <= uint64(len(body)-k) {
			return body[k : k+int(n) : k+int(n)], body[k+int(n):], nil
		}
		err = fmt.Errorf("its parts cannot be told apart")
	}
	return nil, nil, damagedRecord(r.path, hash, err)
}

// decode returns the listing that a record holds.
func (r *Register) decode(hash, packed []byte) (*interdict.Listing, error) {
	facts, raw, err := r.unpack(hash, packed)
	if err != nil {
		return nil, err
	}
	l := new(interdict.Listing)
	if err := json.Unmarshal(facts, l); err != nil {
		return nil, damagedRecord(r.path, hash, err)
	}
	if len(raw) > 0 {
		l.Raw = raw
	}
	return l, nil
}

func damagedRecord(path string, hash []byte, err error) error {
	return &Error{Kind: Damaged, What: fmt.Sprintf("%s: record %x cannot be read", path, hash), Err: err,
		Remedy: restore}
}
