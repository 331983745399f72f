package lists

import "github.com/interdict/interdict"

// DeltaFormat is a format whose publisher says with each edition what changed
// upon the one before, in a file of its own: a delta. A delta is a part of an
// edition, beside the main file that it changes. Where that is not at hand, the
// edition that is in force can take its place: Whole makes the main file of it
// again, and what Read then reads is an edition like any other.
type DeltaFormat interface {
	Format
	// DeltaDay says whether a part is a delta, and of which day.
	DeltaDay(part string) (day interdict.Date, ok bool)
	// Whole makes the main file of an edition's listings, which each hands over
	// with their Raw, as often as it is asked. The name is for messages. Reading
	// the file fails with an Error where the edition was loaded from another
	// format.
	Whole(name string, each func(take func(*interdict.Listing) error) error) *File
}

func isDelta(p *foundPart) bool {
	d, ok := p.format.(DeltaFormat)
	if ok {
		_, ok = d.DeltaDay(p.Name)
	}
	return ok
}

// Delta says whether the edition is a delta alone, which must be given the main
// file that it changes with Upon before it can be read, and of which day it is.
func (e *Edition) Delta() (format DeltaFormat, day interdict.Date, ok bool) {
	if format, ok = e.Format.(DeltaFormat); !ok || len(e.Parts) == 0 || e.Parts[0].Name == Main {
		return nil, day, false
	}
	day, ok = format.DeltaDay(e.Parts[0].Name)
	return format, day, ok
}

// Upon is the edition with a main file that is none of its own: its hash and its
// files stay those of the delta.
func (e *Edition) Upon(main *File) Edition {
	whole := *e
	whole.Parts = append([]Part{{Name: Main, File: main, Size: -1}}, e.Parts...)
	return whole
}
