package reach

import "testing"

// A dictionary that is damaged, and opens all the same, is refused or read; it
// breaks nothing.
func FuzzDictionary(f *testing.F) {
	f.Add([]byte{}, 0, 0)
	f.Add([]byte{0, 1, 'a', 1, 2, 3, 4, 6, 0}, 1, 6)
	f.Add([]byte{3, 2, 'a', 'b', 1, 2, 3, 4, 6, 1, 9, 9, 9, 9}, 1, 6)
	f.Add([]byte{7, 0, 1, 2, 3, 4, 6, 0}, 1, 6)
	f.Fuzz(func(t *testing.T, all []byte, words, lists int) {
		if words < 0 || lists < 0 {
			return
		}
		var c chunk
		if c.read(all, &chunkMeta{Words: words, Lists: lists}) != nil {
			return
		}
		for n := range uint32(words) {
			c.kind(n)
			c.word(n)
			if c.size(n) < 0 {
				t.Fatalf("word %d has a list of %d bytes", n, c.size(n))
			}
		}
		for n := range 20 {
			if from, to := c.plain.ofLength(n); from > to || int(to) > words {
				t.Fatalf("words of %d letters: %d to %d", n, from, to)
			}
		}
	})
}
