package ident

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// published is how OFAC's remarks write an identifier of a type, and the least
// share of them, in per cent, whose check digits must hold.
var published = []struct {
	words   string
	t       interdict.IDType
	country string // only those of this country; "" all
	digits  int    // only those with as many signs; 0 all
	least   float64
}{
	{"Legal Entity Number", interdict.LEI, "", 20, 98},
	{"Tax ID No.", interdict.INN, "ru", 10, 99},
	{"Tax ID No.", interdict.INN, "ru", 12, 99},
	{"Registration Number", interdict.OGRN, "ru", 13, 99},
	{"Unified Social Credit Code (USCC)", interdict.USCC, "cn", 0, 100},
	{"National ID No.", interdict.NationalID, "cn", 18, 100},
	{"National ID No.", interdict.NationalID, "ir", 10, 98},
	{"National ID No.", interdict.NationalID, "ir", 11, 95},
	{"National ID No.", interdict.NationalID, "tr", 11, 90},
	{"Tax ID No.", interdict.TaxID, "tr", 10, 90},
	{"Tax ID No.", interdict.TaxID, "by", 9, 95},
	{"Registration Number", interdict.RegistrationNo, "by", 9, 95},
	{"National ID No.", interdict.NationalID, "by", 14, 95},
	{"Tax ID No.", interdict.TaxID, "ua", 10, 90},
	{"C.U.R.P.", interdict.NationalID, "mx", 18, 95},
	{"R.F.C.", interdict.TaxID, "mx", 13, 80},
	{"R.F.C.", interdict.TaxID, "mx", 12, 80},
	{"NIT #", interdict.TaxID, "co", 10, 95},
	{"RIF #", interdict.TaxID, "ve", 10, 95},
	{"RUC #", interdict.TaxID, "pe", 11, 95},
	{"V.A.T. Number", interdict.TaxID, "bg", 11, 95},
	{"Tax ID No.", interdict.TaxID, "rs", 9, 95},
	{"National ID No.", interdict.NationalID, "sa", 10, 95},
	{"National ID No.", interdict.NationalID, "za", 13, 95},
	{"National ID No.", interdict.NationalID, "th", 13, 95},
	{"National ID No.", interdict.NationalID, "il", 9, 80},
	{"National ID No.", interdict.NationalID, "ba", 13, 80},
	{"Identification Number", interdict.NationalID, "ae", 15, 80},
	{"Cedula No.", interdict.NationalID, "do", 11, 80},
	{"C.U.I.T.", interdict.TaxID, "ar", 11, 80},
	{"Tax ID No.", interdict.TaxID, "br", 11, 80},
	{"NIT #", interdict.TaxID, "gt", 8, 80},
	{"Enterprise Number", interdict.RegistrationNo, "be", 10, 80},
	{"Tax ID No.", interdict.TaxID, "fr", 9, 80},
	{"Legal Entity Number", interdict.TaxID, "nl", 9, 80},
	{"V.A.T. Number", interdict.TaxID, "de", 11, 80},
	{"Registration Number", interdict.RegistrationNo, "sk", 8, 80},
	{"Registration Number", interdict.RegistrationNo, "ee", 8, 80},
	{"Identification Number", interdict.RegistrationNo, "ch", 12, 80},
	{"Vessel Registration Identification IMO", interdict.IMO, "", 7, 98},
	{"Identification Number IMO", interdict.IMOCompany, "", 7, 95},
	{"SWIFT/BIC", interdict.BIC, "", 0, 98},
	// Addresses at a remark's end are cut off and go on in sdn_comments.csv.
	{"Digital Currency Address - XBT", interdict.Wallet, "", 0, 96},
	{"Digital Currency Address - ETH", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - TRX", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - USDT", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - XMR", interdict.Wallet, "", 0, 60},
	{"Digital Currency Address - LTC", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - DASH", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - ZEC", interdict.Wallet, "", 0, 98},
	{"Digital Currency Address - BCH", interdict.Wallet, "", 0, 80},
	{"Digital Currency Address - XRP", interdict.Wallet, "", 0, 80},
}

// TestRealLists counts how many of the identifiers that OFAC publishes have
// right check digits, as a proof of the rules on numbers that we did not
// choose.
func TestRealLists(t *testing.T) {
	parts := remarks(t, "ofac/sdn_2024-05-03.csv")
	for _, p := range published {
		ok, all := 0, 0
		var wrong []string
		for _, part := range parts {
			value, where, found := value(part, p.words)
			n := len(clean(value))
			if !found || p.country != "" && country.Code(where) != p.country || p.digits != 0 && n != p.digits {
				continue
			}
			all++
			if Check(p.t, value, p.country) != Invalid {
				ok++
			} else {
				wrong = append(wrong, value)
			}
		}
		name := fmt.Sprintf("%s %s %s", p.words, p.country, p.t)
		t.Logf("%d of %d: %s; wrong %.12q", ok, all, name, wrong)
		if float64(ok) < p.least/100*float64(all) {
			t.Errorf("%s: %d of %d valid, want %.0f %%", name, ok, all, p.least)
		}
	}
}

// remarks is the parts between semicolons of every remark of an sdn.csv.
func remarks(t *testing.T, file string) []string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	path := ""
	for ; dir != filepath.Dir(dir) && path == ""; dir = filepath.Dir(dir) {
		p := filepath.Join(dir, "shared", "data", "lists", file)
		if _, err := os.Stat(p); err == nil {
			path = p
		}
	}
	if path == "" {
		t.Skip("no folder shared/data/lists beside the repository: real lists not tested")
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	var all []string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(row) == 12 {
			all = slices.AppendSeq(all, strings.SplitSeq(row[11], ";"))
		}
	}
}

var remark = regexp.MustCompile(`^([^()]*?)(?: \(([^()]+)\))?(?: issued .*| expires .*)?\.?$`)

// value is the number and country of a remark's part that begins with words.
func value(part, words string) (number, where string, ok bool) {
	part = strings.TrimPrefix(strings.TrimSpace(part), "alt. ")
	rest, ok := strings.CutPrefix(part, words+" ")
	if !ok {
		return "", "", false
	}
	m := remark.FindStringSubmatch(rest)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
