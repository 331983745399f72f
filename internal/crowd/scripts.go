package crowd

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// writeNative writes the name in its culture's own script: what the table has,
// else letter by letter.
func (d *draft) writeNative() {
	gap := byte(' ')
	if d.culture.script == "han" || d.culture.script == "hangul" || d.culture.script == "kanji" {
		gap = 0
	}
	for i := range d.words {
		p := &d.words[i]
		if i > 0 && gap != 0 && string(d.words[i-1].native) != arabicArticle {
			d.name = append(d.name, gap)
		}
		switch {
		case len(p.native) > 0:
			d.name = append(d.name, p.native...)
		case d.culture.script == "devanagari":
			d.name = devanagari(d.name, p.latin)
		case letters[d.culture.script] != nil:
			at := len(d.name)
			d.name = letters[d.culture.script].append(d.name, p.latin)
			if r, n := utf8.DecodeRune(d.name[at:]); unicode.IsLower(r) {
				utf8.EncodeRune(d.name[at:at+n], unicode.ToUpper(r)) // as long in these alphabets
			}
		default: // rare Japanese given names, which no table writes
			d.name = append(d.name, p.latin...)
		}
	}
}

// arabicArticle is one with the word behind it.
const arabicArticle = "ال"

// alphabet writes Latin words in other letters. It is no standard: it makes names
// that look as names in that script do.
type alphabet struct {
	of map[string]string
	// last replace letters at the word's end.
	last map[string]string
}

// longest is the most Latin letters of an entry.
const longest = 4

func (a *alphabet) append(b, latin []byte) []byte {
	for i := 0; i < len(latin); {
		n := min(longest, len(latin)-i)
		for ; n > 0; n-- {
			s, ok := "", false
			key := latin[i : i+n]
			if i+n == len(latin) {
				s, ok = a.last[string(key)]
			}
			if !ok {
				s, ok = a.of[string(key)]
			}
			if ok {
				b = append(b, s...)
				break
			}
		}
		i += max(n, 1)
	}
	return b
}

func pairs(s string) map[string]string {
	out := map[string]string{}
	for _, f := range strings.Fields(s) {
		k, v, _ := strings.Cut(f, "=")
		out[k] = v
	}
	return out
}

var letters = map[string]*alphabet{
	"cyrillic": {
		of: pairs(`a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з
zh=ж kh=х ts=ц ch=ч sh=ш shch=щ ya=я yu=ю yo=ё ia=ия iu=ю ai=ай ei=ей oi=ой ui=уй`),
		last: pairs(`y=ий iy=ий sky=ский aya=ая`),
	},
	"greek": {
		of: pairs(`a=α b=μπ c=κ d=δ e=ε f=φ g=γ h=χ i=ι j=τζ k=κ l=λ m=μ n=ν o=ο p=π q=κ r=ρ s=σ t=τ u=υ v=β w=ου x=ξ y=υ z=ζ
th=θ ph=φ ch=χ ps=ψ ou=ου ei=ει ai=αι ef=ευ`),
		last: pairs(`s=ς is=ης`),
	},
}

var (
	devanagariConsonants = pairs(`b=ब c=क d=द f=फ g=ग h=ह j=ज k=क l=ल m=म n=न p=प q=क r=र s=स t=त v=व w=व x=क्स y=य z=ज
bh=भ ch=च dh=ध gh=घ jh=झ kh=ख ph=फ sh=श th=थ`)
	devanagariVowels = pairs(`a=अ e=ए i=इ o=ओ u=उ ai=ऐ au=औ ee=ई oo=ऊ aa=आ`)
	devanagariSigns  = pairs(`a= e=े i=ि o=ो u=ु ai=ै au=ौ ee=ी oo=ू aa=ा`)
)

// devanagari appends a word: consonants bear their vowel as a sign, and two in a
// row are joined.
func devanagari(b, latin []byte) []byte {
	after := false // a consonant without its vowel stands last
	for i := 0; i < len(latin); {
		n := min(2, len(latin)-i)
		for ; n > 0; n-- {
			key := string(latin[i : i+n])
			if s, ok := devanagariConsonants[key]; ok {
				if after {
					b = append(b, "्"...)
				}
				b, after = append(b, s...), true
				break
			}
			vowels := devanagariVowels
			if after {
				vowels = devanagariSigns
			}
			if s, ok := vowels[key]; ok {
				if after && key == "a" && i+n == len(latin) {
					s = "ा"
				}
				b, after = append(b, s...), false
				break
			}
		}
		i += max(n, 1)
	}
	return b
}
