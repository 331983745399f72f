package lists

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// Wallets finds the digital currency addresses in a text, by their own check
// digits. The currency before one ("XBT") is its label.
func Wallets(text string) (found []interdict.Identifier) {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\r,;()\u00a0\u202f", r) })
	for i, w := range words {
		w = strings.Trim(w, ".:'\"")
		if len(w) < 26 || len(w) > 120 || !strings.ContainsAny(w, "0123456789") || ident.Check(interdict.Wallet, w, "") != ident.Valid {
			continue
		}
		id := interdict.Identifier{Type: interdict.Wallet, Value: w}
		if i > 0 {
			if coin := strings.Trim(words[i-1], ":."); len(coin) >= 3 && len(coin) <= 5 && coin == strings.ToUpper(coin) {
				id.Label = coin
			}
		}
		found = append(found, id)
	}
	return found
}
