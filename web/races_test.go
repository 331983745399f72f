package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// late serves what s does, but answers filters and sorts of results only after a
// while, as a service under load does.
func late(t *testing.T, s *httptest.Server, by time.Duration) *httptest.Server {
	t.Helper()
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/screen/") && r.Header.Get("HX-Request") == "true" {
			time.Sleep(by)
		}
		s.Config.Handler.ServeHTTP(w, r)
	}))
	t.Cleanup(slow.Close)
	return slow
}

// TestBrowserSlowFilter types on and sorts while an earlier filter is on its way:
// no key is lost, no order, and not the focus.
func TestBrowserSlowFilter(t *testing.T) {
	ctx := browser(t)
	b := open(t, ctx, late(t, serve(t, true, webOptions), 700*time.Millisecond), 1280, 900, false)
	b.results()
	eval[any](b, `document.body.dataset.same = "yes"; 0`)
	b.run(chromedp.Focus("#text"), chromedp.KeyEvent("c0"))
	time.Sleep(600 * time.Millisecond) // the filter by c0 is on its way
	b.run(chromedp.KeyEvent("0"))
	time.Sleep(600 * time.Millisecond)
	b.run(chromedp.KeyEvent("3"))
	b.until("1 hit shown")
	b.focused("#text")
	if typed := eval[string](b, `document.getElementById("text").value`); typed != "c003" {
		t.Errorf("of what was typed there is %q left", typed)
	}

	// The filter is asked for again while the sort is on its way.
	b.run(chromedp.KeyEvent("\b"))
	b.tabTo("#s-name")
	b.run(chromedp.KeyEvent("\r"), chromedp.WaitReady(`th[aria-sort="ascending"] #s-name`))
	b.focused("#s-name")
	b.until("hits shown")
	time.Sleep(1500 * time.Millisecond)
	b.run(chromedp.WaitReady(`th[aria-sort="ascending"] #s-name`))
	b.focused("#s-name")

	// Enter right after the rows were replaced is the script's, not a new page.
	eval[any](b, `let swaps = 0; document.addEventListener("htmx:afterSwap", () => { document.body.dataset.swaps = ++swaps; if (swaps === 1) { document.getElementById("s-name").click(); } }); 0`)
	b.run(chromedp.KeyEvent("\r"))
	for range 400 {
		if eval[bool](b, `!document.body.dataset.same || document.body.dataset.swaps === "2"`) {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if !eval[bool](b, `document.body.dataset.same === "yes"`) {
		t.Fatal("the page was loaded anew instead of its rows")
	}
	b.run(chromedp.WaitReady(`th[aria-sort="ascending"] #s-name`))
	b.focused("#s-name")
}
