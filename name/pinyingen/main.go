// Command pinyingen writes the table of readings of Chinese characters
// (data/pinyin.tsv) from that of github.com/mozillazg/go-pinyin, which takes
// it from the Unihan database.
//
//	go run ./pinyingen -o data/pinyin.tsv
//
// Only the first reading of each character is kept, without its tone; names
// whose usual reading is another one are in data/han_surnames.tsv and
// data/han_readings.tsv.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

const head = `# The usual reading of Chinese characters in Pinyin without tones.
#
# Source: github.com/mozillazg/go-pinyin v0.21.0 (MIT licence), from the
# Unihan database; made by pinyingen.
#
# reading <TAB> characters
`

func main() {
	log.SetFlags(0)
	out := flag.String("o", "data/pinyin.tsv", "file to write")
	flag.Parse()
	of := map[string][]rune{}
	for r, readings := range pinyin.PinyinDict {
		if !unicode.Is(unicode.Han, rune(r)) || norm.NFKC.String(string(rune(r))) != string(rune(r)) || r > 0x9fff {
			continue
		}
		first, _, _ := strings.Cut(readings, ",")
		of[plain(first)] = append(of[plain(first)], rune(r))
	}
	readings := make([]string, 0, len(of))
	for s := range of {
		readings = append(readings, s)
	}
	sort.Strings(readings)
	var b bytes.Buffer
	b.WriteString(head)
	for _, s := range readings {
		chars := of[s]
		sort.Slice(chars, func(i, j int) bool { return chars[i] < chars[j] })
		fmt.Fprintf(&b, "%s\t%s\n", s, string(chars))
	}
	if err := os.WriteFile(*out, b.Bytes(), 0o644); err != nil {
		log.Fatal("pinyingen: ", err)
	}
}

// plain takes the tone off; ü is written u, as in most people's passports.
func plain(s string) string {
	var out []rune
	for _, r := range norm.NFD.String(s) {
		if r >= 'a' && r <= 'z' {
			out = append(out, r)
		}
	}
	return string(out)
}
