package alter

import (
	"slices"
	"strings"
)

// Russian letters and how each standard writes them. The first column is
// BGN/PCGN 1947, which the lists of the United States and the United Kingdom
// mostly follow, and by which a Latin name is read back. The others: ICAO Doc
// 9303 part 3 (passports since 2014), GOST R 52535.1-2006 (passports 2010 to
// 2013), GOST 7.79-2000 system B, ISO 9:1968 without its marks, the French
// spelling of Soviet passports and of Russian ones before 1997, the German one
// of Duden.
var russianStandards = strings.Split("bgn icao gost52535 gost779 iso9 french german", " ")

var russianLetters = func() map[rune][]string {
	m := map[rune][]string{}
	for line := range strings.Lines(`
а a a a a a a a
б b b b b b b b
в v v v v v v w
г g g g g g g g
д d d d d d d d
е e e e e e e e
ё yo e e yo e io jo
ж zh zh zh zh z j sch
з z z z z z z s
и i i i i i i i
й y i i j j i i
к k k k k k k k
л l l l l l l l
м m m m m m m m
н n n n n n n n
о o o o o o o o
п p p p p p p p
р r r r r r r r
с s s s s s s s
т t t t t t t t
у u u u u u ou u
ф f f f f f f f
х kh kh kh x h kh ch
ц ts ts tc cz c ts z
ч ch ch ch ch c tch tsch
ш sh sh sh sh s ch sch
щ shch shch shch shh sc chtch schtsch
ъ - ie - - - - -
ы y y y y y y y
ь - - - - - - -
э e e e e e e e
ю yu iu iu yu ju iou ju
я ya ia ia ya ja ia ja
`) {
		if c := strings.Fields(line); len(c) > 0 {
			for i := range c[1:] {
				c[1+i] = strings.TrimPrefix(c[1+i], "-")
			}
			m[[]rune(c[0])[0]] = c[1:]
		}
	}
	return m
}()

// readBack gives the Russian letters of a Latin spelling by BGN/PCGN, longest
// first; spellings of passports that mean the same beside them.
var readBack = []struct{ latin, russian string }{
	{"shch", "щ"}, {"zh", "ж"}, {"kh", "х"}, {"ts", "ц"}, {"ch", "ч"}, {"sh", "ш"},
	{"yu", "ю"}, {"ya", "я"}, {"yo", "ё"}, {"ye", "е"}, {"iy", "ий"}, {"ii", "ий"}, {"yy", "ый"}, {"iu", "ю"}, {"ia", "ия"},
	{"ay", "ай"}, {"ey", "ей"}, {"oy", "ой"}, {"uy", "уй"},
	{"a", "а"}, {"b", "б"}, {"v", "в"}, {"g", "г"}, {"d", "д"}, {"e", "е"}, {"z", "з"}, {"i", "и"}, {"k", "к"},
	{"l", "л"}, {"m", "м"}, {"n", "н"}, {"o", "о"}, {"p", "п"}, {"r", "р"}, {"s", "с"}, {"t", "т"}, {"u", "у"},
	{"f", "ф"}, {"y", "ы"}, {"'", "ь"}, {"’", "ь"},
}

// Endings by which a name is taken for a Russian one.
var russianEndings = strings.Fields(`ov ova ev eva yov sky skiy skii skyy skaya skaia tsky tskiy
ovich evich ovna evna ichna enko chuk kin kina shin shina nin nina lin lina`)

func looksRussian(w string) bool {
	return len(w) >= 5 && slices.ContainsFunc(russianEndings, func(e string) bool { return strings.HasSuffix(w, e) })
}

// russian writes a Russian person's name by another standard: all its words,
// as a document would.
func russian(d *draft) bool {
	if d.schema == "Vessel" || d.schema == "Airplane" {
		return false
	}
	cyrillic := strings.ContainsFunc(d.text(), func(r rune) bool { return russianLetters[r] != nil })
	if !cyrillic && !slices.ContainsFunc(d.words, func(w word) bool { return looksRussian(fold(w.text)) }) {
		return false
	}
	for _, k := range d.rng.Perm(len(russianStandards)) {
		if d.each(func(s string) string { return respell(s, k) }) {
			return true
		}
	}
	return false
}

// respell writes a word by a standard; a word that is not Russian stays.
func respell(s string, standard int) string {
	lower := strings.ToLower(s)
	var letters []rune
	for rest := lower; rest != ""; {
		if r := []rune(rest)[0]; russianLetters[r] != nil || r == '-' || r == '.' || r == ',' {
			letters = append(letters, r)
			rest = rest[len(string(r)):]
			continue
		}
		i := slices.IndexFunc(readBack, func(b struct{ latin, russian string }) bool { return strings.HasPrefix(rest, b.latin) })
		if i < 0 {
			return s
		}
		letters = append(letters, []rune(readBack[i].russian)...)
		rest = rest[len(readBack[i].latin):]
	}
	if n := len(letters); n > 3 && letters[n-1] == 'ы' { // BGN allows -y for -iy at a name's end
		letters = append(letters[:n-1], 'и', 'й')
	}
	var b strings.Builder
	for i, r := range letters {
		spelled := russianLetters[r]
		if spelled == nil {
			b.WriteRune(r)
			continue
		}
		before := rune(0)
		if i > 0 {
			before = letters[i-1]
		}
		b.WriteString(inPlace(r, before, i+1 == len(letters), russianStandards[standard], spelled[standard]))
	}
	return likeCase(b.String(), s)
}

// inPlace is a letter's spelling where its neighbours decide.
func inPlace(r, before rune, last bool, standard, usual string) string {
	vowel := strings.ContainsRune("аеёиоуыэюяьъ", before)
	switch {
	case standard == "bgn" && r == 'е' && (before == 0 || vowel):
		return "ye"
	case standard == "german" && r == 'е' && (before == 0 || vowel):
		return "je"
	case standard == "gost779" && r == 'ц' && strings.ContainsRune("ий", before):
		return "c"
	case (standard == "french" || standard == "german") && r == 'й' && last && before == 'и':
		return "" // -ski
	case standard == "iso9" && r == 'й' && last && before == 'и':
		return "j" // -skij
	}
	return usual
}
