package web_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/web"
)

// webOptions are those that tests in a browser use.
var webOptions web.Options

//go:embed testdata/axe-core/axe.min.js
var axe string

// browser starts Chromium, or skips where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium here; on Debian: apt-get install chromium fonts-noto-core fonts-wqy-zenhei (make browser)")
	}
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	o := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("lang", "en-GB"), chromedp.Env("LANGUAGE=en_GB"), chromedp.UserDataDir(t.TempDir()))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), o...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Skipf("Chromium does not start here: %v", err)
	}
	return ctx
}

// tab is a tab that must ask no other host and break no rule of its pages.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string
}

func open(t *testing.T, ctx context.Context, s *httptest.Server, width, height int64, dark bool) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx)
	b := &tab{t: t, ctx: ctx, url: s.URL}
	b.run()
	var watching sync.WaitGroup
	listen(ctx, &watching, network.RequestWillBeSent, func(e network.EventRequestWillBeSent) {
		if u := e.Request.URL; !strings.HasPrefix(u, b.url) && !strings.HasPrefix(u, "data:") && u != "about:blank" {
			b.fault("asked " + u)
		}
	})
	listen(ctx, &watching, log.EntryAdded, func(e log.EventEntryAdded) {
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			b.fault(e.Entry.Text)
		}
	})
	listen(ctx, &watching, runtime.ExceptionThrown, func(e runtime.EventExceptionThrown) { b.fault(e.ExceptionDetails.Text) })
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	size := []chromedp.EmulateViewportOption{chromedp.EmulateScale(1)}
	if width < 500 {
		size = append(size, chromedp.EmulateMobile)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}
	b.run(chromedp.EmulateViewport(width, height, size...), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, media)
		return err
	}))
	t.Cleanup(func() {
		cancel()
		watching.Wait()
		for _, f := range b.faults {
			t.Errorf("the page: %s", f)
		}
	})
	return b
}

// listen hands over the events of one kind until ctx ends.
func listen[E any](ctx context.Context, all *sync.WaitGroup, kind cdp.Event[E], take func(E)) {
	events := chromedp.Events(ctx, kind)
	all.Go(func() {
		for e, err := range events {
			if err != nil {
				return
			}
			take(e)
		}
	})
}

func (b *tab) fault(words string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, words)
}

func (b *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx := b.ctx
	if len(steps) > 0 { // the first run opens the tab, which lives as long as its context
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval is what an expression is on the page, once it is settled.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *tab) goTo(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.url+path), chromedp.WaitReady("main"))
}

// text is what the page shows.
func (b *tab) text() string { return eval[string](b, "document.body.innerText") }

