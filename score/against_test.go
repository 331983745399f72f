package score

import (
	"testing"

	"github.com/interdict/interdict"
)

// TestRemarks: what speaks against two names as a whole is said in words.
func TestRemarks(t *testing.T) {
	for _, c := range []struct {
		subject, listed string
		want            Remark
	}{
		{"王晓明", "Wang Xiaoming", ByReading},
		{"Wang Xiaoming", "Wang Xiaoming", 0},
		{"王晓明", "王晓明", 0},
		{"خالد آل منصور", "Khalid Mansour", OfHouse},
		{"خالد آل منصور", "Khalid Al Mansour", 0},
		{"Jovan Terzib", "Jovam Terzic", BySlips},
		{"Jovan Terzib", "Jovan Terzic", 0},
		{"Mary K Ellison", "Mary Joan Ellison", OtherInitial},
		{"Kim Song Il", "KIM Il-song", GivenExchanged},
		{"Ming Xiao Wang", "Xiao Ming Wang", GivenExchanged},
		{"Il Song Kim", "Kim Song Il", GivenExchanged},
		{"Song Il Kim", "Kim Song Il", 0},
		{"Evgenia Prigozhina", "Yevgeniy Prigozhin", OtherSex | BySlips},
		{"Valentin Rashnikov", "Valentina Rashnikova", OtherSex},
		{"Aleksandra Tymoshukova", "Aleksandr Tymoshukov", OtherSex | BySlips},
		{"Aleksandra Tymoshukova", "Aleksandra Tymoshukov", 0},
		{"Mika Tymoshukova", "Mik Tymoshukov", 0}, // too short to be told from another name
		{"Lee John Robert", "Lee Robert John", 0},
		{"Mary K Ellison", "Mary J Ellison", OtherInitial},
		{"Mary J Ellison", "Mary Joan Ellison", 0},
		{"Karim Hasan Jalal Al-Hadithi", "Hasan Jalal Al-Hadithi", OneBeforeAll},
		{"Hasan Jalal Al-Hadithi", "Karim Hasan Jalal Al-Hadithi", OneBeforeAll},
		{"Muhammad Hasan Jalal Al-Hadithi", "Hasan Jalal Al-Hadithi", 0},
		{"Karim Jalal Hasan Al-Hadithi", "Hasan Jalal Al-Hadithi", 0},
		{"Salman bin Muhammad Al Jalal", "Muhammad bin Salman Al Jalal", Swapped},
	} {
		o := newPair(c.subject, c.listed).score()
		if o.Name.Remarks != c.want {
			t.Errorf("%s and %s: remarks %b, want %b (%s)", c.subject, c.listed, o.Name.Remarks, c.want, o.Score)
		}
		said := 0
		for _, r := range remarkWords {
			if o.Name.Remarks&r.remark != 0 {
				said++
			}
		}
		if (c.want != 0) != (said > 0) {
			t.Errorf("%s and %s: %d remarks in words", c.subject, c.listed, said)
		}
	}
}

// TestServantOfWhom: in Arabic letters "abdul" is one word with the name behind
// it, which is not another's.
func TestServantOfWhom(t *testing.T) {
	same, other := newPair("كريم عبدالعلي", "Karim Abdul Ali").score(), newPair("كريم عبدالعلي", "Ali Abdul Karim").score()
	if other.Strength >= same.Strength-2000 {
		t.Errorf("strength %s against %s of the same servant", other.Strength, same.Strength)
	}
}

// TestBranches: a branch is told from what it belongs to, or from another branch,
// by its main name, whatever aliases they share.
func TestBranches(t *testing.T) {
	type org struct {
		names     []string
		country   string
		addresses []string
	}
	score := func(s, l org) Outcome {
		var sc = Scorer{Weights: Default()}
		var p, q Preparer
		var a, b Party
		listing := func(o org) (l interdict.Listing) {
			l.Schema = interdict.Organization
			for i, n := range o.names {
				kind := interdict.AliasName
				if i == 0 {
					kind = interdict.PrimaryName
				}
				l.Names = append(l.Names, interdict.Name{Full: n, Kind: kind})
			}
			if o.country != "" {
				l.Countries = []interdict.Country{{Code: o.country}}
			}
			for _, t := range o.addresses {
				l.Addresses = append(l.Addresses, interdict.Place{Text: t})
			}
			return l
		}
		x, y := listing(s), listing(l)
		p.Subject(&a, &interdict.Subject{Schema: x.Schema, Names: x.Names, Countries: x.Countries, Addresses: x.Addresses})
		q.Entity(&b, &interdict.Entity{Listings: []interdict.Listing{y}})
		return sc.Score(&a, &b)
	}
	branch := func(o Outcome) bool {
		return len(o.Facts) > 0 && o.Facts[len(o.Facts)-1].Rule == OtherBranch
	}
	lions := func(town, address string) org {
		return org{[]string{"Lions of Barqa " + town, "Lions of Barqa"}, "ly", []string{address}}
	}
	relief := org{[]string{"Sunrise Relief Foundation"}, "sa", nil}
	for _, c := range []struct {
		what string
		s, l org
		want bool
	}{
		{"two towns", lions("Misrata", "Misrata, Libya"), lions("Zliten", "Zliten, Libya"), true},
		{"one of them without an address", lions("Misrata", "Libya"), lions("Zliten", "Zliten, Libya"), true},
		{"the same town", lions("Misrata", "Misrata, Libya"), lions("Misrata", "Misrata, Libya"), false},
		{"no place that is known", lions("Misrata", "Libya"), lions("Zliten", "Libya"), false},
		{"a customer of one name", org{[]string{"Lions of Barqa Misrata"}, "ly", nil}, lions("Zliten", "Zliten, Libya"), false},
		{"a branch abroad", relief, org{[]string{"Sunrise Relief: Kenya Branch", "Sunrise Relief Foundation"}, "ke", nil}, true},
		{"a branch of the same country", relief, org{[]string{"Sunrise Relief: Riyadh Branch", "Sunrise Relief Foundation"}, "sa", nil}, false},
		{"a seat abroad alone", relief, org{[]string{"Sunrise Relief Fund", "Sunrise Relief Foundation"}, "ke", nil}, false},
	} {
		o := score(c.s, c.l)
		if branch(o) != c.want || c.want && o.Score >= interdict.DefaultThreshold {
			t.Errorf("%s: %s, facts %v", c.what, o.Score, o.Facts)
		}
		if c.want && (o.SubjectName != 0 || o.EntityName != 0) {
			t.Errorf("%s: names %d and %d are compared, want the main ones", c.what, o.SubjectName, o.EntityName)
		}
	}
}
