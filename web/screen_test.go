package web_test

import (
	"bytes"
	"compress/gzip"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/xuri/excelize/v2"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/web"
)

// sendFile sends a file as the form does and returns where it leads.
func sendFile(t testing.TB, s *httptest.Server, name, content string, fields ...string) (status int, to, text string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range fields {
		if err := form.WriteField(f, "yes"); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	status, h, text := send(t, s, "POST", "/screen/file", &b, form.FormDataContentType())
	return status, h.Get("Location"), text
}

// finish screens what a run holds and waits for its results.
func finish(t testing.TB, s *httptest.Server, run string) string {
	t.Helper()
	if status, _, _ := post(t, s, run+"/begin", nil); status != 303 {
		t.Fatalf("begin: status %d", status)
	}
	for range 200 {
		_, _, text := get(t, s, run)
		if !strings.Contains(text, `id="progress"`) || strings.Contains(text, `role="alert"`) {
			return text
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the run does not end")
	return ""
}

func has(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(text, s) {
			t.Errorf("%q is not on the page", s)
		}
	}
}

func TestScreenParty(t *testing.T) {
	s := serve(t, true, web.Options{})
	form := url.Values{"name": {"Zhao Guang Zong"}, "schema": {"Person"}, "birth_date": {"1985-11-12"}, "id_type": {"passport"}}
	status, h, text := post(t, s, "/screen", form)
	if status != 200 {
		t.Fatalf("status %d", status)
	}
	checkPage(t, h, text)
	has(t, text, "1 hit to look at", "Guangzong ZHAO", "Birth date agrees: 12 November 1985", "very strong match", `action="/hit"`, "your record has none")

	form.Set("entity", "gb_fcdo_sanctions-CYB0045")
	status, h, text = post(t, s, "/hit", form)
	if status != 200 {
		t.Fatalf("explained: status %d", status)
	}
	checkPage(t, h, text)
	has(t, text, "guang zong", "guangzong", "written together", "unrelated parties would agree this well", "Agrees", "ask the customer", `class="together"`, "/entity/gb_fcdo_sanctions-CYB0045", "Snapshot")

	form.Set("birth_date", "1960-01-01")
	_, _, text = post(t, s, "/hit", form)
	has(t, text, "Contradicts", "1 January 1960")

	_, _, text = post(t, s, "/screen", url.Values{"name": {"Erika Mustermann"}, "schema": {"Person"}, "id_type": {"passport"}})
	has(t, text, "Clear")
	for field, value := range map[string]string{"birth_date": "soon", "country": "Atlantis", "schema": "Ghost", "name": strings.Repeat("x", 600)} {
		bad := url.Values{"name": {"Zhao"}, "schema": {"Person"}, "id_type": {"passport"}}
		bad.Set(field, value)
		status, h, text := post(t, s, "/screen", bad)
		if status != 422 || !strings.Contains(text, `role="alert"`) {
			t.Errorf("%s %.20q: status %d", field, value, status)
		}
		checkPage(t, h, text)
	}
	if status, _, _ := post(t, s, "/hit", url.Values{"name": {"Zhao"}, "schema": {""}, "id_type": {"passport"}, "entity": {"nobody"}}); status != 404 {
		t.Errorf("a hit with nobody: status %d", status)
	}
}

// TestScreenFile goes from a file to its downloads, and lets go of it.
func TestScreenFile(t *testing.T) {
	s := serve(t, true, web.Options{})
	_, h, _ := post(t, s, "/screen/sample", nil)
	run := h.Get("Location")
	if !strings.HasPrefix(run, "/screen/") || len(run) < 30 {
		t.Fatalf("led to %q", run)
	}
	_, h, text := get(t, s, run)
	checkPage(t, h, text)
	has(t, text, "How the columns are understood", "lesson", "Not used", "30 rows can be screened")
	text = finish(t, s, run)
	has(t, text, "hits shown", "C003", "Guangzong ZHAO", `aria-sort="descending"`, "Not used: the column lesson.")

	has(t, text, "it leaves no receipt")
	if status, _, _ := get(t, s, run+"/results/receipt"); status != 404 {
		t.Errorf("a receipt of the demonstration: status %d", status)
	}
	has(t, page(t, s, "/metrics"), "interdict_screenings_total 30\n")

	_, h, text = post(t, s, run, url.Values{"text": {"c003"}, "sort": {"-score"}})
	checkPage(t, h, text)
	has(t, text, "1 hit shown")
	_, _, text = post(t, s, run, url.Values{"list": {"un_sc_sanctions"}, "order": {"name"}}, "HX-Request", "true")
	has(t, text, `aria-sort="ascending"`, "hits shown")
	if strings.Contains(text, "<html") || strings.Contains(text, "CYB0045") {
		t.Error("not the filtered piece alone")
	}

	_, h, text = get(t, s, run+"/hit/3/0")
	checkPage(t, h, text)
	has(t, text, "row 3", "C003", "Guangzong ZHAO", "all results")

	_, h, text = get(t, s, run+"/results/csv")
	if !strings.Contains(h.Get("Content-Disposition"), "interdict-results.csv") || !strings.Contains(text, "C003,3,Guangzong Zhao,gb_fcdo_sanctions-CYB0045") {
		t.Errorf("CSV: %.300s", text)
	}
	_, _, text = get(t, s, run+"/results/jsonl")
	has(t, text, `{"subject":{"id":"C003","row":3`)
	_, _, text = get(t, s, run+"/results/xlsx")
	book, err := excelize.OpenReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Hits")
	if err != nil || len(rows) < 15 || rows[0][0] != "id" {
		t.Errorf("xlsx: %d rows, %v", len(rows), err)
	}
	if about, err := book.GetRows("About"); err != nil || len(about) < 10 || about[0][0] != "DEMONSTRATION" {
		t.Errorf("xlsx: about %v, %v", about, err)
	}
	if status, _, _ := get(t, s, run+"/results/exe"); status != 404 {
		t.Errorf("another form: status %d", status)
	}
	if status, h, _ := post(t, s, run+"/forget", nil); status != 303 || h.Get("Location") != "/screen" {
		t.Errorf("forget: status %d", status)
	}
	if status, _, _ := get(t, s, run); status != 404 {
		t.Errorf("forgotten, and still there: status %d", status)
	}
}

// TestScreenFileReceipt holds that a file screened on a page leaves the receipt
// that the command line's runs leave, with all that a replay needs, and nothing
// else: neither the file, nor who is in it.
func TestScreenFileReceipt(t *testing.T) {
	folder := history(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	s := serveFolder(t, folder, web.Options{Build: "test"})
	_, run, _ := sendFile(t, s, "clients.csv", "Kd-Nr;Wer;Wann\n1;Guangzong Zhao;12.11.1985\n2;;01.02.1960\n3;Erika Mustermann;01.02.1960\n")
	post(t, s, run+"/columns", url.Values{"column-1": {"id"}, "was-1": {""}, "column-2": {"name"}, "was-2": {""}, "column-3": {"birth_date"}, "was-3": {""}, "dates": {"day"}})
	has(t, finish(t, s, run), "1 hit shown", "Receipt 000001", "interdict audit verify")
	_, h, text := get(t, s, run+"/results/receipt")
	if !strings.Contains(h.Get("Content-Disposition"), `"000001.receipt"`) {
		t.Errorf("sent as %q", h.Get("Content-Disposition"))
	}
	receipts := audit.In(folder.Dir)
	kept, err := os.ReadFile(filepath.Join(string(receipts), "000001.receipt"))
	if err != nil || string(kept) != text {
		t.Errorf("another receipt is kept than was sent: %v", err)
	}
	sealed, err := audit.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if sealed.Build != "test" || sealed.Read != 3 || sealed.Screened != 2 || sealed.Refused != 1 || sealed.Hits != 1 || len(sealed.Ranges) != 1 || sealed.Inputs[0].Name != "clients.csv" || len(sealed.Lists) == 0 {
		t.Errorf("%s", sealed.Line)
	}
	private, err := receipts.Private(sealed)
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := table.ReadMapping(strings.NewReader(private.Mapping), "mapping")
	if err != nil || mapping.Columns["2"] != table.FullName || mapping.Dates != table.DayFirst || private.RangeSize != runs.RangeSize {
		t.Errorf("a replay would read the file by %+v, %v", private, err)
	}
	if found, err := receipts.Verify(); err != nil || len(found) != 1 || !found[0].OK {
		t.Errorf("%+v, %v", found, err)
	}
	for _, dir := range []string{temp, folder.Dir} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, ".db") || strings.HasSuffix(path, ".snap") {
				return err
			}
			text, err := os.ReadFile(path)
			if strings.Contains(string(text), "Mustermann") {
				t.Errorf("%s names a customer", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFileOfCanaries holds that invented customers are screened where they are
// announced, leave no receipt, and put nobody's file out.
func TestFileOfCanaries(t *testing.T) {
	folder := history(t)
	s := serveFolder(t, folder, web.Options{})
	const file = "id,name\ninterdict-canary:1,Guangzong Zhao\n"
	_, first, _ := sendFile(t, s, "clients.csv", "id,name\n1,Guangzong Zhao\n")
	for range 9 {
		_, run, _ := sendFile(t, s, "canaries.csv", file, "canaries")
		has(t, finish(t, s, run), "1 hit shown")
		if status, _, _ := get(t, s, run+"/results/receipt"); status != 404 {
			t.Errorf("a receipt: status %d", status)
		}
	}
	if status, _, _ := get(t, s, first); status != 200 {
		t.Errorf("the file of a person is gone: status %d", status)
	}
	if kept, err := audit.In(folder.Dir).Verify(); err != nil || len(kept) > 0 {
		t.Errorf("%d receipts %v", len(kept), err)
	}
	_, run, _ := sendFile(t, s, "canaries.csv", file)
	has(t, finish(t, s, run), "begins as those of canaries do")
}

// TestColumns holds that a person can say what columns mean.
func TestColumns(t *testing.T) {
	s := serve(t, true, web.Options{})
	status, run, _ := sendFile(t, s, `C:\tables\clients.csv`, "Kd-Nr;Wer;Wann\n1;Guangzong Zhao;12.11.1985\n2;Erika Mustermann;01.02.1960\n")
	if status != 303 {
		t.Fatalf("status %d", status)
	}
	_, h, text := get(t, s, run)
	checkPage(t, h, text)
	has(t, text, "clients.csv", "Wer", "Guangzong Zhao", `role="alert"`)
	if strings.Contains(text, "tables") {
		t.Error("the folder of the file is shown")
	}
	_, _, text = post(t, s, run+"/columns", url.Values{"column-1": {"id"}, "was-1": {""}, "column-2": {"name"}, "was-2": {""}, "column-3": {"birth_date"}, "was-3": {""}, "dates": {"day"}})
	has(t, text, "2 rows can be screened")
	text = finish(t, s, run)
	has(t, text, "1 hit shown", "Guangzong ZHAO", "birth date")
}

// Packed files are read as what was packed, and one that was cut off says so.
func TestPackedFiles(t *testing.T) {
	s := serve(t, true, web.Options{})
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	var g bytes.Buffer
	w := gzip.NewWriter(&g)
	const table, lines = "id,name\n1,Guangzong Zhao\n2,Erika Mustermann\n", `{"id":"1","name":"Guangzong Zhao"}` + "\n" + `{"id":"2","name":"Erika Mustermann"}` + "\n"
	if _, err := w.Write([]byte(table)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	packed := string(z.EncodeAll([]byte(table), nil))
	for name, content := range map[string]string{"a.csv.zst": packed, "a.jsonl.zst": string(z.EncodeAll([]byte(lines), nil)), "a.csv.gz": g.String()} {
		_, run, _ := sendFile(t, s, name, content)
		_, h, text := get(t, s, run)
		checkPage(t, h, text)
		has(t, text, "2 rows can be screened")
		has(t, finish(t, s, run), "1 hit shown", "Guangzong ZHAO")
	}
	_, run, _ := sendFile(t, s, "cut.csv.zst", packed[:len(packed)-4])
	_, h, text := get(t, s, run)
	checkPage(t, h, text)
	has(t, text, `role="alert"`)
}

// TestFiles holds what becomes of files that are not as they should be.
func TestFiles(t *testing.T) {
	s := serve(t, true, web.Options{})
	for name, c := range map[string]struct{ content, want string }{
		"lines.jsonl": {`{"id":"1","name":"Guangzong Zhao","birth_date":"1985-11-12"}` + "\n", "JSON lines"},
		"array.json":  {`[{"name":"x"}]`, "one JSON array"},
		"page.html":   {"<!doctype html><html><body>no</body></html>", `role="alert"`},
		"zero.bin":    {"\x00\x01\x02\x03\x00\x00\x00\x00", `role="alert"`},
		"book.xlsx":   {"PK\x03\x04 not a workbook", `role="alert"`},
		"bad.gz":      {"\x1f\x8bnot gzip", `role="alert"`},
		"faulty.csv":  {"name,birth_date\nGuangzong Zhao,1985-13-45\n,1960-01-01\n", "Rows with faults"},
	} {
		status, run, _ := sendFile(t, s, name, c.content)
		if status != 303 {
			t.Errorf("%s: status %d", name, status)
			continue
		}
		status, h, text := get(t, s, run)
		if status != 200 || !strings.Contains(text, c.want) {
			t.Errorf("%s: status %d, no %q", name, status, c.want)
		}
		checkPage(t, h, text)
	}
	if status, _, text := sendFile(t, s, "empty.csv", ""); status != 400 {
		t.Errorf("an empty file: status %d, %.100s", status, text)
	}
	if status, _, _ := post(t, s, "/screen/file", url.Values{"file": {"x"}}); status != 400 {
		t.Errorf("no file: status %d", status)
	}
}

// TestMany holds that files are held in bounded number, the oldest going first.
func TestMany(t *testing.T) {
	now := time.Now()
	s := serve(t, true, web.Options{Now: func() time.Time { now = now.Add(time.Second); return now }})
	var runs []string
	for range 10 {
		_, run, _ := sendFile(t, s, "one.csv", "name\nGuangzong Zhao\n")
		runs = append(runs, run)
	}
	for i, run := range runs {
		want := 200
		if i < 2 {
			want = 404
		}
		if status, _, _ := get(t, s, run); status != want {
			t.Errorf("file %d of 10: status %d, want %d", i+1, status, want)
		}
	}
	now = now.Add(time.Hour)
	if status, _, _ := get(t, s, runs[9]); status != 404 {
		t.Errorf("an hour later it is still held: status %d", status)
	}
}

// TestSignIn holds that the sign-in page is one of the pages, and tells nothing to
// who has no key yet.
func TestSignIn(t *testing.T) {
	s := serve(t, true, web.Options{})
	status, h, text := get(t, s, "/signin?next=/screen")
	if status != 200 {
		t.Fatalf("status %d", status)
	}
	checkPage(t, h, text)
	has(t, text, "/static/style.css", `value="/screen"`, "interdict keys add")
	for _, told := range []string{"Snapshot", "DEMONSTRATION", "<nav"} {
		if strings.Contains(text, told) {
			t.Errorf("the page says %s", told)
		}
	}
	status, h, text = post(t, s, "/signin", url.Values{"key": {"secret"}})
	if status != 403 || strings.Contains(text, "secret") {
		t.Errorf("a wrong key: status %d", status)
	}
	checkPage(t, h, text)
	has(t, text, "no key that is known and good")
}

// TestFirstStart goes from an empty folder to the demonstration and a file.
func TestFirstStart(t *testing.T) {
	s := serve(t, false, web.Options{})
	for path, want := range map[string]int{"/": 200, "/start": 200, "/lists": 200, "/screen": 503, "/entity/x": 503} {
		status, h, text := get(t, s, path)
		if status != want {
			t.Errorf("%s: status %d, want %d", path, status, want)
		}
		checkPage(t, h, text)
	}
	_, _, text := get(t, s, "/")
	has(t, text, "Use the demonstration register", "interdict lists update", "sample.csv")
	if status, _, _ := post(t, s, "/start/demo", nil); status != 303 {
		t.Fatalf("status %d", status)
	}
	_, _, text = get(t, s, "/")
	has(t, text, "DEMONSTRATION", "Use the loaded lists instead")
	_, h, _ := post(t, s, "/screen/sample", nil)
	has(t, finish(t, s, h.Get("Location")), "hits shown", "DEMONSTRATION")
	if status, _, text := post(t, s, "/start/loaded", nil); status != 409 || !strings.Contains(text, "No list is loaded yet") {
		t.Errorf("back to nothing: status %d", status)
	}
	if status, _, _ := get(t, s, "/?q=zhao"); status != 200 {
		t.Error("the demonstration did not go on")
	}
}

// FuzzForms sends anything to every form and address with a parameter: no
// answer may be a fault of the program, or break out of the page.
func FuzzForms(f *testing.F) {
	s := serve(f, true, web.Options{})
	f.Add("Zhao Guangzong", "1985-11-12", "gb_fcdo_sanctions-CYB0045", "Person")
	f.Add(`"><script>alert(1)</script>`, "1985/1986~", "../..", "")
	f.Add("\u202e\x00\xff", "9999-99", "CYB0045", "Vessel")
	f.Fuzz(func(t *testing.T, name, date, id, kind string) {
		form := url.Values{"name": {name}, "birth_date": {date}, "entity": {id}, "schema": {kind}, "country": {kind}, "id": {id}, "id_type": {"passport"}}
		for _, path := range []string{"/screen", "/hit"} {
			status, _, text := post(t, s, path, form)
			if status >= 500 || strings.Contains(text, "<script>alert") {
				t.Errorf("%s: status %d", path, status)
			}
		}
		for _, path := range []string{"/?q=" + url.QueryEscape(name), "/entity/" + url.PathEscape(id) + "?as_of=" + url.QueryEscape(date),
			"/lists/" + url.PathEscape(id) + "?before=" + url.QueryEscape(date), "/gaps?by=us&not=gb&since=" + url.QueryEscape(date), "/screen/" + url.PathEscape(id)} {
			status, _, text := get(t, s, path)
			if status >= 500 || strings.Contains(text, "<script>alert") {
				t.Errorf("%s: status %d", path, status)
			}
		}
	})
}

// FuzzUpload sends any file, any form around one and anything that is said of its
// columns: it is understood or refused, and never a fault of the program.
func FuzzUpload(f *testing.F) {
	s := serve(f, true, web.Options{})
	f.Add("clients.csv", []byte("id;name;born\n1;Zhao Guangzong;12.11.1985\n"), "column-3=birth_date&was-3=&dates=day")
	f.Add("../\x00.jsonl", []byte(`{"name": "Zhao"}`+"\n{"), "column-0=name&column-x=1&column-1001=name")
	f.Add("", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nname\nZhao\r\n--x--\r\n"), "%zz")
	f.Add("a", []byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"), "")
	f.Add("a.xlsx", []byte("PK\x03\x04"), "dates=month")
	f.Add("a.gz", []byte("\x1f\x8b\x08"), "")
	f.Fuzz(func(t *testing.T, name string, content []byte, columns string) {
		status, to, _ := sendFile(t, s, name, string(content))
		if raw, _, _ := send(t, s, "POST", "/screen/file", bytes.NewReader(content), "multipart/form-data; boundary=x"); status >= 500 || raw >= 500 {
			t.Fatalf("a file: status %d, a form: %d", status, raw)
		}
		if status != 303 {
			return
		}
		for _, step := range []string{"/columns", "/begin", "", "/forget"} {
			if status, _, text := send(t, s, "POST", to+step, strings.NewReader(columns), "application/x-www-form-urlencoded"); status >= 500 || strings.Contains(text, "<script>alert") {
				t.Errorf("%s: status %d", step, status)
			}
		}
	})
}
