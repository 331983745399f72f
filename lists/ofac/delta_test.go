package ofac

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

const deltaOf25 = "delta 2024-03-25T00:00:00-04:00"

// upon reads a delta upon the file of 22 March 2024.
func upon(t *testing.T, list string, base *lists.File, delta []byte) (map[string]*interdict.Listing, lists.Report, error) {
	t.Helper()
	got := make(map[string]*interdict.Listing)
	rep, err := Enhanced().Read(t.Context(), list, map[string]*lists.File{lists.Main: base, deltaOf25: bytesFile("delta.xml", delta)}, func(l *interdict.Listing) error {
		got[l.ID] = l
		return nil
	})
	return got, rep, err
}

// TestDelta holds the file of 22 March with the delta of 25 March to the file of
// 25 March.
func TestDelta(t *testing.T) {
	want, _ := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced.xml"))
	delta := fixture(t, "enhanced", "2024-03-25_delta.xml")
	got, rep, err := upon(t, sdnList, testFile(t, "enhanced", "sdn_enhanced_2024-03-22.xml"), delta)
	if err != nil || rep.Published.String() != "2024-03-25" || rep.Entries != len(want) || len(rep.Notes) > 0 || len(rep.Refused) > 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if a, b := facts(t, got), facts(t, want); !maps.Equal(a, b) {
		for id := range b {
			if a[id] != b[id] {
				t.Errorf("party %s:\n%s\nwant\n%s", id, a[id], b[id])
			}
		}
	}
	if at := got["90001"].At; !strings.HasPrefix(at, "delta.xml, line ") {
		t.Errorf("a changed party stands at %q", at)
	}
	// Once more, with the file made again of the listings.
	base, _ := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced_2024-03-22.xml"))
	again, rep, err := upon(t, sdnList, wholeOf(base), delta)
	if err != nil || rep.Published.String() != "2024-03-25" {
		t.Fatalf("%+v, %v", rep, err)
	}
	if a, b := facts(t, again), facts(t, want); !maps.Equal(a, b) {
		t.Error("upon the file made again of its listings the delta gives another list")
	}
}

