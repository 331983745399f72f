package ident

import (
	"encoding/hex"
	"strings"
)

// Wallet addresses are compared as text, whatever currency the publisher
// names: the same key controls an address on every chain that shares its form,
// and labels are often wrong (USDT stands for addresses on Tron, Ethereum and
// Bitcoin). Base58 forms are case-sensitive; the others are brought to lower
// case.

// walletKey is the form in which an address is compared. It is false for what
// cannot be a whole address.
func walletKey(s string) (string, bool) {
	a := address(s)
	switch {
	case isEVM(a), isBech32(a), isHex64(a):
		a = strings.ToLower(a)
	case isCashAddr(a):
		a = strings.ToLower(a)[strings.IndexByte(a, ':')+1:]
	case strings.Trim(a, base58Bitcoin) != "":
		return "", false
	}
	return a, len(a) >= 25 && len(a) <= 110
}

// address is s without spaces, and without a payment link's scheme and query
// ("ethereum:0x...?value=1").
func address(s string) string {
	if len(s) > maxValue {
		return ""
	}
	s = strings.Join(strings.Fields(s), "")
	s, _, _ = strings.Cut(s, "?")
	if scheme, rest, ok := strings.Cut(s, ":"); ok && !strings.EqualFold(scheme, "bitcoincash") {
		s = rest
	}
	if strings.HasPrefix(s, "0X") {
		s = "0x" + s[2:]
	}
	return s
}

// checkWallet finds the address's form and verifies its checksum.
func checkWallet(s string) Validity {
	a := address(s)
	switch {
	case a == "":
		return Invalid
	case isEVM(a):
		return checkEVM(a[2:])
	case isHex64(a):
		return Unknown
	case isBech32(a):
		return validity(bech32(a))
	case isCashAddr(a):
		return validity(cashAddr(a))
	case a[0] == 'r' && len(a) < 40:
		_, ok := base58Check(a, base58Ripple)
		return validity(ok)
	case len(a) == 95 || len(a) == 106:
		return validity(monero(a))
	}
	payload, ok := base58Check(a, base58Bitcoin)
	if ok && (len(payload) == 21 || len(payload) == 22) {
		return Valid
	}
	// Solana's addresses are 32 bytes without a checksum.
	if raw, ok := base58(a, base58Bitcoin); ok && len(raw) == 32 && len(a) >= 32 {
		return Unknown
	}
	return Invalid
}

// isEVM is the form of Ethereum and its kin: 0x and 40 hexadecimal digits.
func isEVM(a string) bool {
	if len(a) != 42 || a[:2] != "0x" {
		return false
	}
	_, err := hex.DecodeString(a[2:])
	return err == nil
}

// isHex64 is 32 bytes in hexadecimal, the form of several newer chains.
func isHex64(a string) bool {
	a = strings.TrimPrefix(a, "0x")
	_, err := hex.DecodeString(a)
	return len(a) == 64 && err == nil
}

// checkEVM is EIP-55: the case of each letter repeats a bit of the hash of the
// address in lower case. An address all in one case has no checksum.
func checkEVM(digits string) Validity {
	low := strings.ToLower(digits)
	if digits == low || digits == strings.ToUpper(digits) {
		return Unknown
	}
	hash := keccak256([]byte(low))
	for i := range len(digits) {
		nibble := hash[i/2] >> 4
		if i%2 == 1 {
			nibble = hash[i/2] & 15
		}
		upper := 'A' <= digits[i] && digits[i] <= 'F'
		if letter := low[i] > '9'; letter && upper != (nibble >= 8) {
			return Invalid
		}
	}
	return Valid
}
