package ftm

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/lists"
)

// source gives the records of an edition, the same each time.
type source struct {
	// each hands the records over in their order. Its report is for the first
	// time alone: a record is refused once.
	each func(report *lists.Report, take func(*entity) error) error
	// decode reads what entity.raw holds.
	decode func(raw []byte) (*entity, error)
}

// reading is one run of Read. It goes through the records twice: first it sets
// aside what stands beside the parties, then it makes a listing of each party
// and of all that names it. So records may stand in any order, and what is held
// in memory is a few numbers a record.
type reading struct {
	ctx    context.Context
	list   string
	report *lists.Report
	yield  func(*interdict.Listing) error
	source source

	aside    spool.Store
	byID     spool.Pairs // id -> what find gives
	naming   spool.Pairs // id of a party -> records that name it
	referred []uint64    // keys of the ids that parties and posts refer to
	seen     lists.Seen
	alone    map[string]int // records of no party, by schema
}

// read makes listings of the source's records.
func (rd *reading) read() error {
	defer rd.aside.Close()
	rd.alone = map[string]int{}
	if err := rd.source.each(rd.report, rd.setAside); err != nil {
		return err
	}
	rd.byID.Sort()
	rd.naming.Sort()
	slices.Sort(rd.referred)
	if err := rd.source.each(&lists.Report{}, rd.take); err != nil {
		return err
	}
	if rd.report.Entries == 0 {
		return &lists.Error{File: rd.list, Reason: "there is no party in the file", Remedy: "check that it is the export with entities, and fetch it again"}
	}
	rd.tellAlone()
	return nil
}

// isParty says whether a record becomes a listing: a party, or an asset that
// belongs to nobody.
func isParty(e *entity, s schema) bool {
	return s.role == "party" || s.role == "asset" && len(e.refs(s.source)) == 0
}

// ends are the ids that a record names, by which it is joined. Of a schema that
// nobody knows any value may be one.
func ends(e *entity, s schema, known bool) (ids []string) {
	if known {
		return append(e.refs(s.source), e.refs(s.target)...)
	}
	for i := range e.props {
		ids = append(ids, e.refs(e.props[i].name)...)
	}
	return ids
}

// How what is set aside begins: a party's id, caption and schema, or a record
// as decode reads it.
const (
	partyRecord = 'p'
	wholeRecord = 'w'
)

// setAside keeps what a later party may need of a record.
func (rd *reading) setAside(e *entity) error {
	if err := rd.ctx.Err(); err != nil {
		return err
	}
	s, known := facts().schemata[e.schema]
	record := []byte{wholeRecord}
	switch {
	case s.role == "party":
		record = fmt.Appendf([]byte{partyRecord}, "%s\x00%s\x00%s", e.id, e.caption, e.schema)
	case e.packed != nil:
		record = append(record, e.packed...)
	default:
		record = append(record, e.raw...)
	}
	off, err := rd.aside.Add(record)
	if err != nil {
		return &lists.Error{File: rd.list, At: e.at, Reason: err.Error(), Remedy: "make room on its disk, or name another in TMPDIR"}
	}
	switch {
	case isParty(e, s):
		for i := range e.props {
			if m := facts().props[e.props[i].name]; m.field == "link" || e.props[i].name == "addressEntity" {
				rd.refer(e.refs(e.props[i].name))
			}
		}
		fallthrough
	case s.role == "address" || s.role == "post":
		rd.byID.Add(spool.Key(e.id), off)
	default:
		for _, id := range ends(e, s, known) {
			rd.naming.Add(spool.Key(id), off)
		}
		rd.refer(e.refs(s.target))
	}
	return nil
}

func (rd *reading) refer(ids []string) {
	for _, id := range ids {
		rd.referred = append(rd.referred, spool.Key(id))
	}
}

// find is the record with an id, see around.
func (rd *reading) find(id string) (*entity, error) {
	for _, p := range rd.byID.Of(spool.Key(id)) {
		e, err := rd.at(p.Offset)
		if err != nil {
			return nil, err
		}
		if e.id == id {
			return e, nil
		}
	}
	return nil, nil
}

