package jp

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// also is what further names stand behind, on a line of their own.
var also = regexp.MustCompile(`(?m)^\s*別\s*称\s*[：:]\s*`)

// aliases is what English names stand behind, each on a line with a dash.
var aliases = regexp.MustCompile(`(?i),?\s*(?:a\.?\s?k\.?\s?a\.?,?\s*(?:the\s*)?|the\s+)follow(?:ing)?\s*\w+\s*alias(?:es)?\s*[:：]?`)

// addNames adds the names of what stands before the place: first the English
// one, as it is the one that others write.
func addNames(l *interdict.Listing, text string) {
	text = wideBrackets(text)
	further := ""
	if i := also.FindStringIndex(text); i != nil {
		text, further = text[:i[0]], text[i[1]:]
	}
	japanese, english := split(text)
	main, more, count := english, "", 0
	if i := aliases.FindStringIndex(english); i != nil {
		main, more, count = english[:i[0]], english[i[1]:], said(english[i[0]:i[1]])
	}
	main, chinese := bracketed(joinLines(main))
	addName(l, main, interdict.PrimaryName, "")
	name, also, others := japaneseNames(japanese)
	kind := interdict.VariationName
	if len(l.Names) == 0 {
		kind = interdict.PrimaryName
	}
	addName(l, name, kind, "ja")
	for one := range strings.SplitSeq(chinese+"、"+also, "、") {
		addName(l, one, interdict.VariationName, "zh")
	}
	for _, one := range dashed(more, count) {
		addName(l, one, interdict.AliasName, "")
	}
	for _, one := range append(others, listed(further)...) {
		addName(l, one, interdict.AliasName, "ja")
	}
}

// wideBrackets closes a Japanese bracket that a Latin one closes.
func wideBrackets(text string) string {
	runes := []rune(text)
	var open []rune
	for i, r := range runes {
		switch {
		case r == '（' || r == '(':
			if strings.HasPrefix(string(runes[i+1:min(len(runes), i+2)]), "別") {
				r, runes[i] = '（', '（'
			}
			open = append(open, r)
		case (r == '）' || r == ')') && len(open) > 0:
			if runes[i] = ')'; open[len(open)-1] == '（' {
				runes[i] = '）'
			}
			open = open[:len(open)-1]
		}
	}
	return string(runes)
}

// addName adds a name. Its language counts where it is not in Latin letters.
func addName(l *interdict.Listing, full string, kind interdict.NameKind, lang string) {
	full = strings.Trim(strings.Join(strings.Fields(full), " "), " ,;:、。")
	if strings.HasSuffix(full, ".") && !abbreviated(full) {
		full = strings.TrimRight(full, " ,;:、。.")
	}
	if !table.Named(full) || slices.ContainsFunc(l.Names, func(n interdict.Name) bool { return n.Full == full }) {
		return
	}
	n := interdict.Name{Full: full, Kind: kind, Script: lists.Script(full)}
	switch {
	case kana(full), lang == "ja" && n.Script == "Chinese":
		n.Lang, n.Script = "ja", "Japanese"
	case n.Script != "":
		n.Lang = lang
	}
	l.Names = append(l.Names, n)
}

// abbreviated says that a name's last full stop belongs to it ("Co., Ltd.").
func abbreviated(full string) bool {
	last := full[strings.LastIndexByte(full, ' ')+1:]
	return slices.Contains([]string{"ltd.", "co.", "inc.", "corp.", "bv.", "sti.", "şti.", "ști.", "s.a.", "jr.", "no."}, strings.ToLower(last)) || strings.Count(last, ".") > 1
}

// split parts the Japanese name from the English. That begins with a line that
// has Latin letters alone outside brackets, or behind a closing bracket.
func split(text string) (japaneseText, english string) {
	depth := 0
	lineStart, latin, begun := 0, true, false
	runes := []rune(text)
	at := 0
	for i, r := range runes {
		size := len(string(r))
		switch {
		case r == '（' || r == '「':
			depth, begun = depth+1, true
		case (r == '）' || r == '」') && depth > 0:
			depth--
			if depth == 0 && i+1 < len(runes) && begun && unicode.IsUpper(runes[i+1]) && runes[i+1] < 0x250 {
				return text[:at+size], text[at+size:]
			}
		case r == '\n':
			if latin && begun && depth == 0 && lineStart > 0 && named(text[lineStart:at]) && !dash(text[lineStart:]) {
				return text[:lineStart], text[lineStart:]
			}
			lineStart, latin = at+size, depth == 0
		case depth == 0 && isJapanese(r):
			latin, begun = false, true
		}
		at += size
	}
	if latin && depth == 0 && lineStart > 0 && named(text[lineStart:]) && !dash(text[lineStart:]) {
		return text[:lineStart], text[lineStart:]
	}
	return splitWithin(runes)
}

