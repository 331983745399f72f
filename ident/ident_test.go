package ident

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// cases reads a file of tab-separated fields; lines that begin with # are
// comments.
func cases(t *testing.T, file string, fields int) [][]string {
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all [][]string
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if line := lines.Text(); line != "" && line[0] != '#' {
			c := strings.Split(line, "\t")
			if len(c) != fields {
				t.Fatalf("%s, line %d: %d fields, want %d", file, n, len(c), fields)
			}
			all = append(all, c)
		}
	}
	if len(all) == 0 || lines.Err() != nil {
		t.Fatalf("%s: %d cases, %v", file, len(all), lines.Err())
	}
	return all
}

func TestCheck(t *testing.T) {
	for _, c := range cases(t, "check.txt", 4) {
		if got := Check(interdict.IDType(c[0]), c[1], c[2]); got.String() != c[3] {
			t.Errorf("Check(%s, %q, %q) = %v, want %s", c[0], c[1], c[2], got, c[3])
		}
	}
}

func TestNormalise(t *testing.T) {
	for _, c := range cases(t, "normalise.txt", 4) {
		k, ok := Normalise(&interdict.Identifier{Type: interdict.IDType(c[0]), Value: c[1], Country: c[2]})
		got := "none"
		if ok {
			got = fmt.Sprintf("%s %s %s", k.Space, k.Value, k.Country)
		}
		if got = strings.TrimSpace(got); got != c[3] {
			t.Errorf("Normalise(%s, %q, %q) = %q, want %q", c[0], c[1], c[2], got, c[3])
		}
	}
}

// TestSchemes holds the table: it parses, its examples are valid, and any
// other check digit than the example's is wrong.
func TestSchemes(t *testing.T) {
	all, err := parseSchemes(schemesTSV, ibanTSV)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all.all {
		if s.example == "" {
			continue
		}
		v, ok := s.matches(s.example)
		if !ok || !s.valid(v) {
			t.Errorf("%s: the example %s is not valid", s.space, s.example)
			continue
		}
		last := len(v) - 1
		for d := byte('0'); d <= '9'; d++ {
			if other := v[:last] + string(d); other != v && s.valid(other) {
				t.Errorf("%s: both %s and %s are valid", s.space, v, other)
			}
		}
	}
}

