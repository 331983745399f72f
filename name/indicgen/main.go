// Command indicgen writes the tables of the scripts of India and Ethiopia
// (data/indic.tsv, data/ethiopic.tsv) from the Unicode names of their
// characters, which spell their sounds: DEVANAGARI LETTER KHA, DEVANAGARI
// VOWEL SIGN AA, ETHIOPIC SYLLABLE BEE.
//
//	go run ./indicgen -o data
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/runenames"
)

// The scripts that have one way of writing in common, and their blocks.
var scripts = []struct {
	name        string
	first, last rune
}{
	{"DEVANAGARI", 0x900, 0x97f}, {"BENGALI", 0x980, 0x9ff}, {"GURMUKHI", 0xa00, 0xa7f},
	{"GUJARATI", 0xa80, 0xaff}, {"ORIYA", 0xb00, 0xb7f}, {"TAMIL", 0xb80, 0xbff},
	{"TELUGU", 0xc00, 0xc7f}, {"KANNADA", 0xc80, 0xcff}, {"MALAYALAM", 0xd00, 0xd7f},
}

// sounds are the names of letters that are not their usual spelling in names;
// of the others the name without its doubled letters is.
var sounds = map[string]string{
	"CA": "cha", "CHA": "chha", "SSA": "sha", "NGA": "nga", "NYA": "nya", "LLLA": "zha", "RRA": "ra",
	"VOCALIC R": "ri", "VOCALIC L": "li", "VOCALIC RR": "ri", "VOCALIC LL": "li", "EE": "e", "OO": "o", "AA": "a", "II": "i", "UU": "u",
	"CANDRA E": "e", "CANDRA O": "o", "SHORT E": "e", "SHORT O": "o", "SHORT A": "a", "CANDRA A": "a",
	"VVA": "va", "DDDHA": "da", "RHA": "ra", "KHHA": "kha", "GHHA": "gha",
}

func sound(name string) string {
	if s, ok := sounds[name]; ok {
		return s
	}
	var out []rune
	for _, r := range strings.ToLower(name) {
		if r < 'a' || r > 'z' {
			return ""
		}
		if len(out) == 0 || out[len(out)-1] != r {
			out = append(out, r)
		}
	}
	return string(out)
}

const indicHead = `# Letters of the scripts of India in Latin ones.
#
# Source: the Unicode names of the characters; made by indicgen.
#
# character <TAB> kind <TAB> Latin
#
# Kinds: consonant (its a is heard unless a sign follows), vowel, sign (a
# vowel in place of the a), virama (no vowel), nasal, silent.
`

func indic() []byte {
	var b bytes.Buffer
	b.WriteString(indicHead)
	for _, s := range scripts {
		for r := s.first; r <= s.last; r++ {
			name, ok := strings.CutPrefix(runenames.Name(r), s.name+" ")
			if !ok {
				continue
			}
			kind, latin := kindOf(name)
			if kind != "" {
				fmt.Fprintf(&b, "%c\t%s\t%s\n", r, kind, latin)
			}
		}
	}
	return b.Bytes()
}

func kindOf(name string) (kind, latin string) {
	letter, isLetter := strings.CutPrefix(name, "LETTER ")
	sign, isSign := strings.CutPrefix(name, "VOWEL SIGN ")
	switch {
	case isSign && sound(sign) != "":
		return "sign", sound(sign)
	case name == "SIGN VIRAMA":
		return "virama", "-"
	case name == "SIGN ANUSVARA" || name == "SIGN CANDRABINDU" || name == "TIPPI" || name == "SIGN BINDI":
		return "nasal", "n"
	case name == "SIGN VISARGA":
		return "nasal", "h"
	case strings.HasPrefix(name, "SIGN ") || name == "ADDAK":
		return "silent", "-"
	case letter == "KHANDA TA":
		return "vowel", "t"
	case strings.HasPrefix(letter, "CHILLU "):
		return "vowel", strings.ToLower(letter[len("CHILLU "):][:1])
	case !isLetter || sound(letter) == "":
		return "", ""
	case strings.HasSuffix(letter, "A") && len(sound(letter)) > 1:
		return "consonant", strings.TrimSuffix(sound(letter), "a")
	}
	return "vowel", sound(letter)
}

// Of Ethiopic the first vowel is e, the sixth is not heard; behind the two
// throat sounds the first is a.
var consonants = map[string]string{
	"HH": "h", "SZ": "s", "X": "h", "KX": "h", "Q": "k", "QH": "k", "C": "ch", "TH": "t", "PH": "p", "TZ": "ts",
	"GLOTTAL ": "", "PHARYNGEAL ": "",
}

const ethiopicHead = `# Ethiopic syllables in Latin letters.
#
# Source: the Unicode names of the characters; made by indicgen.
#
# syllable <TAB> Latin
`

func ethiopic() []byte {
	var b bytes.Buffer
	b.WriteString(ethiopicHead)
	for r := rune(0x1200); r <= 0x135a; r++ {
		name, ok := strings.CutPrefix(runenames.Name(r), "ETHIOPIC SYLLABLE ")
		if !ok {
			continue
		}
		n := len(name)
		for n > 0 && strings.ContainsRune("AEIOU", rune(name[n-1])) {
			n--
		}
		consonant, vowel := name[:n], name[n:]
		consonant, rounded := strings.CutSuffix(consonant, "W")
		if consonant == "" {
			consonant, rounded = "W", false
		}
		latin, special := consonants[consonant]
		if !special {
			latin = strings.ToLower(consonant)
		}
		throat := special && latin == ""
		if rounded {
			latin += "w"
		}
		switch {
		case vowel == "A" && !throat && consonant != "H":
			latin += "e"
		case vowel == "A" || vowel == "AA":
			latin += "a"
		case vowel == "E" && throat:
			latin += "i"
		case vowel == "E":
		case vowel == "EE":
			latin += "e"
		default:
			latin += strings.ToLower(vowel)
		}
		fmt.Fprintf(&b, "%c\t%s\n", r, latin)
	}
	return b.Bytes()
}

func main() {
	log.SetFlags(0)
	out := flag.String("o", "data", "folder to write to")
	flag.Parse()
	for file, b := range map[string][]byte{"indic.tsv": indic(), "ethiopic.tsv": ethiopic()} {
		if err := os.WriteFile(filepath.Join(*out, file), b, 0o644); err != nil {
			log.Fatal("indicgen: ", err)
		}
	}
}
