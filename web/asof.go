package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// asOf is how the lists stood to an entity on a day. It is read from the
// histories of its listings: no snapshot of that day is compiled for it.
type asOf struct {
	Entity string
	Day    string // empty for today
	Words  string
	Rows   []asOfRow
	// Moments are the days on which something changed, the last is today; At is
	// the one that is shown.
	Moments []moment
	At      int
	// Now says that today is shown.
	Now bool
}

type moment struct{ Day, Words string }

type asOfRow struct {
	Code, Title, ID string
	State           string // "on", "off", "was" or "unknown"
	// Rebuilt says that no edition of that day is here, and the list's own date
	// stands in.
	Rebuilt  bool
	Measures []string
	Names    int
	// Since are the changes from then to now, in words.
	Since []string
	More  int
}

// shownChanges bounds the changes that a row tells of.
const shownChanges = 8

func (p *Pages) asOf(r *http.Request, s *server.Serving, e *report.Shown) (*asOf, error) {
	today := p.today()
	a := &asOf{Entity: e.EntityID, Now: true, Words: today.Words()}
	day := today
	if asked := r.URL.Query().Get("as_of"); asked != "" {
		d, err := interdict.ParseDate(asked)
		if err != nil || d.ToYear != 0 || d.Circa {
			return nil, refused(http.StatusBadRequest, "wrong.day")
		}
		if d.First() < today.First() {
			day, a.Now, a.Day, a.Words = d, false, d.String(), d.Words()
		}
	}
	days := []interdict.Date{today}
	for i := range e.Listings {
		row, changed, err := p.asOfRow(r.Context(), s, &e.Listings[i], day, a.Now)
		if err != nil {
			return nil, err
		}
		a.Rows, days = append(a.Rows, *row), append(days, changed...)
	}
	slices.SortFunc(days, func(a, b interdict.Date) int { return a.First() - b.First() })
	days = slices.CompactFunc(days, func(a, b interdict.Date) bool { return a.First() == b.First() })
	for _, d := range days {
		if d.First() > today.First() {
			continue
		}
		if d.First() <= day.Last() {
			a.At = len(a.Moments)
		}
		words := d.Words()
		if d.First() == today.First() {
			words = p.words.say("asof.now")
		}
		a.Moments = append(a.Moments, moment{d.String(), words})
	}
	return a, nil
}

// asOfRow is one listing's state on a day, and the days on which it changed.
func (p *Pages) asOfRow(ctx context.Context, s *server.Serving, l *report.ShownListing, day interdict.Date, now bool) (*asOfRow, []interdict.Date, error) {
	row := &asOfRow{Code: jurisdictionCode(l.List), Title: l.Title, ID: l.ID, State: "off"}
	var days []interdict.Date
	for _, d := range []*interdict.Date{l.Designated, l.Removed} {
		if d != nil && d.Exact() {
			days = append(days, *d)
		}
	}
	form := &l.Listing
	switch {
	case s.Register == nil: // the list's own date is all there is
		row.Rebuilt, row.State = !now, "on"
		if !now {
			row.State = stated(l, day)
		}
		if row.State != "on" {
			form = nil
		}
	default:
		h, err := s.Register.HistoryKnown(ctx, l.Listing.Ref(), s.View.Held())
		if err != nil {
			return nil, nil, err
		}
		editions, err := s.View.Editions(ctx, l.List)
		if err != nil {
			return nil, nil, err
		}
		for i := range h.Versions {
			if v := &h.Versions[i]; i > 0 || v.First.SHA256 != editions[0].SHA256 {
				days = append(days, v.First.Day())
			}
		}
		form = p.formOn(row, l, &h, editions, day)
	}
	if form == nil {
		return row, days, nil
	}
	for _, m := range form.Designation.Measures {
		row.Measures = append(row.Measures, report.MeasureWords(m))
	}
	row.Names = len(form.Names)
	if !now {
		changes := register.Compare(form, &l.Listing)
		for _, c := range changes[:min(len(changes), shownChanges)] {
			row.Since = append(row.Since, report.SentenceCase(c.Words))
		}
		row.More = max(0, len(changes)-shownChanges)
	}
	return row, days, nil
}

// formOn is the form in which a listing was held on a day, nil where it was
// not; the row says how it stood.
func (p *Pages) formOn(row *asOfRow, l *report.ShownListing, h *register.History, editions []register.Edition, day interdict.Date) *interdict.Listing {
	var in *register.Edition
	for i := range editions {
		if editions[i].Day().First() <= day.Last() {
			in = &editions[i]
		}
	}
	if in == nil { // before the first edition here
		row.Rebuilt = true
		if row.State = stated(l, day); row.State != "on" || h.FirstSeen().SHA256 != editions[0].SHA256 {
			return nil
		}
		return h.Versions[0].Listing
	}
	if v := h.At(*in); v != nil {
		row.State = "on"
		return v.Listing
	}
	if first := h.FirstSeen(); first.Day().First() <= day.Last() {
		row.State = "was"
	}
	return nil
}

// stated is how a listing stood on a day by the date that the list states.
func stated(l *report.ShownListing, day interdict.Date) string {
	switch {
	case l.Designated == nil:
		return "unknown"
	case l.Designated.First() <= day.Last():
		return "on"
	}
	return "off"
}

// Last is the number of the last moment.
func (a *asOf) Last() int { return len(a.Moments) - 1 }
