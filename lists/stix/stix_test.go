package stix

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func cases() []listtest.Case {
	return []listtest.Case{
		{Format: Bundle(), List: "us_mitre_attack", Seed: "threat-actor--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", Parts: map[string]string{lists.Main: "testdata/bundle.json"}},
		{Format: MISP(), List: "lu_misp_threat_actor", Seed: "6bf7e6b6-5917-45a6-9b68-28b6a33ec0a5", Parts: map[string]string{lists.Main: "testdata/cluster.json"}},
	}
}

func TestConforms(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.Format.Name(), func(t *testing.T) { listtest.Conform(t, c) })
	}
	listtest.Distinct(t, cases())
}

func codes(r lists.Report) string {
	var all []string
	for _, w := range r.Refused {
		all = append(all, w.Code)
	}
	for _, u := range r.Unknown {
		all = append(all, u.Name)
	}
	return fmt.Sprint(r.Removed, " ", strings.Join(all, " "))
}

func TestFixtures(t *testing.T) {
	for _, c := range cases() {
		name := c.Parts[lists.Main]
		got, report := listtest.Read(t, c.Format, listtest.Path(t, name))
		listtest.Golden(t, strings.TrimSuffix(name, ".json")+".golden.json", got)
		want := map[string]string{"STIX bundle": "2 no_name duplicate_id new_in_2027", "MISP galaxy cluster": "1 duplicate_id no_name meta/never-seen"}[c.Format.Name()]
		if s := codes(report); s != want {
			t.Errorf("%s: removed, refused, unknown: %s, want %s", name, s, want)
		}
	}
	_, report := listtest.Read(t, Bundle(), listtest.Path(t, "testdata/bundle.json"))
	if report.Published != interdict.Day(2025, 10, 28) {
		t.Errorf("published %v", report.Published)
	}
}

