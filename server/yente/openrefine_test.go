//go:build unix

package yente_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// customers is the table that OpenRefine is given: two who are listed, one of
// whom another bears a like name but for the birth date, and one who is not.
const customers = "name,born\nZhao Guangzong,1985-11-12\nGaobin Ni,1985-10-27\nJane Nobody,1970-01-01\n"

// TestOpenRefine drives the real program through its own HTTP interface: it makes
// a project of a table, reconciles a column and extends it, and the cells are
// looked at.
func TestOpenRefine(t *testing.T) {
	path, err := exec.LookPath("openrefine")
	if err != nil {
		t.Skip("OpenRefine is not installed; apt-get install openrefine runs this test")
	}
	if testing.Short() {
		t.Skip("OpenRefine takes half a minute")
	}
	service := httptest.NewServer(newServer(t))
	defer service.Close()
	r := startRefine(t, path)

	manifest := r.manifest(t, service.URL+"/reconcile/default")
	project := r.create(t, "customers", customers)
	r.reconcile(t, project, manifest)
	for row, want := range []string{"gb_fcdo_sanctions-CYB0045", "gb_fcdo_sanctions-CYB0046", ""} {
		if got := r.match(t, project, row); got != want {
			t.Errorf("row %d is reconciled with %q, not %q", row+1, got, want)
		}
	}
	r.extend(t, project, manifest)
	rows := r.rows(t, project)
	want := [][]string{
		{"name", "Birth date", "Nationality", "Data sets", "born"},
		{"Guangzong ZHAO", "1985-11-12", "cn", "UK Sanctions List", "1985-11-12"},
		{"", "", "", "US OFAC Specially Designated Nationals and Blocked Persons List (SDN)", ""},
		{"Gaobin NI", "1985-10-27", "cn", "UK Sanctions List", "1985-10-27"},
		{"", "", "", "US OFAC Specially Designated Nationals and Blocked Persons List (SDN)", ""},
		{"Jane Nobody", "", "", "", "1970-01-01"},
	}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("the extended table is\n%v\nnot\n%v", rows, want)
	}
	for _, id := range []string{"gb_fcdo_sanctions-CYB0045"} { // what OpenRefine shows beside a candidate
		address := strings.ReplaceAll(manifest.Preview.URL, "{{id}}", url.PathEscape(id))
		if page := get(t, address); !strings.Contains(page, "Guangzong ZHAO") || !strings.Contains(page, "sanctioned") {
			t.Errorf("the preview of %s shows %q", id, page)
		}
	}
}

// refine is a running OpenRefine.
type refine struct {
	url string
}

// startRefine starts OpenRefine on a free port of this machine, with its projects
// in a folder of the test.
func startRefine(t *testing.T, path string) *refine {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	l.Close()
	dir := t.TempDir()
	cmd := exec.Command(path, "-i", "127.0.0.1", "-p", port, "-d", filepath.Join(dir, "projects"), "-m", "512M", "-x", "refine.headless=true")
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // the script starts Java
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			<-ended
		}
	})
	r := &refine{url: "http://127.0.0.1:" + port}
	for range 600 {
		select {
		case err := <-ended:
			ended <- err
			t.Skipf("OpenRefine does not start here: %v\n%s", err, log.String())
		case <-time.After(100 * time.Millisecond):
		}
		if resp, err := http.Get(r.url + "/command/core/get-version"); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return r
			}
		}
	}
	t.Fatalf("OpenRefine has not started within a minute:\n%s", log.String())
	return nil
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s %v", address, resp.Status, b, err)
	}
	return string(b)
}

