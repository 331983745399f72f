package server

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/background"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
)

// Settings are what answers depend on beside the lists.
type Settings struct {
	Policy  policy.Policy
	Weights score.Weights
	// PolicyText and WeightsText are the texts of both, as receipts keep them.
	PolicyText, WeightsText string
}

// Source holds what requests are answered from, and swaps it when the lists
// have changed. What was swapped out is closed once its last request is done.
type Source struct {
	Folder   *base.Folder
	Settings Settings
	// Compile makes the snapshot of what is loaded, elsewhere: it takes memory and
	// processors that requests need. The folder is then OpenOnly. Nil: it is made
	// here.
	Compile func(context.Context) error
	// Prepare are called with what is to answer next, before it does: what many
	// requests need of it is made while none waits for it. Of the first, which
	// answers at once, it is made beside the requests. pace lets those go first.
	Prepare []func(ctx context.Context, next *Serving, pace *background.Pace)

	opening   sync.Mutex // one opens at a time
	compiling sync.Mutex // and one compiles

	mu       sync.Mutex
	current  *Serving
	why      error // there is none
	trouble  error // what the lists are now cannot be opened
	updating bool
	// compilingSince is set while what is loaded is compiled.
	compilingSince time.Time
	seen           mark
	swaps          int
	open           int // servings that are not closed yet

	past past

	ctx     context.Context // of what is done beside requests
	stop    context.CancelFunc
	warming sync.WaitGroup

	screened, hits atomic.Int64 // for metrics
}

// Count counts subjects that were screened outside of any request, and hits that
// they had, for metrics. Within one, Note does.
func (s *Source) Count(screened, hits int64) {
	s.screened.Add(screened)
	s.hits.Add(hits)
}

// NewSource returns a source that holds nothing yet.
func NewSource(f *base.Folder, s Settings) *Source {
	src := &Source{Folder: f, Settings: s, why: errOpening}
	src.ctx, src.stop = context.WithCancel(context.Background())
	src.past.source = src
	return src
}

// Acquire returns what answers now; release gives it back. The error says why
// there is nothing, such as *base.Empty where no list is loaded.
func (s *Source) Acquire() (serving *Serving, release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil, nil, s.why
	}
	return s.hold(s.current)
}

// hold counts a holder. The lock is held.
func (s *Source) hold(serving *Serving) (*Serving, func(), error) {
	serving.held++
	return serving, sync.OnceFunc(func() { s.release(serving) }), nil
}

func (s *Source) release(serving *Serving) {
	s.mu.Lock()
	serving.held--
	last := serving.retired && serving.held == 0
	if last {
		s.open--
	}
	s.mu.Unlock()
	if last {
		if err := serving.Close(); err != nil {
			s.Folder.Tell("What answered before could not be closed: %v", err)
		}
	}
}

// retire takes a serving out of use. It may be nil.
func (s *Source) retire(serving *Serving) {
	if serving == nil {
		return
	}
	s.mu.Lock()
	serving.retired = true
	serving.held++
	s.mu.Unlock()
	s.release(serving)
}

// Swaps is how often what answers was replaced, Open how many states are open:
// one, and for the length of a request two.
func (s *Source) Swaps() (swaps, open int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.swaps, s.open
}

// mark tells one state of a data folder from another, cheaply.
type mark struct {
	pointer  string
	register time.Time
	log      int64
	starter  bool
}

// look reads the mark of the folder.
func (s *Source) look() mark {
	m := mark{starter: s.Folder.Starter}
	if b, err := os.ReadFile(filepath.Join(s.Folder.Dir, "snapshots", base.CurrentFile)); err == nil {
		m.pointer = strings.TrimSpace(string(b))
	}
	if info, err := os.Stat(filepath.Join(s.Folder.Dir, register.FileName)); err == nil {
		m.register = info.ModTime()
	}
	if info, err := os.Stat(filepath.Join(s.Folder.Dir, register.FileName+"-wal")); err == nil {
		m.log = info.Size()
	}
	return m
}

