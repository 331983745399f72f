// Package prefetch lets the processor fetch memory that will be read soon while it is
// at other work. Reading such places ahead, for nothing but to have them in the cache,
// does so only until the first of them is waited for.
package prefetch

import "unsafe"

// Queue gathers places in memory. Its zero value is ready.
type Queue struct{ places []uintptr }

// Add adds the line of memory that p begins in.
func Add[T any](q *Queue, p *T) { q.places = append(q.places, uintptr(unsafe.Pointer(p))) }

// AddText adds the line that a text begins in.
func (q *Queue) AddText(text string) {
	q.places = append(q.places, uintptr(unsafe.Pointer(unsafe.StringData(text))))
}

// Fetch asks for all lines, waits for none and empties the queue.
func (q *Queue) Fetch() {
	fetch(q.places)
	q.places = q.places[:0]
}
