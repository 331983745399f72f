package main

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name, listed string
		want         int
	}{
		{"AL GHABRA, MOHAMMED", "Mohammed al-Ghabra", 0},
		{"José O'Brien", "JOSE OBRIEN", 0},
		{"KimJongUn", "Kim Jong Un", 0},
		{"Zhao\u200bGuangzong", "Zhao Guangzong", 0},
		{"Najibulah", "Najibullah", 1},
		{"Петров Иван", "Ivan PETROV", 0},
		{"Володимир", "Volodymyr", 2}, // и is read as in Russian
		{"محمد", "Muhammad", 0},
		{"משה", "Moshe", 0},
	} {
		if got := distance(c.name, c.listed); got != c.want {
			t.Errorf("%q and %q: %d letters apart, want %d", c.name, c.listed, got, c.want)
		}
	}
}

func TestScriptOf(t *testing.T) {
	for name, want := range map[string]string{
		"Иван": "Cyrillic", "محمد": "Arabic", "משה": "Hebrew", "김정은": "Korean", "赵广宗": "Han",
		"山田タロウ": "Kana", "Zhao": "", "Zhao 赵": "", "Γιώργος": "",
	} {
		if got := scriptOf(name); got != want {
			t.Errorf("%q is taken for %q, want %q", name, got, want)
		}
	}
}

func TestPinyin(t *testing.T) {
	for _, c := range []struct {
		word      string
		syllables int
		want      bool
	}{
		{"guangzong", 2, true}, {"xian", 1, true}, {"xian", 2, true}, {"zhao", 1, true},
		{"waisbren", 4, false}, {"omilami", 3, false}, {"gruia", 3, false}, {"", 0, true},
	} {
		if got := isPinyin(c.word, c.syllables); got != c.want {
			t.Errorf("%q as %d syllables: %t", c.word, c.syllables, got)
		}
	}
}

// person is a listing of one person.
func person(list, id string, birth string, names ...string) *interdict.Listing {
	l := &interdict.Listing{List: list, ID: id, Schema: interdict.Person}
	for _, n := range names {
		l.Names = append(l.Names, interdict.Name{Full: n, Kind: interdict.PrimaryName})
	}
	if birth != "" {
		d, err := interdict.ParseDate(birth)
		if err != nil {
			panic(err)
		}
		l.BirthDates = []interdict.Date{d}
	}
	return l
}

