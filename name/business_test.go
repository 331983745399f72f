package name

import "testing"

func TestBusiness(t *testing.T) {
	var a Analyser
	for full, want := range map[string]bool{
		"Bank of China": true, "Siemens Aktiengesellschaft": true, "ООО Ромашка": true, "Garantex Europe Ltd": true,
		"Olaf Scholz": false, "赵光宗": false, "Siobhán O'Brien": false, "": false, "---": false,
	} {
		if got := a.Business(full); got != want {
			t.Errorf("Business(%q) = %v", full, got)
		}
	}
}
