package interdict_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	pageLink    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	pageHeading = regexp.MustCompile(`(?m)^#+ (.+)$|<a id="([^"]+)">`)
	notOfAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// TestLinks follows every link of a page to the file, and the heading, that it names.
func TestLinks(t *testing.T) {
	links := 0
	for _, pattern := range []string{"*.md", "*/*.md", "*/*/*.md"} {
		pages, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			for _, m := range pageLink.FindAllStringSubmatch(textOf(t, page), -1) {
				if strings.Contains(m[1], "://") {
					continue
				}
				links++
				path, anchor, _ := strings.Cut(m[1], "#")
				to := page
				if path != "" {
					to = filepath.Join(filepath.Dir(page), path)
				}
				if _, err := os.Stat(to); err != nil {
					t.Errorf("%s: %s is not there", page, m[1])
				} else if anchor != "" && !slices.Contains(anchors(textOf(t, to)), anchor) {
					t.Errorf("%s: %s has no heading of that name", page, m[1])
				}
			}
		}
	}
	if links < 200 {
		t.Fatalf("only %d links were found", links)
	}
}

// anchors are what a page's headings are linked by.
func anchors(page string) (names []string) {
	for _, m := range pageHeading.FindAllStringSubmatch(page, -1) {
		names = append(names, m[2], strings.ReplaceAll(notOfAnchor.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return names
}

func textOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