// small is a scale of these listings, each an entity of its own.
func small(t *testing.T, listings ...*interdict.Listing) *scale {
	t.Helper()
	s := &scale{listings: listings, of: screen.EntityOf{}, members: map[string][]*interdict.Listing{}}
	for _, l := range listings {
		s.members[s.entity(l)] = append(s.members[s.entity(l)], l)
	}
	var err error
	if s.engine, err = s.compile(nil); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMeant(t *testing.T) {
	s := small(t, person(unList, "1", "1960", "Abdul Rauf Khadem"), person(unList, "2", "1970", "Abdul Rauf Khadim"),
		person(unList, "3", "1970", "Somebody Else"), person("us_ofac_sdn", "4", "1970", "Abdul Rauf Kahdem"))
	x := newUNIndex(s)
	ask := func(name string, year int, treated bool) []string {
		return x.meant(&interdict.Subject{Names: []interdict.Name{{Full: name}}, BirthDates: []interdict.Date{{Year: year}}}, treated).entities
	}
	if got := ask("KHADEM, ABDUL RAUF", 1999, false); len(got) != 1 || got[0] != unList+"-1" {
		t.Errorf("a listed name means %v", got)
	}
	if got := ask("Abdul Rauf Kahdem", 1970, true); len(got) != 1 || got[0] != unList+"-2" {
		t.Errorf("an altered name means %v", got)
	}
	if got := ask("Abdul Rauf Kahdem", 1970, false); len(got) != 0 {
		t.Errorf("in a set as published, an altered name means %v", got)
	}
	if got := ask("Nobody Known", 1970, true); len(got) != 0 {
		t.Errorf("an unlisted name means %v", got)
	}
}

func TestOneParty(t *testing.T) {
	s := small(t,
		person("a", "1", "1965-02-03", "Yevhen Vitaliiovych BALITSKY"),
		person("b", "2", "1965-02-03", "Yevhen Vitaliiovych BALYTSKYI"),
		person("b", "3", "1970-02-03", "Yevhen Vitaliiovych BALITSKIY"),
		person("b", "4", "", "Yevhen Vitaliiovych BALITSKIY"),
		person("b", "5", "1965-02-03", "Quite Another"))
	for id, want := range map[string]bool{"b-2": true, "b-3": false, "b-4": true, "b-5": false} {
		if got := s.oneParty("a-1", id); got != want {
			t.Errorf("a-1 and %s are one: %t, want %t", id, got, want)
		}
	}
}

func TestSameBody(t *testing.T) {
	for _, c := range []struct {
		shorter, longer string
		want            bool
	}{
		{"558 Aircraft Repair Plant", "JSC 558 AIRCRAFT REPAIR PLANT", true},
		{"KB Unmanned Helicopters", "KB UNMANNED HELICOPTERS (UAVHELI)", true},
		{"Aircraft Repair Plant", "558 Aircraft Repair Plant", false},
		{"Aircraft Repair Plant", "Orsha Aircraft Repair Plant", false},
		{"Alfa Bank", "JSC Alfa Bank", false},
	} {
		if got := sameBody(c.shorter, c.longer); got != c.want {
			t.Errorf("%q and %q: %t", c.shorter, c.longer, got)
		}
	}
}

func TestSameBare(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`OJSC "Uranis Radio Systems"`, "Uranis-Radio Systems JSC", true},
		{"Limited Liability Company Media Group NewsFront", "OOO MediaGroup NewsFront", true},
		{"OJSC Uranis Radio Systems", "JSC Uranis Radar Systems", false},
		{"TAMYNA SA", "TAMYNA FZE", false}, // one word
	} {
		if got := sameBare(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %t", c.a, c.b, got)
		}
	}
}

// A name in another script is held against the Latin names of those who are meant:
// as they list it themselves, nobody else would be as near.
func TestAsGoodInAnotherScript(t *testing.T) {
	s := small(t, person("a", "1", "", "Yevhen Vyacheslavovich ORLOV", "Євген Орлов"), person("b", "2", "", "Yevhen ORLOV"), person("b", "3", "", "Mykola PETRENKO"))
	hit := func(id, name string) *interdict.Hit { return &interdict.Hit{EntityID: id, MatchedName: name} }
	if !s.asGood("Євген Орлов", hit("b-2", "Yevhen ORLOV"), []string{"a-1"}) {
		t.Error("a nearer Latin name is not as good")
	}
	if s.asGood("Євген Орлов", hit("b-3", "Mykola PETRENKO"), []string{"a-1"}) {
		t.Error("another name is as good")
	}
}

// Who is found, and who stands first, is told by the hits.
func TestPlace(t *testing.T) {
	s := small(t, person("a", "1", "", "Guangzong ZHAO"), person("a", "2", "", "Xiaoruizhi NI"))
	search := func(name string) place {
		r, err := s.engine.Screen(&interdict.Subject{Names: []interdict.Name{{Full: name}}}, screen.Query{})
		if err != nil {
			t.Fatal(err)
		}
		return s.place(name, &r, "a-1")
	}
	if p := search("Zhao Guangzong"); !p.found || !p.first || p.score != 10000 {
		t.Errorf("his own name gives %+v", p)
	}
	other := interdict.Result{Hits: []interdict.Hit{{EntityID: "a-2", MatchedName: "Xiaoruizhi NI", Score: 9000}}}
	if p := s.place("Zhao Guangzon", &other, "a-1"); p.found || p.first {
		t.Errorf("another one alone gives %+v", p)
	}
	other.Hits = append(other.Hits, interdict.Hit{EntityID: "a-1", MatchedName: "Guangzong ZHAO", Score: 8000})
	if p := s.place("Zhao Guangzon", &other, "a-1"); !p.found || p.first || p.score != 8000 {
		t.Errorf("another one first gives %+v", p)
	}
	if p := search("Maria Quintero"); p.found || p.first || p.answer != "nobody" {
		t.Errorf("an unlisted name gives %+v", p)
	}
}
