package name

import "sync"

// wgPart is an initial or a final of Wade and Giles in Pinyin.
type wgPart struct {
	pinyin string
	own    bool // Pinyin has it not
}

type wadeGiles struct{ initials, finals map[string]wgPart }

var wadeGilesTables = sync.OnceValue(func() *wadeGiles {
	t := &wadeGiles{map[string]wgPart{}, map[string]wgPart{}}
	rows("wade_giles.tsv", 3, func(col []string) {
		part := wgPart{col[2], len(col) > 3}
		if col[0] == "initial" {
			t.initials[col[1]] = part
		} else {
			t.finals[col[1]] = part
		}
	})
	return t
})

// syllable appends a syllable in Pinyin and says whether it is one by Wade and
// Giles, and whether it can be nothing else.
func (t *wadeGiles) syllable(dst, text []byte) (out []byte, ok, own bool) {
	for n := min(2, len(text)-1); n >= 0; n-- {
		var initial wgPart
		if n > 0 {
			if initial, ok = t.initials[string(text[:n])]; !ok {
				continue
			}
		}
		final, ok := t.finals[string(text[n:])]
		if !ok {
			continue
		}
		own = initial.own || final.own
		soft := text[n] == 'i' && string(text[n:]) != "ih"
		switch {
		case initial.pinyin == "zh" && soft: // ching is jing
			dst, own = append(dst, 'j'), true
		case initial.pinyin == "z" && string(text[n:]) == "u", initial.pinyin == "s" && initial.own: // tzu, ssu
			return append(dst, initial.pinyin+"i"...), true, own
		default:
			dst = append(dst, initial.pinyin...)
		}
		if string(text[n:]) == "o" && (n == 0 || text[n-1] == 'k' || text[n-1] == 'h') { // ko is ge
			return append(dst, 'e'), true, own
		}
		return append(dst, final.pinyin...), true, own
	}
	return dst, false, false
}

// chineseGiven gives two syllables with a hyphen that are a Chinese given name
// by Wade and Giles, as in Taiwan, their reading in Pinyin, as one word:
// "Tse-tung" is Zedong too.
func (a *Analyser) chineseGiven() {
	for i := 0; i+1 < len(a.spans); i++ {
		first, second := &a.spans[i], &a.spans[i+1]
		if second.glue != glueHyphen || first.part != Unknown && first.part != Given || first.other != noOther {
			continue
		}
		n, m := first.end-first.start, second.end-second.start
		if n < 2 || n > 6 || m < 2 || m > 6 {
			continue
		}
		t := wadeGilesTables()
		out, ok, own := t.syllable(a.scratch[:0], a.at(*first))
		if !ok {
			continue
		}
		out, ok, own2 := t.syllable(out, a.at(*second))
		a.scratch = out
		if ok && (own || own2) {
			a.addOther(first, string(out))
			a.addOther(second, "")
			second.linked = true
			i++
		}
	}
}
