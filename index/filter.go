package index

import "math/bits"

// A word never seen before probes the deletes with some 35 forms, nearly all
// of them in vain. A blocked Bloom filter answers most of those from one word
// of memory: three bits in the 64-bit word that the hash chooses, twelve bits a
// form.

func buildFilter(entries []entry) []uint64 {
	f := make([]uint64, max(1, (12*len(entries)+63)/64))
	for _, e := range entries {
		f[filterWord(e.hash, len(f))] |= filterBits(e.hash)
	}
	return f
}

// maybe says whether the hash may be in the filter; false is certain.
func maybe(f []uint64, hash uint64) bool {
	b := filterBits(hash)
	return f[filterWord(hash, len(f))]&b == b
}

// filterWord spreads hashes over the words by their high bits.
func filterWord(hash uint64, size int) uint64 {
	word, _ := bits.Mul64(hash, uint64(size))
	return word
}

func filterBits(hash uint64) uint64 {
	return 1<<(hash&63) | 1<<(hash>>6&63) | 1<<(hash>>12&63)
}
