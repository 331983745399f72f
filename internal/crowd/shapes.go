package crowd

import "bytes"

// shape puts the words of a name together as the culture does.
func (d *draft) shape() {
	switch d.culture.shape {
	case western:
		d.western()
	case iberian:
		d.iberian()
	case arabic:
		d.arabic()
	case slavic:
		d.slavic()
	case plain:
		d.given()
		d.surname()
	case south:
		d.given()
		if d.percent(40) {
			d.given()
		}
		d.surname()
	case chinese, korean:
		d.syllables()
	case viet:
		d.surname()
		m := d.culture.words.middle
		p := d.add()
		p.latin = append(p.latin, m[d.below(len(m))].latin...)
		d.given()
	case fathers:
		d.given()
		d.man()
		if d.percent(70) {
			d.surname()
		}
	case nameAlone:
		d.given()
		switch n := d.below(10); {
		case n < 6:
			d.surname()
		case n < 9:
			d.given()
		}
	}
}

func (d *draft) western() {
	first := d.given()
	if d.culture.name == "french" && d.percent(12) && len(first.latin) < 9 {
		second := d.given()
		second.glued, second.between = true, '-'
		d.surname()
		return
	}
	switch n := d.below(100); {
	case n < 25:
		d.given()
	case n < 33 && d.culture.name == "english":
		p := d.add()
		p.latin = append(p.latin, byte('a'+d.below(26)), '.')
	}
	if d.culture.name == "german" && d.percent(1) {
		d.particle("von", "")
	}
	p := d.surname()
	if d.culture.name != "english" || !d.percent(3) {
		return
	}
	if bytes.HasPrefix(p.latin, []byte("mac")) { // no Macmac
		return
	}
	d.buf = append(append(d.buf[:0], "mac"...), p.latin...)
	p.latin = append(p.latin[:0], d.buf...)
}

func (d *draft) iberian() {
	d.given()
	if d.percent(35) {
		d.given()
	}
	if d.culture.name == "portuguese" && d.percent(20) {
		d.particle([]string{"da", "de", "dos"}[d.below(3)], "")
	}
	d.surname()
	if d.percent(60) {
		d.surname()
	}
}

func (d *draft) arabic() {
	d.given()
	if d.percent(6) {
		d.particle("bin", "بن")
	}
	if d.percent(70) {
		d.man()
		if d.percent(40) {
			d.man()
		}
	}
	article := d.below(100)
	if article < 15 {
		d.particle("al", arabicArticle)
	}
	p := d.surname()
	if article >= 15 && article < 45 {
		d.buf = append(append(d.buf[:0], "al-"...), p.latin...)
		p.latin = append(p.latin[:0], d.buf...)
		d.buf = append(append(d.buf[:0], arabicArticle...), p.native...)
		p.native = append(p.native[:0], d.buf...)
	}
}

// slavic: a patronymic among Russians, and family names that know the gender.
func (d *draft) slavic() {
	d.given()
	if d.culture.name == "russian" && d.percent(45) {
		p := d.man()
		w := bytes.TrimRight(p.latin, "aeiy")
		end := "ovich"
		if d.female {
			end = "ovna"
		}
		p.latin = append(w, end...)
	}
	p := d.surname()
	if !d.female {
		return
	}
	switch w := p.latin; {
	case bytes.HasSuffix(w, []byte("sky")):
		p.latin = append(w[:len(w)-1], "aya"...)
	case bytes.HasSuffix(w, []byte("ki")):
		p.latin = append(w[:len(w)-1], 'a')
	case bytes.HasSuffix(w, []byte("ov")), bytes.HasSuffix(w, []byte("ev")), bytes.HasSuffix(w, []byte("in")):
		p.latin = append(w, 'a')
	}
}

// syllables: a family name before or behind a given name of two syllables, which
// are written as one word, two, or with a hyphen.
func (d *draft) syllables() {
	first := d.native || d.percent(60)
	if first {
		d.surname()
	}
	w := d.culture.words
	from := w.male
	if d.female {
		from = w.female
	}
	d.pick(from, &w.rareGiven, uint64(d.below(len(from))))
	if d.culture.shape == korean || d.percent(75) {
		p := d.pick(from, &w.rareGiven, uint64(d.below(len(from))))
		n := d.below(10)
		p.glued = n < 8
		switch {
		case d.culture.shape == korean && n < 6 || n == 7:
			p.between = '-'
		case d.culture.shape == korean && n == 6:
			p.between = ' '
		}
	}
	if !first {
		d.surname()
	}
}
