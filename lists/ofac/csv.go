package ofac

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// The ids of OFAC's two lists.
const (
	sdnList  = "us_ofac_sdn"
	consList = "us_ofac_cons"
)

// The parts of a CSV edition beside lists.Main.
const (
	altPart      = "alt"
	addPart      = "add"
	commentsPart = "comments"
)

// The columns of the main file.
const (
	colNumber = iota
	colName
	colType
	colProgram
	colTitle
	colCallSign
	colVesselType
	colTonnage
	colGross
	colFlag
	colOwner
	colRemarks
	mainColumns
)

// vesselColumns are the names of the columns from colCallSign to colOwner.
var vesselColumns = []string{"Call_Sign", "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner"}

// columns are how many columns each part has.
var columns = map[string]int{lists.Main: mainColumns, altPart: 5, addPart: 6, commentsPart: 2}

// csvFormat reads sdn.csv or cons_prim.csv and their companions.
type csvFormat struct{ v *vocabulary }

// CSV is the format of OFAC's comma-separated files.
func CSV() lists.Format { return csvFormat{newVocabulary()} }

func (csvFormat) Name() string { return "OFAC CSV" }

// Recognise knows the four files by the columns of their first rows. Which of
// the two lists they are, the programmes of a main file tell (see
// listByPrograms); for companions and short files it is the name.
func (f csvFormat) Recognise(file *lists.File) (lists.Recognition, bool) {
	r, err := newRowReader(file.Path, bytes.NewReader(file.Head))
	if err != nil {
		return lists.Recognition{}, false
	}
	if part, ok := emptyPart(file); ok {
		list, _ := listByName(file.Path)
		return lists.Recognition{List: list, Part: part}, true
	}
	votes := make(map[string]int)
	said := strings.Contains(strings.ToLower(path.Base(file.Path)), "comment") || bytes.HasSuffix(file.Head, []byte("\n\x1a"))
	seen, nonSDN := 0, 0
	for seen < tellingRows {
		w, err := r.next()
		if err != nil || r.ended && len(file.Head) == lists.HeadSize {
			break // the head's last row may be cut
		}
		seen++
		if w.fault == nil {
			part := f.part(w.cells, said)
			votes[part]++
			if part == lists.Main && slices.ContainsFunc(strings.Split(w.cells[colProgram], "] ["), f.v.nonSDN) {
				nonSDN++
			}
		}
	}
	if !bytes.Contains(file.Head, []byte("-0-")) { // OFAC's null: no main or add file is without
		delete(votes, lists.Main)
		delete(votes, addPart)
	}
	for part := range columns {
		if n := votes[part]; n > 0 && n*10 >= seen*8 {
			list, _ := listByName(file.Path)
			if told, ok := listByPrograms(nonSDN, n); ok && part == lists.Main {
				list = told
			}
			return lists.Recognition{List: list, Part: part}, true
		}
	}
	return lists.Recognition{}, false
}

// emptyPart knows a companion without rows by the 0x1A that is all there is in
// it, and by its name.
func emptyPart(file *lists.File) (part string, ok bool) {
	if string(bytes.TrimSpace(file.Head)) != "\x1a" {
		return "", false
	}
	base := strings.ToLower(path.Base(file.Path))
	for _, part := range []string{commentsPart, altPart, addPart} {
		if strings.Contains(base, part) {
			return part, true
		}
	}
	return "", false
}

// part says which file a row can be of, empty if none. A number and a text are
// comments if the text reads like remarks, or if the file says that it is one
// of OFAC's: by its name, or by the 0x1A at its end.
func (f csvFormat) part(cells []string, said bool) string {
	if len(cells) < 2 || !isNumber(cells[0]) {
		return ""
	}
	second := isNumber(cells[1])
	switch len(cells) {
	case mainColumns:
		switch cells[colType] {
		case "", "individual", "vessel", "aircraft":
			return lists.Main
		}
	case 5:
		if _, ok := aliasKinds[cells[2]]; ok && second {
			return altPart
		}
	case 6:
		if second {
			return addPart
		}
	case 2:
		if said || f.isRemarks(cells[1]) {
			return commentsPart
		}
	}
	return ""
}

// isRemarks says whether a text is a piece of remarks: it has parts, and one
// begins with a label or is an alias.
func (f csvFormat) isRemarks(text string) bool {
	for part := range strings.SplitSeq(text, "; ") {
		part = strings.TrimPrefix(strings.TrimSuffix(part, "."), "alt. ")
		if _, _, ok := f.v.lead(part); ok {
			return true
		}
		if _, ok := weakAlias(part); ok {
			return true
		}
	}
	return false
}

func isNumber(s string) bool { return s != "" && len(s) < 12 && strings.Trim(s, "0123456789") == "" }

