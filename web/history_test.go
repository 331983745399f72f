package web_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/starter"
	"github.com/interdict/interdict/update"
	"github.com/interdict/interdict/web"
)

// history is a folder into which the starter's lists were loaded as any list
// is, OFAC's in three editions: before the designations of 25 March 2024, after
// them, and without Dmitry Ovsyannikov.
func history(t testing.TB) *base.Folder {
	t.Helper()
	folder := &base.Folder{Dir: filepath.Join(t.TempDir(), "data"), Now: time.Now}
	files := t.TempDir()
	for day, without := range map[string][]string{"2024-03-22": {"47800", "47814", "47818"}, "2024-05-03": nil, "2024-06-12": {"23558"}} {
		for _, f := range starter.Files() {
			ofac := strings.Contains(f.Path, "us_ofac_sdn")
			if !ofac && day != "2024-05-03" {
				continue
			}
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(files, filepath.Base(filepath.Dir(f.Path))+"-"+day, filepath.Base(f.Path))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			var kept []string
			for line := range strings.Lines(string(content)) {
				out := false
				for _, id := range without {
					out = out || ofac && strings.HasPrefix(line, id+",")
				}
				if !out {
					kept = append(kept, line)
				}
			}
			if err := os.WriteFile(path, []byte(strings.Join(kept, "")), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	load(t, folder, files, 5)
	return folder
}

// load loads what stands in a path into a folder, so many editions.
func load(t testing.TB, folder *base.Folder, path string, loaded int) {
	t.Helper()
	ctx := context.Background()
	editions, _, err := lists.Collect(ctx, []string{path}, all.Formats(), lists.CollectOptions{})
	if err == nil {
		err = folder.Make()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := folder.Register(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	l := update.Loader{Folder: folder, Register: r}
	for i := range editions {
		if err := l.Load(ctx, &editions[i], editions[i+1:]); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.Answer.Loaded) != loaded {
		t.Fatalf("loaded %+v, refused %+v", l.Answer.Loaded, l.Answer.Refused)
	}
	if err := l.Compile(ctx); err != nil {
		t.Fatal(err)
	}
}

// TestHistory holds what pages tell of the past: who was listed on a day, what
// an edition changed, who removed a party, and where allies differ.
func TestHistory(t *testing.T) {
	s := serveFolder(t, history(t), web.Options{})
	for _, p := range []struct {
		path string
		has  []string
	}{
		{"/entity/gb_fcdo_sanctions-CYB0045", []string{"Seen here", "from the edition of 3 May 2024 to that of 12 June 2024", "since the edition of 3 May 2024"}},
		{"/entity/gb_fcdo_sanctions-CYB0045?as_of=2024-04-01", []string{"On 1 April 2024", "Not listed yet", "by the list"}},
		{"/entity/gb_fcdo_sanctions-CYB0045?as_of=2024-05-10", []string{"On 10 May 2024", "Nothing"}},
		{"/entity/gb_fcdo_sanctions-RUS0045", []string{"No longer listed by the United States.", "removed by 12 June 2024", "removed it"}},
		{"/entity/gb_fcdo_sanctions-RUS0045?as_of=2024-06-30", []string{"No longer listed"}},
		{"/lists/us_ofac_sdn", []string{"3 editions are kept here", "3 added", "1 removed", "ZHAO", "The first edition here."}},
		{"/lists/us_ofac_sdn?before=1", []string{"The first edition here."}},
		{"/gaps?by=gb&not=us", []string{"listed by the United Kingdom are not listed by the United States", "Ovsyannikov", "12 June 2024"}},
		{"/gaps?by=gb&not=us,un", []string{"the United States and the United Nations", "not listed by", `name="not" value="un" checked`, `name="not" value="us" checked`}},
		{"/gaps?by=gb&not=us&since=2024-01-01", []string{"How long each took to follow"}},
	} {
		status, h, text := get(t, s, p.path)
		if status != 200 {
			t.Errorf("%s: status %d", p.path, status)
		}
		has(t, text, p.has...)
		checkPage(t, h, text)
	}
	_, _, first := get(t, s, "/lists/us_ofac_sdn")
	if _, _, again := get(t, s, "/lists/us_ofac_sdn"); again != first {
		t.Error("what editions changed is told otherwise the second time")
	}
	_, h, text := get(t, s, "/lists/us_ofac_sdn/feed.atom")
	has(t, text, "<feed", "ZHAO")
	if status, _, _ := get(t, s, "/lists/us_ofac_sdn/feed.atom", "If-None-Match", h.Get("ETag")); status != 304 {
		t.Errorf("an unchanged feed is sent again: status %d", status)
	}
	for range 2 { // the second is kept
		_, _, text = get(t, s, "/gaps.csv?by=gb&not=us")
	}
	has(t, text, "entity_id,caption", "gb_fcdo_sanctions-RUS0045")
}

// The foot of every page counts the lists in which something is wrong as monitoring
// does: one that is closed too, whose successor is not loaded.
func TestFootCountsClosedLists(t *testing.T) {
	folder := &base.Folder{Dir: filepath.Join(t.TempDir(), "data"), Now: func() time.Time { return time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC) }}
	load(t, folder, filepath.Join("..", "lists", "uk", "testdata", "conlist.csv"), 1)
	has(t, page(t, serveFolder(t, folder, web.Options{}), "/lists"), "1 list is stale, failed or incomplete.")
}
