package ofacgen

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Files are where the files of the CSV form go.
type Files struct{ Main, Alt, Add, Comments io.Writer }

// remarksWidth is where the real files cut remarks.
const remarksWidth = 1000

// WriteCSV writes the list as sdn.csv, alt.csv, add.csv and sdn_comments.csv.
func WriteCSV(f Files, o Options) error {
	m := newMaker(o)
	var w [4]*bufio.Writer
	for i, to := range []io.Writer{f.Main, f.Alt, f.Add, f.Comments} {
		w[i] = bufio.NewWriterSize(to, 64<<10)
	}
	for i := range o.Parties {
		m.csvParty(m.party(i), w[0], w[1], w[2], w[3])
	}
	for _, b := range w {
		b.WriteString("\x1a")
		if err := b.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func (m *maker) csvParty(p *party, main, alt, add, comments *bufio.Writer) {
	sdnType := cell("")
	if p.kind != entity {
		sdnType = cell(strings.ToLower(string(p.kind)))
	}
	remarks := strings.Join(m.remarks(p), "; ")
	if remarks != "" {
		remarks += "."
	}
	overflow := ""
	if len(remarks) > remarksWidth {
		remarks, overflow = remarks[:remarksWidth], remarks[remarksWidth:]
	}
	of := func(label string) string {
		for _, f := range p.features {
			if f.label == label && p.kind == vessel {
				return cell(f.text)
			}
		}
		return cell("")
	}
	fmt.Fprintf(main, "%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\r\n", p.id(), cell(p.name.comma()), sdnType,
		cell(strings.Join(p.programs, "] [")), cell(p.title), of("Vessel Call Sign"), of("VESSEL TYPE"), cell(""),
		of("Vessel Gross Registered Tonnage"), of("Vessel Flag"), cell(""), cell(remarks))
	for i, a := range p.aliases {
		if !a.weak {
			fmt.Fprintf(alt, "%d,%d,%s,%s,%s\r\n", p.id(), p.aliasID(i), cell(map[string]string{"A.K.A.": "aka", "F.K.A.": "fka"}[a.kind]), cell(a.comma()), cell(""))
		}
	}
	for i, a := range p.addresses {
		fmt.Fprintf(add, "%d,%d,%s,%s,%s,%s\r\n", p.id(), p.addressID(i), cell(a.street), cell(strings.TrimSpace(a.city+" "+a.postal)), cell(a.country.name), cell(""))
	}
	if len(p.addresses) == 0 {
		fmt.Fprintf(add, "%d,%d,%s,%s,%s,%s\r\n", p.id(), p.addressID(0), cell(""), cell(""), cell(""), cell(""))
	}
	if overflow != "" {
		fmt.Fprintf(comments, "%d,%s\r\n", p.id(), cell(overflow))
	}
}

// cell quotes text; OFAC's null is bare and has a space behind it.
func cell(s string) string {
	if s == "" {
		return "-0- "
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// remarks are the parts of a party's remarks.
func (m *maker) remarks(p *party) (parts []string) {
	say := func(label, text string) {
		if text != "" {
			parts = append(parts, label+" "+text)
		}
	}
	for i, b := range p.births {
		text := b.text()
		if b.circa {
			text = "circa " + text
		}
		say([]string{"DOB", "alt. DOB"}[min(i, 1)], text)
	}
	say("POB", p.birthPlace)
	say("nationality", nameOfCountry(p.nationality))
	say("citizen", nameOfCountry(p.citizenship))
	say("Gender", p.gender)
	for _, f := range p.features {
		if vesselLabels[f.label] == "" {
			say(f.label, f.text)
		}
	}
	for _, d := range p.papers {
		text := d.number
		if d.country != nil {
			text += " (" + d.country.name + ")"
		}
		if d.issued.y != 0 {
			text += " issued " + d.issued.text() + " expires " + d.expires.text()
		}
		say(d.label, text)
	}
	for _, a := range p.aliases {
		if a.weak {
			say(strings.ToLower(a.kind), "'"+a.comma()+"'")
		}
	}
	for _, l := range p.links {
		say("Linked To:", m.nameOf(l.to))
	}
	return parts
}
