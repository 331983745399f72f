package web

import (
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// pace is how far a file is read and screened, and how fast. The run writes it,
// its page reads it meanwhile, both under the lock of the run.
type pace struct {
	began time.Time // zero while it waits
	// cut is how many rows were read, which is so much (read) of all there is (of), in
	// rows or bytes, both 0 where nobody can tell; whole says that all have been cut.
	cut, read, of int64
	whole         bool

	screened, refused, hits int64
}

// expected is how many rows the file has in all likelihood, 0 where nothing is
// known of it.
func (p *pace) expected() int64 {
	switch {
	case p.whole:
		return p.cut
	case p.read > 0:
		return int64(float64(p.of) / float64(p.read) * float64(p.cut))
	}
	return 0
}

// counted counts how far a file is read.
type counted struct {
	*subjects.Customers
	run *run
}

func (c counted) Next() (subjects.Block, error) {
	b, err := c.Customers.Next()
	c.run.mu.Lock()
	defer c.run.mu.Unlock()
	switch p := &c.run.pace; {
	case err == nil:
		p.cut = b.First - 1 + int64(b.Rows)
		p.read, p.of = c.Far()
	case errors.Is(err, io.EOF):
		p.whole = true
	}
	return b, err
}

func (r *run) at(p screen.Progress) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pace.screened, r.pace.refused, r.pace.hits = p.Screened, p.Refused, p.SubjectsHit
}

// progress is what a page says of a run under way.
type progress struct {
	Words string // what it does
	// Share is how much is done, in hundredths; -1 where that cannot be told.
	Share int
	// Far is how far it has come in words, Left how long it will still take, empty
	// where that cannot be told yet.
	Far, Left string
	// Step changes, while a run goes on, as often as it is told aloud, and then Aloud is.
	Step, Aloud string
}

// settled is how long a run has to go before its rate says anything.
const settled = time.Second

// progress says how far a run has come.
func (p *Pages) progress(r *run) *progress {
	state := r.State()
	out := &progress{Words: p.words.say("run.working"), Share: -1, Step: string(state)}
	if state != working {
		out.Words = p.words.say("run.waiting")
		out.Aloud = out.Words
		return out
	}
	r.mu.Lock()
	at := r.pace
	r.mu.Unlock()
	done := at.screened + at.refused
	out.Far = p.words.count("run.sofar", at.screened)
	elapsed := p.options.Now().Sub(at.began)
	rate := float64(done) / max(elapsed.Seconds(), 0.001)
	if elapsed >= settled && done > 0 {
		out.Far += " " + p.words.count("run.rate", int64(rate))
	}
	out.Far += " " + p.words.count("run.sofar_hits", at.hits)
	all := at.expected()
	if all == 0 {
		out.Aloud = out.Words
		return out
	}
	out.Share = int(min(99, 100*done/max(all, 1)))
	if elapsed >= settled && done > 0 {
		out.Left = p.left(all-done, rate)
	}
	out.Step += strconv.Itoa(out.Share / 25)
	out.Aloud = p.words.say("run.aloud", out.Words, out.Share, out.Left)
	return out
}

// runningWords says how far a run over a population has come.
func (p *Pages) runningWords(r *population.Running) string {
	elapsed := r.At.Sub(r.Began)
	if elapsed < settled || r.Done == 0 {
		return p.words.count("watch.running", r.Done)
	}
	rate := float64(r.Done) / elapsed.Seconds()
	if r.Of == 0 {
		return p.words.count("watch.running_fast", r.Done, report.CountWords(int64(rate)))
	}
	return p.words.count("watch.running_of", r.Done, report.CountWords(r.Of), report.CountWords(int64(rate)), p.left(r.Of-r.Done, rate))
}

// left is how long so many rows will take at a rate a second, in words and no finer
// than it can be known.
func (p *Pages) left(rows int64, rate float64) string {
	t := time.Duration(float64(max(rows, 0)) / rate * float64(time.Second))
	switch s := int(t.Seconds()); {
	case s < 5:
		return p.words.say("run.left_little")
	case s < 55:
		return p.words.count("run.left_seconds", (s+4)/5*5)
	case s < 90*60:
		return p.words.count("run.left_minutes", (s+59)/60)
	default:
		return p.words.say("run.left_hours", strconv.FormatFloat(t.Hours(), 'f', 1, 64))
	}
}