// until waits for words on the page.
func (b *tab) until(words string) {
	b.t.Helper()
	var last string
	for range 400 {
		if last = b.text(); strings.Contains(last, words) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("%q does not come; the page shows %.600s", words, last)
}

// results screens the sample file and waits for what was found.
func (b *tab) results() {
	b.t.Helper()
	b.goTo("/screen")
	b.run(chromedp.Click(`form[action="/screen/sample"] button`), chromedp.WaitReady("#columns"))
	b.run(chromedp.Click(`form[action$="/begin"] button`), chromedp.WaitReady("#results"))
}

// party screens the party of the form and waits for the outcome.
func (b *tab) party() {
	b.t.Helper()
	b.goTo("/screen")
	b.run(chromedp.SendKeys("#name", "Zhao Guang Zong"), chromedp.SendKeys("#birth_date", "1985"), chromedp.SendKeys("#country", "China"))
	b.run(chromedp.Click(`form[action="/screen"] button`), chromedp.WaitReady("#outcomeh"))
}

// states are all pages, each in a state worth looking at, with how to get
// there.
var states = []struct {
	name string
	to   func(b *tab)
}{
	{"start", func(b *tab) { b.goTo("/start") }},
	{"signin", func(b *tab) { b.goTo("/signin") }},
	{"idle", func(b *tab) { b.goTo("/") }},
	{"search", func(b *tab) { b.goTo("/?q=Ovsiannikov") }},
	{"nothing", func(b *tab) { b.goTo("/?q=qqqqqqqqqqqqq") }},
	{"entity", func(b *tab) { b.goTo("/entity/gb_fcdo_sanctions-CYB0045") }},
	{"removed", func(b *tab) { b.goTo("/entity/gb_fcdo_sanctions-RUS0045?as_of=2024-05-10") }},
	{"arabic", func(b *tab) { b.goTo("/entity/AFG0112") }},
	{"wrong", func(b *tab) { b.goTo("/entity/nobody") }},
	{"screen", func(b *tab) { b.goTo("/screen") }},
	{"outcome", (*tab).party},
	{"mistyped", func(b *tab) {
		b.goTo("/screen")
		b.run(chromedp.SendKeys("#name", "Zhao Guang Zong"), chromedp.SendKeys("#birth_date", "13.13.1999"), chromedp.SendKeys("#country", "Atlantis"))
		b.run(chromedp.Click(`form[action="/screen"] button`), chromedp.WaitReady("#country[aria-invalid]"))
		b.focused("#birth_date")
	}},
	{"hit", func(b *tab) {
		b.party()
		b.run(chromedp.Click(`form[action="/hit"] button`), chromedp.WaitReady("#pairh"))
	}},
	{"columns", func(b *tab) {
		b.goTo("/screen")
		b.run(chromedp.Click(`form[action="/screen/sample"] button`), chromedp.WaitReady("#columns"))
	}},
	{"results", (*tab).results},
	{"lists", func(b *tab) { b.goTo("/lists") }},
	{"list", func(b *tab) { b.goTo("/lists/us_ofac_sdn") }},
	{"gaps", func(b *tab) { b.goTo("/gaps?by=gb&not=us") }},
	{"populations", func(b *tab) { b.goTo("/populations") }},
	{"population", func(b *tab) { b.goTo("/populations/bank") }},
	{"alerts", func(b *tab) { b.goTo("/alerts?state=all") }},
	{"alert", func(b *tab) {
		b.goTo("/alerts?state=all")
		b.run(chromedp.Click(`.results a[href^="/alerts/"]`), chromedp.WaitReady("#eventsh"))
	}},
}

// watch serves the folder whose customers are under monitoring.
func watch(t *testing.T) *httptest.Server {
	t.Helper()
	folder, _ := watched(t)
	return serveFolder(t, folder, keyed(webOptions))
}

// TestBrowserAccessible holds every page to axe-core without a violation, in
// light and dark.
func TestBrowserAccessible(t *testing.T) {
	ctx := browser(t)
	s := watch(t)
	for _, dark := range []bool{false, true} {
		b := open(t, ctx, s, 1280, 900, dark)
		for _, state := range states {
			state.to(b)
			b.accessible(fmt.Sprintf("%s, dark %t", state.name, dark))
		}
	}
}

// accessible holds the page to axe-core.
func (b *tab) accessible(name string) {
	b.t.Helper()
	eval[any](b, axe+"; 0")
	found := eval[string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html + " :: " + n.failureSummary)])))`)
	var violations []any
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range violations {
		b.t.Errorf("%s: %v", name, v)
	}
}

// TestBrowserAccessibleStarter holds the pages to the same that look otherwise
// where the demonstration answers.
func TestBrowserAccessibleStarter(t *testing.T) {
	ctx := browser(t)
	s := serve(t, true, webOptions)
	for _, dark := range []bool{false, true} {
		b := open(t, ctx, s, 1280, 900, dark)
		for _, path := range []string{"/lists", "/lists/us_ofac_sdn", "/gaps", "/populations", "/start"} {
			b.goTo(path)
			b.accessible(fmt.Sprintf("%s, dark %t", path, dark))
		}
	}
}

// TestBrowserWidths holds that no page is wider than its window, from 320 px to
// 4K.
func TestBrowserWidths(t *testing.T) {
	ctx := browser(t)
	s := watch(t)
	for _, size := range [][2]int64{{320, 640}, {768, 1024}, {3840, 2160}} {
		b := open(t, ctx, s, size[0], size[1], false)
		for _, state := range states {
			state.to(b)
			wide := eval[int64](b, "document.documentElement.scrollWidth")
			widest := eval[string](b, strings.Replace(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > WIDTH + 1 && !e.closest(".scroll") && !e.closest(".sr")).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")`, "WIDTH", strconv.FormatInt(size[0], 10), 1))
			if wide > size[0] {
				t.Errorf("%s at %d px is %d px wide: %s", state.name, size[0], wide, widest)
			}
		}
	}
}

// TestBrowserKeyboard goes from the search box to a hit explained by keyboard
// alone.
func TestBrowserKeyboard(t *testing.T) {
	ctx := browser(t)
	s := serve(t, true, webOptions)
	b := open(t, ctx, s, 1280, 900, false)
	b.goTo("/")
	b.run(chromedp.KeyEvent("\t"))
	b.focused(".skip")
	b.run(chromedp.KeyEvent("\r"))
	b.run(chromedp.KeyEvent("/"))
	b.focused("#q")
	b.run(chromedp.KeyEvent("Zhao Guang"))
	b.until("Guangzong ZHAO")
	var said string
	for range 40 {
		if said = eval[string](b, `document.getElementById("status").textContent`); strings.Contains(said, "result") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !strings.Contains(said, "result") {
		t.Errorf("the results are not said aloud: %q", said)
	}
	b.tabTo(".found .cap")
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady("#byh"))
	b.tabTo("#slide")
	b.run(chromedp.KeyEvent("\u0302")) // arrow left
	b.until("On 25 March 2024")
	b.tabTo(`nav a[href="/screen"]`)
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady("#drop"))
	b.tabTo("#name")
	b.run(chromedp.KeyEvent("Zhao Guang Zong\r"), chromedp.WaitReady("#outcomeh"))
	b.tabTo(`form[action="/hit"] button`)
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady("#pairh"))
	b.until("written together")
	b.goTo("/screen")
	b.tabTo(`form[action="/screen/sample"] button`)
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady("#columns"))
	b.tabTo(`form[action$="/begin"] button`)
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady("#results"))
	b.tabTo("#text")
	b.run(chromedp.KeyEvent("c003"))
	b.until("1 hit shown")
	b.focused("#text")
	b.tabTo("#s-name")
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady(`th[aria-sort="ascending"] #s-name`))
	b.focused("#s-name")
}

