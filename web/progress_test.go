package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/population"
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

// TestRunningPopulation holds that the pages tell how far a run over a population has
// come that another process is at, and that what asks for it loads the page anew when
// it is done.
func TestRunningPopulation(t *testing.T) {
	folder, _ := watched(t)
	s := serveFolder(t, folder, keyed(web.Options{}))
	bank, err := population.In(folder.Dir).Read("bank", &sealing)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	bank.Tell(&population.Running{Began: now.Add(-time.Minute), At: now, Done: 6_000_000, Of: 40_000_000})
	words := "A run is under way: 6,000,000 of 40,000,000 members compared, 100,000 a second. About 6 minutes left."
	for _, path := range []string{"/populations", "/populations/bank"} {
		_, h, text := get(t, s, path)
		checkPage(t, h, text)
		has(t, text, words, `id="running-bank"`)
	}
	if _, _, text := get(t, s, "/populations/bank", "HX-Request", "true"); !strings.HasPrefix(text, `<p class="note" id="running-bank"`) || !strings.Contains(text, words) {
		t.Errorf("the piece is %s", text)
	}
	bank.Tell(&population.Running{Began: now.Add(-time.Hour), At: now.Add(-2 * time.Minute), Done: 1, Of: 2})
	if _, _, text := get(t, s, "/populations"); strings.Contains(text, "under way") {
		t.Error("a run that has told nothing for two minutes is under way")
	}
	bank.Rest()
	if _, h, text := get(t, s, "/populations/bank", "HX-Request", "true"); text != "" || h.Get("HX-Refresh") != "true" {
		t.Errorf("when it is done: %v %s", h, text)
	}
}

// TestBrowserRunning holds that the page follows a run over a population to its end.
func TestBrowserRunning(t *testing.T) {
	ctx := browser(t)
	folder, _ := watched(t)
	s := serveFolder(t, folder, keyed(webOptions))
	bank, err := population.In(folder.Dir).Read("bank", &sealing)
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1200, 320} {
		tell := func(done int64) {
			now := time.Now()
			bank.Tell(&population.Running{Began: now.Add(-time.Minute), At: now, Done: done, Of: 40_000_000})
		}
		tell(6_000_000)
		b := open(t, ctx, s, width, 700, false)
		b.goTo("/populations")
		b.until("About 6 minutes left")
		if wide := eval[int64](b, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("the page at %d px is %d px wide", width, wide)
		}
		eval[any](b, `(() => { document.querySelector(".panel a").focus(); return 0 })()`)
		tell(12_000_000)
		b.until("12,000,000 of 40,000,000")
		b.focused(".panel a")
		bank.Rest()
		b.run(chromedp.WaitNotPresent("#running-bank"), chromedp.WaitReady("main"))
		tell(6_000_000)
		b.goTo("/populations")
		b.accessible("a run under way")
		bank.Rest()
	}
}
