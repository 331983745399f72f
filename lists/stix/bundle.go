package stix

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/lists"
)

// Bundle is the format of STIX bundles.
func Bundle() lists.Format { return bundle{} }

type bundle struct{}

func (bundle) Name() string { return "STIX bundle" }

// domains are the lists that ATT&CK is published as, by the domain that its
// objects name.
var domains = map[string]string{
	"enterprise-attack": "us_mitre_attack", "mobile-attack": "us_mitre_attack_mobile", "ics-attack": "us_mitre_attack_ics",
}

// Recognise looks for the bundle's id or version and its array, and in it for
// ATT&CK's domain.
func (bundle) Recognise(f *lists.File) (lists.Recognition, bool) {
	head := bytes.TrimLeft(bytes.TrimPrefix(f.Head, []byte("\ufeff")), " \t\r\n")
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	if !bytes.HasPrefix(head, []byte("{")) || !has(`"objects"`) || !has(`"bundle`) && !has(`"spec_version"`) && !has(`"x_mitre_`) {
		return lists.Recognition{}, false
	}
	if !slices.ContainsFunc([]string{"intrusion-set--", "threat-actor--", "campaign--", "identity--", "attack-pattern--", "x-mitre-collection--", "malware--", "indicator--", "marking-definition--"}, has) {
		return lists.Recognition{}, false
	}
	rec := lists.Recognition{Part: lists.Main}
	most := 0
	for domain, list := range domains {
		if n := bytes.Count(head, []byte(`"`+domain+`"`)); n > most {
			rec.List, most = list, n
		}
	}
	return rec, true
}

// parties are the types of objects that become listings; identities do where
// something is attributed to them.
var parties = map[string]bool{"threat-actor": true, "intrusion-set": true, "campaign": true}

// named are the types of objects that others name and that are no listings.
var named = map[string]bool{"identity": true, "location": true, "marking-definition": true}

// kept says whether a relation between two ids is one of parties.
func kept(id string) bool {
	kind := typeOf(id)
	return parties[kind] || kind == "identity" || kind == "location"
}

// typeOf is the type that an id begins with.
func typeOf(id string) string {
	kind, _, _ := strings.Cut(id, "--")
	return kind
}

// reading is one run of Read.
type reading struct {
	book
	list       string
	file       *lists.File
	report     lists.Report
	relations  spool.Store
	naming     spool.Pairs // id of an object -> relations that name it
	attributed map[string]bool
	seen       lists.Seen
	yield      func(*interdict.Listing) error
}

// Read goes through the bundle twice, as relations may stand before what they
// relate.
func (bundle) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	rd := &reading{list: list, file: files[lists.Main], attributed: map[string]bool{}, yield: yield}
	if rd.file == nil {
		return rd.report, &lists.Error{File: list, Reason: "the edition has no bundle", Remedy: "name the bundle in JSON"}
	}
	defer rd.aside.Close()
	defer rd.relations.Close()
	each := func(report *lists.Report, take func(*jsonstream.Record, *jsonstream.Tree) error) error {
		j := lists.JSONFile{File: rd.file, Path: []string{"objects"}, Take: take}
		return j.Read(ctx, report)
	}
	err := each(&rd.report, func(_ *jsonstream.Record, n *jsonstream.Tree) error { return asideError(rd.file, rd.note(n.Node)) })
	if err == nil {
		rd.byID.Sort()
		rd.naming.Sort()
		err = each(&lists.Report{}, rd.take)
	}
	return rd.report, nothing(rd.file, &rd.report, err)
}

// note keeps what listings need of an object.
func (rd *reading) note(n *jsonstream.Node) error {
	id := n.Take("id")
	switch kind := n.Take("type"); {
	case gone(n) && kind != "relationship": // nobody names it
		return nil
	case parties[kind] || named[kind]:
		return rd.put(id, idOf(n), cmp.Or(n.Take("name"), n.Child("definition").Take("statement"), n.Child("definition").Take("tlp"), n.Take("country"), n.Take("region")))
	case kind == "x-mitre-collection":
		if d, err := interdict.ParseDate(first(n.Take("modified"), len("2006-01-02"))); err == nil {
			rd.report.Published = d
		}
	case kind == "relationship" && !gone(n):
		source, target, relation := n.Take("source_ref"), n.Take("target_ref"), n.Take("relationship_type")
		if !kept(source) || !kept(target) || relation == "revoked-by" {
			return nil
		}
		if relation == "attributed-to" {
			rd.attributed[target] = true
		}
		text := strings.Join([]string{source, target, relation, said(n)}, "\x00")
		off, err := rd.relations.Add([]byte(text))
		rd.naming.Add(spool.Key(source), off)
		rd.naming.Add(spool.Key(target), off)
		return err
	}
	return nil
}

