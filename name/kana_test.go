package name

import (
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// A name in Japanese letters is read alike whatever its bearer is said to be, so that
// a customer of unknown kind meets the listed organisation of the same name.
func TestJapaneseNamesWithoutKind(t *testing.T) {
	var a Analyser
	read := func(full string, s interdict.Schema) (all []string) {
		for _, words := range textsOf(a.Analyse(&interdict.Name{Full: full}, s)) {
			all = append(all, strings.Join(words, ""))
		}
		return all
	}
	for _, full := range []string{
		"コビ･インターナショナル･カンパニー", "インフォルムテスト社", "有限会社インフォームテスト社", "対外諜報庁",
		"第５造船所", "株式会社海洋機器社", "北方生産団体北極", "RIO設計局", "AMG社", "連邦技術規制・計量庁",
		"戦略管制所コーポレーション", "ユーゴ・バンク", "ガス・プロム", "全ロシア", "東方ズヴェズダ号",
	} {
		told, untold := read(full, interdict.Organization), read(full, "")
		if !slices.Contains(untold, told[0]) {
			t.Errorf("%s is %q of an organisation, else %q", full, told, untold)
		}
	}
}
