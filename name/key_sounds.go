package name

import "bytes"

// consonant writes the consonant that comes next, with all letters that
// spell it.
func (s *speller) consonant() {
	switch s.at(0) {
	case 's':
		s.sibilant()
	case 'c':
		s.letterC()
	case 't':
		s.letterT()
	case 'd':
		s.letterD()
	case 'k':
		switch {
		case s.has("kh"):
			s.put(soundKh, 2)
		default:
			s.put('k', 1)
		}
	case 'g':
		switch {
		case s.has("gh"):
			s.put('g', 2)
		case s.i == 0 && s.has("gidro"): // Russian for hydro
			s.put('h', 1)
		case s.has("gue"), s.has("gui"): // Miguel, Guillermo
			s.put('g', 2)
		default:
			s.put('g', 1)
		}
	case 'q':
		if s.has("que") || s.has("qui") { // Enrique
			s.put('k', 2)
		} else {
			s.put('k', 1)
		}
	case 'p':
		if s.has("ph") {
			s.put('f', 2)
		} else {
			s.put('p', 1)
		}
	case 'h':
		s.letterH()
	case 'f', 'v', 'w':
		s.labial()
	case 'x':
		if s.i == 0 {
			s.put(soundKh, 1)
		} else {
			s.put('k', 0)
			s.put('s', 1)
		}
	case 'z':
		s.letterZ()
	case 'j':
		switch {
		case s.at(-1) == 'e' && s.at(1) == 'e': // German Wakromejew
			s.i += 2
		case isVowel(s.at(-1)) && s.at(1) == 'e' && labial(s.at(2)): // Katajew
			s.i++
		default:
			s.put(soundJ, 1)
		}
	default: // b l m n r: an h behind them is not heard
		n := 1
		if c := s.at(0); (c == 'b' || c == 'r') && s.at(1) == 'h' {
			n = 2
		}
		s.put(s.at(0), n)
	}
}

func (s *speller) sibilant() {
	switch {
	case s.has("shch"):
		s.put(soundSh, 4)
	case s.has("sch"):
		s.put(soundSh, 3)
	case s.has("sh"):
		s.put(soundSh, 2)
	case s.has("sz") && s.at(2) == 'c' && s.at(3) == 'z': // Szczerba
		s.put(soundSh, 4)
	default:
		s.put('s', 1)
	}
}

func (s *speller) letterC() {
	switch {
	case s.has("ch") && s.french():
		s.put(soundSh, 2)
	case s.has("ch") && s.german():
		s.put(soundKh, 2)
	case s.has("czx"): // the tskh of Georgian names by GOST
		s.put('t', 0)
		s.put('s', 2)
		s.put(soundKh, 1)
	case s.has("ch"), s.has("cz"):
		s.put(soundCh, 2)
	case s.has("ck"), s.has("cq"):
		s.put('k', 2)
	case front(s.at(1)):
		s.put('s', 1)
	case s.ends(1) && s.at(-1) == 'i': // Petrovic
		s.put(soundCh, 1)
	default:
		s.put('k', 1)
	}
}

func (s *speller) letterT() {
	switch {
	case s.has("tsch"):
		s.put(soundCh, 4)
	case s.has("tch"), s.has("tsh"):
		s.put(soundCh, 3)
	case s.has("tj") && s.ends(2): // Swedish Vladimirovitj
		s.put(soundCh, 2)
	case s.has("tz"):
		s.put('t', 0)
		s.put('s', 2)
	case s.has("th"):
		s.put('t', 2)
	default:
		s.put('t', 1)
	}
}

func (s *speller) letterD() {
	switch {
	case s.has("dsch"):
		s.put(soundJ, 4)
	case s.has("dzh"), s.has("dsh"):
		s.put(soundJ, 3)
	case s.has("dj"):
		s.put(soundJ, 2)
	case s.has("dh"):
		s.put('d', 2)
	default:
		s.put('d', 1)
	}
}

// letterH: an h is heard before a vowel and within a word, not at its end.
func (s *speller) letterH() {
	switch {
	case s.i == 0 && s.at(1) == 's': // Hsi
		s.put(soundKh, 2)
	case s.i == 0 && (s.has("htu") || s.has("hto")): // Burmese Htun; Htet is not Thet
		s.i++
	case s.i > 0 && s.ends(1) && isVowel(s.at(-1)):
		s.i++
	default:
		s.put('h', 1)
	}
}

// labial: w is v, and so is the f that ends Russian names.
func (s *speller) labial() {
	n := 1
	if s.has("ff") {
		n = 2
	}
	if s.at(0) != 'f' || s.ends(n) && (s.at(-1) == 'o' || s.at(-1) == 'e' && (n == 2 || s.at(-2) != 'e')) {
		s.put('v', n)
		return
	}
	s.put('f', n)
}

func (s *speller) letterZ() {
	switch {
	case s.has("zh"):
		s.put(soundZh, 2)
	case s.ends(1) && s.at(-1) == 'e': // Gonzalez, Gonzales
		s.put('s', 1)
	default:
		s.put('z', 1)
	}
}

