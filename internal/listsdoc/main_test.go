package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/lists/all"
)

// TestPageIsUpToDate holds the committed page to the catalogue.
func TestPageIsUpToDate(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "lists.md"))
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != page() {
		t.Error("docs/lists.md is not what the catalogue gives; run go generate ./lists/all")
	}
}

// TestPageHasEveryList: a kind without a heading would lose its lists.
func TestPageHasEveryList(t *testing.T) {
	text := page()
	for _, l := range all.Catalogue() {
		for _, want := range []string{"<a id=\"" + l.ID + "\">", l.Title, l.Page, l.File, l.Terms, l.LeftOut} {
			if !strings.Contains(text, want) {
				t.Errorf("the page lacks %q of %s", want, l.ID)
			}
		}
	}
	for _, f := range all.Formats() {
		if !strings.Contains(text, f.Name()) {
			t.Errorf("the page lacks the format %s", f.Name())
		}
	}
	if len(all.NotRead()) == 0 {
		t.Error("no list is named as not read")
	}
}
