package compare

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"strconv"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/server/watchman"
)

// moov is a running Watchman.
type moov struct {
	*caller
	threshold float64
}

func newWatchman(ctx context.Context, to *caller, c *Client) (*moov, error) {
	w := &moov{to, cmp.Or(c.Threshold, 0.8)}
	_, err := w.lists(ctx)
	return w, err
}

func (w *moov) kind() string { return "watchman" }

func (w *moov) lists(ctx context.Context) (map[string]ListThere, error) {
	var info watchman.ListInfo
	if err := w.get(ctx, "/v2/listinfo", nil, &info); err != nil {
		return nil, err
	}
	if info.Lists == nil {
		return nil, errors.New("its answer to /v2/listinfo names no lists")
	}
	out := map[string]ListThere{}
	for code, n := range info.Lists {
		out[watchman.List(code)] = ListThere{Name: code, Entries: n, Version: info.ListHashes[code]}
	}
	return out, nil
}

// Defaults of a call. What comes up to watchmanBelow below its match is asked for
// too, so that it can be said how near it was.
const (
	watchmanLimit = 25
	watchmanMost  = 100
	watchmanBelow = 0.2
)

func (w *moov) ask(ctx context.Context, q *Request) (found []theirs, limit int, from float64, err error) {
	values := maps.Clone(q.Watchman)
	if values == nil {
		values = watchman.RequestOf(&q.Subject)
		if q.List != "" {
			values.Set("source", watchman.Source(q.List))
		}
	}
	limit, from = watchmanLimit, w.threshold
	if n, err := strconv.Atoi(values.Get("limit")); err == nil && n > 0 {
		limit = min(n, watchmanMost)
	}
	if f, err := strconv.ParseFloat(values.Get("minMatch"), 64); err == nil && f > 0 {
		from = f
	}
	for _, name := range []string{"debug", "debugSourceIDs", "format", "requestID"} {
		values.Del(name)
	}
	values.Set("limit", strconv.Itoa(limit))
	values.Set("minMatch", strconv.FormatFloat(max(from-watchmanBelow, 0), 'f', 4, 64))
	var answer struct {
		Entities []struct {
			Name       string           `json:"name"`
			SourceList string           `json:"sourceList"`
			SourceID   string           `json:"sourceID"`
			Match      float64          `json:"match"`
			Person     *watchman.Person `json:"person"`
		} `json:"entities"`
	}
	if err := w.get(ctx, "/v2/search", values, &answer); err != nil {
		return nil, limit, from, err
	}
	for _, e := range answer.Entities {
		list := watchman.List(e.SourceList)
		t := theirs{
			ID: e.SourceList + " " + e.SourceID, Caption: e.Name, Score: e.Match, Match: e.Match >= from,
			Refs: []interdict.Ref{{List: list, ID: e.SourceID}}, Lists: []string{list}, Names: []string{e.Name},
		}
		if e.Person != nil {
			t.Names = append(t.Names, e.Person.AltNames...)
		}
		found = append(found, t)
	}
	return found, limit, from, nil
}
