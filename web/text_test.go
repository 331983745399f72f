package web

import (
	"html"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	saidByTemplates = regexp.MustCompile(`\b[tn] "([a-z0-9_.]+)"`)
	actions         = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	tags            = regexp.MustCompile(`(?s)<[^>]*>`)
	wordy           = regexp.MustCompile(`\s(?:aria-label|title|placeholder|alt)="([^"]*)"`)
	letters         = regexp.MustCompile(`\pL{2,}`)
)

// shellWords are what people type, which is no text to translate.
var shellWords = regexp.MustCompile(`interdict lists (?:update|load [a-z_. ]+)|interdict monitor (?:run|add customers NAME FILE)|interdict alerts decide |interdict audit verify |interdict keys add|\.receipt|false_positive --why|--data|SHA-256|/entity/|<!doctype html>|[0-9.]+ %`)

// TestWordsOfTemplates holds that templates take their words from the
// catalogue, and that it has them.
func TestWordsOfTemplates(t *testing.T) {
	w := english()
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range saidByTemplates.FindAllStringSubmatch(string(text), -1) {
			if w[m[1]] == "" {
				t.Errorf("%s: the catalogue has no %s", name, m[1])
			}
		}
		bare := actions.ReplaceAllString(shellWords.ReplaceAllString(string(text), ""), "")
		for _, m := range wordy.FindAllStringSubmatch(bare, -1) {
			if letters.MatchString(m[1]) {
				t.Errorf("%s: an attribute says %q by itself", name, m[1])
			}
		}
		if found := letters.FindAllString(html.UnescapeString(tags.ReplaceAllString(bare, " ")), -1); len(found) > 0 {
			t.Errorf("%s: words of its own: %q", name, found)
		}
	}
}

// TestWordsOfCode holds that the catalogue has what the code says, and nothing
// that nobody says.
func TestWordsOfCode(t *testing.T) {
	w := english()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		names, err := fs.Glob(osFS, pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				text, err := fs.ReadFile(osFS, name)
				if err != nil {
					t.Fatal(err)
				}
				all.Write(text)
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?:say|count|refused)\((?:http\.Status\w+, )?"([a-z0-9_.]+)"[,)]|"((?:field|names|diff|story)\.[a-z0-9_]+)"`).FindAllStringSubmatch(all.String(), -1) {
		if key := m[1] + m[2]; w[key] == "" {
			t.Errorf("the catalogue has no %s", key)
		}
	}
	for key := range w {
		family, _, _ := strings.Cut(key, ".")
		made := family == "health" || slices.ContainsFunc([]string{"asof.is_", "alert.is_", "alert.has_", "watch.how_", "canaries.by_"}, func(made string) bool { return strings.HasPrefix(key, made) }) || strings.HasPrefix(key, "hit.verdict_") || strings.HasSuffix(key, "_one") && family == "map" || key == "map.on" || key == "map.was" || key == "map.off"
		if !made && !strings.Contains(all.String(), `"`+key+`"`) {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestReadWords(t *testing.T) {
	for _, text := range []string{"key without a text", "a: b\na: c"} {
		if _, err := readWords(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	w, err := readWords("# comment\n\none: %s day | %s days\n")
	if err != nil || w.count("one", 1) != "1 day" || w.count("one", 1234) != "1,234 days" {
		t.Error(w, err)
	}
}

func TestScripts(t *testing.T) {
	for name, want := range map[string]string{
		"Zhao Guangzong": "<bdi>Zhao Guangzong</bdi>", "赵光宗": `<bdi lang="zh">赵光宗</bdi>`, "داود ابراهيم": `<bdi lang="ar" dir="rtl">داود ابراهيم</bdi>`,
		"فریدون عباسی": `<bdi lang="fa" dir="rtl">فریدون عباسی</bdi>`, "Дмитрий": `<bdi lang="ru">Дмитрий</bdi>`, "리원호": `<bdi lang="ko">리원호</bdi>`,
		"<b>\u202ex": "<bdi>&lt;b&gt;x</bdi>",
	} {
		if got := string(nameHTML(name)); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// osFS is the package's folder.
var osFS = os.DirFS(".")

// TestFieldOrder holds that every field has its place.
func TestFieldOrder(t *testing.T) {
	for key := range english() {
		if strings.HasPrefix(key, "field.") && !slices.Contains(fieldOrder, key) {
			t.Errorf("%s has no place", key)
		}
	}
}
