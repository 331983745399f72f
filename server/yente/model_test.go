package yente

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
)

// HasProperty says whether a schema has a property; unknown schemata have none.
func HasProperty(schema, property string) bool {
	s := model().schemata[schema]
	return s != nil && s.properties[property] != nil
}

// TestFaultOfTheProgram holds what a client gets, and what is told, where the
// program itself fails.
func TestFaultOfTheProgram(t *testing.T) {
	told := ""
	folder := &base.Folder{Dir: t.TempDir(), Now: time.Now, Say: func(format string, args ...any) { told += fmt.Sprintf(format, args...) }}
	a := &api{source: server.NewSource(folder, server.Settings{}), tell: folder.Tell}
	w := httptest.NewRecorder()
	a.guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("Quentin Privatus") })).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/catalog", nil))
	if w.Code != http.StatusInternalServerError || strings.TrimSpace(w.Body.String()) != `{"status":"error"}` {
		t.Errorf("the answer is %d %s", w.Code, w.Body)
	}
	if !strings.Contains(told, "model_test.go") || strings.Contains(told, "Privatus") {
		t.Errorf("it is told: %s", told)
	}
}

// TestTables holds the tables to one another and to the vocabulary.
func TestTables(t *testing.T) {
	m := model()
	for _, s := range m.order {
		for _, name := range append(append([]string{}, s.extends...), s.is...) {
			if m.schemata[name] == nil {
				t.Errorf("%s is a kind of %s, which is no schema", s.name, name)
			}
		}
		for _, p := range s.order {
			if p.kind != entityKind {
				continue
			}
			of := m.schemata[p.of]
			if of == nil || of.properties[p.reverse] == nil || of.properties[p.reverse].kind != entityKind {
				t.Errorf("%s names a %s, which does not lead back by %s", p.qname(), p.of, p.reverse)
			}
		}
		if s.edge && (s.properties[s.source] == nil || s.properties[s.target] == nil) {
			t.Errorf("%s has no ends %s and %s", s.name, s.source, s.target)
		}
	}
	for _, k := range interdict.Kinds() {
		if len(facts().topics[k].topics) == 0 {
			t.Errorf("kind %s has no topic", k)
		}
	}
	for key, properties := range facts().fields {
		for _, name := range properties {
			if m.byQName(name) == nil && name != "isin" {
				t.Errorf("%s stands under %s, which no schema has", key, name)
			}
		}
	}
	for kind, r := range facts().relations {
		if s := m.schemata[r.schema]; s == nil || !s.edge || s.properties[r.here] == nil {
			t.Errorf("link %s is no relation: %v", kind, r)
		}
	}
}

func TestComparable(t *testing.T) {
	for _, c := range []struct {
		asked, have string
		want        bool
	}{
		{"Company", "Organization", true}, {"Organization", "Company", true}, {"LegalEntity", "Person", true}, {"Person", "LegalEntity", true},
		{"Person", "Organization", false}, {"Company", "PublicBody", false}, {"Thing", "Vessel", true}, {"Vehicle", "Airplane", true}, {"Vehicle", "Person", false},
	} {
		if got := model().schemata[c.asked].comparableTo(model().schemata[c.have]); got != c.want {
			t.Errorf("%s asked for, %s found: %v", c.asked, c.have, got)
		}
	}
}

func TestQueryLanguage(t *testing.T) {
	for q, want := range map[string]string{
		`zhao guangzong`:                `[{zhao guangzong [] []}]`,
		`zhao AND "ni gaobin"`:          `[{zhao ni gaobin [] []}]`,
		`zhao OR ni`:                    `[{zhao [] []} {ni [] []}]`,
		`birthDate:1985 -zhao`:          `[{ [{birthDate 1985}] [{ zhao}]}]`,
		`properties.country:cn NOT x`:   `[{ [{properties.country cn}] [{ x}]}]`,
		`name:"a b"~2^3 c~1`:            `[{c [{name a b}] []}]`,
		`(ivan* OR petr?v)`:             `[{ivan [] []} {petrv [] []}]`,
		`Trading: Ltd.`:                 `[{Trading Ltd. [] []}]`,
		`+a +b`:                         `[{a b [] []}]`,
		`topics:sanction countries:"ru`: `[{ [{topics sanction} {countries ru}] []}]`,
		``:                              `[]`,
		`OR AND`:                        `[]`,
		`Al-Zawahiri`:                   `[{Al-Zawahiri [] []}]`,
	} {
		if got := fmt.Sprint(parseQuery(q, false)); got != want {
			t.Errorf("%s is read as %s, not %s", q, got, want)
		}
	}
	if got := fmt.Sprint(parseQuery(`a:b | "c d" -e`, true)); got != `[{a:b [] []} {c d [] [{ e}]}]` {
		t.Errorf("the simple language is read as %s", got)
	}
}

