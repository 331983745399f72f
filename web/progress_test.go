package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/web"
)

// TestProgress holds what a page says of a run under way: how far, how fast, how
// long still.
func TestProgress(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	folder := &base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now, Say: t.Logf}
	s, pages := servePages(t, folder, web.Options{Now: func() time.Time { return now }})
	for _, c := range []struct {
		since    time.Duration
		done, of int64
		words    []string
		not      string
	}{
		{0, 0, 0, []string{"<progress id=\"progress-bar\" max=\"100\" aria-labelledby"}, " left"},
		{500 * time.Millisecond, 1000, 4000, []string{`value="25"`, "1,000 rows screened,"}, "a second"},
		{20 * time.Second, 400_000, 1_600_000, []string{`value="25"`, "400,000 rows screened, 20,000 a second, 4 subjects with a hit", "About 1 minute left", `data-step="working1"`, `data-aloud="Screening: 25 %. About 1 minute left"`}, "hours"},
		{20 * time.Second, 400_000, 1_000_000, []string{"About 30 seconds left"}, "minute"},
		{20 * time.Second, 400_000, 400_000, []string{`value="99"`, "A few seconds left"}, "minute"},
		{time.Hour, 72_000, 720_000, []string{"About 9.0 hours left", "20 a second"}, "minute"},
		{20 * time.Second, 400_000, 0, []string{"20,000 a second"}, " left"},
		{20 * time.Second, 400_000, 100_000, []string{`value="99"`, "A few seconds left"}, "\x00"},
	} {
		run, at, _ := pages.Underway("customers.csv", c.since)
		at(c.done, c.of)
		_, _, text := get(t, s, run, "HX-Request", "true")
		has(t, text, c.words...)
		if _, words, _ := strings.Cut(text, "<p id"); strings.Contains(words, c.not) {
			t.Errorf("%+v: %q is on the page: %s", c, c.not, words)
		}
	}
	run, at, _ := pages.Underway("customers.csv", 20*time.Second)
	at(1, 2)
	_, h, text := get(t, s, run)
	checkPage(t, h, text)
}

// TestBrowserProgress holds that whoever is at the page of a run stays where they
// are while it goes on, and is told aloud how far it is.
func TestBrowserProgress(t *testing.T) {
	ctx := browser(t)
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	folder := &base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now, Say: t.Logf}
	o := webOptions
	o.Now = func() time.Time { return now }
	s, pages := servePages(t, folder, o)
	for name, size := range map[string][2]int64{"progress": {1200, 620}, "progress-320": {320, 700}} {
		for _, dark := range []bool{false, true} {
			run, at, end := pages.Underway("customers.csv", 20*time.Second)
			at(400_000, 1_600_000)
			b := open(t, ctx, s, size[0], size[1], dark)
			b.goTo(run)
			b.until("About 1 minute left")
			b.accessible(run)
			if wide := eval[int64](b, "document.documentElement.scrollWidth"); wide > size[0] {
				t.Errorf("the page at %d px is %d px wide", size[0], wide)
			}
			if !dark {
				b.shot(name, size[0])
			}
			eval[any](b, `(() => { window.bar = document.getElementById("progress-bar"); document.querySelector(".forget button").focus(); return 0 })()`)
			at(1_200_000, 1_600_000)
			b.until("About 10 seconds left")
			b.until("75 %")
			if !eval[bool](b, `window.bar === document.getElementById("progress-bar") && window.bar.value === 75`) {
				t.Error("the picture of how far the run is was replaced")
			}
			b.focused(".forget button")
			if said := eval[string](b, `document.getElementById("status").textContent`); said != "Screening: 75 %. About 10 seconds left" {
				t.Errorf("said aloud: %q", said)
			}
			end("The file ends in the middle of a row.")
			b.until("The file ends in the middle of a row.")
			b.focused(".forget button")
			if eval[bool](b, `document.getElementById("progress").hasAttribute("hx-get")`) {
				t.Error("the page still asks how far the run is")
			}
		}
	}
}
