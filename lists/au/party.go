package au

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// maxParty is the most bytes that the rows of one party may have. The most
// that a real one has is 45 rows of some 2 kB.
const maxParty = 8 << 20

// party is a listing in the making.
type party struct {
	*reading
	interdict.Listing
	number  string
	bearer  int // which of the number's bearers, counted from 0
	tooLong bool
	seen    map[string]bool // columns and cells that were taken
	err     error           // what ends the reading
}

func (rd *reading) begin(id, at string) lists.Party {
	n, which, _ := strings.Cut(id, "/")
	p := &party{reading: rd, number: n, seen: map[string]bool{}}
	p.bearer, _ = strconv.Atoi(which)
	p.Listing = interdict.Listing{List: rd.list, ID: n, At: at}
	return p
}

// Row takes one row. What it has in common with the rows before is taken once.
func (p *party) Row(row *table.Row) {
	if p.tooLong = p.tooLong || len(p.Raw)+len(row.Raw) > maxParty; p.tooLong {
		return
	}
	p.Raw = append(append(p.Raw, row.Raw...), '\n')
	at := fmt.Sprintf("row %d", row.Number)
	p.once(row, partyType, p.takeType)
	p.takeName(row, at)
	p.once(row, birthDate, p.takeBirth)
	p.once(row, birthPlace, func(cell string) { p.BirthPlaces = appendPlaces(p.BirthPlaces, cell) })
	p.once(row, citizenship, p.takeCitizenship)
	p.once(row, address, func(cell string) { p.Addresses = appendPlaces(p.Addresses, cell) })
	p.once(row, additional, p.takeAdditional)
	p.once(row, listingInfo, p.takeListing)
	p.once(row, imoNumber, func(cell string) {
		p.Identifiers = append(p.Identifiers, interdict.Identifier{Type: interdict.IMO, Value: cell, Label: "IMO Number"})
	})
	p.once(row, committees, p.takeCommittee)
	p.once(row, controlDate, p.takeControlDate)
	p.once(row, instrument, p.takeInstrument)
	for _, m := range measures {
		p.takeMeasure(row, m.column, m.measure, at)
	}
	for _, i := range p.spare {
		if cell := clean(row.Cells[i]); cell != "" {
			name := p.names[i]
			if name == "" {
				name = fmt.Sprintf("column %d", i+1)
			}
			p.report.Meet(name, at)
			p.other(name, cell)
		}
	}
}

// once hands over a cell that holds something other than in the rows before.
func (p *party) once(row *table.Row, column string, take func(string)) {
	cell := p.cell(row, column)
	if id := column + " " + cell; cell != "" && !p.seen[id] {
		p.seen[id] = true
		take(cell)
	}
}

func (p *party) other(name, value string) {
	f := interdict.Field{Name: name, Value: value}
	if !slices.Contains(p.Other, f) {
		p.Other = append(p.Other, f)
	}
}

// column is a column's name as published.
func (p *party) column(k string) string { return p.names[p.at[k]] }

// nothing says that a cell only says that there is nothing to say.
func nothing(cell string) bool {
	switch strings.ToLower(strings.Trim(cell, " .\u00a0")) {
	case "na", "n/a", "-", "none", "unknown":
		return true
	}
	return false
}

func (p *party) takeType(cell string) {
	schema := interdict.LegalEntity
	switch key(cell) {
	case "individual":
		schema = interdict.Person
	case "entity":
		schema = interdict.Organization
	case "vessel":
		schema = interdict.Vessel
	default:
		p.report.Meet("type "+cell, p.At)
		p.other(p.column(partyType), cell)
	}
	switch {
	case p.Schema == "":
		p.Schema = schema
	case p.Schema != schema:
		p.other(p.column(partyType), cell)
	}
}

func (p *party) takeCitizenship(cell string) {
	if nothing(cell) {
		return
	}
	add := func(name string) {
		name = strings.Trim(name, " .,;\n\u00a0")
		codes := []string{country.Code(name)}
		if codes[0] == "" {
			if all := country.All(name); all != nil {
				codes = all
			}
		}
		for _, code := range codes {
			c := interdict.Country{Role: interdict.Citizenship, Code: code, Name: name}
			if name != "" && !slices.Contains(p.Countries, c) {
				p.Countries = append(p.Countries, c)
			}
		}
	}
	for _, part := range lettered(cell) {
		if country.Code(part) != "" {
			add(part)
			continue
		}
		for one := range strings.SplitSeq(part, ";") {
			add(one)
		}
	}
}

// appendPlaces adds the places of a cell: "a) Moscow, Russia b) Tver, Russia".
func appendPlaces(to []interdict.Place, cell string) []interdict.Place {
	for _, text := range lettered(cell) {
		if text = strings.Trim(text, " ,;\n\u00a0"); text == "" || nothing(text) {
			continue
		}
		place := interdict.Place{Text: text, Country: countryOf(text)}
		if !slices.Contains(to, place) {
			to = append(to, place)
		}
	}
	return to
}

