// Command listsdoc writes docs/lists.md, the page of all lists that can be
// read, from the catalogue and the registry of package lists/all. It is run by
// `go generate ./lists/all`; a test holds the committed page to what it writes.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists/all"
)

func main() {
	path := flag.String("o", "docs/lists.md", "the page to write")
	flag.Parse()
	if err := os.WriteFile(*path, []byte(page()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "listsdoc:", err)
		os.Exit(1)
	}
}

// groups are the headings of the page by the kind of a list's entries, in the
// order of the page.
var groups = []struct {
	kind         interdict.Kind
	title, about string
}{
	{interdict.Sanction, "Sanctions", "Designations by states and international bodies: freezes, travel bans, port bans and the like. Each listing says which measures it orders ([measures.md](measures.md))."},
	{interdict.Proscription, "Proscriptions", "Groups and persons proscribed by law against terrorism."},
	{interdict.ExportControl, "Export controls", "End users and denied persons. They are not sanctioned: what is restricted is trade with them."},
	{interdict.Debarment, "Debarments", "Kept from public contracts, grants or procurement. They are not sanctioned."},
	{interdict.InvestmentBan, "Investment bans", "Issuers whose securities may not be dealt in."},
	{interdict.SpecialMeasure, "Special measures", "Institutions and places of primary money laundering concern."},
	{interdict.Exposed, "Politically exposed persons", "Exposed is not sanctioned: such a match asks for due diligence, and forbids nothing."},
	{interdict.CounterSanction, "Counter-sanctions", "A state's answer to the sanctions of others. Who must heed them is a question of law; they are off so that nobody is held by them unawares."},
	{interdict.ThreatGroup, "Threat groups", "Groups behind attacks on computers, as researchers name them. Such a listing forbids nothing."},
}

const head = `# Lists

<!-- Made by "go generate ./lists/all" from lists/all/lists.tsv and unread.tsv; change those. -->

Every list that can be read, from the catalogue that the program itself uses. ` + "`interdict lists catalogue`" + ` shows the same on your machine with what is loaded, ` + "`interdict lists status`" + ` the loaded ones with their age and health.

- **On** means that a screening uses the list, once it is loaded, unless told otherwise; **off** that it does so only where ` + "`--lists`" + ` names it.
- **Stale after** is the age of the edition in force from which ` + "`lists status`" + ` and every report call the list stale and the exit status is 4.
- **Read from** names the formats, the one that tells most first. Files are recognised by their content, whatever their names, plain or packed with gzip or zstd; tables may be .xlsx.
- **Left out** is what whoever relies on the list must know that it, or its reader, does not hold.
- A list's terms are its publisher's. Interdict ships no list; you fetch it from the publisher.

`

// page is the text of docs/lists.md.
func page() string {
	var b strings.Builder
	b.WriteString(head)
	catalogue := all.Catalogue()
	overview(&b, catalogue)
	for _, g := range groups {
		group := slices.DeleteFunc(slices.Clone(catalogue), func(l all.List) bool { return l.Kind != g.kind })
		if len(group) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", g.title, g.about)
		for i := range group {
			entry(&b, &group[i])
		}
	}
	anyList(&b)
	notRead(&b)
	return b.String()
}

// overview is the table of all lists.
func overview(b *strings.Builder, catalogue []all.List) {
	on := 0
	for _, l := range catalogue {
		if l.Default {
			on++
		}
	}
	fmt.Fprintf(b, "%d lists, %d of them on by default.\n\n| list | id | kind | default | published | stale after |\n|---|---|---|---|---|---|\n", len(catalogue), on)
	for i := range catalogue {
		l := &catalogue[i]
		fmt.Fprintf(b, "| [%s](#%s) | `%s` | %s | %s | %s | %s |\n", l.Title, l.ID, l.ID, words(l.Kind), onOff(l.Default), l.Cadence, limit(l))
	}
}

// entry is the section of one list.
func entry(b *strings.Builder, l *all.List) {
	fmt.Fprintf(b, "\n<a id=\"%s\"></a>\n### %s\n\n", l.ID, l.Title)
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "- %s: %s\n", name, value)
		}
	}
	row("Id", "`"+l.ID+"`, "+onOff(l.Default)+" by default")
	row("Publisher", l.Publisher)
	row("Country", country.Name(l.Country))
	row("About", "<"+l.Page+">")
	if l.File != "" {
		row("File", "<"+l.File+">")
	}
	row("Read from", strings.Join(l.Readers, "; "))
	row("Published", l.Cadence)
	row("Stale after", limit(l))
	if len(l.Kinds) > 1 {
		var kinds []string
		for _, k := range l.Kinds {
			kinds = append(kinds, words(k))
		}
		row("Kinds of its entries", strings.Join(kinds, ", "))
	}
	row("Terms", l.Terms)
	row("Left out", l.LeftOut)
}

// anyList tells of the formats in which lists of anyone come.
func anyList(b *strings.Builder) {
	b.WriteString("\n## Lists of anyone\n\nThese formats are no one list's. The file says which list it is, else `--list ID` does; a list that the catalogue does not have is on by default, of the kind watch unless its entries say otherwise, and never stale. Your own lists are [own-lists.md](own-lists.md).\n\n")
	for _, f := range all.Generic() {
		fmt.Fprintf(b, "- %s\n", f)
	}
}

// notRead tells of the lists without a reader.
func notRead(b *strings.Builder) {
	b.WriteString("\n## Not read\n\nLists that no reader here reads. OpenSanctions publishes most of them as FollowTheMoney, which can be loaded under its terms.\n\n| list | publisher | OpenSanctions' data set | why |\n|---|---|---|---|\n")
	for _, u := range all.NotRead() {
		fmt.Fprintf(b, "| [%s](%s) | %s | `%s` | %s |\n", u.Title, u.Page, u.Publisher, u.Dataset, u.Why)
	}
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "**off**"
}

// limit is the age from which a list is stale, in words.
func limit(l *all.List) string {
	if !l.Closed.IsZero() {
		return "closed since " + l.Closed.Words() + ", replaced by `" + l.Successor + "`"
	}
	return fmt.Sprintf("%d days", l.MaxAgeDays)
}

func words(k interdict.Kind) string {
	if k == interdict.Exposed {
		return "politically exposed"
	}
	return strings.ReplaceAll(string(k), "_", " ")
}