// An object without the id that the standard asks for is a listing by its external id,
// with no empty reference beside that.
func TestWithoutID(t *testing.T) {
	data := `{"type":"bundle","id":"bundle--1","spec_version":"2.1","objects":[{"type":"campaign","created":"2017-05-31T21:32:15.000Z","modified":"2025-01-22T21:54:11.000Z","name":"SolarWinds Compromise","external_references":[{"source_name":"mitre-attack","external_id":"C0024"}]}]}`
	got, report, err := listtest.Try(Bundle(), "x", listtest.Bytes("bundle.json", []byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	if len(got) != 1 || got[0].ID != "C0024" || len(got[0].Identifiers) != 1 {
		t.Errorf("got %+v", *got[0])
	}
}

func FuzzRead(f *testing.F) {
	for i, c := range cases() {
		data, err := os.ReadFile(c.Parts[lists.Main])
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, i == 0)
	}
	f.Fuzz(func(t *testing.T, data []byte, ofSTIX bool) {
		format := MISP()
		if ofSTIX {
			format = Bundle()
		}
		got, report, err := listtest.Try(format, "x", listtest.Bytes("fuzz", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

// shared is a stored file, unpacked.
func shared(t testing.TB, elem ...string) *lists.File {
	t.Helper()
	path := listtest.Shared(t, append([]string{"..", "threat"}, elem...)...)
	if !strings.HasSuffix(path, ".zst") {
		return listtest.Path(t, path)
	}
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := zstd.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return listtest.Bytes("enterprise-attack.json", data)
}

// TestReal reads the stored files, and checks that each published value of each
// group is told.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		format                  lists.Format
		path, list              string
		entries, names, removed int
		links                   int
	}{
		{Bundle(), "attack/enterprise-groups.json", "us_mitre_attack", 224, 624, 15, 0},
		// 25 relations attribute a campaign to a group, seen from both.
		{Bundle(), "attack/enterprise-attack-assembled.json.zst", "us_mitre_attack", 224, 624, 15, 50},
		{MISP(), "misp/clusters__threat-actor.json", "lu_misp_threat_actor", 1041, 2442, 0, 297},
		{MISP(), "misp/clusters__mitre-intrusion-set.json", "lu_misp_mitre_intrusion_set", 185, 784, 6, 88},
		{MISP(), "misp/clusters__microsoft-activity-group.json", "lu_misp_microsoft_activity_group", 179, 683, 0, 85},
		{MISP(), "misp/clusters__360net.json", "lu_misp_360net_threat_actor", 42, 79, 0, 29},
	} {
		t.Run(c.path, func(t *testing.T) {
			file := shared(t, strings.Split(c.path, "/")...)
			got, report := listtest.Read(t, c.format, file)
			links := 0
			for _, l := range got {
				links += len(l.Links)
				if l.Kind != interdict.ThreatGroup || l.Schema != interdict.Organization {
					t.Errorf("%s is a %s of the kind %s", l.ID, l.Schema, l.Kind)
				}
				for _, k := range l.Countries {
					if k.Code == "" {
						t.Errorf("%s: no code for the country %q", l.ID, k.Name)
					}
				}
			}
			if got[0].List != c.list || len(got) != c.entries || report.Names != c.names || report.Removed != c.removed || links != c.links || len(report.Refused)+len(report.Unknown) > 0 {
				t.Errorf("%s: %d entries, %d names, %d links, %d removed, refused %v, unknown %v", got[0].List, len(got), report.Names, links, report.Removed, report.Refused, report.Unknown)
			}
			everyValue(t, got, file)
		})
	}
}

// leftOut are properties that a listing does not tell.
var leftOut = map[string]string{
	"x_mitre_attack_spec_version": "is of the file", "revoked": "is false", "x_mitre_deprecated": "is false", "uuid": "is the id",
}

func everyValue(t *testing.T, got []*interdict.Listing, file *lists.File) {
	in, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	var whole struct{ Objects, Values []map[string]any }
	if err := json.NewDecoder(in).Decode(&whole); err != nil {
		t.Fatal(err)
	}
	at := map[string]*interdict.Listing{}
	for _, l := range got {
		at[l.ID] = l
		for _, id := range l.Identifiers {
			if id.Label == "STIX" {
				at[id.Value] = l
			}
		}
	}
	names := map[string]string{}
	for _, o := range whole.Objects {
		name, _ := o["name"].(string)
		if d, ok := o["definition"].(map[string]any); ok {
			name, _ = d["statement"].(string)
		}
		names[fmt.Sprint(o["id"])] = name
	}
	seen := map[string]bool{}
	for _, o := range append(whole.Objects, whole.Values...) {
		l := at[fmt.Sprint(o["id"])]
		if l == nil {
			l = at[fmt.Sprint(o["uuid"])]
		}
		if l == nil {
			continue
		}
		seen[l.ID] = true
		told := listtest.Told(t, l)
		for _, w := range listtest.Words(l.Remarks) {
			told[w] = true
		}
		leaves(o, "", func(key, v string) {
			if leftOut[key] != "" {
				return
			}
			if name := names[v]; name != "" && strings.Contains(key, "_ref") {
				v = name
			}
			if key == "type" {
				v = strings.ReplaceAll(v, "-", "_")
				if strings.Contains(fmt.Sprint(l.Other, l.Links), v) {
					return
				}
				v = strings.ReplaceAll(v, "_", "-")
			}
			if missing := listtest.Missing(told, v); missing != nil && !told[country.Code(v)] {
				t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, key, v, missing)
			}
		})
	}
	if len(seen) != len(got) {
		t.Errorf("%d listings, %d of them were looked at", len(got), len(seen))
	}
}

func leaves(v any, key string, fn func(key, value string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			leaves(x, k, fn)
		}
	case []any:
		for _, x := range v {
			leaves(x, key, fn)
		}
	case nil:
	default:
		fn(key, fmt.Sprint(v))
	}
}

func TestTable(t *testing.T) {
	for name, to := range fields() {
		if !slices.Contains([]string{"remarks", "other", "-"}, to) {
			t.Errorf("%s goes to %q", name, to)
		}
	}
	if len(fields()) < 50 {
		t.Error("the table is empty")
	}
}

func BenchmarkRead(b *testing.B) {
	file := shared(b, "attack", "enterprise-attack-assembled.json.zst")
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(Bundle(), "us_mitre_attack", file); err != nil {
			b.Fatal(err)
		}
	}
}