// focused holds that an element has the focus, and shows that it has.
func (b *tab) focused(selector string) {
	b.t.Helper()
	there := eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector))
	shown := eval[bool](b, `getComputedStyle(document.activeElement).outlineStyle !== "none"`)
	if !there || !shown {
		at := eval[string](b, "document.activeElement.outerHTML.slice(0, 200)")
		b.t.Fatalf("%s: focused %t, shown %t; the focus is on %s", selector, there, shown, at)
	}
}

// tabTo presses the tabulator until an element has the focus.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 90 {
		b.run(chromedp.KeyEvent("\t"))
		if eval[bool](b, fmt.Sprintf("document.activeElement.matches(%q)", selector)) {
			b.focused(selector)
			return
		}
	}
	b.t.Fatalf("no number of tabs leads to %s", selector)
}

// TestBrowserWithoutScript goes the whole way without JavaScript.
func TestBrowserWithoutScript(t *testing.T) {
	ctx := browser(t)
	s := serve(t, true, webOptions)
	b := open(t, ctx, s, 1024, 800, false)
	b.run(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	wait := func(selector string) {
		t.Helper()
		b.run(chromedp.WaitVisible(selector))
	}
	b.goTo("/")
	b.run(chromedp.SendKeys("#q", "Ovsiannikov\r"))
	wait(".found .cap")
	b.run(chromedp.Click(".found .cap"))
	wait("#byh")
	b.run(chromedp.Click(`.asof a[href*="as_of="]`))
	wait("#asofc")
	b.goTo("/screen")
	b.run(chromedp.Click(`form[action="/screen/sample"] button`))
	wait("#columns .nojs")
	b.run(chromedp.Click(`form[action$="/begin"] button`))
	wait("#results")
	b.run(chromedp.Click("#s-name"))
	wait(`th[aria-sort="ascending"] #s-name`)
	b.run(chromedp.Click(`.results a[href*="/hit/"]`))
	wait(".wordlines, #factsh")
}

// TestBrowserRefused holds that an answer of the service that is no page is told
// in words, and leaves the page as it is.
func TestBrowserRefused(t *testing.T) {
	ctx := browser(t)
	s := serve(t, true, webOptions)
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("HX-Request") == "true" {
			server.Refuse(w, r, http.StatusServiceUnavailable, "busy", "Too many ask at once.", "Ask again.")
			return
		}
		s.Config.Handler.ServeHTTP(w, r)
	}))
	t.Cleanup(busy.Close)
	b := open(t, ctx, busy, 1024, 800, false)
	b.goTo("/?q=Zhao+Guangzong")
	b.run(chromedp.SendKeys("#q", "x"))
	b.until("Too many ask at once.")
	b.until("Guangzong ZHAO")
}

// TestBrowserFile sends a file of one's own by its input and by dropping it, and
// says what a column means.
func TestBrowserFile(t *testing.T) {
	ctx := browser(t)
	s := serve(t, true, webOptions)
	b := open(t, ctx, s, 1024, 800, false)
	path := filepath.Join(t.TempDir(), "clients.csv")
	if err := os.WriteFile(path, []byte("Kd-Nr,Wer\n1,Guangzong Zhao\n2,Erika Mustermann\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.goTo("/screen")
	b.run(chromedp.SetUploadFiles("#file", []string{path}), chromedp.Click("#drop button"), chromedp.WaitReady("#columns"))
	b.until("Guangzong Zhao")
	eval[any](b, `(() => { const c = document.getElementById("c2"); c.value = "name"; c.dispatchEvent(new Event("change", {bubbles: true})); return 0 })()`)
	b.until("2 rows can be screened.")
	b.run(chromedp.Click(`form[action$="/begin"] button`), chromedp.WaitReady("#results"))
	b.until("1 hit shown")

	b.goTo("/screen")
	eval[any](b, `(() => { const d = new DataTransfer(); d.items.add(new File(["name\nGaobin Ni\n"], "dropped.csv"));
		document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: d, bubbles: true, cancelable: true})); return 0 })()`)
	b.run(chromedp.WaitReady("#columns"))
	b.until("dropped.csv")
	b.until("1 row can be screened.")
}