func TestSchemeErrors(t *testing.T) {
	for _, bad := range []string{
		"x\tru\ttax_id\td10\tmod\t11 r\tcheck\t",
		"x\tru\ttax_id\td10\tmod\t11 zz 1,2\tcheck\t",
		"x\tru\ttax_id\td10\tmod\t11 r 1,b\tcheck\t",
		"x\tru\ttax_id\td10\tmod\t1 r 1,2\tcheck\t",
		"x\tru\ttax_id\td\tluhn\t\tcheck\t",
		"x\tru\ttax_id\td10\tnumber\t\tcheck\t",
		"x\tru\ttax_id\td10\tnosuch\t\tcheck\t",
		"x\tru\ttax_id\td10\tluhn",
	} {
		if _, err := parseSchemes(bad, ""); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	if _, err := parseSchemes("", "de\tmany"); err == nil {
		t.Error("a length that is no number: no error")
	}
}

// TestOneDigit changes one sign of a valid number whose check detects every
// such change: the result is never valid.
func TestOneDigit(t *testing.T) {
	valid := []struct {
		t       interdict.IDType
		country string
		value   string
	}{
		{interdict.LEI, "", "5493001KJTIIGC8Y1R12"},
		{interdict.IBAN, "", "GB82WEST12345698765432"},
		{interdict.ISIN, "", "US0378331005"},
		{interdict.USCC, "cn", "91110000600037341L"},
		{interdict.NationalID, "cn", "360426199101010071"},
		{interdict.NationalID, "za", "7503305044089"},
		{interdict.TaxID, "de", "136695976"},
		{interdict.NationalID, "pl", "44051401359"},
		{interdict.NationalID, "es", "54362315K"},
		{interdict.Wallet, "", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{interdict.Wallet, "", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
		{interdict.Wallet, "", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"},
		{interdict.Wallet, "", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
		{interdict.Wallet, "", "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy"},
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(valid).Draw(t, "number")
		at := rapid.IntRange(0, len(c.value)-1).Draw(t, "at")
		signs := "0123456789"
		switch old := c.value[at]; {
		case c.t == interdict.Wallet:
			signs = base58Bitcoin
			if strings.Contains(c.value, "1q") || strings.Contains(c.value, "1p") || strings.Contains(c.value, ":") {
				signs = bech32Signs
			}
			if !strings.Contains(signs, string(old)) || at < 13 && strings.HasPrefix(c.value, "bi") || at < 4 && signs == bech32Signs {
				t.Skip("not a sign of the data")
			}
		case old >= 'A' && c.t == interdict.ISIN:
			t.Skip("Luhn sees two digits of a letter change")
		case old >= 'A':
			signs = "ABCDEFGHJKLMNPQRTUWXY"
		}
		other := rapid.SampledFrom([]byte(signs)).Draw(t, "sign")
		if other == c.value[at] {
			t.Skip("the same sign")
		}
		changed := c.value[:at] + string(other) + c.value[at+1:]
		if got := Check(c.t, changed, c.country); got == Valid {
			t.Fatalf("%s is valid, and so is %s", c.value, changed)
		}
	})
}

// TestInsensitive writes a number with separators and in lower case: one key.
func TestInsensitive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typ := rapid.SampledFrom([]interdict.IDType{interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI, interdict.TailNumber}).Draw(t, "type")
		value := rapid.StringMatching(`[A-Z0-9]{8,12}`).Draw(t, "value")
		sep := rapid.SampledFrom([]string{" ", "-", ".", "–", "\u00a0"}).Draw(t, "separator")
		at := rapid.IntRange(0, len(value)).Draw(t, "at")
		a, ok := Normalise(&interdict.Identifier{Type: typ, Value: value})
		b, okb := Normalise(&interdict.Identifier{Type: typ, Value: strings.ToLower(value[:at]) + sep + value[at:]})
		if a != b || ok != okb {
			t.Fatalf("%q gives %v %v, with a separator %v %v", value, a, ok, b, okb)
		}
	})
}

func TestKeys(t *testing.T) {
	keys := func(typ interdict.IDType, value, country string) []Key {
		return Keys(nil, &interdict.Identifier{Type: typ, Value: value, Country: country})
	}
	share := func(a, b []Key) bool {
		return slices.ContainsFunc(a, func(k Key) bool { return slices.ContainsFunc(b, k.Same) })
	}
	for _, c := range []struct {
		a, b []Key
		want bool
		why  string
	}{
		{keys("other", "AB123987", ""), keys("passport", "AB 123987", "ir"), true, "a document of no stated kind may be a passport"},
		{keys("tax_id", "7707083893", ""), keys("inn", "7707083893", ""), true, "its check digits say that it may be Russian"},
		{keys("tax_id", "7707083893", "ru"), keys("inn", "7707083893", ""), true, "a Russian tax number is an INN"},
		{keys("tax_id", "7707083893", "tr"), keys("inn", "7707083893", ""), false, "a Turkish number is no INN"},
		{keys("national_id", "17291716060", "tr"), keys("tax_id", "17291716060", "tr"), true, "Turkey's citizen number under two labels"},
		{keys("passport", "AB123987", "ir"), keys("passport", "AB123987", "iq"), false, "two countries"},
		{keys("passport", "AB123987", ""), keys("passport", "AB123987", "iq"), true, "one country is not stated"},
		{keys("imo", "9187629", ""), keys("imo_company", "9187629", ""), false, "a ship is not a company"},
		{keys("other", "12", ""), keys("other", "12", ""), false, "too short for a key"},
	} {
		if got := share(c.a, c.b); got != c.want {
			t.Errorf("%s: %v and %v: %v", c.why, c.a, c.b, got)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for _, id := range []interdict.Identifier{
		{Type: interdict.Passport, Value: "AB1239870", Country: "ru"},
		{Type: interdict.NationalID, Value: "0499370899", Country: "ir"},
		{Type: interdict.TaxID, Value: "7707083893", Country: "ru"},
		{Type: interdict.IMO, Value: "9187629"},
	} {
		if n := testing.AllocsPerRun(100, func() { Normalise(&id) }); n != 0 {
			t.Errorf("Normalise(%s %s) allocates %v times", id.Type, id.Value, n)
		}
	}
}

func FuzzIdentifier(f *testing.F) {
	for _, s := range []string{"", "IMO 9187629", "7704734000/770301001", "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa?amount=1",
		"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "٠١٢٣٤٥٦٧٨٩", "ＡＢ１２３４５６", "\xff\xfe", "bc1", "MA1953684", "GB82WEST12345698765432"} {
		f.Add(s, "ru")
	}
	types := []interdict.IDType{interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI,
		interdict.BIC, interdict.IBAN, interdict.INN, interdict.OGRN, interdict.USCC, interdict.DUNS, interdict.IMO, interdict.IMOCompany,
		interdict.MMSI, interdict.CallSign, interdict.TailNumber, interdict.SerialNumber, interdict.Wallet, interdict.ISIN,
		interdict.CrossRef, interdict.OtherID, ""}
	f.Fuzz(func(t *testing.T, value, country string) {
		for _, typ := range types {
			Check(typ, value, country)
			k, ok := Normalise(&interdict.Identifier{Type: typ, Value: value, Country: country})
			if !ok {
				continue
			}
			again, ok := Normalise(&interdict.Identifier{Type: typ, Value: k.Value, Country: country})
			if !ok || again != k {
				t.Fatalf("%s %q gives %v, which gives %v %v", typ, value, k, again, ok)
			}
		}
	})
}

func BenchmarkNormalise(b *testing.B) {
	ids := []interdict.Identifier{
		{Type: interdict.Passport, Value: "AB1239870", Country: "ru"},
		{Type: interdict.NationalID, Value: "0499370899", Country: "ir"},
		{Type: interdict.TaxID, Value: "77-07083893", Country: "ru"},
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Normalise(&ids[i%len(ids)])
	}
}