// Refresh opens what is in force and, where it is another than what answers
// now, swaps it in. After an error the last good one goes on answering.
func (s *Source) Refresh(ctx context.Context) error {
	err := s.refresh(ctx)
	if _, left := errors.AsType[*base.NotCompiled](err); left && s.Compile != nil {
		s.lacks(err)
		if s.isUpdating() {
			return nil // the update ends with it
		}
		s.compiling.Lock()
		defer s.compiling.Unlock()
		if err = s.refresh(ctx); err == nil { // another made it meanwhile
			return nil
		}
		s.setCompiling(s.Folder.Now())
		if err = s.Compile(ctx); err == nil {
			err = s.refresh(ctx)
		}
		s.setCompiling(time.Time{})
	}
	s.mu.Lock()
	s.trouble = err
	s.mu.Unlock()
	s.lacks(err)
	return err
}

// lacks says why nothing answers, where that is so.
func (s *Source) lacks(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if why != nil && s.current == nil {
		s.why = why
	}
}

func (s *Source) refresh(ctx context.Context) error {
	s.opening.Lock()
	defer s.opening.Unlock()
	now := s.look()
	s.mu.Lock()
	unchanged := s.current != nil && now == s.seen
	s.mu.Unlock()
	if unchanged {
		return nil
	}
	s.mu.Lock()
	before := s.current
	s.mu.Unlock()
	if before == nil {
		next, err := s.load(ctx, base.Moment{})
		if err == nil {
			s.swap(next, now)
			s.warm()
		}
		return err
	}
	return s.replace(ctx, before, now)
}

// replace opens what is to answer next, and prepares it while what is there goes
// on answering.
func (s *Source) replace(ctx context.Context, before *Serving, now mark) error {
	next, err := s.load(ctx, base.Moment{})
	if err != nil {
		return err
	}
	if before.Engine.Hashes() == next.Engine.Hashes() && before.Engine.State() == next.Engine.State() && before.Demo == next.Demo {
		s.mu.Lock()
		s.seen, s.open = now, s.open+1
		s.mu.Unlock()
		s.retire(next) // nothing that matters has changed
		return nil
	}
	s.prepare(ctx, next)
	s.swap(next, now)
	s.retire(before)
	return nil
}

// prepare makes what many requests need of a state.
func (s *Source) prepare(ctx context.Context, next *Serving) {
	pace := &background.Pace{}
	for _, prepare := range s.Prepare {
		prepare(ctx, next, pace)
	}
}

// swap makes a state answer.
func (s *Source) swap(next *Serving, now mark) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current, s.seen = next, now
	s.swaps++
	s.open++
}

// warm prepares what answers first while it answers already: a service is ready at
// once, and who asks for what takes long to make waits for less.
func (s *Source) warm() {
	serving, release, err := s.Acquire()
	if err != nil {
		return
	}
	s.warming.Go(func() {
		defer release()
		s.prepare(s.ctx, serving)
	})
}

func (s *Source) setCompiling(since time.Time) {
	s.mu.Lock()
	s.compilingSince = since
	s.mu.Unlock()
}

// Compiling is since when what is loaded is being compiled, the zero time where it
// is not.
func (s *Source) Compiling() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.compilingSince
}

func (s *Source) setUpdating(is bool) {
	s.mu.Lock()
	s.updating = is
	s.mu.Unlock()
}

func (s *Source) isUpdating() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updating
}

// Trouble is why the lists as they are now cannot be opened, nil where what
// answers is what is loaded.
func (s *Source) Trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

// behind says that an older state answers, since what is loaded now cannot be
// opened.
func (s *Source) behind() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble != nil && s.current != nil
}

// load opens a moment under the settings.
func (s *Source) load(ctx context.Context, at base.Moment) (*Serving, error) {
	b, err := s.Folder.Open(ctx, at)
	if err != nil {
		return nil, err
	}
	p := s.Settings.Policy
	out := &Serving{Base: b, Since: s.Folder.Now(), aged: b.Lists, policy: p, all: b.Lists}
	if out.lists, out.on, err = b.Choose(&p, nil, nil); err == nil {
		err = b.Use(p, s.Settings.Weights)
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return out, nil
}

// UseStarter makes the built-in register answer, or what is loaded again.
func (s *Source) UseStarter(ctx context.Context, starter bool) error {
	s.opening.Lock()
	s.Folder.Starter = starter
	s.opening.Unlock()
	return s.Refresh(ctx)
}

// Close closes all that is open once its last request is done.
func (s *Source) Close() {
	s.stop()
	s.warming.Wait()
	s.past.close()
	s.mu.Lock()
	current := s.current
	s.current, s.why = nil, errors.New("the service is stopping")
	s.mu.Unlock()
	s.retire(current)
}