// wholeOf makes the file again of its listings.
func wholeOf(all map[string]*interdict.Listing) *lists.File {
	return Enhanced().(lists.DeltaFormat).Whole("the edition of 22 March 2024", func(take func(*interdict.Listing) error) error {
		for _, l := range all {
			if err := take(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestWhole holds the file made again of listings to the listings, byte for byte.
func TestWhole(t *testing.T) {
	want, _ := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced.xml"))
	got := make(map[string]*interdict.Listing)
	_, err := Enhanced().Read(t.Context(), sdnList, map[string]*lists.File{lists.Main: wholeOf(want)}, func(l *interdict.Listing) error {
		got[l.ID] = l
		return nil
	})
	if err != nil || !maps.Equal(facts(t, got), facts(t, want)) {
		t.Errorf("the file made again says something else; %v", err)
	}
	for id, l := range want {
		if string(got[id].Raw) != string(l.Raw) {
			t.Errorf("%s: the bytes are %s, want %s", id, got[id].Raw, l.Raw)
		}
	}
	older, _ := read(t, XML(), testFile(t, "sdn.xml"))
	_, _, err = upon(t, sdnList, wholeOf(older), fixture(t, "enhanced", "2024-03-25_delta.xml"))
	var e *lists.Error
	if !errors.As(err, &e) || !strings.Contains(e.Reason, "another form") || !strings.Contains(e.Remedy, "load the whole file") {
		t.Errorf("upon listings of SDN.XML: %v", err)
	}
}

// TestDeltaMisfit refuses a delta that does not follow the file, whatever shows
// it.
func TestDeltaMisfit(t *testing.T) {
	good := string(fixture(t, "enhanced", "2024-03-25_delta.xml"))
	for name, c := range map[string]struct{ old, new, say string }{
		"an addition that is there":       {`id="47800"`, `id="36"`, "party 36, which it adds, and which is there already"},
		"an addition of no list":          {`datePublished="2024-03-25">SDN List<`, `><`, "party 47800, which it adds, and of which it does not say"},
		"a removal of none":               {`action="remove" id="90002"`, `action="remove" id="90003"`, "party 90003, which it removes"},
		"a correction of none":            {`<entity id="90001">`, `<entity id="90003"><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists>`, "party 90003, which it changes"},
		"another value before":            {`oldValue="Managing Director; Member of the Board"`, `oldValue="Clerk"`, `generalInfo/title was "Clerk" by the delta, and is "Managing Director; Member`},
		"another value beside":            {`Individual</entityType>` + "\n        <title", `Entity</entityType>` + "\n        <title", `entityType is "Entity"`},
		"a part that it adds twice":       {`<address id="900031" action="add">`, `<address id="900030" action="add">`, "addresses/address 900030, which it adds, is there already"},
		"a part that it removes is gone":  {`<name id="900021" action="remove">`, `<name id="900029" action="remove">`, "names/name 900029, which it changes or removes, is not there"},
		"a word for no action of a party": {`action="remove" id="90002"`, `action="suspend" id="90002"`, `"suspend", which is not known`},
		"a word for no action of a part":  {`<address id="900031" action="add">`, `<address id="900031" action="move">`, `"move", which is not known`},
		"a change twice":                  {`id="90002"`, `id="90001"`, "a second one of the same party"},
		"no date":                         {`2024-03-25T00:00:00-04:00`, `soon`, "does not say when it was published"},
		"a change of nothing":             {`<entity action="remove" id="90002">`, `<entity action="modify" id="90002"><x/></entity><entity action="add" id="90009">`, "of which it does not say what changes"},
	} {
		if !strings.Contains(good, c.old) {
			t.Fatalf("%s: the delta has no %s", name, c.old)
		}
		_, _, err := upon(t, sdnList, testFile(t, "enhanced", "sdn_enhanced_2024-03-22.xml"), []byte(strings.Replace(good, c.old, c.new, 1)))
		var e *lists.Error
		if !errors.As(err, &e) || e.File != "delta.xml" || !strings.HasPrefix(e.At, "line ") || !strings.Contains(e.Remedy, "load the whole file") || !strings.Contains(e.Reason, c.say) {
			t.Errorf("%s: %v, want an error that says %q", name, err, c.say)
		}
	}
	_, rep, err := upon(t, sdnList, testFile(t, "enhanced", "sdn_enhanced_2024-03-22.xml"), []byte(strings.Replace(good, "<publicationType>", "<reviewer>x</reviewer><publicationType>", 1)))
	if err != nil || len(rep.Unknown) == 0 || rep.Unknown[0].Name != "publicationInfo/reviewer" {
		t.Errorf("an element never seen: %+v, %v", rep.Unknown, err)
	}
}

// TestDeltaReplaces takes an entity without marks on its parts for the whole
// of it.
func TestDeltaReplaces(t *testing.T) {
	delta := `<sanctionsData><publicationInfo><datePublished>2024-03-25T00:00:00-04:00</datePublished></publicationInfo><entities><entity id="36" action="modify"><generalInfo><entityType>Entity</entityType></generalInfo><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists><names><name id="1"><isPrimary>true</isPrimary><translations><translation><formattedLastName>AERO &amp; CO</formattedLastName></translation></translations></name></names></entity></entities></sanctionsData>`
	got, _, err := upon(t, sdnList, testFile(t, "enhanced", "sdn_enhanced_2024-03-22.xml"), []byte(delta))
	if err != nil || len(got["36"].Names) != 1 || got["36"].Caption() != "AERO & CO" || got["15431"] == nil {
		t.Errorf("%+v, %v", got["36"], err)
	}
}

// TestDeltaOfTheOtherList leaves to the other list what is its own, and says so.
func TestDeltaOfTheOtherList(t *testing.T) {
	delta := strings.Replace(string(fixture(t, "enhanced", "2024-03-25_delta.xml")), `<entity id="90001">`, `<entity id="90001"><sanctionsLists/>`, 1)
	got, rep, err := upon(t, consList, testFile(t, "enhanced", "cons_enhanced.xml"), []byte(delta))
	if err != nil || len(got) != 2 || len(rep.Notes) != 1 || !strings.Contains(rep.Notes[0], "has it already: delta.xml") {
		t.Errorf("of the same day: %d parties, %q, %v", len(got), rep.Notes, err)
	}
	all, _ := read(t, Enhanced(), testFile(t, "enhanced", "cons_enhanced.xml"))
	got, rep, err = upon(t, consList, wholeOf(all), []byte(delta))
	if err != nil || len(got) != 2 || len(rep.Notes) != 1 || !strings.Contains(rep.Notes[0], "not on this list, as far as the delta says: 5") {
		t.Errorf("%d parties, %q, %v", len(got), rep.Notes, err)
	}
}

// TestDeltaAlone says what a delta lacks.
func TestDeltaAlone(t *testing.T) {
	_, err := Enhanced().Read(t.Context(), sdnList, map[string]*lists.File{deltaOf25: testFile(t, "enhanced", "2024-03-25_delta.xml")}, func(*interdict.Listing) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "a delta alone is no list") {
		t.Error(err)
	}
}

func FuzzEnhanced(f *testing.F) {
	format := Enhanced()
	f.Add(addFixture(f, "enhanced", "sdn_enhanced_2024-03-22.xml"), addFixture(f, "enhanced", "2024-03-25_delta.xml"))
	f.Add([]byte(enhancedStart+`<entity id="1"><names><name/></names></entity></entities></sanctionsData>`), []byte{})
	f.Fuzz(func(t *testing.T, main, delta []byte) {
		check(t, format, map[string]*lists.File{lists.Main: bytesFile("sdn_enhanced.xml", main)})
		files := map[string]*lists.File{lists.Main: bytesFile("sdn_enhanced.xml", main), deltaOf25: bytesFile("delta.xml", delta)}
		format.Recognise(files[deltaOf25])
		check(t, format, files)
	})
}
