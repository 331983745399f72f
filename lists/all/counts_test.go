package all_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
)

// counted is a stored edition whose entries are counted without its reader.
type counted struct {
	list  string
	files []string // below shared/data, the main one first; a folder stands for all its files
	how   string   // the independent count, in words
	count func(t *testing.T, paths []string) int
	// names counts the names, where that is as plain; else nil.
	names func(t *testing.T, paths []string) int
	// refused are the codes of the records that the reader refuses, each counted,
	// and why that is right.
	refused string
}

func countedEditions() []counted {
	const ofac, other, un = "lists/ofac/", "lists/other/", "lists/un/"
	set := func(dir string) []string {
		return []string{dir + "sdn.csv", dir + "alt.csv", dir + "add.csv", dir + "sdn_comments.csv"}
	}
	cons := ofac + "consolidated-nonsdn/"
	return []counted{
		{list: "us_ofac_sdn", files: []string{ofac + "sdn_2024-03-22.csv"}, how: "encoding/csv: rows", count: ofacRows, names: ofacNames},
		{list: "us_ofac_sdn", files: []string{ofac + "sdn_2024-03-26.csv"}, how: "encoding/csv: rows", count: ofacRows, names: ofacNames},
		{list: "us_ofac_sdn", files: []string{ofac + "sdn_2024-05-03.csv"}, how: "encoding/csv: rows", count: ofacRows, names: ofacNames},
		{list: "us_ofac_sdn", files: []string{ofac + "sdn_2024-05-03.csv", ofac + "watchman-2024/alt.csv", ofac + "watchman-2024/add.csv"},
			how: "encoding/csv: rows of sdn", count: ofacRows, names: ofacNames, refused: "3942 orphan: rows of a later day, of parties that sdn does not have"},
		{list: "us_ofac_sdn", files: set(ofac + "watchman-2021-07/"), how: "encoding/csv: rows of sdn", count: ofacRows, names: ofacNames},
		{list: "us_ofac_cons", files: []string{cons + "cons_prim.csv", cons + "cons_alt.csv", cons + "cons_add.csv", cons + "cons_comments.csv"},
			how: "encoding/csv: rows of cons_prim", count: ofacRows, names: ofacNames},
		{list: "us_ofac_cons", files: []string{cons + "consolidated_2025-03-28.xml"}, how: "encoding/xml: sdnEntry", count: elements("sdnEntry"), names: elements("sdnEntry", "aka")},
		{list: "us_ofac_cons", files: []string{cons + "consolidated_2017.xml"}, how: "encoding/xml: sdnEntry", count: elements("sdnEntry"), names: elements("sdnEntry", "aka")},
		{list: "gb_hmt_sanctions", files: []string{"lists/uk/ConList_2025-04-10.csv"}, how: "encoding/csv: distinct Group ID", count: table{skip: 1}.distinct("Group ID")},
		{list: "un_sc_sanctions", files: []string{un + "consolidated_2026-08-01.xml"}, how: "encoding/xml: INDIVIDUAL, ENTITY", count: elements("INDIVIDUAL", "ENTITY")},
		{list: "un_sc_sanctions", files: []string{un + "consolidated_2026-02-27.xml"}, how: "encoding/xml: INDIVIDUAL, ENTITY", count: elements("INDIVIDUAL", "ENTITY")},
		{list: "un_sc_sanctions", files: []string{un + "consolidated_2025-04-19.xml"}, how: "encoding/xml: INDIVIDUAL, ENTITY", count: elements("INDIVIDUAL", "ENTITY")},
		{list: "un_sc_sanctions", files: []string{un + "consolidated_2024-11-30.xml"}, how: "encoding/xml: INDIVIDUAL, ENTITY", count: elements("INDIVIDUAL", "ENTITY")},
		{list: "un_sc_sanctions", files: []string{un + "consolidated_2020.xml"}, how: "encoding/xml: INDIVIDUAL, ENTITY", count: elements("INDIVIDUAL", "ENTITY")},
		{list: "eu_fsf", files: []string{"lists/eu/fsf_csv_1_1_2025-09-02_rebuilt.csv"}, how: "encoding/csv: distinct Entity_LogicalId", count: table{comma: ';'}.distinct("Entity_LogicalId")},
		{list: "eu_journal_sanctions", files: []string{"lists/eu/journal_sanctions"}, how: "encoding/csv: distinct regulation, annex, record, else what the row says", count: journalEntries},
		{list: "us_trade_csl", files: []string{"lists/csl/consolidated.csv.gz"}, how: "gzip, encoding/csv: rows", count: table{}.rows, refused: "1 duplicate_id: one party stands twice in a sub-list"},
		{list: "us_bis_denied", files: []string{"lists/csl/bench_dpl.txt"}, how: "encoding/csv: distinct Name", count: table{comma: '\t'}.distinct("Name")},
		{list: "us_bis_denied", files: []string{"lists/csl/dpl.txt"}, how: "encoding/csv: distinct Name", count: table{comma: '\t'}.distinct("Name")},
		{list: "au_dfat_sanctions", files: []string{"lists/au/dfat_2026-08.xlsx"}, how: "archive/zip, encoding/xml: rows of a primary name", count: primaryNames},
		{list: "au_dfat_sanctions", files: []string{"lists/au/regulation8_consolidated_2024-12.xlsx"}, how: "archive/zip, encoding/xml: rows of a primary name", count: primaryNames},
		{list: "ca_dfatd_sema_sanctions", files: []string{"lists/ca/sema_2025-05.xml"}, how: "encoding/xml: record", count: elements("record")},
		{list: "lv_fiu_sanctions", files: []string{other + "LV_national_v2.xml"}, how: "encoding/xml: Entity, ENTITY", count: elements("Entity", "ENTITY"), names: elements("WholeName", "AliasWholeName", "WHOLENAME")},
		{list: "lv_fiu_sanctions", files: []string{other + "LV_national.xml"}, how: "encoding/xml: Entity, ENTITY", count: elements("Entity", "ENTITY"), names: elements("WholeName", "AliasWholeName", "WHOLENAME")},
		{list: "jp_meti_ru", files: []string{other + "jp_meti_russia_2025-09-12.txt", other + "jp_meti_third_country_2025-09-12.txt"}, how: "addresses: the word 所在地", count: matches(address)},
		{list: "pk_proscribed_persons", files: []string{other + "pk_nacta_proscribed_persons.json"}, how: "encoding/json: distinct Name, FatherName, CNIC", count: objects("Name", "FatherName", "CNIC")},
		{list: "il_mod_crypto", files: []string{other + "il_mod_crypto_wallets.csv"}, how: "encoding/csv: rows with a name or a wallet, no headings", count: walletRows,
			refused: "3 duplicate_id: the same wallet twice in one order"},
		{list: "ch_fiaa_freezes", files: []string{other + "ch_fiaa_freezes.csv"}, how: "encoding/csv: rows without Delisted", count: table{gone: "Delisted"}.rows},
		{list: "us_cuba_sanctions", files: []string{other + "us_cuba_restricted_entities.csv"}, how: "encoding/csv: rows", count: table{}.rows},
		{list: "us_dod_chinese_milcorps", files: []string{other + "us_dod_1260h.csv"}, how: "encoding/csv: distinct Clean Name without End date", count: table{gone: "End date"}.distinct("Clean Name")},
		{list: "us_fincen_special_measures", files: []string{other + "us_fincen_311.csv"}, how: "encoding/csv: distinct Measure, Name", count: table{}.distinct("Measure", "Name")},
		{list: "us_ndaa_1286", files: []string{other + "us_section_1286.csv"}, how: "encoding/csv: distinct name without end-date", count: table{gone: "end-date"}.distinct("name")},
		{list: "us_state_353b", files: []string{other + "us_section_353.csv"}, how: "encoding/csv: rows", count: table{}.rows},
		{list: "cn_sanctions", files: []string{other + "cn_sanctions.csv"}, how: "encoding/csv: rows without End date", count: table{gone: "End date"}.rows},
		{list: "sa_wiki_peps", files: []string{"lists/ftm/sa_wiki_peps_entities.ftm.json"}, how: "encoding/json: lines with the schema of a party", count: parties("schema", "Person", "Organization", "Company", "LegalEntity", "PublicBody")},
		{list: "wd_persons", files: []string{"lists/ftm/wd_persons_entities.ftm.json"}, how: "encoding/json: lines with the schema of a party", count: parties("schema", "Person", "Organization", "Company", "LegalEntity", "PublicBody")},
		{list: "wd_persons", files: []string{"lists/ftm/wd_persons_senzing.json"}, how: "encoding/json: lines", count: parties("DATA_SOURCE", "OS_WD_PERSONS")},
		{list: "lu_misp_threat_actor", files: []string{"threat/misp/clusters__threat-actor.json"}, how: "encoding/json: values that are not revoked", count: clusterValues},
		{list: "lu_misp_microsoft_activity_group", files: []string{"threat/misp/clusters__microsoft-activity-group.json"}, how: "encoding/json: values that are not revoked", count: clusterValues},
		{list: "lu_misp_mitre_intrusion_set", files: []string{"threat/misp/clusters__mitre-intrusion-set.json"}, how: "encoding/json: values that are not revoked", count: clusterValues},
		{list: "lu_misp_360net_threat_actor", files: []string{"threat/misp/clusters__360net.json"}, how: "encoding/json: values that are not revoked", count: clusterValues},
		{list: "us_mitre_attack", files: []string{"threat/attack/enterprise-groups.json"}, how: "encoding/json: intrusion sets and campaigns, not revoked, not deprecated", count: attackGroups},
	}
}