// token is what OpenRefine wants to see with each change.
func (r *refine) token(t *testing.T) string {
	t.Helper()
	var answer struct{ Token string }
	if err := json.Unmarshal([]byte(get(t, r.url+"/command/core/get-csrf-token")), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Token
}

// refineManifest is what OpenRefine's pages read of a manifest.
type refineManifest struct {
	service                      string
	IdentifierSpace, SchemaSpace string
	BatchSize                    int
	Preview                      struct{ URL string }
}

// manifest reads the manifest as OpenRefine's pages do.
func (r *refine) manifest(t *testing.T, service string) *refineManifest {
	t.Helper()
	m := &refineManifest{service: service}
	if err := json.Unmarshal([]byte(get(t, service)), m); err != nil {
		t.Fatal(err)
	}
	return m
}

// create makes a project of a table, and returns its number.
func (r *refine) create(t *testing.T, name, table string) string {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("project-file", name+".csv")
	if err == nil {
		_, err = io.WriteString(part, table)
	}
	for k, v := range map[string]string{"project-name": name, "format": "text/line-based/*sv", "options": `{"separator": ",", "headerLines": 1, "guessCellValueTypes": false}`} {
		if err == nil {
			err = w.WriteField(k, v)
		}
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Post(r.url+"/command/core/create-project-from-upload?csrf_token="+url.QueryEscape(r.token(t)), w.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	to, err := url.Parse(resp.Header.Get("Location"))
	if err != nil || to.Query().Get("project") == "" {
		text, _ := io.ReadAll(resp.Body)
		t.Fatalf("no project was made: %s %s", resp.Status, text)
	}
	return to.Query().Get("project")
}

// command sends a command, and waits until what it begins has ended.
func (r *refine) command(t *testing.T, name, project string, fields map[string]any) {
	t.Helper()
	form := url.Values{"project": {project}, "csrf_token": {r.token(t)}, "engine": {`{"facets": [], "mode": "row-based"}`}}
	for k, v := range fields {
		s, ok := v.(string)
		if !ok {
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			s = string(b)
		}
		form.Set(k, s)
	}
	resp, err := http.PostForm(r.url+"/command/core/"+name, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || strings.Contains(string(text), `"code":"error"`) {
		t.Fatalf("%s: %s %s %v", name, resp.Status, text, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		var answer struct {
			Processes  []any
			Exceptions []struct{ Message string }
		}
		if err := json.Unmarshal([]byte(get(t, r.url+"/command/core/get-processes?project="+project)), &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Exceptions) > 0 {
			t.Fatalf("%s: %s", name, answer.Exceptions[0].Message)
		}
		if len(answer.Processes) == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("%s has not ended within a minute", name)
}

// reconcile reconciles the names, with the birth dates beside them.
func (r *refine) reconcile(t *testing.T, project string, m *refineManifest) {
	t.Helper()
	r.command(t, "reconcile", project, map[string]any{"columnName": "name", "config": map[string]any{
		"mode": "standard-service", "service": m.service, "identifierSpace": m.IdentifierSpace, "schemaSpace": m.SchemaSpace,
		"type": map[string]string{"id": "Person", "name": "People"}, "autoMatch": true, "batchSize": m.BatchSize, "limit": 5,
		"columnDetails": []map[string]any{{"column": "born", "property": map[string]string{"id": "Person:birthDate", "name": "Birth date"}}},
	}})
}

// match is the id that a row was reconciled with.
func (r *refine) match(t *testing.T, project string, row int) string {
	t.Helper()
	var answer struct {
		Rows []struct {
			Cells []struct {
				R json.RawMessage
			}
		}
		Pool struct {
			Recons map[string]struct {
				J string
				M struct{ ID string }
			}
		}
	}
	text := get(t, fmt.Sprintf("%s/command/core/get-rows?project=%s&start=%d&limit=1", r.url, project, row))
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if len(answer.Rows) == 0 || len(answer.Rows[0].Cells) == 0 {
		t.Fatalf("there is no row %d: %s", row, text)
	}
	recon := answer.Pool.Recons[strings.Trim(string(answer.Rows[0].Cells[0].R), `"`)]
	return recon.M.ID
}

// extend adds columns of what is known of whom was found.
func (r *refine) extend(t *testing.T, project string, m *refineManifest) {
	t.Helper()
	property := func(id, name, render string) map[string]any {
		return map[string]any{"id": id, "name": name, "settings": map[string]string{"render": render, "limit": "0"}}
	}
	r.command(t, "extend-data", project, map[string]any{
		"baseColumnName": "name", "endpoint": m.service, "identifierSpace": m.IdentifierSpace, "schemaSpace": m.SchemaSpace, "columnInsertIndex": "1",
		"extension": map[string]any{"properties": []any{property("birthDate", "Birth date", "caption"), property("nationality", "Nationality", "raw"), property("datasets", "Data sets", "caption")}},
	})
}

// rows is the table as OpenRefine exports it.
func (r *refine) rows(t *testing.T, project string) [][]string {
	t.Helper()
	resp, err := http.PostForm(r.url+"/command/core/export-rows/customers.csv", url.Values{"project": {project}, "format": {"csv"}, "engine": {`{"facets": [], "mode": "row-based"}`}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	out, err := csv.NewReader(resp.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
