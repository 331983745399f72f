package ident

import (
	"fmt"
	"strconv"
	"strings"
)

// rule returns the check that schemes.tsv names. What is handed to a check has
// the scheme's form: its letters and digits stand where they must.
func rule(name, with string) (func(v string) bool, error) {
	switch name {
	case "mod":
		return weighted(with)
	case "number":
		m, err := strconv.Atoi(with)
		if err != nil || m < 2 {
			return nil, fmt.Errorf("rule number: modulus %q", with)
		}
		return func(v string) bool { return wholeNumber(v, m) }, nil
	case "luhn":
		return luhn, nil
	case "mod11_10":
		return mod1110, nil
	case "mod97":
		return belgian, nil
	case "resident":
		return residentID, nil
	case "uscc":
		return creditCode, nil
	case "organization":
		return organizationCode, nil
	case "snils":
		return snils, nil
	case "ir_legal":
		return iranLegal, nil
	case "tckn":
		return turkishCitizen, nil
	case "vkn":
		return turkishTax, nil
	case "edrpou":
		return ukraineCompany, nil
	case "unp":
		return belarusTrader, nil
	case "by_personal":
		return belarusPersonal, nil
	case "curp":
		return curp, nil
	case "rfc":
		return rfc, nil
	case "rif":
		return rif, nil
	case "hkid":
		return hongKongID, nil
	case "dni":
		return spanishLetter, nil
	}
	return nil, fmt.Errorf("there is no rule %q", name)
}

// weighted is a sum of digits times weights, modulo m, which gives the digit
// that follows the weighted ones. The parameters are "m mode weights".
func weighted(with string) (func(v string) bool, error) {
	f := strings.Fields(with)
	if len(f) != 3 {
		return nil, fmt.Errorf("rule mod: %q is not modulus, mode, weights", with)
	}
	m, err := strconv.Atoi(f[0])
	if err != nil || m < 2 {
		return nil, fmt.Errorf("rule mod: modulus %q", f[0])
	}
	if _, ok := checkSign(f[1], 0, m); !ok {
		return nil, fmt.Errorf("rule mod: there is no mode %q", f[1])
	}
	var groups [][][]int // per check digit: weights, then those for a remainder of 10
	for group := range strings.SplitSeq(f[2], ";") {
		var passes [][]int
		for pass := range strings.SplitSeq(group, "/") {
			var ws []int
			for w := range strings.SplitSeq(pass, ",") {
				n, err := strconv.Atoi(w)
				if err != nil {
					return nil, fmt.Errorf("rule mod: weight %q", w)
				}
				ws = append(ws, n)
			}
			passes = append(passes, ws)
		}
		groups = append(groups, passes)
	}
	return func(v string) bool {
		for _, passes := range groups {
			r := 10
			for i := 0; i < len(passes) && r == 10; i++ {
				r = sum(v, passes[i], m)
			}
			want, ok := checkSign(f[1], r, m)
			if !ok || v[len(passes[0])] != want {
				return false
			}
		}
		return true
	}, nil
}

// sum is the weighted sum of v's first signs modulo m, from 0 to m-1.
func sum(v string, weights []int, m int) int {
	n := 0
	for i, w := range weights {
		n += w * int(v[i]-'0')
	}
	return (n%m + m) % m
}

// checkSign turns the remainder r of a division by m into the check sign; it
// is false where no number has that remainder.
func checkSign(mode string, r, m int) (byte, bool) {
	back := (m - r) % m
	switch mode {
	case "r": // the remainder, 10 as 0
		return digit(r % 10), true
	case "rx": // the remainder, 10 is never given out
		return digit(r), r < 10
	case "r1": // the remainder, 10 as 1
		if r == 10 {
			return '1', true
		}
		return digit(r), true
	case "c": // what is missing to m, 10 as 0
		return digit(back % 10), true
	case "cx": // what is missing to m, 10 is never given out
		return digit(back), back < 10
	case "c9": // what is missing to m, 10 as 9
		return digit(min(back, 9)), true
	case "cK": // what is missing to m, 10 as K
		if back == 10 {
			return 'K', true
		}
		return digit(back), true
	case "d": // 0 and 1 stay, others are what is missing to m
		if r < 2 {
			return digit(r), true
		}
		return digit(m - r), true
	case "e": // m less the remainder, its last digit
		return digit((m - r) % 10), true
	case "s": // as the Dominican RNC: 1 to 9
		return digit((10-r+9)%9 + 1), true
	}
	return 0, false
}

func digit(n int) byte { return '0' + byte(n) }

// value36 is a digit's value, or a letter's from 10 (A) to 35 (Z).
func value36(c byte) int {
	if c >= 'A' {
		return int(c-'A') + 10
	}
	return int(c - '0')
}

// wholeNumber: all digits but the last, as one number modulo m, give the last.
func wholeNumber(v string, m int) bool {
	n := 0
	for i := range len(v) - 1 {
		n = (n*10 + int(v[i]-'0')) % m
	}
	return digit(n%10) == v[len(v)-1]
}

// mod1110 is ISO 7064 MOD 11,10.
func mod1110(v string) bool {
	p := 10
	for i := range len(v) - 1 {
		if p = (p + int(v[i]-'0')) % 10; p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return digit((11-p)%10) == v[len(v)-1]
}
