package ftm

import (
	"bytes"
	"os"
	"testing"

	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func cases() []listtest.Case {
	return []listtest.Case{
		{Format: JSON(), List: fixture, Open: true, Seed: "fx-parent", Parts: map[string]string{lists.Main: "testdata/entities.ftm.json"}},
		{Format: Statements(), List: fixture, Open: true, Seed: "fx-parent", Parts: map[string]string{lists.Main: "testdata/statements.csv"}},
		{Format: Simple(), List: "testdata", Open: true, Seed: "fx-ship", Parts: map[string]string{lists.Main: "testdata/targets.simple.csv"}},
	}
}

func TestConforms(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.Format.Name(), func(t *testing.T) { listtest.Conform(t, c) })
	}
	listtest.Distinct(t, cases())
}

func FuzzTables(f *testing.F) {
	for _, name := range []string{"statements.csv", "statements.pack", "targets.simple.csv"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range []lists.Format{Statements(), Simple()} {
			got, report, err := listtest.Try(format, fixture, listtest.Bytes("fuzz", data))
			if err == nil {
				listtest.Check(t, got, report)
			}
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, name := range []string{"entities.ftm.json", "targets.nested.json", "entities.delta.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			f.Add(line, []byte(nil))
		}
		f.Add(data, []byte(`{"op":"MOD","entity":{"id":"fx-evil","schema":"Company","properties":{"name":["x"]}}}`))
	}
	f.Fuzz(func(t *testing.T, data, delta []byte) {
		got, report, err := listtest.Try(JSON(), fixture, listtest.Bytes("fuzz", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
		if len(delta) > 0 {
			byID, _, err := read(map[string]*lists.File{lists.Main: listtest.Bytes("x", data), "delta 1": listtest.Bytes("d", delta)})
			for id, l := range byID {
				if err == nil && (id == "" || len(l.Names) == 0) {
					t.Errorf("an empty listing: %+v", l)
				}
			}
		}
	})
}