func first(s string, n int) string { return s[:min(n, len(s))] }

// said is what a relation says beside its ends.
func said(n *jsonstream.Node) string {
	var all []string
	for _, name := range []string{"start_time", "stop_time", "confidence", "description"} {
		if v := n.Take(name); v != "" {
			all = append(all, name+" "+v)
		}
	}
	return strings.Join(all, "; ")
}

// gone says that an object was revoked or deprecated.
func gone(n *jsonstream.Node) bool {
	return n.Child("revoked").Value() == "true" || n.Child("x_mitre_deprecated").Value() == "true"
}

// idOf is an object's id as a listing: MITRE's number, else its own.
func idOf(n *jsonstream.Node) string {
	for r := range n.Each("external_references") {
		if strings.HasPrefix(r.Child("source_name").Value(), "mitre-") {
			if id := r.Child("external_id").Value(); id != "" {
				return id
			}
		}
	}
	return n.Child("id").Value()
}

// take makes a listing of an object that is one.
func (rd *reading) take(rec *jsonstream.Record, n *jsonstream.Tree) error {
	kind, id := n.Child("type").Value(), n.Take("id")
	if !parties[kind] && (kind != "identity" || !rd.attributed[id]) {
		return nil
	}
	if gone(n.Node) {
		rd.report.Removed++
		return nil
	}
	g := newGroup("stix", rd.list, idOf(n.Node), rec, &rd.report)
	if kind == "identity" {
		g.Schema = identitySchema(n.Child("identity_class").Text)
	}
	g.addNames(n.Take("name"), append(n.TakeAll("aliases"), n.TakeAll("x_mitre_aliases")...))
	if id != "" && id != g.ID {
		g.Identifiers = append(g.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: id, Label: "STIX"})
	}
	g.references(n.Node)
	for _, name := range []string{"created_by_ref", "x_mitre_modified_by_ref", "object_marking_refs"} {
		for _, ref := range n.TakeAll(name) {
			_, who, err := rd.find(ref)
			if err != nil {
				return asideError(rd.file, err)
			}
			g.other(name, cmp.Or(who, ref))
		}
	}
	n.Child("type").Value()
	g.other("type", kind)
	g.rest(n.Node)
	if err := rd.links(g, id); err != nil {
		return asideError(rd.file, err)
	}
	return g.hand(&rd.seen, rd.yield)
}

func identitySchema(class string) interdict.Schema {
	switch class {
	case "individual":
		return interdict.Person
	case "organization", "group", "class":
		return interdict.Organization
	}
	return interdict.LegalEntity
}

// references keeps where the group is described. One with an id is another
// publisher's number.
func (g *group) references(n *jsonstream.Node) {
	for r := range n.Each("external_references") {
		source, id, url, text := r.Take("source_name"), r.Take("external_id"), r.Take("url"), r.Take("description")
		if id != "" {
			g.Identifiers = append(g.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: id, Label: source, Note: url})
			g.other("external_references", text)
			continue
		}
		g.other("external_references", strings.Join(slices.DeleteFunc([]string{source, text, url}, func(s string) bool { return s == "" }), ": "))
	}
}

// links adds what relations say of the group.
func (rd *reading) links(g *group, id string) error {
	for _, p := range rd.naming.Of(spool.Key(id)) {
		text, err := rd.relations.At(p.Offset)
		if err != nil {
			return err
		}
		c := strings.SplitN(string(text), "\x00", 4)
		other, kind := c[1], strings.ReplaceAll(c[2], "-", "_")
		switch id {
		case c[0]:
		case c[1]:
			other, kind = c[0], kind+"_reversed"
			if c[2] == "attributed-to" {
				kind = "attributed_from"
			}
		default: // another id with the same key
			continue
		}
		listing, name, err := rd.find(other)
		if err != nil {
			return err
		}
		if typeOf(other) == "location" && kind == "located_at" {
			g.Countries = append(g.Countries, interdict.Country{Role: interdict.Residence, Code: country.Code(name), Name: cmp.Or(name, other)})
			g.other("located-at", c[3])
			continue
		}
		l := interdict.Link{Type: kind, Name: name, ID: cmp.Or(listing, other), Note: c[3]}
		if !slices.Contains(g.Links, l) {
			g.Links = append(g.Links, l)
		}
	}
	slices.SortStableFunc(g.Links, func(a, b interdict.Link) int {
		return cmp.Or(strings.Compare(a.Type, b.Type), strings.Compare(a.ID, b.ID))
	})
	return nil
}
