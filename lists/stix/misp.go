package stix

import (
	"bytes"
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// MISP is the format of MISP's galaxy clusters of actors.
func MISP() lists.Format { return misp{} }

type misp struct{}

func (misp) Name() string { return "MISP galaxy cluster" }

var (
	ofActors    = regexp.MustCompile(`"category"\s*:\s*"actor"`)
	clusterType = regexp.MustCompile(`(?m)^ {0,4}"type"\s*:\s*"([a-z0-9-]+)"`)
	clusterName = regexp.MustCompile(`(?m)^ {0,4}"name"\s*:\s*"([^"]+)"`)
)

// Recognise looks for the array of values and the category of actors.
func (misp) Recognise(f *lists.File) (lists.Recognition, bool) {
	head := bytes.TrimLeft(bytes.TrimPrefix(f.Head, []byte("\ufeff")), " \t\r\n")
	if !bytes.HasPrefix(head, []byte("{")) || !bytes.Contains(head, []byte(`"values"`)) || !bytes.Contains(head, []byte(`"uuid"`)) || !ofActors.Match(head) {
		return lists.Recognition{}, false
	}
	// The type stands behind the values, mostly beyond the head; the name before.
	kind := ""
	if m := clusterType.FindSubmatch(head); m != nil {
		kind = string(m[1])
	} else if m := clusterName.FindSubmatch(head); m != nil {
		kind = string(m[1])
	}
	words := strings.FieldsFunc(strings.ToLower(kind), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	rec := lists.Recognition{Part: lists.Main}
	if len(words) > 0 {
		rec.List = "lu_misp_" + strings.Join(words, "_")
	}
	return rec, true
}

func (misp) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	file := files[lists.Main]
	if file == nil {
		return report, &lists.Error{File: list, Reason: "the edition has no cluster", Remedy: "name the cluster's JSON"}
	}
	b := &book{}
	defer b.aside.Close()
	each := func(report *lists.Report, heading func(string, *jsonstream.Tree) error, take func(*jsonstream.Record, *jsonstream.Tree) error) error {
		j := lists.JSONFile{File: file, Path: []string{"values"}, Heading: heading, Take: take}
		return j.Read(ctx, report)
	}
	err := each(&report, func(key string, _ *jsonstream.Tree) error {
		if !slices.Contains([]string{"authors", "category", "description", "name", "source", "type", "uuid", "version"}, key) {
			report.Meet(key, "the file's beginning or end")
		}
		return nil
	}, func(_ *jsonstream.Record, n *jsonstream.Tree) error {
		id := n.Take("uuid")
		return asideError(file, b.put(id, id, n.Take("value")))
	})
	b.byID.Sort()
	var seen lists.Seen
	if err == nil {
		err = each(&lists.Report{}, nil, func(rec *jsonstream.Record, n *jsonstream.Tree) error {
			if gone(n.Node) {
				report.Removed++
				return nil
			}
			g := newGroup("misp", list, n.Take("uuid"), rec, &report)
			if err := g.readCluster(n.Node, b); err != nil {
				return asideError(file, err)
			}
			return g.hand(&seen, yield)
		})
	}
	return report, nothing(file, &report, err)
}

// uses are the relations to what is no party: their ends are ids of other
// clusters.
var uses = []string{"uses", "deploys", "delivers", "targets"}

// readCluster takes everything that a value of a cluster has.
func (g *group) readCluster(n *jsonstream.Node, b *book) error {
	meta := n.Child("meta")
	g.addNames(n.Take("value"), meta.TakeAll("synonyms"))
	for _, id := range meta.TakeAll("external_id") {
		g.Identifiers = append(g.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: id, Label: "mitre-attack"})
	}
	for _, c := range meta.TakeAll("country") {
		// Where the group is thought to be at home; of some no more than the region.
		if code := country.Code(c); code != "" {
			g.Countries = append(g.Countries, interdict.Country{Role: interdict.Residence, Code: code, Name: c})
		} else {
			g.other("country", c)
		}
	}
	used := map[string][]string{}
	for r := range n.Each("related") {
		kind, id := r.Take("type"), r.Take("dest-uuid")
		tags := strings.Join(r.TakeAll("tags"), "; ")
		_, name, err := b.find(id)
		switch {
		case err != nil:
			return err
		case slices.Contains(uses, kind) && name == "":
			used[kind] = append(used[kind], strings.TrimSpace(id+" "+tags))
		default:
			g.Links = append(g.Links, interdict.Link{Type: cmp.Or(strings.ReplaceAll(kind, "-", "_"), "linked_to"), Name: name, ID: id, Note: tags})
		}
	}
	for _, kind := range uses {
		g.other("related "+kind, strings.Join(used[kind], ", "))
	}
	g.rest(n)
	return nil
}
