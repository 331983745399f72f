package ofac

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// remarksWidth is where the CSV cuts a party's remarks: what is longer goes on
// in the comments file.
const remarksWidth = 1000

// addRemarks keeps the remarks whole and takes them apart. Their parts stand
// between semicolons; a full stop ends the last. Where they are cut off, the
// last part is no more than text: half a wallet is none.
func (p party) addRemarks(remarks string, cut bool) {
	p.Remarks = strings.TrimSpace(remarks)
	rest := strings.TrimSuffix(p.Remarks, ".")
	for rest != "" {
		part, after, more := strings.Cut(rest, "; ")
		rest = after
		if !more && cut {
			return
		}
		if part = strings.Trim(part, " ;"); part != "" {
			p.addRemark(part)
		}
	}
}

// addRemark puts one part of the remarks where it belongs. What has no label
// ("ICTY indictee", "Minister of Oil") stays in the remarks alone.
func (p party) addRemark(part string) {
	if n, ok := weakAlias(part); ok {
		p.addName(interdict.Name{Kind: n.Kind, Quality: interdict.Weak, Note: n.Note}, n.Full)
		return
	}
	part = strings.TrimPrefix(strings.TrimPrefix(part, "alt. "), "Alt. ")
	if strings.HasPrefix(part, "(Linked To: ") { // SDN.XML: "(Linked To: A; Linked To: B)"
		part = part[1:]
	}
	if strings.Count(part, ")") > strings.Count(part, "(") {
		part = strings.TrimSuffix(part, ")")
	}
	l, rest, ok := p.v.lead(part)
	switch {
	case !ok:
		p.measure("text", part)
		p.addBare(part)
	case l.field == "id" && l.arg == "wallet":
		currency, address, _ := strings.Cut(rest, " ")
		p.add(l, value{label: l.text + " " + currency, text: strings.TrimSpace(address)})
	case l.field == "id":
		p.add(l, splitID(l.text, rest))
	default:
		p.add(l, value{label: l.text, text: rest})
	}
}

// weakAlias reads "a.k.a. 'ANIS, Abu'".
func weakAlias(part string) (interdict.Name, bool) {
	word, quoted, _ := strings.Cut(part, " ")
	if _, ok := aliasKinds[word]; !ok || len(quoted) < 3 || quoted[0] != '\'' || quoted[len(quoted)-1] != '\'' {
		return interdict.Name{}, false
	}
	kind, note := aliasKind(word)
	return interdict.Name{Kind: kind, Full: quoted[1 : len(quoted)-1], Note: note}, true
}

// addBare takes what shows by itself what it is: "www.manartv.com",
// "info@sanabel.org.uk (email)".
func (p party) addBare(part string) {
	word, more, _ := strings.Cut(part, " ")
	switch {
	case more != "" && more != "(email)" && more != "(website)":
	case strings.HasPrefix(word, "www.") || strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://"):
		p.Websites = append(p.Websites, word)
	case strings.Contains(word, "@") && strings.Contains(word, "."):
		p.Emails = append(p.Emails, word)
	}
}

// splitID takes apart what the remarks say of a paper: "E590976 (Tunisia)
// issued 19 Jun 1987 expires 18 Jun 1992". What is neither number, country nor
// date becomes a note.
func splitID(label, text string) value {
	v := value{label: label}
	for {
		before, word, after, ok := lastWord(text, "issued", "expires")
		if !ok {
			break
		}
		v.addDated(word, after)
		text = before
	}
	for text != "" {
		before, group, ok := lastGroup(text)
		switch {
		case !ok:
		case before == "": // "(5777731)": the number itself
			text, ok = group, false
		case v.country == "" && country.Code(group) != "":
			v.country, text = group, before
		default:
			v.remark(group)
			text = before
		}
		if !ok {
			break
		}
	}
	// "Booklet: A6169832", "CNIC: 35202-5400413-9"
	if key, number, ok := strings.Cut(text, ":"); ok && number != "" && strings.Trim(key, letters) == "" {
		v.remark(key)
		text = strings.TrimSpace(number)
	}
	for _, sep := range []string{", ", " and "} {
		if number, more, ok := strings.Cut(text, sep); ok && number != "" {
			v.remark(more)
			text = number
		}
	}
	v.text = strings.TrimSpace(text)
	return v
}

const letters = ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// lastWord cuts s around the last of these words, which stand between spaces
// or at the beginning.
func lastWord(s string, words ...string) (before, word, after string, ok bool) {
	at := -1
	for _, w := range words {
		if i := strings.LastIndex(" "+s, " "+w+" "); i > at {
			at, word = i, w
		}
	}
	if at < 0 {
		return s, "", "", false
	}
	return strings.TrimSpace(s[:max(at-1, 0)]), word, strings.TrimSpace(s[at+len(word):]), true
}

// lastGroup cuts a last word or words in brackets off s.
func lastGroup(s string) (before, group string, ok bool) {
	i := strings.LastIndexByte(s, '(')
	if i < 0 || s[len(s)-1] != ')' || i > 0 && s[i-1] != ' ' {
		return s, "", false
	}
	return strings.TrimSpace(s[:i]), s[i+1 : len(s)-1], true
}

// addDated takes "issued" or "expires" with its date; words that are no date
// ("issued in Sarajevo") become a note.
func (v *value) addDated(what, text string) {
	d, ok := parseDate(text)
	switch {
	case !ok:
		v.remark(what + " " + text)
	case what == "issued":
		v.issued = d
	default:
		v.expires = d
	}
}

func (v *value) remark(s string) {
	if v.note != "" {
		s += "; " + v.note
	}
	v.note = s
}
