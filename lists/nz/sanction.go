package nz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

// regime is the act that the whole register is made under.
const regime = "Russia Sanctions Act 2022"

// measures are the columns of measures.
var measures = []struct {
	column  string
	measure interdict.Measure
}{
	{"assetfreeze", interdict.AssetFreeze}, {"travelban", interdict.TravelBan}, {"dealingwithsecurities", interdict.SecuritiesBan},
	{"shipban", interdict.PortEntryBan}, {"aircraftban", interdict.OtherMeasure}, {"serviceprohibition", interdict.OtherMeasure},
}

func (p *party) readSanction() {
	d := &p.Designation
	d.Regime = regime
	d.Reasons = p.take("generalrationaleforsanction")
	d.Listed = p.day("dateofsanction")
	d.Updated = p.day("dateofadditionalsanction")
	for _, m := range measures {
		switch cell := p.take(m.column); key(cell) {
		case "yes", "y", "true", "1", "x":
			if !slices.Contains(d.Measures, m.measure) {
				d.Measures = append(d.Measures, m.measure)
			}
			if m.measure == interdict.OtherMeasure {
				p.other(p.name(m.column), cell)
			}
		case "no", "n", "false", "0", "", "na":
		default:
			p.report.Meet(p.name(m.column)+" "+cell, p.At)
			p.other(p.name(m.column), cell)
		}
	}
}

// day reads a column that holds one day. What it does not tell stays.
func (p *party) day(column string) interdict.Date {
	cell := p.take(column)
	dates, faults := table.ReadDates(nil, cell, table.DayFirst)
	if cell == "" || faults == 0 && len(dates) == 1 {
		return first(dates)
	}
	p.other(p.name(column), cell)
	return first(dates)
}

func first(dates []interdict.Date) interdict.Date {
	if len(dates) == 0 {
		return interdict.Date{}
	}
	return dates[0]
}

// removed says that the register holds the row for the record only.
func (p *party) removed() bool {
	switch key(p.take("recorddeletedflag")) {
	case "yes", "y", "true", "1":
		return true
	}
	status := p.take("sanctionstatus")
	k := key(status)
	for _, word := range []string{"removed", "revoked", "delisted", "deleted", "ceased", "expired", "notsanctioned"} {
		if strings.Contains(k, word) {
			return true
		}
	}
	if k != "sanctioned" && k != "active" {
		p.other(p.statusName(), status)
	}
	return false
}

func (p *party) statusName() string {
	if _, ok := p.at["sanctionstatus"]; ok {
		return p.name("sanctionstatus")
	}
	return "Sanction Status"
}

// kept are columns that say nothing of a party in force, but are kept.
var kept = map[string]bool{"daterecorddeleted": true, "reasonfordeletion": true}

// keepRest keeps the cells that nobody took.
func (p *party) keepRest() {
	for i, cell := range p.cells {
		if cell = strings.TrimSpace(cell); cell == "" || p.taken[i] {
			continue
		}
		name := p.names[i]
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if !kept[key(name)] {
			p.report.Meet(name, p.At)
		}
		p.other(name, cell)
	}
}
