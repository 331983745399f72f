package web_test

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var remake = flag.Bool("update", false, "make the screenshots of docs/screenshots anew")

// shots are the screenshots that the documents show.
var shots = []struct {
	name, state   string
	width, height int64
	dark          bool
	empty         bool // with nothing loaded
}{
	{"idle", "idle", 1200, 760, false, false},
	{"search", "search", 1200, 760, false, false},
	{"entity", "entity", 1200, 1240, false, false},
	{"entity-arabic-dark", "arabic", 1200, 1000, true, false},
	{"screen", "outcome", 1200, 1100, false, false},
	{"columns", "columns", 1200, 900, false, false},
	{"results", "results", 1200, 900, false, false},
	{"hit", "hit", 1200, 1240, false, false},
	{"lists", "lists", 1200, 980, false, false},
	{"list", "list", 1200, 980, false, false},
	{"gaps", "gaps", 1200, 960, false, false},
	{"populations", "populations", 1200, 900, false, false},
	{"alert", "alert", 1200, 1200, false, false},
	{"start", "start", 900, 860, false, true},
	{"entity-320", "removed", 320, 1400, false, false},
	{"results-320", "results", 320, 1400, false, false},
	{"search-dark-4k", "search", 3840, 2160, true, false},
}

// TestBrowserScreenshots makes the pictures, or with -update keeps them.
func TestBrowserScreenshots(t *testing.T) {
	ctx := browser(t)
	full, empty := watch(t), serve(t, false, webOptions)
	for _, shot := range shots {
		s := full
		if shot.empty {
			s = empty
		}
		b := open(t, ctx, s, shot.width, shot.height, shot.dark)
		for _, state := range states {
			if state.name == shot.state {
				state.to(b)
			}
		}
		b.shot(shot.name, shot.width)
	}
}

// shot makes a picture of the page, so many pixels wide, or with -update keeps it.
func (b *tab) shot(name string, width int64) {
	b.t.Helper()
	eval[any](b, "document.fonts.ready.then(() => { scrollTo(0, 0); return 0 })")
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	seen, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || int64(seen.Width) != width {
		b.t.Errorf("%s: %d px wide, %v", name, seen.Width, err)
	}
	if *remake {
		if err := os.WriteFile(filepath.Join("..", "docs", "screenshots", name+".png"), picture, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}
