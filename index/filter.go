package index

import "math/bits"

// Of the keys that a customer's names are looked up under nearly all are of
// nothing listed: a word never seen before probes the deletes with some 35
// forms, a whole name the stretches of letters with some 18. A blocked Bloom
// filter answers most of those from one word of memory: three bits in the 64-bit
// word that the hash chooses, twelve bits a key.

// newFilter returns an empty filter for so many keys.
func newFilter(keys int) []uint64 { return make([]uint64, max(1, (12*keys+63)/64)) }

// filterWord spreads hashes over the words by their high bits.
func filterWord(hash uint64, size int) uint64 {
	word, _ := bits.Mul64(hash, uint64(size))
	return word
}

func filterBits(hash uint64) uint64 {
	return 1<<(hash&63) | 1<<(hash>>6&63) | 1<<(hash>>12&63)
}
