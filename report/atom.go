package report

import (
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strings"
	"time"
)

// Feed is a list's editions with what each changed, for feed readers.
type Feed struct {
	List, Title string
	ID          string    // an IRI that stays the same
	Updated     time.Time // when the newest edition was loaded
	Editions    []FeedEdition
}

// FeedEdition is one edition of a feed.
type FeedEdition struct {
	ID        string // an IRI that stays the same
	Name      string // "edition of 22 March 2024"
	Published time.Time
	Loaded    time.Time
	Entries   int
	// Diff is what it changed; nil for the first edition here.
	Diff *Diff
}

// maxFeedEntries is how many listings of an edition the feed tells of in words:
// readers load a feed again and again.
const maxFeedEntries = 500

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Updated   string      `xml:"updated"`
	Author    string      `xml:"author>name"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Updated   string      `xml:"updated"`
	Published string      `xml:"published,omitempty"`
	Summary   string      `xml:"summary"`
	Content   atomContent `xml:"content"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// WriteFeed writes an Atom feed (RFC 4287).
func WriteFeed(w io.Writer, f *Feed) error {
	name := f.Title
	if name == "" {
		name = f.List
	}
	out := atomFeed{ID: f.ID, Title: clean(name) + ": what changed", Updated: atomTime(f.Updated), Author: "Interdict", Generator: "Interdict"}
	for i := range f.Editions {
		e := &f.Editions[i]
		entry := atomEntry{ID: e.ID, Updated: atomTime(e.Loaded)}
		if !e.Published.IsZero() {
			entry.Published = atomTime(e.Published)
		}
		var body strings.Builder
		if e.Diff == nil {
			entry.Summary = fmt.Sprintf("The first edition here, with %s.", plural(e.Entries, "entry", "entries"))
			fmt.Fprintf(&body, "<p>%s</p>\n", html.EscapeString(entry.Summary))
		} else {
			entry.Summary = feedBody(&body, e.Diff)
		}
		entry.Title = sentenceCase(e.Name) + ": " + strings.TrimSuffix(entry.Summary, ".")
		entry.Content = atomContent{"html", body.String()}
		out.Entries = append(out.Entries, entry)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", " ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func atomTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// feedBody writes a difference as HTML and returns it in short.
func feedBody(b *strings.Builder, d *Diff) (summary string) {
	summary = d.counts()
	if d.Silent > 0 {
		summary += ", " + count(d.Silent) + " of them silently"
	}
	summary += "."
	fmt.Fprintf(b, "<p>Since the %s: %s</p>\n", html.EscapeString(d.From), summary)
	for _, n := range d.Notices {
		fmt.Fprintf(b, "<p><strong>! %s.</strong></p>\n", html.EscapeString(clean(sentenceCase(n))))
	}
	left := maxFeedEntries
	for _, part := range []diffPart{{"Added", d.Added}, {"Removed", d.Removed}, {"Changed", d.Changed}} {
		if len(part.Entries) == 0 || left == 0 {
			continue
		}
		told := part.Entries[:min(left, len(part.Entries))]
		left -= len(told)
		fmt.Fprintf(b, "<h2>%s</h2>\n<ul>\n", part.Title)
		for i := range told {
			feedEntry(b, &told[i])
		}
		b.WriteString("</ul>\n")
	}
	if rest := len(d.Added) + len(d.Removed) + len(d.Changed) - maxFeedEntries; rest > 0 {
		fmt.Fprintf(b, "<p>And %s more: see interdict lists diff %s.</p>\n", count(rest), html.EscapeString(d.List))
	}
	return summary
}

func feedEntry(b *strings.Builder, e *DiffEntry) {
	fmt.Fprintf(b, "<li><strong>%s</strong> (%s)", html.EscapeString(clean(e.Name)), html.EscapeString(clean(e.ID)))
	if e.Why != "" {
		fmt.Fprintf(b, "<br><strong>! Silent:</strong> %s", html.EscapeString(clean(e.Why)))
	}
	for _, s := range e.Words {
		fmt.Fprintf(b, "<br>%s", html.EscapeString(clean(sentenceCase(s))))
	}
	b.WriteString("</li>\n")
}