// countryOf is the country that a place ends with: "Lahore, Pakistan (at time of
// listing)".
func countryOf(place string) string {
	if i := strings.LastIndexByte(place, '('); i > 0 && strings.HasSuffix(place, ")") {
		place = place[:i]
	}
	place = strings.Trim(place, " .,")
	if code := country.Code(place[strings.LastIndex(place, ",")+1:]); code != "" {
		return code
	}
	return country.Code(place)
}

// lettered takes "a) one b) two" apart; other texts are one.
func lettered(cell string) []string {
	if !strings.HasPrefix(strings.ToLower(cell), "a)") {
		return []string{cell}
	}
	var parts []string
	rest := cell[2:]
	for letter := byte('b'); ; letter++ {
		i := letterAt(rest, letter)
		if i < 0 {
			return append(parts, strings.TrimSpace(rest))
		}
		parts = append(parts, strings.TrimSpace(rest[:i]))
		rest = rest[i+2:]
	}
}

// letterAt is where "b)" stands by itself in a text, -1 where it does not.
func letterAt(s string, letter byte) int {
	for from := 0; letter <= 'z'; {
		i := strings.IndexByte(s[from:], ')')
		if i < 0 {
			return -1
		}
		i += from
		if i > 0 && s[i-1]|0x20 == letter && (i == 1 || !isWord(s[i-2])) {
			return i - 1
		}
		from = i + 1
	}
	return -1
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '('
}

func (p *party) takeCommittee(cell string) {
	if p.Designation.Regime != "" {
		p.other(p.column(committees), cell)
		return
	}
	p.Designation.Regime = cell
	// The United Nations' committees are called by their resolution. Under 1373
	// each state lists by itself.
	if cell[0] >= '0' && cell[0] <= '9' && !strings.HasPrefix(cell, "1373") {
		p.Designation.Source = "UN"
	}
}

func (p *party) takeControlDate(cell string) {
	dates, rest := readDates(cell)
	if len(dates) != 1 || rest || !dates[0].Exact() {
		p.other(p.column(controlDate), cell)
		return
	}
	switch old := p.Designation.Updated; {
	case old.IsZero():
		p.Designation.Updated = dates[0]
	case old.Before(dates[0]):
		p.other(p.column(controlDate), old.String())
		p.Designation.Updated = dates[0]
	default:
		p.other(p.column(controlDate), cell)
	}
}

func (p *party) takeInstrument(cell string) {
	if p.Designation.Instrument != "" {
		p.other(p.column(instrument), cell)
		return
	}
	p.Designation.Instrument = cell
}

// takeListing reads how the party came to the list. Of the layout without a
// column for it, the instrument stands here.
func (p *party) takeListing(cell string) {
	p.other(p.column(listingInfo), cell)
	if p.Designation.Listed.IsZero() {
		p.Designation.Listed = listedOn(cell)
	}
	if _, ok := p.at[instrument]; !ok && p.Designation.Instrument == "" {
		p.Designation.Instrument = instrumentIn(cell)
	}
}

func (p *party) takeMeasure(row *table.Row, column string, m interdict.Measure, at string) {
	switch cell := p.cell(row, column); strings.ToLower(cell) {
	case "1", "true", "yes", "y":
		if !slices.Contains(p.Designation.Measures, m) {
			p.Designation.Measures = append(p.Designation.Measures, m)
		}
	case "0", "false", "no", "n", "":
	default:
		p.report.Meet(p.column(column)+" "+cell, at)
		p.other(p.column(column), cell)
	}
}

// Done hands the listing over, or refuses it.
func (p *party) Done() error {
	bearers := p.twice[p.number]
	if p.bearer > 0 && p.bearer < len(bearers) {
		sum := sha256.Sum256([]byte(bearers[p.bearer]))
		p.ID = p.number + "-" + hex.EncodeToString(sum[:4])
	}
	if len(bearers) > 1 {
		p.tellTwice(bearers)
	}
	if p.Schema == "" {
		p.Schema = interdict.LegalEntity
	}
	refusal := lists.Refusal{At: p.At + " (" + p.number + ")"}
	switch {
	case p.err != nil:
		return p.err
	case p.tooLong:
		refusal.Code, refusal.Reason = lists.CodeTooLarge, fmt.Sprintf("its rows have more than %d bytes; fetch the file again", maxParty)
	case len(p.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "none of its rows has a name; fetch the file again"
	default:
		p.report.Entries++
		p.report.Names += len(p.Names)
		return p.yield(&p.Listing)
	}
	return p.report.Refuse(refusal)
}

// tellTwice says in the listing and in the report that several parties have
// its number.
func (p *party) tellTwice(bearers []string) {
	for i, b := range bearers {
		if i != p.bearer {
			_, name, _ := strings.Cut(b, " ")
			p.other(p.column(reference), p.number+" is also that of "+name)
		}
	}
	if !p.said[p.number] {
		p.said[p.number] = true
		p.report.Meet(fmt.Sprintf("the reference %s of %d parties", p.number, len(bearers)), p.At)
	}
}