// at reads what was set aside at an offset.
func (rd *reading) at(offset int64) (*entity, error) {
	raw, err := rd.aside.At(offset)
	if err != nil {
		return nil, &lists.Error{File: rd.list, Reason: "what was set aside in the temporary folder cannot be read", Err: err, Remedy: "look at its disk"}
	}
	if raw[0] == partyRecord {
		texts := strings.SplitN(string(raw[1:]), "\x00", 3)
		return &entity{id: texts[0], caption: texts[1], schema: texts[2]}, nil
	}
	return rd.source.decode(raw[1:])
}

// take makes a listing of a party.
func (rd *reading) take(e *entity) error {
	if err := rd.ctx.Err(); err != nil {
		return err
	}
	s, known := facts().schemata[e.schema]
	if !isParty(e, s) {
		return rd.countAlone(e, s, known)
	}
	if !rd.seen.Add(e.id) {
		return rd.refuse(e, lists.CodeDuplicate, "another record of the file has the same id")
	}
	var naming []*entity
	last := int64(-1)
	for _, p := range rd.naming.Of(spool.Key(e.id)) {
		if p.Offset == last { // it names the party twice
			continue
		}
		last = p.Offset
		n, err := rd.at(p.Offset)
		if err != nil {
			return err
		}
		s, known := facts().schemata[n.schema]
		if slices.Contains(ends(n, s, known), e.id) {
			naming = append(naming, n)
		}
	}
	b := newBuilder(rd.list, e, rd.report)
	if err := b.joinAll(e, naming, rd); err != nil {
		return err
	}
	return rd.hand(b, e)
}

// hand hands a finished listing over.
func (rd *reading) hand(b *builder, e *entity) error {
	if len(b.Names) == 0 {
		return rd.refuse(e, lists.CodeNoName, "the party has no name")
	}
	rd.report.Entries++
	rd.report.Names += len(b.Names)
	return rd.yield(&b.Listing)
}

func (rd *reading) refuse(e *entity, code, reason string) error {
	return rd.report.Refuse(lists.Refusal{At: e.at + " (" + e.id + ")", Code: code, Reason: reason + "; fetch the file again; if it stays so, its publisher must mend it"})
}

// countAlone counts a record that is joined to no listing.
func (rd *reading) countAlone(e *entity, s schema, known bool) error {
	if s.role == "post" { // one that nobody holds is not amiss
		return nil
	}
	if s.role == "address" {
		if _, ok := slices.BinarySearch(rd.referred, spool.Key(e.id)); !ok {
			rd.alone[e.schema]++
		}
		return nil
	}
	if !known {
		rd.report.Meet("schema "+e.schema, e.at)
	}
	for _, id := range ends(e, s, known) {
		n, err := rd.find(id)
		if err != nil || n != nil && facts().schemata[n.schema].role == "party" {
			return err
		}
	}
	rd.alone[e.schema]++
	return nil
}

// tellAlone says how many records are of no party.
func (rd *reading) tellAlone() {
	var all []string
	total := 0
	for name, n := range rd.alone {
		all = append(all, fmt.Sprintf("%s %d", name, n))
		total += n
	}
	if total == 0 {
		return
	}
	sort.Strings(all)
	rd.report.Missing = append(rd.report.Missing, fmt.Sprintf("the parties of %d records that are no party themselves (%s)", total, strings.Join(all, ", ")))
}

// checked refuses a record that can be none, and says whether it did.
func checked(e *entity, report *lists.Report) (bool, error) {
	why := lists.Refusal{At: e.at, Reason: "; fetch the file again; if it stays so, its publisher must mend it"}
	switch {
	case e.id == "":
		why.Code, why.Reason = lists.CodeNoID, "the record has no id"+why.Reason
	case e.schema == "":
		why.Code, why.Reason = lists.CodeBadRecord, "the record has no schema"+why.Reason
		why.At += " (" + e.id + ")"
	default:
		return true, nil
	}
	return false, report.Refuse(why)
}
