package ident

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// Check says whether the check digits of a value hold, for its type and, for
// national numbers, the country of issue (alpha-2 in lower case). A national
// number of unusual length is Unknown: it may be an older or other document.
func Check(t interdict.IDType, value, country string) Validity {
	switch t {
	case interdict.Wallet:
		return checkWallet(value)
	case interdict.IMO:
		v, ok := afterLabel(clean(value), "IMO", 7)
		return validity(ok && imoShip(v))
	case interdict.IMOCompany:
		v, ok := afterLabel(clean(value), "IMO", 7)
		return validity(ok && imoCompany(v))
	case interdict.LEI:
		v := clean(value)
		return validity(len(v) == 20 && mod97(v) == 1)
	case interdict.ISIN:
		v := clean(value)
		return validity(isinShape(v) && luhn(expand(v)))
	case interdict.IBAN:
		return validity(checkIBAN(clean(value)))
	case interdict.BIC:
		return validity(bicShape(clean(value)))
	case interdict.MMSI, interdict.DUNS:
		if v := clean(value); len(v) != 9 || !digitsOnly(v) {
			return Invalid
		}
		return Unknown
	case interdict.INN:
		return checkNational(t, innOnly(value, clean(value)), "ru", true)
	case interdict.OGRN:
		return checkNational(t, clean(value), "ru", true)
	case interdict.USCC:
		return checkNational(t, clean(value), "cn", true)
	case interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.OtherID:
		v := clean(value)
		if country == "ru" {
			v = innOnly(value, v)
		}
		return checkNational(t, v, country, false)
	}
	return Unknown
}

// checkNational tries the schemes of a country that serve the type. A number
// that fits no scheme's shape is Invalid only where the type is one scheme's
// own.
func checkNational(t interdict.IDType, v, country string, own bool) Validity {
	got := Unknown
	if own {
		got = Invalid
	}
	for _, s := range table().of[country] {
		w, ok := s.matches(v)
		if !ok || !s.serves(t) {
			continue
		}
		if s.valid(w) {
			return Valid
		}
		if t != interdict.OtherID {
			got = Invalid
		}
	}
	return got
}

// mod97 is the value read as one number, letters as 10 to 35, modulo 97 (ISO
// 7064 MOD 97-10, used by LEI and IBAN); -1 where it has other signs.
func mod97(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			n = (n*10 + int(c-'0')) % 97
		case 'A' <= c && c <= 'Z':
			n = (n*100 + int(c-'A') + 10) % 97
		default:
			return -1
		}
	}
	return n
}

func checkIBAN(v string) bool {
	if len(v) < 15 || len(v) > 34 {
		return false
	}
	if n, known := table().iban[strings.ToLower(v[:2])]; known && n != len(v) {
		return false
	}
	return digitsOnly(v[2:4]) && mod97(v[4:]+v[:4]) == 1
}

// bicShape is ISO 9362: four signs for the bank, the country, two for the
// place, and three for a branch or none. There is no check digit.
func bicShape(v string) bool {
	if len(v) != 8 && len(v) != 11 {
		return false
	}
	for i := 0; i < len(v); i++ {
		letter := 'A' <= v[i] && v[i] <= 'Z'
		if !letter && (i == 4 || i == 5 || v[i] < '0' || v[i] > '9') {
			return false
		}
	}
	return country.Name(v[4:6]) != ""
}

// isinShape is ISO 6166: two letters, nine signs, a digit.
func isinShape(v string) bool {
	if len(v) != 12 || v[11] < '0' || v[11] > '9' || v[0] < 'A' || v[1] < 'A' {
		return false
	}
	for i := 0; i < len(v); i++ {
		if v[i] >= 0x80 {
			return false
		}
	}
	return true
}

// expand writes letters as the numbers 10 to 35.
func expand(v string) string {
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		if c := v[i]; c >= 'A' {
			b.WriteByte('1' + (c-'A')/10)
			b.WriteByte('0' + (c-'A')%10)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// luhn is ISO/IEC 7812-1 annex B.
func luhn(v string) bool {
	sum := 0
	for i := range len(v) {
		d := int(v[len(v)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// imoShip is IMO resolution A.1117(30): the digits times 7 to 2, the sum's
// last digit is the seventh.
func imoShip(v string) bool {
	sum := 0
	for i := range 6 {
		sum += int(v[i]-'0') * (7 - i)
	}
	return sum%10 == int(v[6]-'0')
}

// imoCompany is the number of a company or registered owner, IMO resolution
// MSC.160(78), with other weights.
func imoCompany(v string) bool {
	sum := 0
	for i, w := range [...]int{8, 6, 4, 2, 9, 7} {
		sum += int(v[i]-'0') * w
	}
	return (11-sum%11)%10 == int(v[6]-'0')
}
