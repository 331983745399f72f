package web

import (
	"net/http"

	"github.com/interdict/interdict/server"
)

type startPage struct {
	// Loaded says that there are lists, Demo that they are the demonstration's,
	// and Began that this was begun here and can be left.
	Loaded, Demo, Began bool
}

// startPage leads from nothing loaded to a first file screened.
func (p *Pages) startPage(s *server.Serving) *answer {
	d := &startPage{Loaded: s != nil}
	if s != nil {
		d.Demo, d.Began = s.Demo, s.Demo && p.demo.Load()
	}
	return &answer{page: "start", nav: "start", title: p.words.say("start.title"), data: d}
}

func (p *Pages) start(_ *http.Request, s *server.Serving) (*answer, error) {
	return p.startPage(s), nil
}

// startDemo makes the built-in register answer. It is refused where lists are
// loaded: a click must not take them from all who work with them.
func (p *Pages) startDemo(r *http.Request, s *server.Serving) (*answer, error) {
	if s != nil && !s.Demo {
		return nil, refused(http.StatusConflict, "start.no_demo")
	}
	if s == nil {
		if err := p.source.UseStarter(r.Context(), true); err != nil {
			return nil, err
		}
		p.demo.Store(true)
	}
	return &answer{to: "/start"}, nil
}

// startLoaded makes what is loaded answer again, where there is something; else
// the demonstration goes on.
func (p *Pages) startLoaded(r *http.Request, s *server.Serving) (*answer, error) {
	if s == nil || !p.demo.Load() {
		return &answer{to: "/start"}, nil
	}
	if err := p.source.UseStarter(r.Context(), false); err != nil {
		if again := p.source.UseStarter(r.Context(), true); again != nil {
			return nil, again
		}
		return nil, refused(http.StatusConflict, "start.nothing_yet")
	}
	p.demo.Store(false)
	return &answer{to: "/"}, nil
}
