package name

import (
	"bytes"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

func TestLike(t *testing.T) {
	for _, c := range []struct {
		native, latin string
		alike         bool
	}{
		{"ミロシェヴィッチ", "milosevic", true},
		{"デリャーノフ", "delyanov", true},
		{"ブリジラル", "brijlal", true},
		{"シェルバチョーフ", "shcherbachev", true},
		{"沙罗诺夫", "sharonov", true},
		{"伊斯坎德爾", "iskandar", true},
		{"卡尔亚莱宁", "karjalainen", true},
		{"알렉산드루", "alexandru", true},
		{"코플리아코프", "koplyakov", true},
		{"хатчинсон", "hutchinson", true},
		{"бехайм", "behaim", true},
		{"تشايكوفسكي", "tchaikovsky", true},
		{"شابيرو", "shapiro", true},
		{"ברז'נייב", "brezhnev", true},
		{"хатчинсон", "harrison", false},
		{"شابيرو", "sharapov", false},
		{"زماني", "zaman", false}, // the i at the end is a sound of its own
		{"ミロシェヴィッチ", "smith", false},
		{"ミロシェヴィッチ", "milosevicova", false},
		{"沙罗诺夫", "sharipov", false},
		{"코플리아코프", "kobylin", false},
		{"ミロシェヴィッチ", "", false},
		{"ミロシェヴィッチ", "milošević", false}, // words are folded before
	} {
		text := string(soundsMark) + c.native
		var h Spoken
		if !h.Set(text, string(Key(nil, []byte(text))), 45) {
			t.Fatalf("%s has letters of which no sound is known", c.native)
		}
		if tenths, alike := h.Like(c.latin); alike != c.alike {
			t.Errorf("%s, %s: alike is %v (%d tenths of bits), want %v", c.native, c.latin, alike, tenths, c.alike)
		}
	}
}

// The longer a word is, the fewer are like it by chance.
func TestLikeOfLongWords(t *testing.T) {
	like := func(native, latin string) int {
		text := string(soundsMark) + native
		var h Spoken
		if !h.Set(text, string(Key(nil, []byte(text))), 45) {
			t.Fatalf("%s has letters of which no sound is known", native)
		}
		tenths, ok := h.Like(latin)
		if !ok {
			t.Errorf("%s, %s: not alike", native, latin)
		}
		return tenths
	}
	if long, short := like("维尔帕科夫斯基斯", "verpakovskis"), like("卢戈", "lugo"); long >= short {
		t.Errorf("%d tenths of bits for a long word, %d for a short one", long, short)
	}
}

// What is spelled as a name usually is in its language is likely, though each of its
// characters stands for other letters more often; at the end of a word they stand for
// others than within.
func TestLikely(t *testing.T) {
	for _, c := range []struct{ native, latin string }{
		{"弗里曼", "freeman"}, {"烏薩馬", "oussama"}, {"タイヴン", "tiven"}, {"бюллан", "bullant"}, {"تشايكوفسكي", "tchaikovsky"},
	} {
		text := string(soundsMark) + c.native
		var h Spoken
		if !h.Set(text, string(Key(nil, []byte(text))), 45) {
			t.Fatalf("%s has letters of which no sound is known", c.native)
		}
		if tenths, ok := h.Like(c.latin); !ok || tenths > 18 {
			t.Errorf("%s, %s: %d tenths of bits, %v", c.native, c.latin, tenths, ok)
		}
	}
}

// A word is cut into syllables or characters, and these into smaller units.
func TestSoundUnits(t *testing.T) {
	var within func(unit, script string) string
	within = func(unit, script string) string {
		parts := SoundParts(nil, unit, script)
		if len(parts) == 0 {
			return unit
		}
		for i, p := range parts {
			parts[i] = within(p, script)
		}
		return unit + "(" + strings.Join(parts, " ") + ")"
	}
	for word, want := range map[string]string{
		"マイケル":    "まい(ま(m- -a) い(-i)) け(k- -e) る(r- -u)",
		"チェーン":    "ちぇーん(ちぇ(ch- -e) ー ん)",
		"アウィーッ":   "あ(-a) うぃーっ(うぃ(w- -i) ー っ)",
		"克":       "克(ke(k- -e))",
		"亚当":      "亚(ya(y- -a)) 当(dang(d- -ang))",
		"킴":       "킴(k- -i- -m)",
		"레이건":     "레이(레(r- -e-) 이(-i-)) 건(g- -eo- -n)",
		"밀라노":     "미(m- -i-) l라(ll- -a-) 노(n- -o-)",
		"джексон": "дже(дж е) ксо(кс о) н",
		"ньюэлл":  "нью(н ью(ь ю)) э л л",
		"كوليبا":  "ك و ل ي ب ا",
		"ג'יימס":  "ג'יי(ג' יי) מ ס",
		"ד'ארסי":  "ד א ר סי(ס י)",
		"маmа":    "",
	} {
		units, script := SoundUnits(nil, word)
		for i, u := range units {
			units[i] = within(u, script)
		}
		if got := strings.Join(units, " "); script == "" != (want == "") || script != "" && got != want {
			t.Errorf("%s has the units %s, want %s", word, got, want)
		}
	}
}

// Who hears a known name thinks of it: the commoner it is, the likelier it is meant.
func TestLikeOfKnownNames(t *testing.T) {
	for _, c := range []struct{ native, known, other string }{
		{"карлос", "carlos", "karlo"}, {"帕蒂尔", "patil", "patile"}, {"ウォルター", "walter", "wolta"}, {"фаркас", "farkas", "pharkas"},
	} {
		text := string(soundsMark) + c.native
		var h Spoken
		if !h.Set(text, string(Key(nil, []byte(text))), 45) {
			t.Fatalf("%s has letters of which no sound is known", c.native)
		}
		known, ok := h.Like(c.known)
		if other, is := h.Like(c.other); !ok || is && other <= known {
			t.Errorf("%s: %d tenths of bits for %s, %d for %s", c.native, known, c.known, other, c.other)
		}
		if known > 10 {
			t.Errorf("%s, %s: %d tenths of bits", c.native, c.known, known)
		}
	}
}

// What is no foreign name gets no form by its sound.
func TestHeard(t *testing.T) {
	var a Analyser
	for _, c := range []struct {
		full   string
		schema interdict.Schema
		heard  bool
	}{
		{"ジョン・サルボチェア", interdict.Person, true},
		{"아르카디 푸치노프", interdict.Person, true},
		{"沙罗诺夫", interdict.Person, true},
		{"包尔曼", interdict.Person, true},  // Bao is a surname too
		{"贾德德", interdict.Person, false}, // and this its bearer
		{"金玉敏", interdict.Person, false},
		{"阿不都·哈克", interdict.Person, true},
		{"たかやま", interdict.Person, false}, // Hiragana is for Japanese words
		{"Роберт Хатчинсон", interdict.Person, true},
		{"Альберт Кузнецов", interdict.Person, false}, // made for these letters
		{"Ян Пешковский", interdict.Person, true},     // Peszkowski
		{"Миодраг Вешович", interdict.Person, true},   // Vešović
		{"جورج شابيرو", interdict.Person, true},
		{"محمد الدوسري", interdict.Person, false}, // no foreign name has the article
		{"שרה ברז'נייב", interdict.Person, true},
		{"김기희", interdict.Person, false},
		{"马丽", interdict.Person, true}, // or Mary
		{"马卓伟", interdict.Person, false},
		{"샘 누조마", interdict.Person, true},
		{"안 세영", interdict.Person, false},
		{"טד רורם", interdict.Person, true},
		{"Жегрин", interdict.Person, true},
		{"Иван Жегрин", interdict.Person, false},
		{"Карон", interdict.Person, true},  // Caron; a Karon is hardly more often met than any word
		{"جياكين", interdict.Person, true}, // Jiaqin, though Jia and Kin are names
		{"赵 光宗", interdict.Person, false},
		{"田中 太郎", interdict.Person, false},
		{"ジョン・サルボチェア", interdict.Organization, true},
		{"普萊米樂國際貿易有限公司", interdict.Organization, true}, // a brand
		{"武汉市工程有限公司", interdict.Organization, false},   // all words are known
		{"John サルボチェア", interdict.Person, false},
		{"Saburo", interdict.Person, false},
	} {
		heard := false
		for _, f := range a.Analyse(&interdict.Name{Full: c.full}, c.schema) {
			heard = heard || f.BySound()
		}
		if heard != c.heard {
			t.Errorf("%s: heard is %v, want %v", c.full, heard, c.heard)
		}
	}
}

// A word that is more likely none must be surer to be a foreign name.
func TestDoubtedSound(t *testing.T) {
	tenths := func(mark byte) int {
		var h Spoken
		text := string(mark) + "罗东"
		if !h.Set(text, string(Key(nil, []byte(text))), 45) {
			t.Fatal("no sound is known")
		}
		n, ok := h.Like("rodon")
		if !ok {
			t.Fatal("not alike")
		}
		return n
	}
	if sure, doubtful := tenths(soundsMark), tenths(doubtMark); doubtful != sure+doubted/likelyStep {
		t.Errorf("%d tenths of bits in doubt, %d without", doubtful, sure)
	}
	if sure, doubtful := Key(nil, []byte("~卡尔曼")), Key(nil, []byte("?卡尔曼")); len(doubtful) >= len(sure) || !bytes.HasPrefix(sure, doubtful) {
		t.Error("a doubted word is looked for by as many beginnings as one without doubt")
	}
}

// Spoken is asked only of words that share a key with the native one.
func TestSoundKeys(t *testing.T) {
	text := string(soundsMark) + "デリャーノフ"
	key, ok := SoundKey("delyanov")
	if !ok {
		t.Fatal("a Latin word has no key")
	}
	shared := false
	SoundKeys(string(Key(nil, []byte(text))), func(k uint64) { shared = shared || k == key })
	if !shared {
		t.Error("delyanov is no beginning of what デリャーノフ stands for")
	}
}

// A letter that two characters share is written once, and so it is in what is compared.
func TestSoundsThatShareALetter(t *testing.T) {
	text := string(soundsMark) + "信諾"
	var h Spoken
	if !h.Set(text, string(Key(nil, []byte(text))), 45) {
		t.Fatal("no sound")
	}
	if tenths, ok := h.Like("sinno"); !ok || tenths > 30 {
		t.Errorf("sin and no are sinno: %d, %v", tenths, ok)
	}
}
