package uk

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
)

func (p *party) addID(id interdict.Identifier) {
	if id.Value != "" && !slices.Contains(p.Identifiers, id) {
		p.Identifiers = append(p.Identifiers, id)
	}
}

// addPaper adds the passports or national identifiers of two cells, numbers
// and what is said of them. A note without a number is kept under field.
func (p *party) addPaper(kind interdict.IDType, field, numbers, notes string) {
	if numbers == "" && notes == "" || !p.once(field+numbers, notes) {
		return
	}
	for _, pair := range paired(clean(numbers), clean(notes)) {
		id := interdict.Identifier{Type: kind, Value: oneLine(number(pair[0])), Note: pair[1]}
		if id.Value == "" {
			if p.tables.labelled.MatchString(id.Note) { // "Tax ID: 771921270207"
				p.addNumbers(interdict.Identifier{Type: kind}, id.Note)
			} else {
				p.other(field, id.Note)
			}
			continue
		}
		if kind == interdict.NationalID {
			id.Type = p.tables.detailType(id.Note, kind)
		}
		id.Country = countryIn(id.Note)
		if p.tables.labelled.MatchString(id.Value) { // "INN 772914217910"
			p.addNumbers(id, id.Value)
		} else {
			p.addID(id)
		}
	}
}

// addRegistrations adds the numbers of a cell of business registration
// numbers: plain ones, or several with their labels ("OGRN: 1025403641900;
// INN/TIN: 5408100018").
func (p *party) addRegistrations(cell string) {
	if cell == "" || !p.once("registration", cell) {
		return
	}
	for _, v := range numbered(clean(cell)) {
		p.addNumbers(interdict.Identifier{Type: interdict.RegistrationNo}, v)
	}
}

// addNumbers adds the numbers of a text, like model where their labels say no
// more.
func (p *party) addNumbers(model interdict.Identifier, text string) {
	if gluedLetter.MatchString(text) {
		text = p.tables.glued.ReplaceAllString(text, "$1 $2")
	}
	for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		piece = oneLine(piece)
		if found := p.tables.labelled.FindAllStringSubmatchIndex(piece, -1); found != nil {
			p.addLabelled(model, piece, found)
		} else {
			p.addPlain(model, piece)
		}
	}
}

var (
	gluedLetter = regexp.MustCompile(`[0-9][A-Za-z]{3}`)

	digits = regexp.MustCompile(`\d{3,}`)
	letter = regexp.MustCompile(`\pL`)
)

// addLabelled adds the numbers found in a piece of text, each with the label
// before it. Where other words stand there too, the piece is kept as a note.
func (p *party) addLabelled(model interdict.Identifier, piece string, found [][]int) {
	var ids []interdict.Identifier
	var left []string // what stands between them
	rest := 0
	for i, m := range found {
		end := len(piece)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		before, after := piece[rest:m[0]], piece[m[5]:end]
		id := model
		id.Type = p.tables.labels[strings.ToLower(piece[m[2]:m[3]])]
		id.Value = strings.TrimRight(piece[m[4]:m[5]], ".,-/")
		id.Label = strings.Trim(piece[m[0]:m[4]], " :.-–()'")
		for _, text := range []string{strings.Trim(before, " ()-–.,"), bracket(after), firstWord(id.Label)} {
			if c := country.Code(text); c != "" {
				id.Country = c
				break
			}
		}
		ids, left = append(ids, id), append(left, before)
		rest = m[5]
	}
	left = append(left, piece[rest:])
	for i := range ids {
		if letter.MatchString(strings.Join(left, "")) {
			ids[i].Note = join("; ", ids[i].Note, piece)
		}
		p.addID(ids[i])
	}
	for _, text := range left {
		if text = strings.Trim(text, " :;,.-–()"); digits.MatchString(text) {
			id := model
			id.Value = text
			p.addID(id)
		}
	}
}

// firstWord is the first of several words: "Russia INN".
func firstWord(s string) string {
	first, _, several := strings.Cut(s, " ")
	if !several {
		return ""
	}
	return first
}

// bracket is what stands in brackets at a text's beginning: " (Russia)".
func bracket(s string) string {
	s = strings.TrimSpace(s)
	if inside, _, ok := strings.Cut(s, ")"); ok && s[0] == '(' {
		return inside[1:]
	}
	return ""
}

// addPlain adds a number without a label; "LL06889 (Malaysia)" names its
// country. Words without a number are kept as they are.
func (p *party) addPlain(model interdict.Identifier, piece string) {
	if !strings.ContainsAny(piece, "0123456789") {
		p.other("Business registration number", piece)
		return
	}
	id := model
	id.Value = strings.TrimSpace(strings.TrimPrefix(piece, "'"))
	if value, _, ok := strings.Cut(id.Value, "("); ok && digits.MatchString(value) {
		id.Country = country.Code(bracket(id.Value[len(value):]))
		id.Value = strings.TrimSpace(value)
		id.Note = join("; ", id.Note, piece)
	}
	p.addID(id)
}

// addCrossRefs adds other publishers' numbers for the party.
func (p *party) addCrossRefs(label string, cell string) {
	for _, v := range numbered(clean(cell)) {
		for ref := range strings.SplitSeq(strings.ReplaceAll(v, " and ", ";"), ";") {
			p.addID(interdict.Identifier{Type: interdict.CrossRef, Value: strings.TrimRight(number(ref), ". "), Label: label})
		}
	}
}

// addIMO adds a ship's number, written "IMO9562233" or "9562233".
func (p *party) addIMO(cell string) {
	for _, v := range numbered(clean(cell)) {
		v = strings.TrimSpace(number(v))
		if len(v) > 3 && strings.EqualFold(v[:3], "IMO") {
			v = strings.TrimLeft(v[3:], " :.")
		}
		p.addID(interdict.Identifier{Type: interdict.IMO, Value: v, Label: "IMO number"})
	}
}

func (p *party) addWallets(text string) {
	for _, id := range lists.Wallets(text) {
		p.addID(id)
	}
}
