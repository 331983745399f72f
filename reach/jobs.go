package reach

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// job is a part of a search: to look for the words of a chunk that mean something or,
// where there are hits, for the members whom some names mean by them.
type job struct {
	at    int // of the chunk
	chunk *chunk
	share share // of the words
	hits  []hit
}

// share is one of so many parts of what there is to look for.
type share struct{ at, of int }

func (s share) has(n uint32) bool { return int(n%uint32(s.of)) == s.at }

// jobs hands out the parts of a search. Chunks are few and of different sizes, so
// that the words and the names of the last are looked for by several searches.
type jobs struct {
	mu       sync.Mutex
	changed  sync.Cond
	chunks   []chunk
	scans    []job // not begun
	scanning int   // begun and not ended
	waiting  []job // for names
	// hits are those of chunks of which a part is still being scanned, left how many
	// parts.
	hits    [][]hit
	left    []int
	members [][]uint32
}

func newJobs(chunks []chunk) *jobs {
	j := &jobs{chunks: chunks, hits: make([][]hit, len(chunks)), left: make([]int, len(chunks)), members: make([][]uint32, len(chunks))}
	j.changed.L = &j.mu
	for i := range chunks {
		parts := 1
		if i == len(chunks)-1 {
			parts = runtime.GOMAXPROCS(0)
		}
		for n := range parts {
			j.scans = append(j.scans, job{at: i, chunk: &chunks[i], share: share{n, parts}})
		}
		j.left[i] = parts
	}
	return j
}

// next hands out a job: names first, so that the words of few chunks are held at a
// time. It is false once there will be none.
func (j *jobs) next() (job, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for {
		switch {
		case len(j.waiting) > 0:
			last := len(j.waiting) - 1
			next := j.waiting[last]
			j.waiting = j.waiting[:last]
			return next, true
		case len(j.scans) > 0:
			next := j.scans[0]
			j.scans = j.scans[1:]
			j.scanning++
			return next, true
		case j.scanning == 0:
			return job{}, false
		}
		j.changed.Wait()
	}
}

// manyNames is how many names a job has at least: names that stand side by side share
// words, whose lists each job reads.
const manyNames = 32

// scanned takes the words that were found. Once all of a chunk are there, they go on
// in the order of names; those of the last chunk in as many jobs as there are
// processors, so that none is idle.
func (j *jobs) scanned(of job, hits []hit) {
	defer j.changed.Broadcast()
	j.mu.Lock()
	j.hits[of.at] = append(j.hits[of.at], hits...)
	j.left[of.at]--
	hits = j.hits[of.at]
	whole := j.left[of.at] == 0
	if !whole {
		j.scanning--
	}
	j.mu.Unlock()
	if !whole {
		return
	}
	hits = inOrder(hits)
	names := 0
	for rest := hits; len(rest) > 0; rest = rest[ofOneName(rest):] {
		names++
	}
	each := names
	if of.share.of > 1 {
		each = max(names/of.share.of+1, manyNames)
	}
	var made []job
	for len(hits) > 0 {
		n := 0
		for i := 0; i < each && n < len(hits); i++ {
			n += ofOneName(hits[n:])
		}
		made = append(made, job{at: of.at, chunk: of.chunk, hits: hits[:n:n]})
		hits = hits[n:]
	}
	slices.Reverse(made) // the last is handed out first
	j.mu.Lock()
	j.scanning--
	j.hits[of.at] = nil
	j.waiting = append(j.waiting, made...)
	j.mu.Unlock()
}

// inOrder puts hits in the order of names and words, each once.
func inOrder(hits []hit) []hit {
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.role.name, b.role.name), cmp.Compare(a.word, b.word), cmp.Compare(a.role.kind, b.role.kind), cmp.Compare(a.role.bits, b.role.bits), cmp.Compare(a.role.rest, b.role.rest))
	})
	return slices.Compact(hits)
}

// ofOneName is how many hits from the first on are of its name.
func ofOneName(hits []hit) (n int) {
	for n < len(hits) && hits[n].role.name == hits[0].role.name {
		n++
	}
	return n
}

// found takes members of a job's chunk.
func (j *jobs) found(of job, members []uint32) {
	j.mu.Lock()
	j.members[of.at] = append(j.members[of.at], members...)
	j.mu.Unlock()
}

// stop hands out nothing more.
func (j *jobs) stop() {
	j.mu.Lock()
	j.waiting, j.scans = nil, nil
	j.mu.Unlock()
	j.changed.Broadcast()
}

// rows are those of all members found, ascending.
func (j *jobs) rows() (rows []int64) {
	for i, members := range j.members {
		slices.Sort(members)
		for _, m := range slices.Compact(members) {
			rows = append(rows, j.chunks[i].first+int64(m))
		}
	}
	return rows
}
