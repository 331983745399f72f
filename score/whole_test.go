package score

import (
	"testing"

	"github.com/interdict/interdict"
)

// Names whose spaces and letters are both wrong are found, and no more is made
// of them than of names with their spaces.
func TestMistypedWholeNames(t *testing.T) {
	for _, c := range []struct {
		subject, listed string
		hit             bool
	}{
		{"AndreiPECEHGIN", "Andrei PECHEGIN", true},
		{"SHARIF SECUREWQRE", "SHARIFSECUREWARE", true},
		{"SHARIFSECUREWQRE", "SHARIF SECUREWARE", true},
		{"Dmitry YuryevichGRIGORENOO", "Dmitry Yuryevich GRIGORENKO", true},
		{"PECHGIN Andr ei", "Andrei PECHEGIN", true},
		{"PechegiinAndrei", "Andrei PECHEGIN", true},
		{"LAUREN TNKUNDA", "LAURENT NKUNDA", true},
		{"Jan Sara Li", "Ansar Ali", false},
		{"Jennifer Huang", "Jennifer ZHUANG", false},
		{"JenniferHuang", "Jennifer ZHUANG", false},
		{"Charles Carter", "Charles CARPER", false},
		{"CharlesCarter", "Charles CARPER", false},
		{"Zhang Xiaoqing", "ZHANG Xiao Ming", false},
		{"Plant113", "Plant 112", false},
		{"TAJ A KHAN", "Raja KHAN", false},
		{"ALI G NASIR", "Ali GHASIR", false},
		{"AL-H ISNA", "AL-HISNA", true},
		{"M OHAMMED KHATIBB", "Mohammed KHATIB", true},
	} {
		o := scoreNames("", c.subject, c.listed)
		if hit := o.Score >= interdict.DefaultThreshold; hit != c.hit {
			t.Errorf("%s and %s: score %s, want hit %v", c.subject, c.listed, o.Score, c.hit)
		}
	}
}

// An initial is seldom a piece of a name.
func TestInitialsInWholeNames(t *testing.T) {
	apart, initial := scoreNames(interdict.Person, "Asm At Ali", "Asmat ALI"), scoreNames(interdict.Person, "Asma T Ali", "Asmat ALI")
	if apart.Score < 9000 || initial.Score > 7500 {
		t.Errorf("Asm At Ali %s, Asma T Ali %s: want over 0.9 and about 0.7", apart.Score, initial.Score)
	}
}

// First letters that are short for a party's own name stand for no other's, whichever
// side writes them.
func TestAcronymsOfOthers(t *testing.T) {
	for _, c := range []struct {
		subject string
		listed  []string
		hit     bool
	}{
		{"National Iranian Tanker Company", []string{"NITC"}, true},
		{"National Iranian Tanker Company", []string{"NITC", "NATIONAL IRANIAN TANKER CO"}, true},
		{"Northern Ireland Transport Company", []string{"NITC", "NATIONAL IRANIAN TANKER CO"}, false},
		{"NITC", []string{"NATIONAL IRANIAN TANKER CO"}, true},
	} {
		if got := scoreNames(interdict.Organization, c.subject, c.listed...).Score; (got >= interdict.DefaultThreshold) != c.hit {
			t.Errorf("%s and %v: score %s, want hit %v", c.subject, c.listed, got, c.hit)
		}
	}
}

// Letters as one lack no legal form, since what was set aside of them is not known.
func TestWholeNamesLackNoForm(t *testing.T) {
	with, without := scoreNames("", "SEVVERTRANSGAZOJSC", "SEVER TRANSGAZ OJSC"), scoreNames("", "SEVVERTRANSGAZOJSC", "Sever Transgaz")
	if with.Score != without.Score || with.Score < interdict.DefaultThreshold {
		t.Errorf("score %s with the legal form, %s without", with.Score, without.Score)
	}
}

// scoreNames compares a name with those of a listed party of a kind.
func scoreNames(schema interdict.Schema, subject string, listed ...string) Outcome {
	var prep Preparer
	var s, e Party
	prep.Subject(&s, &interdict.Subject{Schema: schema, Names: []interdict.Name{{Full: subject}}})
	listedAs(&e, schema, listed...)
	sc := Scorer{Weights: Default()}
	return sc.Score(&s, &e)
}
