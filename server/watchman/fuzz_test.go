package watchman_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/interdict/interdict/server/watchman"
)

// FuzzQuery sends any query: it is answered or refused, in Watchman's form.
func FuzzQuery(f *testing.F) {
	for _, g := range goldens {
		if _, query, ok := strings.Cut(g.target, "?"); ok {
			f.Add(query, "", false)
		}
	}
	f.Add("name=%zz;a&&=", "senzing/jsonl", true)
	f.Add("name=\xff\xfe&type=PERSON&gov_passport=::&limit=9999999999999999999", "application/json;q=x, */*", true)
	h := service(f, watchman.Options{})
	lenient := service(f, watchman.Options{Lenient: true})
	f.Fuzz(func(t *testing.T, query, accept string, lax bool) {
		to := h
		if lax {
			to = lenient
		}
		r, err := http.NewRequest(http.MethodGet, "/v2/search", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = query
		r.Header.Set("Accept", accept)
		w := &recorder{header: http.Header{}}
		to.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

// parameters are all that GET /v2/search reads.
var parameters = strings.Fields(`name source sourceID type altNames limit minMatch requestID debug debugSourceIDs format algorithm gender birthDate deathDate
	titles created dissolved aircraftType icaoCode model serialNumber built flag imoNumber vesselType mmsi callSign owner tonnage
	grossRegisteredTonnage email emailAddress emailAddresses phone phoneNumber phoneNumbers fax faxNumber faxNumbers website websites
	address addresses cryptoAddress cryptoAddresses gov_passport gov_drivers-license gov_national-id gov_tax-id gov_ssn gov_cedula gov_curp
	gov_cuit gov_electoral gov_business-registration gov_commercial-registry gov_birth-certificate gov_refugee-id gov_diplomatic-passport
	gov_personal-id gov_citizenship gov_nationality`)

// FuzzParameter gives each parameter any value, beside a name and each type.
func FuzzParameter(f *testing.F) {
	for i := range parameters {
		f.Add(uint8(i), uint8(i), "1985-11-12")
		f.Add(uint8(i), uint8(i+1), "RU:2018278055")
	}
	f.Add(uint8(6), uint8(0), "1e308")
	f.Add(uint8(5), uint8(0), "-0x10")
	types := []string{"person", "business", "organization", "aircraft", "vessel", ""}
	h := service(f, watchman.Options{Lenient: true})
	f.Fuzz(func(t *testing.T, at, kind uint8, value string) {
		q := url.Values{"name": {"Zhao Guangzong"}, "type": {types[int(kind)%len(types)]}}
		q.Set(parameters[int(at)%len(parameters)], value)
		r, err := http.NewRequest(http.MethodGet, "/v2/search?"+q.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		w := &recorder{header: http.Header{}}
		h.ServeHTTP(w, r)
		checkAnswer(t, w)
	})
}

// Every parameter is read for one type at least.
func TestParameters(t *testing.T) {
	for _, name := range parameters {
		read := false
		for _, kind := range []string{"person", "business", "organization", "aircraft", "vessel"} {
			q := url.Values{"type": {kind}}
			q.Set(name, "jaro-winkler")
			_, err := watchman.ReadRequest(q.Encode(), false)
			read = read || err == nil || !strings.Contains(err.Error(), "unused")
		}
		if !read {
			t.Errorf("nothing reads %s", name)
		}
	}
}

// recorder keeps an answer.
type recorder struct {
	header http.Header
	code   int
	body   []byte
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(code int) { r.code = code }

func (r *recorder) Write(b []byte) (int, error) {
	r.body = append(r.body, b...)
	return len(b), nil
}

// checkAnswer holds an answer to its form.
func checkAnswer(t *testing.T, w *recorder) {
	t.Helper()
	if !utf8.Valid(w.body) {
		t.Error("the answer is not UTF-8")
	}
	switch w.code {
	case 0, http.StatusOK:
		if strings.Contains(w.header.Get("Content-Type"), "ndjson") {
			return
		}
		var a any
		if err := json.Unmarshal(w.body, &a); err != nil {
			t.Errorf("%s: %v", w.body, err)
		}
	case http.StatusBadRequest:
		var e struct {
			Error string `json:"error"`
		}
		if err := json.Unmarshal(w.body, &e); err != nil || e.Error == "" {
			t.Errorf("%s: %v", w.body, err)
		}
	default:
		t.Errorf("%d %s", w.code, w.body)
	}
}
