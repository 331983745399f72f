package ident

import "strings"

// residentID is ISO 7064 MOD 11-2, as in GB 11643: the 18th sign is 0 to 9 or
// X.
func residentID(v string) bool {
	n := 0
	for i := range 17 {
		n = (n + int(v[i]-'0')) * 2 % 11
	}
	return "0123456789X"[(12-n)%11] == v[17]
}

// creditSigns are the 31 signs of a unified social credit code (GB 32100):
// digits and letters without I, O, S, V and Z.
const creditSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditCode: the weights are the powers of 3 modulo 31. The third to eighth
// signs are the division of the authority that registered (GB/T 2260), whose
// provinces begin with 1 to 8; else one in 31 misprinted numbers of residents
// would pass for one.
func creditCode(v string) bool {
	if v[2] < '1' || v[2] > '8' || !digitsOnly(v[2:8]) {
		return false
	}
	n, w := 0, 1
	for i := range 17 {
		d := strings.IndexByte(creditSigns, v[i])
		if d < 0 {
			return false
		}
		n, w = n+d*w, w*3%31
	}
	return creditSigns[(31-n%31)%31] == v[17]
}

// organizationCode is GB 11714: eight signs, and a check of 0 to 9 or X.
func organizationCode(v string) bool {
	n := 0
	for i, w := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		n += w * value36(v[i])
	}
	return "0123456789X0"[11-n%11] == v[8]
}

// snils is Russia's pension account number: the digits times 9 to 1, modulo
// 101, 100 as 00.
func snils(v string) bool {
	n := sum(v, []int{9, 8, 7, 6, 5, 4, 3, 2, 1}, 101) % 100
	return digit(n/10) == v[9] && digit(n%10) == v[10]
}

// iranLegal is the national id of a legal person: the tenth digit plus two is
// added to each digit before it is weighted.
func iranLegal(v string) bool {
	add := int(v[9]-'0') + 2
	n := 0
	for i, w := range [...]int{29, 27, 23, 19, 17, 29, 27, 23, 19, 17} {
		n += w * (int(v[i]-'0') + add)
	}
	return digit(n%11%10) == v[10]
}

// turkishCitizen: the tenth digit is seven times the odd places less the even
// ones, the eleventh the sum of the first ten; none begins with 0.
func turkishCitizen(v string) bool {
	odd, even := 0, 0
	for i := range 9 {
		if i%2 == 0 {
			odd += int(v[i] - '0')
		} else {
			even += int(v[i] - '0')
		}
	}
	tenth := ((7*odd-even)%10 + 10) % 10
	return v[0] != '0' && digit(tenth) == v[9] && digit((odd+even+tenth)%10) == v[10]
}

func turkishTax(v string) bool {
	n := 0
	for i := range 9 {
		d := (int(v[i]-'0') + 9 - i) % 10
		if d != 0 {
			if d = (d << (9 - i)) % 9; d == 0 {
				d = 9
			}
		}
		n += d
	}
	return digit((10-n%10)%10) == v[9]
}

// ukraineCompany is EDRPOU: numbers from 30 to 60 million have other weights,
// and a remainder of 10 asks for weights two higher.
func ukraineCompany(v string) bool {
	w := []int{1, 2, 3, 4, 5, 6, 7}
	if v[0] >= '3' && v < "60000000" {
		w = []int{7, 1, 2, 3, 4, 5, 6}
	}
	r := sum(v, w, 11)
	if r == 10 {
		for i := range w {
			w[i] += 2
		}
		r = sum(v, w, 11)
	}
	return digit(r%10) == v[7]
}

// belarusTrader is the tax number of a person: two letters stand for digits.
func belarusTrader(v string) bool {
	second := strings.IndexByte("ABCEHKMOPT", v[1])
	if second < 0 {
		return false
	}
	n := 29*value36(v[0]) + 23*second
	for i, w := range [...]int{19, 17, 13, 7, 5, 3} {
		n += w * int(v[i+2]-'0')
	}
	return n%11 < 10 && digit(n%11) == v[8]
}

// belarusPersonal is the personal number in a Belarusian passport, with the
// weights of machine-readable documents: 7, 3, 1.
func belarusPersonal(v string) bool {
	n := 0
	for i := range 13 {
		n += [...]int{7, 3, 1}[i%3] * value36(v[i])
	}
	return digit(n%10) == v[13]
}

// curpSigns and rfcSigns are the orders that give letters their values in
// Mexico. Cleaning turns Ñ into N, which costs a few true check digits.
const (
	curpSigns = "0123456789ABCDEFGHIJKLMN\x00OPQRSTUVWXYZ"
	rfcSigns  = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ \x00"
)

func curp(v string) bool {
	n := 0
	for i := range 17 {
		n += (18 - i) * strings.IndexByte(curpSigns, v[i])
	}
	return digit((10-n%10)%10) == v[17]
}

// rfc serves the twelve signs of companies and the thirteen of persons: the
// former count as if a space stood before them.
func rfc(v string) bool {
	if len(v) == 12 {
		v = " " + v
	}
	n := 0
	for i := range 12 {
		n += (13 - i) * strings.IndexByte(rfcSigns, v[i])
	}
	return "0123456789A0"[11-n%11] == v[12]
}

// rif is Venezuela's tax number: the letter says what kind of party it is.
func rif(v string) bool {
	kind := strings.IndexByte("VEJPG", v[0])
	if kind < 0 {
		return false
	}
	n := 4 * (kind + 1)
	for i, w := range [...]int{3, 2, 7, 6, 5, 4, 3, 2} {
		n += w * int(v[i+1]-'0')
	}
	want, _ := checkSign("c", n%11, 11)
	return want == v[9]
}

// hongKongID counts a space (36) before the letter.
func hongKongID(v string) bool {
	n := 9*36 + 8*value36(v[0])
	for i := range 6 {
		n += (7 - i) * int(v[i+1]-'0')
	}
	return "0123456789A"[(11-n%11)%11] == v[7]
}

// spanishLetter: the number modulo 23 chooses the letter.
func spanishLetter(v string) bool {
	n := 0
	for i := range 8 {
		n = (n*10 + int(v[i]-'0')) % 23
	}
	return "TRWAGMYFPDXBNJZSQVHLCKE"[n] == v[8]
}

// belgian: the last two digits are 97 less the first eight modulo 97.
func belgian(v string) bool {
	n := 0
	for i := range 8 {
		n = (n*10 + int(v[i]-'0')) % 97
	}
	n = 97 - n
	return digit(n/10) == v[8] && digit(n%10) == v[9]
}
