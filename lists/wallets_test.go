package lists

import "testing"

func TestWallets(t *testing.T) {
	got := Wallets("Digital Currency Address - XBT 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa; and 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb (a wrong one).")
	if len(got) != 1 || got[0].Value != "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa" || got[0].Label != "XBT" {
		t.Errorf("%+v", got)
	}
	if got := Wallets("a text without any, 7707083893"); got != nil {
		t.Errorf("%+v", got)
	}
}
