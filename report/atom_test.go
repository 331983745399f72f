package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
)

func sampleDiff() *Diff {
	return &Diff{List: "test", Title: "Test <list> & more", From: "edition of 22 March 2024", To: "edition of 26 March 2024",
		Added:   []DiffEntry{{ID: "5", Name: "A\x00B ]]> <script>alert(1)</script>", Why: "the reference 5 was that of X"}},
		Removed: []DiffEntry{{ID: "1", Name: "PERSON 1", Words: []string{"removed; last seen in the edition of 22 March 2024"}}},
		Changed: []DiffEntry{{ID: "4", Name: "بن لادن", Words: []string{"birth date added: 12 November 1985", SilentWords("gender removed: male", "so")}, Why: "so"}},
		Silent:  2, Notices: []string{"genders emptied in 12 of 40 entries at once"}, Republished: 3}
}

// TestFeedIsAtom holds the feed to what RFC 4287 requires of its elements.
func TestFeedIsAtom(t *testing.T) {
	day := time.Date(2024, 3, 26, 0, 0, 0, 0, time.UTC)
	big := sampleDiff()
	for range 2 * maxFeedEntries {
		big.Added = append(big.Added, DiffEntry{ID: "9", Name: "N"})
	}
	f := &Feed{List: "test", ID: "urn:uuid:1", Updated: day, Editions: []FeedEdition{
		{ID: "urn:uuid:4", Name: "edition of 27 March 2024", Loaded: day, Diff: big},
		{ID: "urn:uuid:3", Name: "edition of 26 March 2024", Published: day, Loaded: day.Add(time.Hour), Diff: sampleDiff()},
		{ID: "urn:uuid:2", Name: "edition of 22 March 2024", Loaded: day, Entries: 4},
	}}
	var b bytes.Buffer
	if err := WriteFeed(&b, f); err != nil {
		t.Fatal(err)
	}
	var got struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      []string `xml:"http://www.w3.org/2005/Atom id"`
		Title   []string `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
		Author  []string `xml:"http://www.w3.org/2005/Atom author>name"`
		Entries []struct {
			ID      []string `xml:"http://www.w3.org/2005/Atom id"`
			Title   []string `xml:"http://www.w3.org/2005/Atom title"`
			Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
			Content []struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"http://www.w3.org/2005/Atom content"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	one := func(what string, s []string) {
		if len(s) != 1 || s[0] == "" {
			t.Errorf("%s: %q", what, s)
		}
	}
	stamp := func(s []string) {
		one("updated", s)
		if _, err := time.Parse(time.RFC3339, strings.Join(s, "")); err != nil {
			t.Error(err)
		}
	}
	one("id", got.ID)
	one("title", got.Title)
	one("author", got.Author)
	stamp(got.Updated)
	if len(got.Entries) != 3 {
		t.Fatalf("%d entries", len(got.Entries))
	}
	seen := map[string]bool{}
	for _, e := range got.Entries {
		one("id", e.ID)
		one("title", e.Title)
		stamp(e.Updated)
		if len(e.Content) != 1 || e.Content[0].Type != "html" || seen[e.ID[0]] {
			t.Errorf("entry %v: %+v", e.ID, e.Content)
		}
		seen[e.ID[0]] = true
	}
	content := got.Entries[1].Content[0].Text
	for _, want := range []string{"Birth date added: 12 November 1985", "Gender removed: male [silent: so]", "&lt;script&gt;", "! Silent:", "Genders emptied in 12 of 40"} {
		if !strings.Contains(content, want) {
			t.Errorf("no %q in %s", want, content)
		}
	}
	if strings.Contains(content, "<script") || !strings.Contains(got.Entries[0].Content[0].Text, "And 503 more") {
		t.Error("the content holds a script, or does not say what it leaves out")
	}
	if want := "Edition of 26 March 2024: 1 added, 1 removed, 1 changed, 2 of them silently"; got.Entries[1].Title[0] != want {
		t.Errorf("title %q", got.Entries[1].Title)
	}
}

// TestDiffPage reads the page with a strict parser and holds it to be
// self-contained.
func TestDiffPage(t *testing.T) {
	var b bytes.Buffer
	if err := WriteDiffHTML(&b, sampleDiff()); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	depth := 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if depth != 0 {
		t.Errorf("%d elements are open at its end", depth)
	}
	if m := regexp.MustCompile(`(?i)<script|\bsrc=|href="[^#]|url\(|@import`).FindString(page); m != "" {
		t.Errorf("the page holds %q", m)
	}
	for _, want := range []string{"Birth date added: 12 November 1985", "! Silent:", "<bdi>بن لادن</bdi>", "Test &lt;list&gt; &amp; more", "3 more say the same", "--brand: #173a63"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
}
