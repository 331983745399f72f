// Command unihangen writes what other languages make of Chinese characters:
// data/cantonese.tsv and data/hanja.tsv, from the Unihan database.
//
//	go run ./unihangen -unihan DIR
//
// DIR holds Unihan_Readings.txt, Unihan_OtherMappings.txt and
// Unihan_Variants.txt, as https://www.unicode.org/Public/UCD/latest/ucd/Unihan.zip
// has them and Debian's package unicode-data. The terms of use of Unicode data
// files permit use and copies without restriction.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Characters of the first level of China's general standard (2013) are the
// commonly used ones, those of the second are met in print and in names.
const firstLevel, secondLevel = 3500, 6500

// A pair of readings must be that of one common character or of three others,
// and of a share of all that are read so in Cantonese.
const leastPairs, leastShare = 3, 0.12

func main() {
	log.SetFlags(0)
	dir := flag.String("unihan", "", "folder of the Unihan files")
	out := flag.String("o", "data", "folder to write to")
	flag.Parse()
	if *dir == "" {
		log.Fatal("unihangen: name the folder of the Unihan files with -unihan")
	}
	if err := run(*dir, *out); err != nil {
		log.Fatal("unihangen: ", err)
	}
}

// unihan are the fields read, each from character to value.
type unihan struct {
	version string
	fields  map[string]map[rune]string
}

func run(dir, out string) error {
	u := unihan{fields: map[string]map[rune]string{
		"kCantonese": {}, "kMandarin": {}, "kHangul": {}, "kTGH": {}, "kTraditionalVariant": {},
	}}
	for _, file := range []string{"Readings", "OtherMappings", "Variants"} {
		if err := u.read(filepath.Join(dir, "Unihan_"+file+".txt")); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(out, "cantonese.tsv"), u.cantonese(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "hanja.tsv"), u.hanja(), 0o644)
}

func (u *unihan) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		if v, ok := strings.CutPrefix(s.Text(), "# Unicode version: "); ok {
			u.version = v
		}
		col := strings.Split(s.Text(), "\t")
		if len(col) != 3 || u.fields[col[1]] == nil {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(col[0], "U+"), 16, 32)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		u.fields[col[1]][rune(n)] = col[2]
	}
	return s.Err()
}

// toneless is a reading without its tone, and with u for ü.
func toneless(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, norm.NFD.String(s))
}

const cantoneseHead = `# How the Mandarin syllables of Chinese characters are said in Cantonese.
#
# Source: Unihan database, Unicode %s (kCantonese, kMandarin), characters of
# levels 1 and 2 of kTGH; made by unihangen. Jyutping and Pinyin without tones.
#
# Jyutping <TAB> Pinyin, that of the most characters first
`

// cantonese counts the characters that have a pair of readings.
func (u *unihan) cantonese() []byte {
	pairs := map[string]map[string]int{}
	for r, place := range u.fields["kTGH"] {
		_, n, _ := strings.Cut(place, ":")
		level, err := strconv.Atoi(n)
		c, m := first(u.fields["kCantonese"][r]), first(u.fields["kMandarin"][r])
		if err != nil || level > secondLevel || c == "" || m == "" {
			continue
		}
		c, m = toneless(c), toneless(m)
		if pairs[c] == nil {
			pairs[c] = map[string]int{}
		}
		if level <= firstLevel {
			pairs[c][m] += leastPairs
		} else {
			pairs[c][m]++
		}
	}
	b := fmt.Appendf(nil, cantoneseHead, u.version)
	for _, c := range slices.Sorted(maps.Keys(pairs)) {
		all := 0
		for _, n := range pairs[c] {
			all += n
		}
		var kept []string
		for m, n := range pairs[c] {
			if n >= leastPairs && float64(n) >= leastShare*float64(all) {
				kept = append(kept, m)
			}
		}
		slices.SortFunc(kept, func(x, y string) int {
			return cmp.Or(cmp.Compare(pairs[c][y], pairs[c][x]), cmp.Compare(x, y))
		})
		if len(kept) > 0 {
			b = fmt.Appendf(b, "%s\t%s\n", c, strings.Join(kept, " "))
		}
	}
	return b
}

const hanjaHead = `# How Chinese characters are read in Korean.
#
# Source: Unihan database, Unicode %s (kHangul; of simplified characters that
# of kTraditionalVariant); made by unihangen.
#
# syllable <TAB> characters
`

// hanja takes the readings of each character, with those of its traditional
// form where it has none.
func (u *unihan) hanja() []byte {
	of := map[string][]rune{}
	add := func(r rune, readings string) {
		for reading := range strings.FieldsSeq(readings) {
			if syllable, _, ok := strings.Cut(reading, ":"); ok && r < 0x10000 && unicode.Is(unicode.Hangul, []rune(syllable)[0]) {
				of[syllable] = append(of[syllable], r)
			}
		}
	}
	for r, readings := range u.fields["kHangul"] {
		add(r, readings)
	}
	for r, old := range u.fields["kTraditionalVariant"] {
		n, err := strconv.ParseUint(strings.TrimPrefix(first(old), "U+"), 16, 32)
		if err == nil && u.fields["kHangul"][r] == "" {
			add(r, u.fields["kHangul"][rune(n)])
		}
	}
	add('联', u.fields["kHangul"]['聯']) // Unihan does not say that it is simplified from that
	b := fmt.Appendf(nil, hanjaHead, u.version)
	for _, syllable := range slices.Sorted(maps.Keys(of)) {
		slices.Sort(of[syllable])
		b = fmt.Appendf(b, "%s\t%s\n", syllable, string(of[syllable]))
	}
	return b
}

// first is the first of several values.
func first(s string) string {
	s, _, _ = strings.Cut(s, " ")
	return s
}