// listByName tells OFAC's two lists apart by a file's name: cons_prim.csv,
// CONS_ADVANCED.XML and consolidated.xml are the non-SDN list, all else the SDN
// list. It says whether the name told it or was silent.
func listByName(p string) (list string, told bool) {
	base := strings.ToLower(path.Base(strings.ReplaceAll(p, `\`, "/")))
	switch {
	case strings.HasPrefix(base, "cons"), strings.Contains(base, "non-sdn"), strings.Contains(base, "nonsdn"):
		return consList, true
	}
	return sdnList, strings.Contains(base, "sdn")
}

// tellingRows is how many parties at a file's beginning tell which list it is.
const tellingRows = 20

// listByPrograms tells the two lists apart by how many of a file's first parties
// have a programme of the non-SDN list's own: nearly all of its parties have
// one, and hardly any of the SDN list. So a file under the other list's name is
// known for what it is.
func listByPrograms(nonSDN, parties int) (list string, told bool) {
	switch {
	case parties < tellingRows:
		return "", false
	case nonSDN*5 >= parties*4:
		return consList, true
	}
	return sdnList, nonSDN == 0
}

// nonSDN says that a programme is one for which measures.tsv has a row of the
// non-SDN list alone, or SSI's. IRAN has one, and is on the SDN list too.
func (v *vocabulary) nonSDN(program string) bool {
	if program == "UKRAINE-EO13662" {
		return true
	}
	return program != "IRAN" && slices.ContainsFunc(v.rules, func(r rule) bool {
		return r.kind == "program" && r.list == consList && r.match[0] == program
	})
}

// maxParties is more parties than any list of OFAC could have; maxRefused more
// rows than can be wrong in a file that is one of OFAC's at all.
const (
	maxParties = 2_000_000
	maxRefused = 200_000
)

// csvReading is one edition being read.
type csvReading struct {
	csvFormat
	list       string
	report     lists.Report
	companions *companions
	seen       map[string]bool
	cutOff     int // parties whose remarks are cut off
}

func (f csvFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	rd := &csvReading{csvFormat: f, list: list, seen: make(map[string]bool)}
	main := files[lists.Main]
	if main == nil {
		return rd.report, fmt.Errorf("the main file of OFAC's CSV set is missing; give sdn.csv (or cons_prim.csv) with its companions")
	}
	var err error
	if rd.companions, err = readCompanions(ctx, files, rd.refuse); err != nil {
		return rd.report, err
	}
	if err := rd.readMain(ctx, main, yield); err != nil {
		return rd.report, err
	}
	if len(rd.seen) == 0 {
		return rd.report, &lists.Error{File: main.Path, Reason: fmt.Sprintf("no row has OFAC's %d columns with a party's number first", mainColumns), Remedy: "check that this is sdn.csv or cons_prim.csv"}
	}
	rd.missing(files)
	return rd.report, rd.companions.orphans(rd.seen, rd.refuse)
}

func (rd *csvReading) readMain(ctx context.Context, file *lists.File, yield func(*interdict.Listing) error) error {
	closed, err := eachRow(ctx, file, mainColumns, rd.refuse, func(w row) error {
		if len(rd.seen) == maxParties {
			return &lists.Error{File: file.Path, At: fmt.Sprintf("line %d", w.line), Reason: fmt.Sprintf("there are more than %d parties", maxParties), Remedy: "check that this is a file of OFAC's CSV set"}
		}
		l, fault := rd.listing(w)
		if fault != nil {
			fault.At = w.at(file)
			return rd.refuse(*fault)
		}
		l.At = fmt.Sprintf("line %d", w.line)
		rd.report.Entries++
		rd.report.Names += len(l.Names)
		return yield(l)
	})
	if !closed {
		rd.companions.open = append(rd.companions.open, file)
	}
	return err
}

// refuse counts a refused row. A file with too many is none of OFAC's.
func (rd *csvReading) refuse(r lists.Refusal) error {
	if len(rd.report.Refused) == maxRefused {
		return &lists.Error{File: r.At, Reason: fmt.Sprintf("more than %d rows cannot be read", maxRefused), Remedy: "check that this is a file of OFAC's CSV set"}
	}
	rd.report.Refused = append(rd.report.Refused, r)
	return nil
}

// noteUnknown reports a word in a column of fixed words.
func (rd *csvReading) noteUnknown(name string, line int) {
	rd.report.Meet(name, fmt.Sprintf("line %d", line))
}

// listing makes the listing of a row of the main file and the party's rows in
// the others.
func (rd *csvReading) listing(w row) (*interdict.Listing, *lists.Refusal) {
	id := strings.TrimSpace(w.cells[colNumber])
	name := strings.TrimSpace(w.cells[colName])
	switch {
	case !isNumber(id):
		return nil, &lists.Refusal{Code: lists.CodeNoID, Reason: fmt.Sprintf("the first column %.40q is no party's number; mend the row or fetch the file again", id)}
	case rd.seen[id]:
		return nil, &lists.Refusal{Code: lists.CodeDuplicate, Reason: "party " + id + " stands twice in the file; the first row counts"}
	case name == "":
		return nil, &lists.Refusal{Code: lists.CodeNoName, Reason: "party " + id + " has no name; mend the row or fetch the file again"}
	}
	rd.seen[id] = true
	p := rd.v.newParty(rd.list, id, schemaOf(w.cells[colType]))
	if kind := strings.TrimSpace(w.cells[colType]); kind != "" && p.Schema == interdict.Organization {
		p.field("SDN_Type", kind)
		rd.noteUnknown(fmt.Sprintf("SDN_Type %q", kind), w.line)
	}
	p.addName(interdict.Name{Kind: interdict.PrimaryName}, name)
	p.Raw = bytes.Clone(w.raw)
	c := rd.companions.of(id)
	for _, a := range c.alt {
		p.Raw = append(p.Raw, a.raw...)
		kind, note := aliasKind(a.cells[2])
		p.addName(interdict.Name{Kind: kind, Quality: interdict.Strong, ID: a.cells[1], Note: join("; ", note, a.cells[4])}, a.cells[3])
	}
	for _, a := range c.add {
		p.Raw = append(p.Raw, a.raw...)
		p.addAddress(a.cells)
	}
	for tag := range strings.SplitSeq(w.cells[colProgram], "] [") {
		p.addProgram(strings.TrimSpace(tag))
	}
	p.column("Title", w.cells[colTitle])
	for i, name := range vesselColumns {
		p.column(name, w.cells[colCallSign+i])
	}
	rd.addRemarks(p, w.cells[colRemarks], c.comments)
	return p.finish(), nil
}

// column adds a column of the main file that is a labelled value.
func (p party) column(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		l, _ := p.v.label(name)
		p.add(l, value{label: name, text: text})
	}
}

// addRemarks joins the remarks with their overflow, without a separator: the
// cut goes through words.
func (rd *csvReading) addRemarks(p party, remarks string, overflow []companion) {
	cut := len(remarks) >= remarksWidth && len(overflow) == 0 && !strings.HasSuffix(remarks, ".")
	if cut {
		rd.cutOff++
	}
	for _, o := range overflow {
		p.Raw = append(p.Raw, o.raw...)
		remarks += o.cells[1]
	}
	p.addRemarks(remarks, cut)
}

func schemaOf(sdnType string) interdict.Schema {
	switch strings.ToLower(strings.TrimSpace(sdnType)) {
	case "individual":
		return interdict.Person
	case "vessel":
		return interdict.Vessel
	case "aircraft":
		return interdict.Airplane
	}
	return interdict.Organization
}

// join joins what is not empty.
func join(sep string, texts ...string) string {
	var kept []string
	for _, s := range texts {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, sep)
}

// addAddress adds a row of add: number, street, city with state and postal
// code in one, which only the text can hold, country, remarks. Rows with
// nothing in them say that there is no address.
func (p party) addAddress(cells []string) {
	a := interdict.Place{
		ID: cells[1], Street: strings.TrimSpace(cells[2]), CountryName: strings.TrimSpace(cells[4]), Note: strings.TrimSpace(cells[5]),
	}
	a.Text = join(", ", a.Street, cells[3], a.CountryName)
	a.Country = countryCode(a.CountryName)
	if a.Text != "" || a.Note != "" {
		p.Addresses = append(p.Addresses, a)
	}
}

func (rd *csvReading) missing(files map[string]*lists.File) {
	say := func(part, what string) {
		if files[part] == nil {
			rd.report.Missing = append(rd.report.Missing, what)
		}
	}
	say(altPart, "alt.csv: the strong aliases of all parties")
	say(addPart, "add.csv: the addresses of all parties")
	if rd.cutOff > 0 {
		end := fmt.Sprintf("the end of the remarks of %d parties, which are cut off at 1,000 characters", rd.cutOff)
		if rd.cutOff == 1 {
			end = "the end of the remarks of 1 party, which are cut off at 1,000 characters"
		}
		if say(commentsPart, "sdn_comments.csv: "+end); files[commentsPart] != nil {
			rd.report.Missing = append(rd.report.Missing, end+" and do not go on in the comments file")
		}
	}
	for _, f := range rd.companions.open {
		rd.report.Missing = append(rd.report.Missing, fmt.Sprintf("the mark (0x1A) at the end of %s: the file may be cut off", path.Base(filepath.ToSlash(f.Path))))
	}
}
