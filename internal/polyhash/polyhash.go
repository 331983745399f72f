// Package polyhash hashes words by a polynomial of their bytes, so that the hash of
// words written as one, or of a word with letters left out, is had from the hashes of
// its parts. Snapshots are keyed by it: it stays as it is.
package polyhash

// Base is what the polynomial is of.
const Base = 0x9E3779B97F4A7C15 | 1

// Of is the hash of a word.
func Of(word string) uint64 { return Append(0, word) }

// Append is the hash of what has this hash with a word behind it.
func Append(hash uint64, word string) uint64 {
	for i := 0; i < len(word); i++ {
		hash = Letter(hash, word[i])
	}
	return hash
}

// Letter is the hash of what has this hash with a letter behind it.
func Letter(hash uint64, letter byte) uint64 { return hash*Base + uint64(letter) + 1 }
