package name

import "github.com/interdict/interdict"

// Rarity says how surprising a token is: -log2 of the share of names that
// hold it, between 3000 and 18000.
func Rarity(text []byte) interdict.Millibits {
	switch n := len(text); {
	case n <= 1:
		return 4000
	case n <= 3:
		return 9000 + 1000*interdict.Millibits(n)
	case n <= 5:
		return 14000
	case n <= 7:
		return 16000
	}
	return 17500
}
