// Package all is the registry: every format of list that can be read, and the
// catalogue of the lists themselves. Adding a list is a folder beside this one,
// a line in Formats and a line in lists.tsv; docs/lists.md is made of both by
// `go generate ./lists/all`.
package all

import (
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/au"
	"github.com/interdict/interdict/lists/ca"
	"github.com/interdict/interdict/lists/ch"
	"github.com/interdict/interdict/lists/csl"
	"github.com/interdict/interdict/lists/eu"
	"github.com/interdict/interdict/lists/fr"
	"github.com/interdict/interdict/lists/ftm"
	"github.com/interdict/interdict/lists/jp"
	"github.com/interdict/interdict/lists/lv"
	"github.com/interdict/interdict/lists/mapped"
	"github.com/interdict/interdict/lists/nz"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/lists/senzing"
	"github.com/interdict/interdict/lists/stix"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
)

// Formats are all formats, in the order in which a file is shown to them: own
// lists last, since theirs is the least particular.
func Formats() []lists.Format {
	return []lists.Format{
		ofac.Advanced(), ofac.Enhanced(), ofac.XML(), ofac.CSV(),
		uk.XML(), uk.CSV(), uk.ConList(),
		un.XML(),
		eu.XML(), eu.CSV(),
		ch.XML(),
		csl.CSV(), csl.JSON(),
		au.Workbook(),
		ca.XML(),
		nz.Workbook(),
		lv.XML(),
		jp.Text(),
		fr.JSON(),
		ftm.JSON(), ftm.Statements(), ftm.Simple(),
		senzing.JSON(),
		stix.Bundle(), stix.MISP(),
		mapped.Table(),
		own.CSV(nil), own.JSON(nil),
	}
}

// Generic are the names of the formats in which lists of anyone come, an own
// list among them: the file says which, or whoever loads it.
func Generic() []string {
	return []string{
		ftm.JSON().Name(), ftm.Statements().Name(), ftm.Simple().Name(),
		senzing.JSON().Name(), stix.Bundle().Name(), stix.MISP().Name(),
		own.CSV(nil).Name(), own.JSON(nil).Name(),
	}
}
