package watchman_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/watchman"
)

var update = flag.Bool("update", false, "write the golden files")

// then is the day of all tests.
func then() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }

// source is one over the built-in register.
func source(t testing.TB) *server.Source {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: then},
		server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// service answers Watchman's clients from the built-in register.
func service(t testing.TB, o watchman.Options) http.Handler {
	t.Helper()
	o.Version = "test"
	return server.New(source(t), server.Options{}, watchman.New(o))
}

// call is a request and what came of it.
func call(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// goldens are the requests whose answers are held by files.
var goldens = []struct {
	name, method, target string
	headers              []string
}{
	{name: "search_name", target: "/v2/search?name=Zhao+Guangzong&minMatch=0.9"},
	{name: "search_person", target: "/v2/search?type=person&name=Guangzong+Zhao&birthDate=1985-11-12&gender=m&altNames=Zhao+Guang+Zong&titles=Mr&deathDate=2020&minMatch=0.8&limit=1"},
	{name: "search_person_number", target: "/v2/search?type=person&name=Zhao&gov_national-id=CN:421003198511121539&gov_nationality=CN:&minMatch=0.7"},
	{name: "search_business", target: "/v2/search?type=business&name=Wuhan+Xiaoruizhi+Science+and+Technology&created=2010-05&dissolved=nonsense&source=us_ofac&minMatch=0.7"},
	{name: "search_organization", target: "/v2/search?type=organization&name=Garantex&website=garantex.io&address=Moscow,+Russia&minMatch=0.7&source=uk_csl"},
	{name: "search_vessel", target: "/v2/search?type=vessel&imoNumber=9299719&name=NS+Champion&flag=Liberia&tonnage=1000&owner=Sterling&built=2004&minMatch=0.7"},
	{name: "search_aircraft", target: "/v2/search?type=aircraft&serialNumber=1023409321&name=EP-PUS&model=IL-76&aircraftType=cargo&icaoCode=IL76&minMatch=0.7"},
	{name: "search_wallet", target: "/v2/search?cryptoAddress=XBT:1Q9UAQbcDezmyouFrzt94t4dSMxgsUfW1X&cryptoAddress=nonsense"},
	{name: "search_email", target: "/v2/search?name=Danil+Potekhin&email=potekhinl4@bk.ru&phone=123&fax=456&minMatch=0.6"},
	{name: "search_source_id", target: "/v2/search?source=us_ofac&sourceID=47814"},
	{name: "search_source_id_scored", target: "/v2/search?source=uk_csl&sourceID=CYB0045&name=Zhao+Guangzhong"},
	{name: "search_nothing", target: "/v2/search?name=Margaret+Ellen+Applewhite"},
	{name: "search_debug", target: "/v2/search?type=person&name=Zhao+Guangzong&birthDate=1985&debug=yes&debugSourceIDs=47814&minMatch=0.8&requestID=42&algorithm=soundex"},
	{name: "search_senzing", target: "/v2/search?name=Zhao+Guangzong&minMatch=0.9&format=senzing"},
	{name: "search_senzing_lines", target: "/v2/search?name=Garantex&minMatch=0.7", headers: []string{"Accept", "application/json, senzing/jsonl"}},
	{name: "error_unused", target: "/v2/search?name=Zhao&birthDate=1985&fuzzy=true&gov_passport=CN:1"},
	{name: "error_unused_of_another_type", target: "/v2/search?type=vessel&name=Zhao&birthDate=1985"},
	{name: "error_tonnage", target: "/v2/search?type=vessel&name=Zhao&tonnage=heavy"},
	{name: "error_source", target: "/v2/search?name=Zhao&source=us_tel"},
	{name: "error_format", target: "/v2/search?name=Zhao&format=senzing/xml"},
	{name: "error_query", target: "/v2/search?name=50%"},
	{name: "listinfo", target: "/v2/listinfo"},
	{name: "refresh_idle", target: "/v2/data/refresh"},
	{name: "refresh_refused", method: http.MethodPost, target: "/v2/data/refresh"},
	{name: "ingest_refused", method: http.MethodPost, target: "/v2/ingest/fincen-person"},
	{name: "export_refused", target: "/v2/export/fincen-person"},
	{name: "method_refused", method: http.MethodPost, target: "/v2/search?name=Zhao"},
	{name: "ping", target: "/ping"},
}

var moments = regexp.MustCompile(`"(startedAt|finishedAt)": "20[^"]*"|"duration": "[^"]*"`)

// TestGolden holds the answer to each request by a file that can be compared with
// Watchman's own form.
func TestGolden(t *testing.T) {
	h := service(t, watchman.Options{})
	for _, g := range goldens {
		method := g.method
		if method == "" {
			method = http.MethodGet
		}
		w := call(h, method, g.target, g.headers...)
		var b strings.Builder
		fmt.Fprintf(&b, "%s %s\n", method, g.target)
		for i := 0; i+1 < len(g.headers); i += 2 {
			fmt.Fprintf(&b, "%s: %s\n", g.headers[i], g.headers[i+1])
		}
		fmt.Fprintf(&b, "\n%d\n", w.Code)
		for _, name := range []string{"Content-Type", "Access-Control-Allow-Origin", "X-Interdict-Ignored"} {
			if v := w.Header().Get(name); v != "" {
				fmt.Fprintf(&b, "%s: %s\n", name, v)
			}
		}
		var pretty bytes.Buffer
		if json.Indent(&pretty, w.Body.Bytes(), "", "  ") != nil {
			pretty = *w.Body
		}
		fmt.Fprintf(&b, "\n%s", moments.ReplaceAllStringFunc(pretty.String(), func(s string) string { return s[:strings.IndexByte(s, ':')] + `: "..."` }))
		path := filepath.Join("testdata", "golden", g.name+".txt")
		if *update {
			if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != b.String() {
			t.Errorf("%s differs from %s; look at the difference, then go test ./server/watchman -update\n%s", g.name, path, b.String())
		}
	}
}
