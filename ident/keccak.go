package ident

import (
	"encoding/binary"
	"math/bits"
)

// keccak256 is the hash that Ethereum and Monero use: SHA-3's permutation with
// the padding that the standard later changed, so that crypto/sha3 cannot give
// it.
func keccak256(data []byte) [32]byte {
	const rate = 136 // bytes taken in a round, for 256 bits of hash
	var state [25]uint64
	absorb := func(block []byte) {
		for i := range rate / 8 {
			state[i] ^= binary.LittleEndian.Uint64(block[8*i:])
		}
		keccakF(&state)
	}
	for ; len(data) >= rate; data = data[rate:] {
		absorb(data)
	}
	var last [rate]byte
	copy(last[:], data)
	last[len(data)] ^= 0x01
	last[rate-1] ^= 0x80
	absorb(last[:])

	var hash [32]byte
	for i := range 4 {
		binary.LittleEndian.PutUint64(hash[8*i:], state[i])
	}
	return hash
}

// keccakF is the permutation of FIPS 202, section 3.2: 24 rounds of theta,
// rho and pi, chi, iota.
func keccakF(a *[25]uint64) {
	constant := byte(1) // the register that makes the round constants
	for range 24 {
		var c [5]uint64
		for x := range 5 {
			c[x] = a[x] ^ a[x+5] ^ a[x+10] ^ a[x+15] ^ a[x+20]
		}
		for i := range a {
			x := i % 5
			a[i] ^= c[(x+4)%5] ^ bits.RotateLeft64(c[(x+1)%5], 1)
		}
		x, y, moved := 1, 0, a[1]
		for t := range 24 {
			x, y = y, (2*x+3*y)%5
			a[x+5*y], moved = bits.RotateLeft64(moved, (t+1)*(t+2)/2), a[x+5*y]
		}
		for y := 0; y < 25; y += 5 {
			row := [5]uint64(a[y : y+5])
			for x := range 5 {
				a[y+x] = row[x] ^ ^row[(x+1)%5]&row[(x+2)%5]
			}
		}
		for j := range 7 {
			if constant&1 == 1 {
				a[0] ^= 1 << (1<<j - 1)
			}
			high := constant >> 7
			constant = constant<<1 ^ high*0x71
		}
	}
}
