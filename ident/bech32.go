package ident

import "strings"

// The checksummed base-32 forms: bech32 (BIP 173) and bech32m (BIP 350) of
// Bitcoin's and Litecoin's newer addresses, and Bitcoin Cash's cashaddr.

const bech32Signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// isBech32 says whether a begins like a segwit address of a chain we know.
func isBech32(a string) bool {
	for _, chain := range []string{"bc1", "tb1", "ltc1"} {
		if len(a) > len(chain)+8 && len(a) <= 90 && strings.EqualFold(a[:len(chain)], chain) {
			return oneCase(a)
		}
	}
	return false
}

func oneCase(s string) bool { return s == strings.ToLower(s) || s == strings.ToUpper(s) }

// bech32 verifies the checksum of a segwit address: version 0 uses bech32,
// later versions bech32m.
func bech32(a string) bool {
	chain, data, _ := strings.Cut(strings.ToLower(a), "1")
	sum := uint32(1)
	step := func(v byte) {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range [...]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for i := range len(chain) {
		step(chain[i] >> 5)
	}
	step(0)
	for i := range len(chain) {
		step(chain[i] & 31)
	}
	for i := range len(data) {
		d := strings.IndexByte(bech32Signs, data[i])
		if d < 0 {
			return false
		}
		step(byte(d))
	}
	if data[0] == bech32Signs[0] {
		return sum == 1
	}
	return sum == 0x2bc830a3
}

const cashPrefix = "bitcoincash:"

// isCashAddr is Bitcoin Cash's form, with or without its prefix.
func isCashAddr(a string) bool {
	if !oneCase(a) {
		return false
	}
	a = strings.TrimPrefix(strings.ToLower(a), cashPrefix)
	return len(a) == 42 && (a[0] == 'q' || a[0] == 'p') && strings.Trim(a, bech32Signs) == ""
}

func cashAddr(a string) bool {
	a = strings.TrimPrefix(strings.ToLower(a), cashPrefix)
	sum := uint64(1)
	step := func(v byte) {
		top := sum >> 35
		sum = (sum&0x07ffffffff)<<5 ^ uint64(v)
		for i, g := range [...]uint64{0x98f2bc8e61, 0x79b76d99e2, 0xf33e5fb3c4, 0xae2eabe2a8, 0x1e4f43e470} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for i := range len(cashPrefix) - 1 {
		step(cashPrefix[i] & 31)
	}
	step(0)
	for i := range len(a) {
		step(byte(strings.IndexByte(bech32Signs, a[i])))
	}
	return sum == 1
}
