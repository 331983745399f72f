package name

import (
	"testing"

	"github.com/interdict/interdict"
)

// syllablesOf is the form of a name that any standard may write.
func syllablesOf(t *testing.T, full string, language byte) []Token {
	t.Helper()
	var a Analyser
	for _, f := range a.Analyse(&interdict.Name{Full: full}, interdict.Person) {
		if f.Tokens[0].Part == Syllables && (f.Tokens[0].Text[1] == koreanNames) == (language == koreanNames) {
			return f.Tokens
		}
	}
	return nil
}

func TestSameSyllables(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		language byte
		same     bool
	}{
		{"Lo Hui-ning", "LUO, Huining", chineseNames, true},      // Wade-Giles
		{"Lo Wai Ning", "Luo Huining", chineseNames, true},       // Cantonese
		{"Ch'en Ch'uan-kuo", "Chen Quanguo", chineseNames, true}, // Wade-Giles with its marks
		{"Huining Luo", "Lo Hui Ning", chineseNames, true},       // the family name last
		{"Lim Wei Ming", "Lin Weiming", chineseNames, true},      // Hokkien and Pinyin
		{"罗惠宁", "Lo Wai Ning", chineseNames, true},               // characters
		{"Lo Wai Ming", "Luo Huining", chineseNames, false},      // another syllable
		{"Lo Ning Wai", "Luo Huining", chineseNames, false},      // in another order
		{"Zhang Binjie", "Chang Pinjie", chineseNames, false},    // both Pinyin
		{"Lo Kuo-hua", "Law Kwok Wa", chineseNames, false},       // two lossy standards
		{"장다칭", "Zhang Daqing", chineseNames, true},              // Hangul by the sound
		{"뤄룽환", "Luo Ronghuan", chineseNames, true},              // the same, no Korean name
		{"천추이펀", "Ch'en Ts'ui-fen", chineseNames, true},          // and Wade-Giles
		{"천추이펀", "Chen Cuifang", chineseNames, false},            // another syllable
		{"윤도현", "Yoon Do-hyun", koreanNames, true},               // do is no particle here
		{"남덕우", "Nam Duck-woo", koreanNames, true},
		{"Park Jin Hyok", "Pak Chin-hyok", koreanNames, true},      // McCune-Reischauer
		{"Bak Jin-hyeok", "Pak Jinhyok", koreanNames, true},        // Revised Romanization
		{"Lee Je-seon", "Ri Che Son", koreanNames, true},           // South and North
		{"박진혁", "Park Jin Hyok", koreanNames, true},                // Hangul
		{"金哲三", "Kim Chol Sam", koreanNames, true},                 // Hanja
		{"류영진", "Ryu Yong-jin", koreanNames, true},                 // r and its loss
		{"Yoo Young-jin", "Ryu Yong Jin", koreanNames, true},       //
		{"Park Jin-young", "Park Jin Hyok", koreanNames, false},    // another syllable
		{"Kim Chol Su", "Kim Chol Sam", koreanNames, false},        //
		{"Choi Jin Hyok", "Park Jin Hyok", koreanNames, false},     // another family name
		{"Park Hyok Jin", "Park Jin Hyok", koreanNames, false},     // in another order
		{"Kim Kyong-nam", "Kim Kwang Nam", koreanNames, false},     //
		{"Chong Sung-il", "Jung Song Il", koreanNames, true},       //
		{"Hwang Byung-so", "Hwang Pyong So", koreanNames, true},    //
		{"Choe Ryong-hae", "Choi Yong-hae", koreanNames, true},     //
		{"Chang Song-taek", "Jang Sung Taek", koreanNames, true},   //
		{"Cho Yong-won", "Jo Yong Won", koreanNames, true},         //
		{"Roh Moo-hyun", "No Mu-hyon", koreanNames, true},          //
		{"Kim Yo-jong", "Kim Yeo-jeong", koreanNames, true},        //
		{"Yi Sun-sin", "Lee Soon-shin", koreanNames, true},         //
		{"Kim Il-sung", "Kim Il Song", koreanNames, true},          //
		{"Kim Jong-il", "Kim Jung-il", koreanNames, true},          //
		{"Kim Il-sung", "Kim Il Chol", koreanNames, false},         //
		{"Leung Chun-ying", "Liang Zhenying", chineseNames, true},  //
		{"Cheung Kin-chung", "Zhang Jianzong", chineseNames, true}, //
		{"Tsai Ing-wen", "Cai Yingwen", chineseNames, false},       // Ing is by no standard
		{"Chiang Ching-kuo", "Jiang Jingguo", chineseNames, true},  //
		{"Mao Tse-tung", "Mao Zedong", chineseNames, true},         //
		{"Chou En-lai", "Zhou Enlai", chineseNames, true},          //
		{"Teng Hsiao-p'ing", "Deng Xiaoping", chineseNames, true},  //
		{"Lee Ka-chiu", "Li Jiachao", chineseNames, true},          //
		{"Lau Kwong-wah", "Liu Guanghua", chineseNames, true},      //
		{"Wong Kwok-kin", "Huang Guojian", chineseNames, true},     //
		{"Kwok Ka-ki", "Guo Jiaqi", chineseNames, true},            //
	} {
		a, b := syllablesOf(t, c.a, c.language), syllablesOf(t, c.b, c.language)
		same := len(a) == 2 && len(b) == 2 && SameSyllables(string(a[0].Text), string(b[0].Text)) && SameSyllables(string(a[1].Text), string(b[1].Text))
		if same != c.same {
			t.Errorf("%s, %s: the same is %v, want %v (%s, %s)", c.a, c.b, same, c.same, showForm(Form{Tokens: a}), showForm(Form{Tokens: b}))
		}
		for i := range min(len(a), len(b)) {
			if SameSyllables(string(a[i].Text), string(b[i].Text)) && !shareKey(string(a[i].Text), string(b[i].Text)) {
				t.Errorf("%s and %s are the same and share no key", a[i].Text, b[i].Text)
			}
		}
	}
}

func shareKey(a, b string) (shared bool) {
	SyllableKeys(a, func(x uint64) {
		SyllableKeys(b, func(y uint64) { shared = shared || x == y })
	})
	return shared
}

// What makes sense as a name of another country gets no such form.
func TestNoSyllables(t *testing.T) {
	for _, full := range []string{"John Smith", "Maria Ho", "Van Dam", "Kim Wilson", "Lee Marvin Harper", "Ludwig van Beethoven", "Chan"} {
		for _, language := range []byte{chineseNames, koreanNames} {
			if f := syllablesOf(t, full, language); f != nil {
				t.Errorf("%s: %s", full, showForm(Form{Tokens: f}))
			}
		}
	}
}

func TestSameSyllablesDoesNotAllocate(t *testing.T) {
	SameSyllables("=cwai-ning", "=phuining") // reads the tables
	if n := testing.AllocsPerRun(100, func() {
		SameSyllables("=cwai-ning", "=phuining")
		SyllableKeys("=kjin-hyok", func(uint64) {})
		KoreanGiven("jinhyok", "jinyong")
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