// TestCounts holds the entries that the readers find in every stored edition
// against a count without them. With -v it prints the table.
func TestCounts(t *testing.T) {
	root := sharedData(t)
	var table strings.Builder
	table.WriteString("\n| list | file | reader | entries | counted | names | counted | removed | refused | counted by |\n|---|---|---|---|---|---|---|---|---|---|\n")
	tested := map[string]bool{}
	for _, c := range countedEditions() {
		var paths []string
		for _, f := range c.files {
			paths = append(paths, filepath.Join(root, filepath.FromSlash(f)))
		}
		found, _, err := lists.Collect(t.Context(), paths, all.Formats(), lists.CollectOptions{})
		if err != nil || len(found) != 1 || found[0].List != c.list {
			t.Errorf("%s: %d editions, error %v", c.files, len(found), err)
			continue
		}
		e := found[0]
		tested[e.List] = true
		got, names := 0, 0
		report, err := e.Read(t.Context(), func(l *interdict.Listing) error {
			got++
			names += len(l.Names)
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", c.files, err)
			continue
		}
		want := c.count(t, paths)
		if duplicates := refusedOf(report, lists.CodeDuplicate); got != report.Entries || names != report.Names || got+duplicates != want {
			t.Errorf("%s: %d listings, %d in the report; %d names, %d in the report; %d refused as duplicates; counted: %d", c.files[0], got, report.Entries, names, report.Names, duplicates, want)
		}
		namesWant := ""
		if c.names != nil {
			n := c.names(t, paths)
			if namesWant = fmt.Sprint(n); n != names {
				t.Errorf("%s: %d names, counted: %d", c.files[0], names, n)
			}
		}
		codes := refusals(report)
		if told, _, _ := strings.Cut(c.refused, ":"); codes != told {
			t.Errorf("%s: refused %q, known are %q", c.files[0], codes, told)
		}
		file := filepath.Base(c.files[0])
		if n := len(e.Parts) - 1; n > 0 {
			file = fmt.Sprintf("%s and %d more", file, n)
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %d | %d | %d | %s | %d | %s | %s |\n", e.List, file, e.Format.Name(), got, want, names, namesWant, report.Removed, c.refused, c.how)
	}
	if len(tested) < 28 {
		t.Errorf("%d lists were counted", len(tested))
	}
	t.Log(table.String())
}

func refusedOf(r lists.Report, code string) int {
	n := 0
	for _, f := range r.Refused {
		if f.Code == code {
			n++
		}
	}
	return n
}

// refusals are the reason codes with their counts: "3 duplicate_id".
func refusals(r lists.Report) string {
	var codes, out []string
	for _, f := range r.Refused {
		codes = append(codes, f.Code)
	}
	slices.Sort(codes)
	for _, c := range slices.Compact(slices.Clone(codes)) {
		out = append(out, fmt.Sprintf("%d %s", refusedOf(r, c), c))
	}
	return strings.Join(out, ", ")
}
