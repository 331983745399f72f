package entities

import (
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// TestLikely: what likeness joins, what it suggests and what it leaves alone.
func TestLikely(t *testing.T) {
	born := func(l interdict.Listing, d interdict.Date) interdict.Listing {
		l.BirthDates = []interdict.Date{d}
		return l
	}
	sex := func(l interdict.Listing, gender string) interdict.Listing { l.Genders = []string{gender}; return l }
	at := func(l interdict.Listing, address string) interdict.Listing {
		l.Addresses = []interdict.Place{{Text: address, Country: "ru", CountryName: "Russia"}}
		return l
	}
	under := func(l interdict.Listing, regime string) interdict.Listing { l.Designation.Regime = regime; return l }
	day := interdict.Day(1972, 6, 5)
	kuznetsov := person("us_ofac_sdn", "1", "Anatoliy Valerievich KOVALEV")
	factory := at(company("us_ofac_sdn", "1", "JSC Petrozavodskmash"), "2 Zaitseva Street, Petrozavodsk 185031, Russia")
	for _, c := range []struct {
		why       string
		a, b      interdict.Listing
		joins     bool
		suggested string // why, empty: not suggested
	}{
		{"one name and one day of birth", born(kuznetsov, day), born(person("eu_fsf", "2", "Anatoly Valeryevich Kovalyov"), day), true, ""},
		{"a middle name here and none there", born(person("us_ofac_sdn", "10660", "Happyton Mabhuya BONYONGWE"), interdict.Day(1960, 11, 6)), born(person("au_dfat_sanctions", "2422", "Happyton BONYONGWE"), interdict.Day(1960, 11, 6)), true, ""},
		{"twins", born(kuznetsov, day), born(person("eu_fsf", "2", "Viktor Valerievich KOVALEV"), day), false, ""},
		{"another day of birth", born(kuznetsov, day), born(person("eu_fsf", "2", "Anatoly Valerievich Kovalev"), interdict.Day(1958, 1, 30)), false, ""},
		{"a man and a woman", sex(born(kuznetsov, day), "male"), sex(born(person("eu_fsf", "2", "Anatoliy Valerievich KOVALEV"), day), "female"), false, againstGender},
		{"the name and the nationality alone", kuznetsov, person("eu_fsf", "2", "Anatoliy Valerievich KOVALEV"), false, ""},
		{"the whole name and the regime, where one states nothing else", under(kuznetsov, "Russia / Russie"), under(born(person("eu_fsf", "2", "Anatoliy Valerievich KOVALEV"), day), "RUS"), true, ""},
		{"the same without the patronymic", under(kuznetsov, "Russia / Russie"), under(born(person("eu_fsf", "2", "Anatoliy KOVALEV"), day), "RUS"), false, ""},
		{"the same of another who bears the first names", under(kuznetsov, "Russia / Russie"), under(born(person("eu_fsf", "2", "Anatoliy Valerievich KOVALENKO"), day), "RUS"), false, ""},
		{"one list", born(kuznetsov, day), born(person("us_ofac_sdn", "2", "Anatoliy Valerievich KOVALEV"), day), false, ""},
		{"one name and one address", factory, at(company("eu_fsf", "2", "Petrozavodskmash"), "Zaitseva street 2, 185031 Petrozavodsk"), true, ""},
		{"a daughter company at its parent's address", factory, at(company("eu_fsf", "2", "Petrozavodskmash Trading House"), "Zaitseva street 2, 185031 Petrozavodsk"), false, ""},
		{"numbers that differ", at(company("us_ofac_sdn", "1", "JSC Petrozavodskmash", interdict.Identifier{Type: interdict.OGRN, Value: "1027700132195", Country: "ru"}), "2 Zaitseva Street, Petrozavodsk 185031"),
			at(company("eu_fsf", "2", "JSC Petrozavodskmash", interdict.Identifier{Type: interdict.OGRN, Value: "1027739609391", Country: "ru"}), "2 Zaitseva Street, Petrozavodsk 185031"), false, againstNumber},
	} {
		j := NewJoiner()
		j.Add(&c.a)
		j.Add(&c.b)
		clusters, _ := j.Join()
		why := ""
		for _, s := range j.Suggestions() {
			why = s.Why
		}
		if joined := len(clusters) == 1; joined != c.joins || c.suggested != "" && why != c.suggested {
			t.Errorf("%s: joined %t, suggested %q; %+v", c.why, joined, why, Compare(&c.a, &c.b))
		}
	}
}

// Two of one name and birth date on one list are rivals for the third, unless
// they are one party to all appearance; and a list's two are never one entity.
func TestRivals(t *testing.T) {
	mk := func(list, id, name, place string) interdict.Listing {
		l := person(list, id, name)
		l.BirthDates = []interdict.Date{{Year: 1961}}
		l.BirthPlaces = []interdict.Place{{City: place}}
		return l
	}
	got, _ := join(mk("us_ofac_sdn", "1", "Wahidullah SHAHRIYARPOUR", "Uruzgan"), mk("us_ofac_sdn", "2", "Wahidullah SHAHRIYARPOUR", "Uruzgan"),
		mk("eu_fsf", "3", "Wahidullah SHAHRIYARPOUR", "Uruzgan"))
	if len(got) != 2 || !slices.ContainsFunc(got, func(c string) bool { return c == "1" || c == "2" }) {
		t.Errorf("a list that has one party twice: %v", got)
	}
}

// Where one list states both of the birth dates that two others state one each of,
// the three are one party; where none does, they are not.
func TestOneListHasBothBirthDates(t *testing.T) {
	mk := func(list, id string, births ...interdict.Date) interdict.Listing {
		l := person(list, id, "Ghorban-Ali DORRI-NAJAFABADI")
		l.BirthDates = births
		l.BirthPlaces = []interdict.Place{{City: "Najafabad"}}
		return l
	}
	day, year := interdict.Day(1950, 12, 3), interdict.Date{Year: 1945}
	eu, ca := mk("eu_fsf", "EU.2961.43", day), mk("ca_dfatd_sema_sanctions", "59e2f698c271", year)
	if got, _ := join(eu, mk("gb_hmt_sanctions", "IRN0032", day, year), ca); len(got) != 1 {
		t.Errorf("the UK states both: %v", got)
	}
	if got, _ := join(eu, mk("gb_hmt_sanctions", "IRN0032", day), ca); len(got) != 2 {
		t.Errorf("nobody states both: %v", got)
	}
}

// An alias alike joins people whose other facts leave no doubt, but not brothers,
// who share alias, house and day of listing.
func TestAliasBeyondDoubt(t *testing.T) {
	mk := func(list, id, name, alias string) interdict.Listing {
		l := person(list, id, name)
		l.Names = append(l.Names, interdict.Name{Full: alias, Kind: interdict.AliasName, Quality: interdict.Strong})
		l.BirthDates = []interdict.Date{interdict.Day(1977, 10, 21)}
		l.BirthPlaces = []interdict.Place{{City: "Beja"}}
		l.Addresses = []interdict.Place{{Text: "Via Bertesi 27, Cremona"}}
		return l
	}
	us := mk("us_ofac_sdn", "8096", "Kamel Ben Mouldi Ben Hassan HAMRAOUI", "Hamroui Kamel ben Mouldi ben Hassan")
	for i, name := range []string{"Kamal Ben Hassan HAMRAOUI", "Salim Ben Mouldi Ben Hassan HAMRAOUI"} {
		un := mk("un_sc_sanctions", "QDi.140", name, "Hamroui Kamal ben Muldi ben Hassan")
		if got, _ := join(us, un); len(got) != i+1 {
			t.Errorf("%s: %v, %+v", name, got, Compare(&us, &un))
		}
	}
}

// A reason of likeness names the names' likeness and the facts, in words.
func TestReasonsNameTheFacts(t *testing.T) {
	a, b := person("us_ofac_sdn", "1", "Anatoliy Valerievich KOVALEV"), person("eu_fsf", "2", "Anatoliy Valerievich KOVALEV")
	for _, l := range []*interdict.Listing{&a, &b} {
		l.BirthDates = []interdict.Date{interdict.Day(1972, 6, 5)}
		l.BirthPlaces = []interdict.Place{{City: "Petrozavodsk"}}
	}
	all := Reasons([]interdict.Listing{a, b})
	if len(all) != 1 || all[0].Kind != Likeness || all[0].Names != 10000 || all[0].Weight < 50000 {
		t.Fatalf("%+v", all)
	}
	for _, want := range []string{"birth date (5 June 1972)", "place of birth (petrozavodsk)", "country (cn)"} {
		if !strings.Contains(all[0].Fact, want) {
			t.Errorf("%q lacks %q", all[0].Fact, want)
		}
	}
}

// What a person decides holds against likeness, numbers and other decisions
// before it.
func TestDecisions(t *testing.T) {
	id := interdict.Identifier{Type: interdict.Passport, Value: "717637093", Country: "ru"}
	a, b := person("us_ofac_sdn", "1", "Ivan PETROV", id), person("eu_fsf", "2", "Ivan PETROV", id)
	c := person("gb_fcdo_sanctions", "3", "Somebody ELSE")
	for _, step := range []struct {
		decided []Decision
		want    []string
	}{
		{nil, []string{"1+2", "3"}},
		{[]Decision{{a.Ref(), b.Ref(), false}}, []string{"1", "2", "3"}},
		{[]Decision{{a.Ref(), b.Ref(), false}, {b.Ref(), a.Ref(), true}}, []string{"1+2", "3"}},
		{[]Decision{{c.Ref(), b.Ref(), true}}, []string{"1+2+3"}},
		{[]Decision{{c.Ref(), b.Ref(), true}, {c.Ref(), a.Ref(), false}}, []string{"1", "2+3"}},
	} {
		j := NewJoiner()
		for _, l := range []interdict.Listing{a, b, c} {
			j.Add(&l)
		}
		j.Decide(step.decided)
		clusters, _ := j.Join()
		var got []string
		for _, c := range clusters {
			var ids []string
			for _, r := range c.Refs {
				ids = append(ids, r.ID)
			}
			got = append(got, strings.Join(ids, "+"))
		}
		if !sameSets(got, step.want) {
			t.Errorf("%v: got %v, want %v", step.decided, got, step.want)
		}
	}
}

// The tables can be read, and what they say is within bounds.
func TestTables(t *testing.T) {
	c := wordCounts()
	if c.all < 10000 || c.least < 2 || len(c.of) < 1000 {
		t.Errorf("words.tsv: %d listings, %d words, the rarest %d times", c.all, len(c.of), c.least)
	}
	if low, high := rarity("the"), rarity("petrozavodsk"); low > 16 || high < 80 || high > 96 {
		t.Errorf("rarity in eighths of a bit: the %d, petrozavodsk %d", low, high)
	}
	if n := len(topics()); n < 20 || n > 64 {
		t.Errorf("%d topics; a set of them has 64 bits", n)
	}
	for _, p := range topics() {
		if p.bits < 1 || p.bits > 7 || len(p.words) == 0 {
			t.Errorf("topics.tsv: %+v", p)
		}
	}
	if topicsOf("CYBER2")&topicsOf("The Cyber (Sanctions) (EU Exit) Regulations 2020") == 0 {
		t.Error("CYBER2 and Cyber are not one topic")
	}
	if topicsOf("Sierra Leone")|topicsOf("Scary") != 0 {
		t.Error("a topic is found within a word")
	}
}
