package server

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// ReadyCanaries is what the canaries came to, the last time that they passed
// through the service.
type ReadyCanaries struct {
	At       time.Time `json:"at"`
	Canaries int       `json:"canaries"`
	Found    int       `json:"found"`
	OK       bool      `json:"ok"`
}

// canaries are those of the last pass, nil before the first.
func (srv *Server) canaries() *ReadyCanaries {
	if srv.options.Canaries == nil {
		return nil
	}
	o := srv.options.Canaries()
	if o == nil {
		return nil
	}
	all, found := o.Count()
	return &ReadyCanaries{At: o.At, Canaries: all, Found: found, OK: o.OK}
}

// lostWarnings name the lists of which a canary was lost.
func (srv *Server) lostWarnings() (all []string) {
	if srv.options.Canaries == nil {
		return nil
	}
	o := srv.options.Canaries()
	if o == nil {
		return nil
	}
	for i := range o.Lists {
		if l := &o.Lists[i]; len(l.Lost) > 0 {
			all = append(all, fmt.Sprintf("%d of %d canaries of the list %s were not found by the service, lost at the stage %s: who is on that list may not be found; interdict monitor status says more",
				len(l.Lost), l.Canaries, l.List, l.Lost[0].Stage))
		}
	}
	return all
}

var (
	descCanaries = prometheus.NewDesc("interdict_canaries", "Invented customers who must be found, by list, that last passed through the service.", []string{"list"}, nil)
	descFound    = prometheus.NewDesc("interdict_canaries_found", "How many of them were found.", []string{"list"}, nil)
	descPassed   = prometheus.NewDesc("interdict_canaries_passed_seconds", "When they last passed, in seconds since 1970; 0 before the first time.", nil, nil)
)

// collectCanaries tells of the canaries at the moment of asking.
func (srv *Server) collectCanaries(to chan<- prometheus.Metric) {
	if srv.options.Canaries == nil {
		return
	}
	o, at := srv.options.Canaries(), 0.0
	if o != nil {
		at = float64(o.At.Unix())
		for i := range o.Lists {
			l := &o.Lists[i]
			to <- prometheus.MustNewConstMetric(descCanaries, prometheus.GaugeValue, float64(l.Canaries), l.List)
			to <- prometheus.MustNewConstMetric(descFound, prometheus.GaugeValue, float64(l.Found), l.List)
		}
	}
	to <- prometheus.MustNewConstMetric(descPassed, prometheus.GaugeValue, at)
}
