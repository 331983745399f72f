package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/interdict/interdict/report"
)

// metrics are the numbers of the service. Their labels are routes, statuses and
// lists: nothing of who asked or who was asked for.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	source   *Source // counts what was screened
}

func newMetrics(srv *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "interdict_requests_total", Help: "Requests by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "interdict_request_seconds", Help: "Time from a request's header to the end of its answer, by route.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "interdict_requests_in_flight", Help: "Requests under way, and those that wait."}),
		source:   srv.source,
	}
	m.registry.MustRegister(m.requests, m.seconds, m.inFlight, &listMetrics{srv}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) begin() { m.inFlight.Inc() }

func (m *metrics) end(a *asked, w *answering, took time.Duration) {
	m.inFlight.Dec()
	if a.inner {
		return
	}
	m.requests.WithLabelValues(a.route(), strconv.Itoa(w.status)).Inc()
	m.seconds.WithLabelValues(a.route()).Observe(took.Seconds())
	a.mu.Lock()
	defer a.mu.Unlock()
	m.source.Count(int64(a.screened), int64(a.hits))
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true}) // all answers are packed alike
}

// listMetrics tell of the lists that answer, at the moment of asking.
type listMetrics struct{ srv *Server }

var (
	descScreened = prometheus.NewDesc("interdict_screenings_total", "Subjects that were screened.", nil, nil)
	descHits     = prometheus.NewDesc("interdict_hits_total", "Hits that screened subjects had.", nil, nil)
	descAge      = prometheus.NewDesc("interdict_list_age_days", "Age of a list that answers, in days.", []string{"list"}, nil)
	descEntries  = prometheus.NewDesc("interdict_list_entries", "Entries of a list that answers.", []string{"list"}, nil)
	descHealth   = prometheus.NewDesc("interdict_list_healthy", "1 where a list is neither older than its limit, nor failed to load or update, nor lacks a part.", []string{"list"}, nil)
	descSnapshot = prometheus.NewDesc("interdict_snapshot_info", "What answers, by its hashes.", []string{"snapshot", "analysis", "scoring", "policy"}, nil)
	descSince    = prometheus.NewDesc("interdict_snapshot_since_seconds", "When it began to answer, in seconds since 1970.", nil, nil)
	descReady    = prometheus.NewDesc("interdict_ready", "1 where requests can be answered.", nil, nil)
	descSwaps    = prometheus.NewDesc("interdict_snapshot_swaps_total", "How often what answers was replaced.", nil, nil)
	descOpen     = prometheus.NewDesc("interdict_snapshots_open", "States of the lists that are open: one, and more while requests still use older ones.", nil, nil)
	descCompile  = prometheus.NewDesc("interdict_compiling", "1 while what is loaded is being compiled.", nil, nil)
	descTrouble  = prometheus.NewDesc("interdict_snapshot_trouble", "1 where what is loaded now cannot be opened and an older state answers.", nil, nil)
	descFailures = prometheus.NewDesc("interdict_update_failures_total", "Lists that could not be brought up to date.", nil, nil)
	descUpdating = prometheus.NewDesc("interdict_updating", "1 while an update is under way.", nil, nil)
	descUpdated  = prometheus.NewDesc("interdict_update_ended_seconds", "When the last update ended, in seconds since 1970; 0 before the first.", nil, nil)
)

// Describe is prometheus' way to ask which there are.
func (l *listMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descScreened, descHits, descAge, descEntries, descHealth, descSnapshot, descSince, descReady, descSwaps, descOpen, descCompile, descTrouble, descFailures, descUpdating, descUpdated, descCanaries, descFound, descPassed} {
		to <- d
	}
}

// Collect is prometheus' way to ask for them.
func (l *listMetrics) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	count := func(d *prometheus.Desc, v float64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, v)
	}
	source := l.srv.source
	swaps, open := source.Swaps()
	count(descSwaps, float64(swaps))
	count(descScreened, float64(source.screened.Load()))
	count(descHits, float64(source.hits.Load()))
	gauge(descOpen, float64(open))
	gauge(descCompile, truth(!source.Compiling().IsZero()))
	gauge(descTrouble, truth(source.Trouble() != nil))
	if u := l.srv.options.Updates; u != nil {
		s := u.State()
		count(descFailures, float64(s.Failures))
		gauge(descUpdating, truth(s.Running))
		ended := 0.0
		if !s.Ended.IsZero() {
			ended = float64(s.Ended.Unix())
		}
		gauge(descUpdated, ended)
	}
	l.srv.collectCanaries(to)
	serving, release, err := source.Acquire()
	gauge(descReady, truth(err == nil))
	if err != nil {
		return
	}
	defer release()
	h := serving.Hashes()
	gauge(descSnapshot, 1, h.Snapshot, h.Analysis, h.Scoring, h.Policy)
	gauge(descSince, float64(serving.Since.Unix()))
	for _, list := range serving.Today(context.Background()) {
		gauge(descAge, float64(list.AgeDays), list.ID)
		gauge(descEntries, float64(list.Entries), list.ID)
		gauge(descHealth, truth(list.Sound() && list.Health != report.Demo), list.ID)
	}
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
