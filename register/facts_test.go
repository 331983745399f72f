package register

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"
)

// Only what changed is kept, and told; what vanishes may come back.
func TestFactHashesAreKept(t *testing.T) {
	ctx := context.Background()
	r := openAt(t, t.TempDir())
	at := time.Date(2024, 3, 26, 12, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		of      map[string]string
		changed []string
	}{
		{map[string]string{"a": "aa01", "b": "bb01"}, []string{"a", "b"}},
		{map[string]string{"a": "aa01", "b": "bb01"}, nil},
		{map[string]string{"a": "aa02", "c": "cc01"}, []string{"a", "b", "c"}},
		{map[string]string{"a": "aa02", "b": "bb01", "c": "cc01"}, []string{"b"}},
	} {
		changed, err := r.KeepFactHashes(ctx, step.of, at)
		if err != nil || !slices.Equal(changed, step.changed) {
			t.Errorf("changed %v, %v; want %v", changed, err, step.changed)
		}
		if have, err := r.FactHashes(ctx); err != nil || !maps.Equal(have, step.of) {
			t.Errorf("kept %v, %v; want %v", have, err, step.of)
		}
	}
	for _, statement := range []string{"DELETE FROM entity_fact", "UPDATE entity_fact SET entity = 'x'"} {
		if _, err := r.db.ExecContext(ctx, statement); err == nil {
			t.Errorf("%s was let through", statement)
		}
	}
}
