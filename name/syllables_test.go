package name

import "testing"

func TestChineseGiven(t *testing.T) {
	for text, want := range map[string]bool{
		"jinping": true, "jinpeng": true, "gang": true, "guangzong": true,
		"jonson": false, "mikhail": false, "xiaoruizhi": false, "": false,
	} {
		if ChineseGiven(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
	}
}

func TestRetroflex(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"guangzhong", "guangzong", true},
		{"shaoqi", "saoqi", true},
		{"chen", "cen", true},
		{"jinping", "jinpeng", false},
		{"zhongming", "zongmin", false},
		{"hai", "ai", false},
		{"zong", "zongh", false},
	} {
		if Retroflex(c.a, c.b) != c.want || Retroflex(c.b, c.a) != c.want {
			t.Errorf("%s and %s: want %t", c.a, c.b, c.want)
		}
	}
}
