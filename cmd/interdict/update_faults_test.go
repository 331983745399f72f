package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

// failsAs checks that an update fails for a reason, that the last good edition
// stays in force, and that `lists status` says both, with exit status 4.
func failsAs(t *testing.T, data, list, code, words string, args ...string) {
	t.Helper()
	status, answer, out, errs := updateAs(t, data, append(args, list)...)
	if status != exitFailed || len(answer.Lists) != 1 {
		t.Fatal(status, out, errs)
	}
	l := answer.Lists[0]
	if l.Result != report.UpdateFailed || l.Code != code || !strings.Contains(l.Reason, words) || l.InForce == nil || l.InForce.Published.String() != "2026-11-20" {
		t.Errorf("want %s and %q: %s", code, words, out)
	}
	status, out, errs = runAs(t, data, "lists", "status", "--json")
	if status != exitIncomplete || !strings.Contains(out, `"health":"failed"`) || !strings.Contains(out, `"published":"2026-11-20"`) {
		t.Errorf("status %d: %s%s", status, out, errs)
	}
}

// TestUpdateLimits: no more is taken, and no longer waited, than was allowed.
func TestUpdateLimits(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	whole := ukEdition(nextDay, sampleSize)
	large := strings.Replace(whole, "<Designations>", "<Designations><!--"+strings.Repeat("x", 1<<20)+"-->", 1)
	for name, answer := range map[string]http.HandlerFunc{"told": file(large), "untold": untold(large)} {
		t.Run(name, func(t *testing.T) {
			p.answers(answer)
			failsAs(t, data, ukList, "too_large", "larger than", "--mirror", p.URL, "--max-size", "1")
		})
	}
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
		w.Write([]byte(whole[:100]))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	failsAs(t, data, ukList, "too_slow", "--timeout", "--mirror", p.URL, "--timeout", "100ms")
	p.answers(file(large))
	if status, _, out, errs := updateAs(t, data, "--mirror", p.URL, "--max-size", "2", ukList); status != exitDone {
		t.Error("within the limit:", status, out, errs)
	}
	statusIs(t, data, "2026-11-23", "ok")
}

// TestUpdateExpiringAddress: the publisher leads to an address that is signed and
// soon expires. It is asked for anew after each failure, the download goes on
// where it broke off, and the signature is told to nobody.
func TestUpdateExpiringAddress(t *testing.T) {
	const signature = "X-Amz-Signature=0123456789abcdef"
	p := newPublisher(t, false)
	data := upToDate(t, p)
	whole := ukEdition(nextDay, sampleSize)
	signed, asked := 0, []string{}
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/bucket" {
			signed++
			http.Redirect(w, r, fmt.Sprintf("/bucket?%s&n=%d", signature, signed), http.StatusFound)
			return
		}
		asked = append(asked, r.Header.Get("Range"))
		switch signed {
		case 1:
			w.Header().Set("ETag", `"v2"`)
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			w.Write([]byte(whole[:1000]))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		case 2:
			w.WriteHeader(http.StatusForbidden)
		default:
			w.Header().Set("ETag", `"v2"`)
			file(whole)(keepTag{w}, r)
		}
	})
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitDone || answer.Lists[0].Result != report.Updated || signed != 3 {
		t.Fatal(status, signed, out, errs)
	}
	if want := []string{"", "bytes=1000-", "bytes=1000-"}; fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	statusIs(t, data, "2026-11-23", "ok")
	state, err := os.ReadFile(filepath.Join(data, "downloads", ukList, base.StateFile))
	if err != nil || strings.Contains(string(state)+out+errs, "Signature") {
		t.Errorf("the signature is kept or told: %s %s %s %v", state, out, errs, err)
	}
}

// keepTag answers with the tag that was set, whatever the handler sets.
type keepTag struct{ http.ResponseWriter }

func (k keepTag) WriteHeader(status int) {
	k.Header().Set("ETag", `"v2"`)
	k.ResponseWriter.WriteHeader(status)
}

// TestUpdateBacksOff: the waits between attempts grow, and a server that says
// when to come again is obeyed.
func TestUpdateBacksOff(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	whole, n := file(ukEdition(nextDay, sampleSize)), 0
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		switch n++; n {
		case 1, 2:
			w.WriteHeader(http.StatusBadGateway)
		case 3:
			w.Header().Set("Retry-After", "40")
			w.WriteHeader(http.StatusTooManyRequests)
		default:
			whole(w, r)
		}
	})
	waits := backOff(t, data, p)
	if len(waits) != 3 || waits[1] < waits[0] || waits[2] < 40*time.Second {
		t.Errorf("waited %v", waits)
	}
	statusIs(t, data, "2026-11-23", "ok")
}

// TestUpdateTooFewRecords: a file that has fewer records than it declares is no
// edition, though it ends as a file does.
func TestUpdateTooFewRecords(t *testing.T) {
	const list = "us_ofac_sdn"
	p := newPublisher(t, false)
	data := filepath.Join(t.TempDir(), "data")
	s := ofacXML()
	p.answers(file(s.edition(goodDay, s.records(1, sampleSize))))
	if status, _, out, errs := updateAs(t, data, "--mirror", p.URL, list); status != exitDone {
		t.Fatal(status, out, errs)
	}
	records := s.records(1, sampleSize)
	p.answers(file(s.head(nextDay, len(records)) + strings.Join(records[:len(records)-1], "") + s.tail(len(records))))
	failsAs(t, data, list, "incomplete", "", "--mirror", p.URL)
}

// backOff updates and returns how long was waited between attempts.
func backOff(t *testing.T, data string, p *publisher) (waits []time.Duration) {
	t.Helper()
	var out bytes.Buffer
	m := Main{Args: []string{"lists", "update", "--data", data, "--mirror", p.URL, ukList}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return clock },
		sleep: func(_ context.Context, d time.Duration) error {
			waits = append(waits, d)
			return nil
		}}
	if status := m.Run(t.Context()); status != exitDone {
		t.Errorf("status %d: %s", status, out.String())
	}
	return waits
}
