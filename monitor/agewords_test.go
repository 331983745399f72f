package monitor

import (
	"testing"
	"time"
)

func TestAgeWords(t *testing.T) {
	for age, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 59 * time.Second: "59 seconds", 119 * time.Second: "119 seconds", 2 * time.Minute: "2 minutes",
		61 * time.Minute: "61 minutes", 2 * time.Hour: "2 hours", 26*time.Hour + 59*time.Minute: "26 hours", 2000 * time.Hour: "2,000 hours",
	} {
		if got := ageWords(age); got != want {
			t.Errorf("%v: %q, not %q", age, got, want)
		}
	}
}
