package base

import (
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
)

// Moment is what a command asks about: how the lists stood on a day in the
// world, as the register knew it at a time. Zero of both is now.
type Moment struct {
	AsOf  *interdict.Date
	Known time.Time
}

// IsPast says that the Moment is another than now.
func (m Moment) IsPast() bool { return m.AsOf != nil || !m.Known.IsZero() }

// At is the Moment as the register takes it.
func (m Moment) At() register.AsOf {
	at := register.AsOf{Known: m.Known}
	if m.AsOf != nil {
		at.Day = *m.AsOf
	}
	return at
}

// Then is the day from which ages count, nil for today.
func (m Moment) Then() *interdict.Date {
	if m.AsOf == nil && !m.Known.IsZero() {
		day := interdict.DateOf(m.Known)
		return &day
	}
	return m.AsOf
}

// Key tells one moment from another.
func (m Moment) Key() string {
	key := ""
	if m.AsOf != nil {
		key = m.AsOf.String()
	}
	if !m.Known.IsZero() {
		key += "@" + m.Known.UTC().Format(time.RFC3339Nano)
	}
	return key
}
