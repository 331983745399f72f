package register

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// noon is when the tests load, unless they say otherwise.
var noon = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)

func openTemp(t testing.TB) *Register {
	t.Helper()
	return openAt(t, t.TempDir())
}

func openAt(t testing.TB, dir string) *Register {
	t.Helper()
	r, err := Open(context.Background(), dir, Options{Wait: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// person is a listing of the list "test" with what every listing has.
func person(id, name string) interdict.Listing {
	return interdict.Listing{
		List: "test", ID: id, Schema: interdict.Person,
		Names:       []interdict.Name{{Full: name, Kind: interdict.PrimaryName}},
		Designation: interdict.Designation{Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}},
		Raw:         []byte(id + ",\"" + name + "\"\r\n"),
	}
}

// people returns n listings with ids from 1.
func people(n int) (out []interdict.Listing) {
	for i := range n {
		out = append(out, person(fmt.Sprint(i+1), fmt.Sprintf("PERSON %d", i+1)))
	}
	return out
}

// meta describes an edition whose bytes are those of its listings.
func meta(date string, ls []interdict.Listing) Meta {
	h := sha256.New()
	size := 0
	for i := range ls {
		h.Write(ls[i].Raw)
		size += len(ls[i].Raw)
	}
	d, err := interdict.ParseDate(date)
	if date != "" && err != nil {
		panic(err)
	}
	return Meta{List: "test", Title: "Test list", Published: d,
		Files: []File{{Part: lists.Main, Name: "test.csv", Size: int64(size), SHA256: Hash(h.Sum(nil))}}}
}

// reading is a ReadFunc over listings and a report.
func reading(ls []interdict.Listing, rep lists.Report) ReadFunc {
	return func(yield func(*interdict.Listing) error) (lists.Report, error) {
		for i := range ls {
			if err := yield(&ls[i]); err != nil {
				return rep, err
			}
		}
		rep.Entries = len(ls)
		return rep, nil
	}
}

func load(t testing.TB, r *Register, date string, ls []interdict.Listing) Outcome {
	t.Helper()
	out, err := r.Load(context.Background(), meta(date, ls), reading(ls, lists.Report{}), LoadOptions{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// ids returns the ids of a view's listings in its order.
func ids(t testing.TB, v *View) (out []string) {
	t.Helper()
	for l, err := range v.Listings(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l.ID)
	}
	return out
}

func inForceIDs(t testing.TB, r *Register, day string) string {
	t.Helper()
	var at AsOf
	if day != "" {
		at.Day, _ = interdict.ParseDate(day)
	}
	v, err := r.InForce(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(ids(t, v), " ")
}

// viewOf is the view of one edition, by itself.
func viewOf(r *Register, e Edition) *View {
	return &View{r: r, Lists: []Standing{{Edition: e, Content: e.Content}}}
}

// stateNow is the state of what is in force now over all lists.
func stateNow(ctx context.Context, r *Register) (Hash, error) {
	v, err := r.InForce(ctx, AsOf{})
	if err != nil {
		return Hash{}, err
	}
	return v.State(), nil
}

// namedEdition is the edition of a list that a person names so.
func namedEdition(ctx context.Context, r *Register, list, name string) (Edition, error) {
	editions, err := r.Editions(ctx, list)
	if err != nil {
		return Edition{}, err
	}
	return pickEdition(editions, name)
}

// reconstructed says whether any part of a view is.
func reconstructed(v *View) bool {
	return slices.ContainsFunc(v.Lists, func(s Standing) bool { return s.Reconstructed })
}

// wantKind fails the test unless err is an Error of this kind whose sentence
// holds the words.
func wantKind(t testing.TB, err error, k Kind, words ...string) {
	t.Helper()
	if !IsKind(err, k) {
		t.Fatalf("error %v, want kind %s", err, k)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
}

func TestOpenMakesAndReopens(t *testing.T) {
	odd := "100% odd #dir"
	if runtime.GOOS != "windows" { // which allows no such name
		odd += "?"
	}
	dir := filepath.Join(t.TempDir(), "with space", odd)
	r := openAt(t, dir)
	load(t, r, "2024-03-22", people(3))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != FileName {
		t.Fatalf("after closing the folder holds %v, %v; want the one file", entries, err)
	}
	r = openAt(t, dir)
	if got := inForceIDs(t, r, ""); got != "1 2 3" {
		t.Errorf("in force after reopening: %q", got)
	}
	if err := r.Check(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestOpenRefusesWhatIsNoRegister(t *testing.T) {
	ctx := context.Background()
	write := func(t *testing.T, b []byte) string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), b, 0o666); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	t.Run("text", func(t *testing.T) {
		dir := write(t, []byte(strings.Repeat("id,name\n1,ZHAO\n", 100)))
		_, err := Open(ctx, dir, Options{})
		wantKind(t, err, Foreign, dir, "move the file away")
	})
	t.Run("another program's", func(t *testing.T) {
		dir := t.TempDir()
		r := openAt(t, dir)
		if _, err := r.db.Exec("PRAGMA application_id = 7"); err != nil {
			t.Fatal(err)
		}
		r.Close()
		_, err := Open(ctx, dir, Options{})
		wantKind(t, err, Foreign, "another program")
	})
	t.Run("a later version's", func(t *testing.T) {
		dir := t.TempDir()
		r := openAt(t, dir)
		if _, err := r.db.Exec("PRAGMA user_version = 99"); err != nil {
			t.Fatal(err)
		}
		r.Close()
		_, err := Open(ctx, dir, Options{})
		wantKind(t, err, Newer, "version 99", "later version of the program")
	})
	t.Run("folder is a file", func(t *testing.T) {
		dir := filepath.Join(write(t, nil), FileName)
		_, err := Open(ctx, dir, Options{})
		wantKind(t, err, Inaccessible, dir)
	})
}

func TestCheckFindsDamage(t *testing.T) {
	dir := t.TempDir()
	r := openAt(t, dir)
	ls := people(50)
	for i := range ls {
		ls[i].Remarks = strings.Repeat("remark "+ls[i].ID, 30)
	}
	load(t, r, "2024-03-22", ls)
	var body []byte
	if err := r.db.QueryRow("SELECT body FROM record WHERE id = 20").Scan(&body); err != nil {
		t.Fatal(err)
	}
	r.Close()
	path := filepath.Join(dir, FileName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, body)
	if at < 0 {
		t.Fatal("the record's bytes are not in one piece in the file")
	}
	b[at+len(body)/2] ^= 0x40
	if err := os.WriteFile(path, b, 0o666); err != nil {
		t.Fatal(err)
	}
	r = openAt(t, dir)
	wantKind(t, r.Check(context.Background()), Damaged, "record", "put back a copy")
	v, err := r.InForce(context.Background(), AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	var got error
	for _, err := range v.Listings(context.Background()) {
		got = err
	}
	wantKind(t, got, Damaged)
}

func TestManyOpenAtOnce(t *testing.T) {
	dir := t.TempDir()
	errs := make(chan error)
	for range 12 {
		go func() {
			r, err := Open(context.Background(), dir, Options{})
			if err == nil {
				_, err = r.Lists(context.Background())
				err = errors.Join(err, r.Close())
			}
			errs <- err
		}()
	}
	for range 12 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
