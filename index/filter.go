package index

// A word never seen before probes the deletes with up to 56 forms, nearly all
// of them in vain. A blocked Bloom filter answers most of those from one word
// of memory: three bits in the 64-bit word that the hash chooses, about twelve
// bits a form.

func buildFilter(entries []entry) []uint64 {
	size := 1
	for size*64 < 12*len(entries) {
		size *= 2
	}
	f := make([]uint64, size)
	for _, e := range entries {
		f[filterWord(e.hash, size)] |= filterBits(e.hash)
	}
	return f
}

// maybe says whether the hash may be in the filter; false is certain.
func maybe(f []uint64, hash uint64) bool {
	b := filterBits(hash)
	return f[filterWord(hash, len(f))]&b == b
}

func filterWord(hash uint64, size int) uint64 { return hash >> 20 & uint64(size-1) }

func filterBits(hash uint64) uint64 {
	return 1<<(hash&63) | 1<<(hash>>6&63) | 1<<(hash>>12&63)
}