func TestCleaning(t *testing.T) {
	for _, c := range []struct{ kind, value, want string }{
		{"country", "Russian Federation", "ru"}, {"country", "CHN", "cn"}, {"country", "Atlantis", ""},
		{"date", "1985-11-12T10:00:00", "1985-11-12"}, {"date", "1985", "1985"}, {"date", "12.11.1985", ""},
		{"gender", "M", "male"}, {"gender", "unknown", "other"}, {"name", "  Zhao\t Guangzong\x00 ", "Zhao Guangzong"},
		{"phone", "+49 (30) 12-34", "+49301234"}, {"email", "A@B.de", "a@b.de"},
	} {
		if got := clean(c.kind, c.value); got != c.want {
			t.Errorf("%s %q is %q, not %q", c.kind, c.value, got, c.want)
		}
	}
	for number, want := range map[string]string{"+49301234": "de", "+78121234": "ru", "+77172": "kz", "+12125550100": "", "0049": "", "+": ""} {
		if got := countryOfPhone(number); got != want {
			t.Errorf("%s is of %q, not %q", number, got, want)
		}
	}
}

// What a listing states and how it stands beside its party, in the corners that
// the starter register does not have.
func TestParty(t *testing.T) {
	l := &interdict.Listing{List: "own", ID: "1", Schema: interdict.Organization, Kind: interdict.Watch,
		Names:       []interdict.Name{{Full: "Acme Trading", Kind: interdict.PrimaryName}, {Full: "AT", Kind: interdict.AliasName, Quality: interdict.Weak}},
		Identifiers: []interdict.Identifier{{Type: interdict.Wallet, Value: "bc1q", Note: "currency XBT"}, {Type: interdict.OtherID, Value: "77"}, {Type: interdict.CrossRef, Value: "NK-1", Label: "referent"}},
		Links:       []interdict.Link{{Type: "owner", Name: "Jane Roe", Note: "since 2020"}, {Type: "director", ID: "9"}, {Type: "unheard", Name: "X"}},
		BirthDates:  []interdict.Date{{Year: 1960, ToYear: 1965}},
		Other:       []interdict.Field{{Name: "schema", Value: "Company"}, {Name: "topics", Value: "sanction.linked"}, {Name: "target", Value: "false"}},
	}
	p := partyOf("own-1", []held{{Listing: l}})
	if p.Schema != "Company" || p.Target || p.FirstSeen != nil || fmt.Sprint(p.Referents) != "[NK-1]" || fmt.Sprint(p.texts("weakAlias")) != "[AT]" || fmt.Sprint(p.texts("topics")) != "[poi sanction.linked]" {
		t.Errorf("the party is %+v", p.Entity)
	}
	got := map[string]string{}
	for _, b := range p.beside {
		got[b.property] = b.entity.Schema + " " + b.entity.ID
		if stranger := b.stranger(); b.other != "" && stranger.Caption == "" {
			t.Errorf("%s has nobody at its other end", b.entity.ID)
		}
	}
	want := map[string]string{"sanctions": "Sanction own-1.sanction", "cryptoWallets": "CryptoWallet own-1.wallet.1", "identification": "Identification own-1.identification.2",
		"ownershipAsset": "Ownership own-1.link.1", "directorshipOrganization": "Directorship own-1.link.2", "unknownLinkTo": "UnknownLink own-1.link.3"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("beside it stand\n%v, not\n%v", got, want)
	}
	person := partyOf("own-1", []held{{Listing: &interdict.Listing{List: "own", ID: "2", Schema: interdict.Person, BirthDates: l.BirthDates, Links: l.Links[:1]}}})
	if fmt.Sprint(person.texts("birthDate")) != "[1960 1965]" || person.beside[1].property != "unknownLinkTo" {
		t.Errorf("the person is %+v", person.Entity)
	}
}
