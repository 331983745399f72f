package audit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/runs"
)

// What stood in refused rows comes back as it was, page by page, to who has the key.
func TestContents(t *testing.T) {
	folder := audit.Folder(t.TempDir())
	key, other := sealed.NewKey(), sealed.NewKey()
	const rows = 500
	kept := func(yield func(*runs.Rejected) bool) {
		for i := range rows {
			if !yield(&runs.Rejected{Input: 1, Row: int64(i + 1), Code: "no_name", Content: strings.Repeat("c;\t\"\n", 200)}) {
				return
			}
		}
	}
	if err := folder.KeepContents(7, &key, kept); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]int{0: rows, 3: 3} {
		got, all, err := folder.Contents(7, &key, limit)
		if err != nil || all != rows || len(got) != want {
			t.Fatalf("limit %d: %d of %d rows, %v", limit, len(got), all, err)
		}
		for i, c := range got {
			if c.Input != 2 || c.Row != int64(i+1) || c.Screened || len(c.Content) != 1000 {
				t.Fatalf("%+v", c)
			}
		}
	}
	if _, _, err := folder.Contents(7, &other, 0); !errors.Is(err, sealed.ErrKey) {
		t.Errorf("another key: %v", err)
	}
	if _, _, err := folder.Contents(8, &key, 0); !errors.Is(err, audit.ErrNoContents) {
		t.Errorf("a run without: %v", err)
	}
	if !folder.HasContents() || audit.Folder(t.TempDir()).HasContents() {
		t.Error("what is kept under a key is not seen")
	}
}
