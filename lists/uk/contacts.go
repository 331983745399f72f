package uk

import (
	"regexp"
	"strings"
)

// numbering is the "(2)" before a value of a cell.
var numbering = regexp.MustCompile(`^\(\d+\)`)

// words are the words of a cell, which spaces, commas and semicolons part.
func words(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(" \t\n\r,;\u00a0", r) })
}

// addEmails adds the addresses of a cell. A broken one ("info @x.ru") is put
// together; what is no address is kept under field.
func (p *party) addEmails(field, cell string) {
	cell = clean(cell)
	var left []string
	all := words(cell)
	for i := 0; i < len(all); i++ {
		w := numbering.ReplaceAllString(all[i], "")
		if i+1 < len(all) && !strings.Contains(w, "@") && strings.HasPrefix(all[i+1], "@") && len(all[i+1]) > 1 {
			i++
			w += all[i]
		} else if i+1 < len(all) && strings.HasSuffix(w, "@") && !strings.Contains(all[i+1], "@") {
			i++
			w += all[i]
		}
		switch {
		case p.addEmail(w) || w == "":
		case strings.HasPrefix(w, "www.") || strings.HasPrefix(w, "http"):
			addText(&p.Websites, w)
		default:
			left = append(left, w)
		}
	}
	if len(left) > 0 {
		p.other(field, cell)
	}
}

// addEmail adds one address and says whether it is one.
func (p *party) addEmail(w string) bool {
	w = strings.TrimPrefix(strings.Trim(w, ".:<>()[]'\"\u202f"), "mailto:")
	at := strings.IndexByte(w, '@')
	if at <= 0 || !strings.Contains(w[at:], ".") {
		return false
	}
	addText(&p.Emails, w)
	return true
}

// addWebsites adds the addresses of a cell; e-mail addresses among them go to
// theirs, other words are kept under field.
func (p *party) addWebsites(field, cell string) {
	cell = clean(cell)
	left := false
	for _, w := range words(cell) {
		w = strings.Trim(numbering.ReplaceAllString(w, ""), ".:'\"")
		switch {
		case w == "":
		case strings.Contains(w, "@") && !strings.Contains(w, "/"):
			left = !p.addEmail(w) || left
		case strings.Contains(w, "."):
			addText(&p.Websites, w)
		default:
			left = true
		}
	}
	if left {
		p.other(field, cell)
	}
}

// betweenPhones is the full stop between the numbers of one value.
var betweenPhones = regexp.MustCompile(`\.\s+([+(\d])`)

func (p *party) addPhones(cell string) {
	for _, v := range numbered(clean(cell)) {
		v = betweenPhones.ReplaceAllString(v, "\n$1")
		for one := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == '\n' || r == ';' }) {
			addText(&p.Phones, oneLine(number(one)))
		}
	}
}
