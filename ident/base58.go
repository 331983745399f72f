package ident

import (
	"crypto/sha256"
	"math/big"
	"slices"
	"strings"
)

// The alphabets of base 58: Bitcoin's, which Tron, Solana and Monero share,
// and that of the XRP Ledger.
const (
	base58Bitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	base58Ripple  = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

// base58 decodes a; each leading zero sign is a leading zero byte.
func base58(a, alphabet string) ([]byte, bool) {
	if a == "" || len(a) > 110 {
		return nil, false
	}
	n, base := new(big.Int), big.NewInt(58)
	for i := range len(a) {
		d := strings.IndexByte(alphabet, a[i])
		if d < 0 {
			return nil, false
		}
		n.Add(n.Mul(n, base), big.NewInt(int64(d)))
	}
	zeros := len(a) - len(strings.TrimLeft(a, alphabet[:1]))
	return append(make([]byte, zeros), n.Bytes()...), true
}

// base58Check decodes a whose last four bytes are the beginning of the rest's
// double SHA-256.
func base58Check(a, alphabet string) (payload []byte, ok bool) {
	raw, ok := base58(a, alphabet)
	if !ok || len(raw) < 5 {
		return nil, false
	}
	payload, sum := raw[:len(raw)-4], raw[len(raw)-4:]
	once := sha256.Sum256(payload)
	twice := sha256.Sum256(once[:])
	return payload, slices.Equal(sum, twice[:4])
}

// moneroBytes is how many bytes a block of so many signs decodes to.
var moneroBytes = [...]int{0, -1, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8}

// monero decodes blocks of eleven signs to eight bytes each; the last four
// bytes of the whole are the beginning of the rest's Keccak-256.
func monero(a string) bool {
	var raw []byte
	for len(a) > 0 {
		n := min(11, len(a))
		b, ok := base58(a[:n], base58Bitcoin)
		size := moneroBytes[n]
		b = trimZeros(b)
		if !ok || size < len(b) {
			return false
		}
		raw = append(raw, make([]byte, size-len(b))...)
		raw = append(raw, b...)
		a = a[n:]
	}
	if len(raw) < 5 {
		return false
	}
	hash := keccak256(raw[:len(raw)-4])
	return slices.Equal(raw[len(raw)-4:], hash[:4])
}

func trimZeros(b []byte) []byte {
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	return b
}