// splitWithin parts names that neither line nor bracket parts: at the first
// Latin capital behind a Japanese letter that begins several words.
func splitWithin(runes []rune) (japaneseText, english string) {
	depth := 0
	for i := 0; i+1 < len(runes); i++ {
		switch r := runes[i]; {
		case r == '（':
			depth++
		case r == '）' && depth > 0:
			depth--
		case depth == 0 && isJapanese(r) && unicode.IsUpper(runes[i+1]) && runes[i+1] < 0x250:
			rest := string(runes[i+1:])
			if main, _, _ := strings.Cut(rest, "（"); strings.Contains(strings.TrimSpace(main), " ") && !japanese(main) {
				return string(runes[:i+1]), rest
			}
		}
	}
	if !japanese(string(runes)) {
		return "", string(runes)
	}
	return string(runes), ""
}

// dash says that a line is one of further names.
func dash(line string) bool {
	return strings.TrimLeft(line, " -–—‐－") != strings.TrimLeft(line, " ")
}

func named(line string) bool {
	return strings.IndexFunc(line, func(r rune) bool { return r < 0x250 && unicode.IsLetter(r) }) >= 0
}

// japaneseNames are the name and, behind 別称 in brackets, others; and names in
// Chinese that stand in brackets.
func japaneseNames(text string) (name, chinese string, others []string) {
	text = joinLines(text)
	for {
		i := inBrackets.FindStringIndex(text)
		if i == nil {
			break
		}
		from, to := i[0], closing(text, i[0])
		inner := strings.TrimLeft(text[i[1]:max(i[1], to)], "、，,：: ")
		others = append(others, inJapanese.Split(inner, -1)...)
		text = text[:from] + " " + strings.TrimPrefix(text[to:], "）")
	}
	name, chinese = bracketed(text)
	return name, chinese, others
}

// inBrackets is what other names stand behind.
var inBrackets = regexp.MustCompile(`（別\s*[称名]`)

// inJapanese is what stands between Japanese names: a comma or "and".
var inJapanese = regexp.MustCompile(`、|，|及び`)

// closing is where the bracket that opens at from closes, the end if nowhere.
func closing(text string, from int) int {
	depth := 0
	for i, r := range text[from:] {
		switch r {
		case '（':
			depth++
		case '）':
			if depth--; depth == 0 {
				return from + i
			}
		}
	}
	return len(text)
}

// bracketed takes a Chinese name in brackets out of a name.
func bracketed(text string) (name, chinese string) {
	from := strings.Index(text, "（")
	if from < 0 {
		return text, ""
	}
	to := closing(text, from)
	inner := text[from+len("（") : to]
	if kana(inner) || !strings.Contains(inner, "公司") {
		return text, ""
	}
	return text[:from] + strings.TrimPrefix(text[to:], "）"), inner
}

// lostLine is a dash that stands on the line of the name before.
var lostLine = regexp.MustCompile(`[;；] *(?:and)? *[-–—‐－]`)

// ended says that a name is whole, so that a dash begins another.
var ended = regexp.MustCompile(`(^|[;；:.,]|\sand[.,]?)\s*$`)

// trailing is what stands behind a name that others follow.
var trailing = regexp.MustCompile(`[;,]?\s+and[.,]?$`)

// dashed are names on lines that begin with a dash, each possibly longer. Where
// there are more than the entry says, a dash was a hyphen at which a line was
// cut.
func dashed(text string, said int) []string {
	all := dashedIf(text, func(string) bool { return true })
	if said > 0 && len(all) > said {
		all = dashedIf(text, ended.MatchString)
	}
	return all
}

// dashedIf begins a name with each dash before which the last one may end.
func dashedIf(text string, ends func(before string) bool) []string {
	var all []string
	for line := range strings.SplitSeq(strings.TrimSpace(lostLine.ReplaceAllString(text, ";\n-")), "\n") {
		switch {
		case len(all) == 0, dash(line) && ends(all[len(all)-1]):
			all = append(all, strings.TrimLeft(line, " \u3000-–—‐－"))
		case dash(line):
			all[len(all)-1] += strings.TrimSpace(line)
		default:
			all[len(all)-1] = joinLines(all[len(all)-1] + "\n" + line)
		}
	}
	for i := range all {
		all[i] = trailing.ReplaceAllString(strings.TrimSpace(all[i]), "")
	}
	return all
}

// said is how many names the words before them announce, 0 where that is not
// told.
func said(announcement string) int {
	words := strings.FieldsFunc(strings.ToLower(announcement), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		if n := slices.Index(numbers, strings.TrimSuffix(strings.TrimSuffix(w, "aliases"), "alias")); n >= 0 {
			return n + 1
		}
	}
	return 0
}

var numbers = strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")

// listed are names divided by ";" on several lines, Japanese ones first.
func listed(text string) []string {
	var all []string
	latin := false
	var lines strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		if !latin && lines.Len() > 0 && !japanese(line) {
			latin = true
			lines.WriteString(";")
		}
		lines.WriteString("\n" + line)
	}
	for one := range strings.SplitSeq(joinLines(lines.String()), ";") {
		if kana(one) {
			all = append(all, inJapanese.Split(one, -1)...)
		} else {
			all = append(all, one)
		}
	}
	return all
}
