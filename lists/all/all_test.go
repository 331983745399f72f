package all_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/lists/au"
	"github.com/interdict/interdict/lists/ca"
	"github.com/interdict/interdict/lists/ch"
	"github.com/interdict/interdict/lists/csl"
	"github.com/interdict/interdict/lists/eu"
	"github.com/interdict/interdict/lists/fr"
	"github.com/interdict/interdict/lists/ftm"
	"github.com/interdict/interdict/lists/jp"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/lists/lv"
	"github.com/interdict/interdict/lists/mapped"
	"github.com/interdict/interdict/lists/nz"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/lists/senzing"
	"github.com/interdict/interdict/lists/stix"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
)

// cases are the formats, each with its fixture.
func cases() []listtest.Case {
	in := func(elem ...string) string { return filepath.Join(append([]string{".."}, elem...)...) }
	main := func(elem ...string) map[string]string { return map[string]string{lists.Main: in(elem...)} }
	return []listtest.Case{
		{Format: ofac.Advanced(), List: "us_ofac_sdn", Parts: main("ofac", "testdata", "sdn_advanced.xml")},
		{Format: ofac.Enhanced(), List: "us_ofac_sdn", Parts: map[string]string{
			lists.Main:                        in("ofac", "testdata", "enhanced", "sdn_enhanced_2024-03-22.xml"),
			"delta 2024-03-25T00:00:00-04:00": in("ofac", "testdata", "enhanced", "2024-03-25_delta.xml"),
		}},
		{Format: ofac.XML(), List: "us_ofac_sdn", Parts: main("ofac", "testdata", "sdn.xml")},
		{Format: ofac.CSV(), List: "us_ofac_sdn", Open: true, Parts: map[string]string{
			lists.Main: in("ofac", "testdata", "csv", "sdn.csv"), "alt": in("ofac", "testdata", "csv", "alt.csv"),
			"add": in("ofac", "testdata", "csv", "add.csv"), "comments": in("ofac", "testdata", "csv", "sdn_comments.csv"),
		}},
		{Format: uk.XML(), List: "gb_fcdo_sanctions", Parts: main("uk", "testdata", "uksl.xml")},
		{Format: uk.CSV(), List: "gb_fcdo_sanctions", Open: true, Grouped: true, Parts: main("uk", "testdata", "uksl.csv")},
		{Format: uk.ConList(), List: "gb_hmt_sanctions", Open: true, Grouped: true, Seed: "99997", Parts: main("uk", "testdata", "conlist.csv")},
		{Format: un.XML(), List: "un_sc_sanctions", Parts: main("un", "testdata", "consolidated.xml")},
		{Format: eu.XML(), List: "eu_fsf", Parts: main("eu", "testdata", "fsf.xml")},
		{Format: eu.CSV(), List: "eu_fsf", Open: true, Grouped: true, Parts: main("eu", "testdata", "fsf_1_1.csv")},
		{Format: eu.CSV(), List: "eu_fsf", Open: true, Grouped: true, Parts: main("eu", "testdata", "fsf_1_0.csv")},
		{Format: ch.XML(), List: "ch_seco_sanctions", Parts: main("ch", "testdata", "seco.xml")},
		{Format: csl.CSV(), List: "us_trade_csl", Open: true, Seed: "9a6c8baf1e5dcbafea5f6e7d8c9bafefceda4562", Parts: main("csl", "testdata", "consolidated.csv")},
		{Format: csl.JSON(), List: "us_trade_csl", Seed: "6d3f5e7c8b2a9f0ebd2c3b4a5f6e7d8c9bafe123", Parts: main("csl", "testdata", "consolidated.json")},
		{Format: au.Workbook(), List: "au_dfat_sanctions", Open: true, Grouped: true, Parts: main("au", "testdata", "consolidated.csv")},
		{Format: ca.XML(), List: "ca_dfatd_sema_sanctions", Made: true, Parts: main("ca", "testdata", "sema.xml")},
		{Format: nz.Workbook(), List: "nz_russia_sanctions", Open: true, Parts: main("nz", "testdata", "register.csv")},
		{Format: lv.XML(), List: "lv_fiu_sanctions", Seed: "4711", Parts: main("lv", "testdata", "national_v2.xml")},
		{Format: jp.Text(), List: "jp_meti_ru", Open: true, Limit: 8 << 20, Parts: main("jp", "testdata", "russia.txt")},
		{Format: fr.JSON(), List: "fr_tresor_gels_avoir", Seed: "4240", Parts: main("fr", "testdata", "registre.json")},
		{Format: ftm.JSON(), List: "sa_wiki_peps", Open: true, Seed: "sa-jadaan", Parts: main("ftm", "testdata", "sa_wiki_peps_entities.ftm.json")},
		{Format: ftm.Statements(), List: "sa_wiki_peps", Open: true, Grouped: true, Seed: "sa-jadaan", Parts: main("ftm", "testdata", "sa_wiki_peps_statements.csv")},
		{Format: ftm.Simple(), List: "sa_wiki_peps", Open: true, Seed: "sa-jadaan", Parts: main("ftm", "testdata", "sa_wiki_peps_targets.simple.csv")},
		{Format: senzing.JSON(), List: "sa_wiki_peps", Seed: "sa-jadaan", Parts: main("senzing", "testdata", "sa_wiki_peps_senzing.json")},
		{Format: stix.Bundle(), List: "us_mitre_attack", Seed: "threat-actor--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", Parts: main("stix", "testdata", "bundle.json")},
		{Format: stix.MISP(), List: "lu_misp_threat_actor", Seed: "6bf7e6b6-5917-45a6-9b68-28b6a33ec0a5", Parts: main("stix", "testdata", "cluster.json")},
		{Format: mapped.Table(), List: "us_cuba_sanctions", Open: true, Seed: "ron-varadero2", Parts: main("mapped", "testdata", "us_cuba_sanctions.csv")},
		{Format: own.JSON(nil), List: "own_test", Untold: true, Seed: "W-3", Parts: main("own", "testdata", "watchlist.json")},
		{Format: own.CSV(nil), List: "own_test", Untold: true, Open: true, Parts: main("own", "testdata", "watchlist.csv")},
	}
}

