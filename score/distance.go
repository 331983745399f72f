package score

// Distance is the number of typing errors between two words of ASCII letters:
// insertions, deletions, substitutions and exchanges of neighbours (optimal
// string alignment). Beyond limit, which is 1 or 2, it gives up and returns
// limit+1; so it does, under limit 2, where what lies between the words' common
// beginning and end has more than 64 letters.
func Distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || d < -limit {
		return limit + 1
	}
	// A common beginning and end change nothing.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) == 0:
		return len(b)
	case limit == 1:
		if len(a) == len(b) && (len(a) == 1 || len(a) == 2 && a[0] == b[1] && a[1] == b[0]) {
			return 1
		}
		return 2
	}
	return banded(a, b, limit)
}

// banded fills the alignment table within limit of its diagonal.
func banded(a, b string, limit int) int {
	if len(a) > 64 || len(b) > 64 {
		return limit + 1
	}
	var rows [3][67]int8
	far := int8(limit + 1)
	prev2, prev, cur := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		prev[j] = min(int8(j), far)
	}
	for i := 1; i <= len(a); i++ {
		lo, hi := max(1, i-limit), min(len(b), i+limit)
		if lo == 1 {
			cur[0] = min(int8(i), far)
		} else {
			cur[lo-1] = far
		}
		best := far
		for j := lo; j <= hi; j++ {
			d := prev[j-1]
			if a[i-1] != b[j-1] {
				d++
				up, left := far, cur[j-1]+1
				if j < i+limit {
					up = prev[j] + 1
				}
				d = min(d, up, left)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, prev2[j-2]+1)
				}
			}
			d = min(d, far)
			cur[j] = d
			best = min(best, d)
		}
		if hi < len(b) {
			cur[hi+1] = far
		}
		if best >= far {
			return int(far)
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return int(prev[len(b)])
}

// Pattern is a word made ready so that many are held against it: a bit for each
// place of each letter (Hyyrö's bit-parallel optimal string alignment).
type Pattern struct {
	text   string
	places [256]uint64
}

// Set takes a word. It returns false of one of over 64 letters, which has no bits for
// them: it is compared by Distance.
func (p *Pattern) Set(text string) bool {
	for i := 0; i < len(p.text); i++ {
		p.places[p.text[i]] = 0
	}
	p.text = text
	if len(text) > 64 {
		return false
	}
	for i := 0; i < len(text); i++ {
		p.places[text[i]] |= 1 << i
	}
	return true
}

// Distance is what Distance says of the two words where that is within limit, and
// more than limit where it is not.
func (p *Pattern) Distance(text string, limit int) int {
	if p.text == "" || len(p.text) > 64 {
		return Distance(p.text, text, limit)
	}
	// In the bits of a column: that a cell is one more or one less than the one above
	// it, that the one across is no more than the one diagonally before.
	more, less, across, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	errors, last := len(p.text), uint(len(p.text)-1)&63
	for i := 0; i < len(text); i++ {
		places := p.places[text[i]]
		exchanged := (^across & places) << 1 & before
		across = ((places&more + more) ^ more) | places | less | exchanged
		right, left := less|^(across|more), across&more
		errors += int(right>>last&1) - int(left>>last&1)
		if errors-(len(text)-1-i) > limit {
			return limit + 1
		}
		right = right<<1 | 1
		more, less = left<<1|^(across|right), right&across
		before = places
	}
	return errors
}
