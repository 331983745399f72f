package name

import (
	"sort"
	"strings"
	"testing"
)

func TestKeyJoins(t *testing.T) {
	for _, line := range []string{
		"mohammed muhammad mohamed mohamad mohammad muhamad muhammed mohhamed",
		"ovsiannikov ovsyannikov ovsjannikov",
		"dmitry dmitrii dmitriy dmitri dimitri dmytro",
		"sergei sergey sergej serguei serhii",
		"aleksandr alexander alexandr aleksander oleksandr",
		"yusuf youssef yousef yousuf youssouf",
		"kadhafi qaddafi gaddafi qadhafi gadhafi",
		"xi hsi", "xiao hsiao", "xu hsu",
		"evgeny yevgeny evgenii evgeniy yevgeniy",
		"vasilyevich vasilievich vasilevich",
		"andreyevich andreevich",
		"nikolayevich nikolaevich",
		"petrov petroff petrow",
		"zhukovsky zhukovskiy zhukovskii zhukovski zhukovskij",
		"tatiana tatyana tatjana",
		"maria mariya marija mariia",
		"yuri yury yurii yuriy iurii",
		"shcherbakov scherbakov",
		"hussein hussain husayn hossein",
		"ahmed ahmad ahmet",
		"khaled khalid", "rashid rasheed", "said saeed", "omar umar",
		"abdullah abdallah abdulla abdoulaye",
		"muller mueller", "gonzalez gonzales", "miguel migel",
		"ali aly", "lee li",
		"qaim qaem kaem", "khayr kheir kheer", "wael wail", "mikhail mixail",
		"abderrahmane abderrahman",
		"salameh salama", "wehbeh wehba", "afeef afif", "naeem naim", "maher mahir", "qasemi ghasemi", "haniyeh haniya",
		"kiselyov kiselev kiseljow", "semyonov semenov",
		"ivanovich ivanavich ivanavitj ivanawitsch ivanavic ivanavits", "leanidovna leanidauna", "yurievich jurjevitj",
		"nikolayevich nikolajewicz", "htun tun", "myanmar burma",
	} {
		words := strings.Fields(line)
		want := string(Key(nil, []byte(words[0])))
		for _, w := range words[1:] {
			if got := string(Key(nil, []byte(w))); got != want {
				t.Errorf("Key(%s) = %s, Key(%s) = %s, want the same", words[0], want, w, got)
			}
		}
	}
}

func TestKeyParts(t *testing.T) {
	for _, line := range []string{
		"ali ola", "jamal jamil", "hasan husayn", "khan han", "guo gu", "zhou zhu",
		"ivan evan", "salim salman", "rashid rashad", "karim karam", "anna nina",
		"wang wong", "smith schmidt", "omar amir", "petrov petrova", "kamal kamil",
		"saleh salah", "htet thet", "fortuna fortova", "andreev andriyiv",
	} {
		w := strings.Fields(line)
		if a, b := string(Key(nil, []byte(w[0]))), string(Key(nil, []byte(w[1]))); a == b {
			t.Errorf("Key(%s) = Key(%s) = %s, want two keys", w[0], w[1], a)
		}
	}
}

// Over-joining costs precision, so the size of the groups is watched: over
// the distinct words of the free lists of names, of which few are spellings of
// one another, and over real variants, the Latin spellings that Wikidata's
// people with one and the same Russian spelling have.
func TestKeyGroups(t *testing.T) {
	words := map[string]bool{}
	a := Analyser{tab: known()}
	for _, file := range []string{"names/smashew/surnames__us.txt", "names/smashew/first_names__us.txt", "names/smashew/surnames__all.txt"} {
		eachLine(t, shared(t, file), func(line string) {
			a.split(line)
			for _, sp := range a.spans {
				words[string(a.at(sp))] = true
			}
		})
	}
	groups := map[string][]string{}
	for w := range words {
		k := string(Key(nil, []byte(w)))
		groups[k] = append(groups[k], w)
	}
	var pairs, largest int
	var keys []string
	for k, g := range groups {
		pairs += len(g) * (len(g) - 1) / 2
		largest = max(largest, len(g))
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return len(groups[keys[i]]) > len(groups[keys[j]]) })
	for _, k := range keys[:20] {
		t.Logf("%s: %v", k, groups[k])
	}
	t.Logf("%d words, %d keys, %d pairs joined, largest group %d", len(words), len(groups), pairs, largest)
	if largest > 60 || len(groups) < len(words)*6/10 {
		t.Errorf("the rules join too much: %d keys for %d words, largest group %d", len(groups), len(words), largest)
	}
}
