package web

import (
	"strings"
	"time"

	"github.com/interdict/interdict/screen"
)

// Underway takes a file in that has been in screening for a while. at says how far
// it has come, of so many rows; end that the run has come to nothing.
func (p *Pages) Underway(name string, since time.Duration) (run string, at func(done, of int64), end func(why string)) {
	file, err := hold(strings.NewReader("name\n"))
	if err != nil {
		panic(err)
	}
	r := p.uploads.add(name, file, false)
	r.state, r.pace = working, pace{began: p.options.Now().Add(-since)}
	return "/screen/" + r.ID, func(done, of int64) {
		r.at(screen.Progress{Screened: done, SubjectsHit: done / 100_000})
		r.mu.Lock()
		defer r.mu.Unlock()
		r.pace.cut, r.pace.read, r.pace.of = of, of, of
	}, func(why string) { r.set(failed, why) }
}