// vowels writes the vowel that comes next.
func (s *speller) vowels() {
	c, next := s.at(0), s.at(1)
	switch {
	case c == 'i' || c == 'y' || c == 'j':
		s.high()
	case (c == 'a' || c == 'e') && (next == 'i' || next == 'y' || next == 'j' && !isVowel(s.at(2))):
		s.diphthong()
	case c == 'e':
		s.letterE()
	case c == 'o' && next == 'u' && isVowel(s.at(2)) && (s.i == 0 || isVowel(s.at(-1)) || s.i > 1 && isVowel(s.at(-2))): // French Ouajih, Faouaz, Sinouar
		s.put('v', 2)
	case c == 'o' && (next == 'u' || next == 'o' || next == 'e'):
		if next == 'u' && s.ends(2) && len(s.text) <= 5 { // Zhou
			s.put(soundUo, 2)
			return
		}
		s.put('u', 2)
	case c == 'u' && next == 'o':
		s.put(soundUo, 2)
	case c == 'u' && (next == 'e' || next == 'u'):
		s.put('u', 2)
	case c == 'a' && (next == 'a' || next == 'e' && s.at(2) != 'e' && (!labial(s.at(2)) || !s.slavic())):
		s.put('a', 2)
	case c == 'o':
		s.put('u', 1)
	default:
		s.put(c, 1)
	}
}

// high writes i, y and j. Before an e behind a consonant they are not heard
// (Vasilyevich), nor is y at the beginning before it (Yevgeny); all of a row
// of them is one.
func (s *speller) high() {
	n := 1
	for c := s.at(n); c == 'i' || c == 'y' || c == 'j' && s.i+n+1 <= len(s.text); c = s.at(n) {
		n++
	}
	switch {
	case s.at(n) == 'e' && s.at(n+1) == 'h' && s.ends(n+2): // Haniyeh
		s.put('i', n)
		return
	case n == 1 && s.i > 0 && s.at(1) == 'o' && !isVowel(s.at(-1)) && s.endsIn("ov", "ova", "ev", "eva", "ow", "owa", "ew", "ewa"): // Kiselyov, Semyonov
		s.put('e', 2)
		return
	}
	if s.at(n) == 'e' && !s.ends(n+1) {
		s.i += n
		return
	}
	if s.at(n) == 'e' && s.i > 0 { // Sophie
		n++
	}
	s.put('i', n)
}

// diphthong writes ai and ei however they are spelt; before an e the i is not
// heard (Andreyevich).
func (s *speller) diphthong() {
	n := 2
	for c := s.at(n); c == 'i' || c == 'y'; c = s.at(n) {
		n++
	}
	if s.at(n) == 'e' {
		s.put(s.at(0), n)
		return
	}
	s.put(soundAi, n)
}

// letterE: ee is i, but e in Russian names (Andreev); e is not heard in a
// last -er behind a consonant (Alexander) and at the end of longer names
// (Abderrahmane).
func (s *speller) letterE() {
	long := len(s.text) >= 5
	switch {
	case s.has("eh") && s.ends(2) && len(s.text) >= 6: // Salameh
		s.put('a', 2)
	case s.has("ee") && (s.at(2) == 'v' || s.at(2) == 'w' || s.has("eeff")):
		s.put('e', 2)
	case s.has("ee"):
		s.put('i', 2)
	case long && s.has("er") && s.ends(2) && s.i > 0 && !isVowel(s.at(-1)),
		len(s.text) >= 6 && s.ends(1) && !isVowel(s.at(-1)):
		s.i++
	default:
		s.put('e', 1)
	}
}

// labial says whether a letter is one that writes the v of Russian endings.
func labial(c byte) bool { return c == 'v' || c == 'w' || c == 'f' }

// slavic says whether the word ends as Russian and Ukrainian names do.
func (s *speller) slavic() bool {
	return s.endsIn("ov", "ev", "ova", "eva", "ovna", "evna", "ovich", "evich", "ovych", "evych") || s.continental()
}

// continental says whether the word ends as German, Swedish and those that write
// Croatian letters spell such names, and Julija. A j that begins one is a y:
// Jurewitsch; in English ones it is none: Jalolov.
func (s *speller) continental() bool {
	return s.endsIn("ow", "ew", "owa", "ewa", "owna", "ewna", "witsch", "ovic", "evic", "vitj", "vytj", "ija")
}

func (s *speller) endsIn(endings ...string) bool {
	for _, end := range endings {
		if len(s.text) > len(end)+2 && string(s.text[len(s.text)-len(end):]) == end {
			return true
		}
	}
	return false
}

// french says whether the word is spelt as French spells Arabic and Russian,
// where ch is sh: it has the ou that no other language writes for u. A
// Choudhury is English.
func (s *speller) french() bool {
	return len(s.text) >= 5 && bytes.Contains(s.text, []byte("ou")) && !s.has("choud") && !bytes.Contains(s.text, []byte("tch"))
}

// german says whether the word is spelt as German and Polish spell Russian,
// where ch is kh: it has an ending with their w.
func (s *speller) german() bool {
	if len(s.text) < 6 || s.at(-1) == 's' || s.at(-1) == 't' {
		return false
	}
	for _, end := range [...]string{"ow", "ew", "owa", "ewa", "owna", "ewna", "witsch"} {
		if bytes.HasSuffix(s.text, []byte(end)) {
			return true
		}
	}
	return false
}
