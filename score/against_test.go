package score

import "testing"

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
