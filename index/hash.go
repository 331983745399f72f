package index

import "github.com/interdict/interdict/internal/polyhash"

// Hashes of the index are part of its format: 64-bit, made of a polynomial
// over the bytes (package polyhash) and a finishing mix, so that the hash of a
// word with letters left out is had from the hashes of its beginnings and endings.
// Salts keep the key spaces apart.
const (
	saltWord uint64 = iota + 1
	saltKey
	saltJoined
	saltPair
	saltIdentifier
	saltListing
	saltDelete
	saltSyllables
	saltSounds
	saltSkeleton
	saltNative
	saltWhole
	saltHead
	saltRest
	saltMoved
	saltSlavic
	saltOtherSlavic
)

// mix spreads a polynomial over all bits (the finisher of MurmurHash3).
func mix(h, salt uint64) uint64 {
	h ^= salt * 0xA0761D6478BD642F
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 33
	h *= 0xC4CEB9FE1A85EC53
	h ^= h >> 33
	return h
}

func hashString(s string, salt uint64) uint64 { return mix(polyhash.Of(s), salt) }

func hashPair(a, b uint32) uint64 {
	if a > b {
		a, b = b, a
	}
	return mix(uint64(a)<<32|uint64(b), saltPair)
}