func TestFormatsConform(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.Format.Name(), func(t *testing.T) { listtest.Conform(t, c) })
	}
}

func TestFormatsAreDistinct(t *testing.T) { listtest.Distinct(t, cases()) }

// TestEveryFormatHasACase keeps the registry and the cases together.
func TestEveryFormatHasACase(t *testing.T) {
	tested := map[string]bool{}
	for _, c := range cases() {
		tested[c.Format.Name()] = true
	}
	formats := all.Formats()
	for _, f := range formats {
		if !tested[f.Name()] {
			t.Errorf("%s is not tested", f.Name())
		}
	}
	if len(formats) != len(tested) {
		t.Errorf("%d formats, %d tested; are two of one name?", len(formats), len(tested))
	}
}

func TestCatalogue(t *testing.T) {
	known := map[string]bool{}
	for _, l := range all.Catalogue() {
		if l.Title == "" || l.Publisher == "" || l.Terms == "" || !strings.HasPrefix(l.Page, "https://") ||
			l.File != "" && !strings.HasPrefix(l.File, "https://") {
			t.Errorf("%+v lacks something", l)
		}
		if l.Country != "" && country.Name(l.Country) == "" || l.Country != "" && l.Country != l.Jurisdiction || l.Jurisdiction != "" && !strings.HasPrefix(l.ID, l.Jurisdiction+"_") {
			t.Errorf("%s: country %q, jurisdiction %q", l.ID, l.Country, l.Jurisdiction)
		}
		if (l.MaxAgeDays == 0) != !l.Closed.IsZero() || l.Cadence == "" {
			t.Errorf("%s: published %q, a limit of %d days, closed %s", l.ID, l.Cadence, l.MaxAgeDays, l.Closed)
		}
		if s := all.Entry(l.Successor); l.Closed.IsZero() != (l.Successor == "") || l.Successor != "" && (s.Title == "" || !s.Closed.IsZero() || s.Jurisdiction != l.Jurisdiction) {
			t.Errorf("%s: closed %s, its successor is %q", l.ID, l.Closed, l.Successor)
		}
		if known[l.ID] {
			t.Errorf("%s stands twice", l.ID)
		}
		known[l.ID] = true
	}
	for _, c := range cases() {
		if !c.Untold && !known[c.List] {
			t.Errorf("the catalogue lacks %s", c.List)
		}
	}
	if e := all.Entry("own_x"); len(e.Kinds) != 1 || e.ID != "own_x" || e.Title != "" || !e.Default {
		t.Errorf("an own list: %+v", e)
	}
}

// TestFileNames: each list's file can lie beside all others.
func TestFileNames(t *testing.T) {
	seen := map[string]string{}
	for _, l := range all.Catalogue() {
		name := l.FileName()
		if (name == "") != (l.File == "") || name != "" && name != filepath.Base(name) {
			t.Errorf("%s: the file of %s is called %q", l.ID, l.File, name)
		}
		if other := seen[strings.ToLower(name)]; name != "" && other != "" {
			t.Errorf("%s and %s are both called %s", other, l.ID, name)
		}
		seen[strings.ToLower(name)] = l.ID
	}
	if e := all.Entry("peps"); e.PublishedName() != "entities.ftm.json" || len(e.Beside()) != 1 {
		t.Errorf("peps: %q beside %q", e.PublishedName(), e.Beside())
	}
	for id, want := range map[string]string{"us_ofac_sdn": "SDN_ADVANCED.XML", "eu_fsf": "eu_fsf.xml", "peps": "peps.json", "us_bis_denied": "dpl.txt"} {
		if e := all.Entry(id); e.FileName() != want {
			t.Errorf("%s: %q, want %q", id, e.FileName(), want)
		}
	}
}

// TestReaders holds the catalogue's readers against the registry: each is a
// format, each format reads a list or any, and the cases' formats read their lists.
func TestReaders(t *testing.T) {
	unread := map[string]bool{}
	for _, f := range all.Formats() {
		unread[f.Name()] = true
	}
	known := maps.Clone(unread)
	reads := func(reader, who string) {
		if !known[reader] {
			t.Errorf("%s: no format is named %q", who, reader)
		}
		delete(unread, reader)
	}
	for _, l := range all.Catalogue() {
		for _, r := range l.Readers {
			reads(r, l.ID)
		}
	}
	for _, r := range all.Generic() {
		reads(r, "Generic")
	}
	for r := range unread {
		t.Errorf("no list of lists.tsv names the reader %q, nor does Generic", r)
	}
	for _, c := range cases() {
		if r := all.Entry(c.List).Readers; !c.Untold && !slices.Contains(r, c.Format.Name()) {
			t.Errorf("%s is read by %q, and lists.tsv says %q", c.List, c.Format.Name(), r)
		}
	}
}

// TestKinds holds the catalogue's kinds to those that the vocabulary has.
func TestKinds(t *testing.T) {
	for _, l := range all.Catalogue() {
		for _, k := range l.Kinds {
			if !slices.Contains(interdict.Kinds(), k) {
				t.Errorf("%s: no kind is called %q", l.ID, k)
			}
		}
		if l.Default != l.Kind.OnByDefault() {
			t.Errorf("%s: on by default %v, of the kind %s", l.ID, l.Default, l.Kind)
		}
	}
}
