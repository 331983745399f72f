package base

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// DiffWords is a difference in words.
func DiffWords(d *register.Diff) *report.Diff {
	out := &report.Diff{List: d.List, Title: all.Entry(d.List).Title, From: d.FromEdition.String(), To: d.ToEdition.String(),
		Republished: len(d.Republished), Silent: d.Silent, Notices: d.Notices}
	for _, e := range d.Added {
		entry := report.DiffEntry{ID: e.ID, Name: e.Name, Why: e.Why}
		if e.Words != "" && !strings.HasPrefix(e.Words, "added; first seen in the "+out.To) {
			entry.Words = []string{e.Words}
		}
		out.Added = append(out.Added, entry)
	}
	for _, e := range d.Removed {
		entry := report.DiffEntry{ID: e.ID, Name: e.Name}
		if !strings.HasSuffix(e.Words, "last seen in the "+out.From) {
			entry.Words = []string{e.Words}
		}
		out.Removed = append(out.Removed, entry)
	}
	for _, c := range d.Changed {
		entry := report.DiffEntry{ID: c.ID, Name: c.Name, Why: c.Why}
		for _, f := range c.Fields {
			words := f.Words
			if f.Silent {
				words = report.SilentWords(words, f.Why)
			}
			entry.Words = append(entry.Words, words)
		}
		out.Changed = append(out.Changed, entry)
	}
	if out.From == out.To { // undated ones, loaded on one day
		out.From += d.FromEdition.Loaded.UTC().Format(" at 15:04:05")
		out.To += d.ToEdition.Loaded.UTC().Format(" at 15:04:05")
	}
	return out
}

// FeedOf is the feed of a list's editions from a place on, the newest first.
func FeedOf(ctx context.Context, r *register.Register, editions []register.Edition, from int) (*report.Feed, error) {
	list := editions[0].List
	f := &report.Feed{List: list, Title: all.Entry(list).Title, ID: URN(list)}
	for i := len(editions) - 1; i >= max(from, 0); i-- {
		e := &editions[i]
		entry := report.FeedEdition{ID: editionURN(editions, e), Name: e.String(), Loaded: e.Loaded, Entries: e.Entries}
		if e.Dated.After(e.Loaded) {
			entry.Loaded = e.Dated
		}
		if p := e.Published; !p.IsZero() {
			entry.Published = time.Date(p.Year, time.Month(p.Month), p.Day, 0, 0, 0, 0, time.UTC)
		}
		if i > 0 {
			d, err := r.DiffBetween(ctx, editions, editions[i-1], *e)
			if err != nil {
				return nil, err
			}
			entry.Diff = DiffWords(d)
		}
		if entry.Loaded.After(f.Updated) {
			f.Updated = entry.Loaded
		}
		f.Editions = append(f.Editions, entry)
	}
	return f, nil
}

// editionURN names an edition for ever: by its bytes and, where these were
// published more than once, by which of them it is in the order of loading.
func editionURN(editions []register.Edition, e *register.Edition) string {
	n := 0
	for i := range editions {
		if o := &editions[i]; o.SHA256 == e.SHA256 && o.Before(e) {
			n++
		}
	}
	return URN(fmt.Sprintf("%s %s %d", e.List, e.SHA256, n))
}

// URN is a UUID (version 8 of RFC 9562) of the SHA-256 of a name.
func URN(name string) string {
	u := sha256.Sum256([]byte("interdict " + name))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
