package ftmparty

import "testing"

// TestMainName: of several names stated alike the main one is that by which the
// entity is shown; an alias never is.
func TestMainName(t *testing.T) {
	for _, c := range []struct{ caption, want string }{
		{"Lions of Barqa Zliten", "Lions of Barqa Zliten"},
		{"Lions of Barqa", "Lions of Barqa"},
		{"LOB", "Lions of Barqa"},
		{"", "Lions of Barqa"},
	} {
		e := Party{Caption: c.caption, Properties: map[string][]string{
			"name": {"Lions of Barqa", "Usud Barqa", "Lions of Barqa Zliten"}, "alias": {"LOB"},
		}}
		names := e.Subject().Names
		if len(names) != 4 || names[0].Full != c.want {
			t.Errorf("caption %q: names %v, want %q first", c.caption, names, c.want)
		}
		seen := map[string]bool{}
		for _, n := range names {
			seen[n.Full] = true
		}
		if len(seen) != 4 {
			t.Errorf("caption %q: a name is lost or twice: %v", c.caption, names)
		}
	}
}
