package reach

import (
	"runtime"
	"slices"
	"sync"
)

// job is a part of a search: to look for the words of a chunk that mean something or,
// where there are hits, for the members whom some names mean by them.
type job struct {
	at    int // of the chunk
	chunk *chunk
	hits  []hit
}

// jobs hands out the parts of a search. Chunks are few and of different sizes, so
// that the names of the last are looked for by several searches.
type jobs struct {
	mu       sync.Mutex
	changed  sync.Cond
	chunks   []chunk
	begun    int   // chunks
	scanning int   // chunks whose names are not there yet
	waiting  []job // for names
	members  [][]uint32
}

func newJobs(chunks []chunk) *jobs {
	j := &jobs{chunks: chunks, members: make([][]uint32, len(chunks))}
	j.changed.L = &j.mu
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
		case j.begun < len(j.chunks):
			at := j.begun
			j.begun++
			j.scanning++
			return job{at: at, chunk: &j.chunks[at]}, true
		case j.scanning == 0:
			return job{}, false
		}
		j.changed.Wait()
	}
}

// manyNames is how many names a job has at least: names that stand side by side share
// words, whose lists each job reads.
const manyNames = 32

// scanned takes the words that were found, in the order of names. Those of the last
// chunks go into as many jobs as there are processors, so that none is idle.
func (j *jobs) scanned(of job, hits []hit) {
	names := 0
	for rest := hits; len(rest) > 0; rest = rest[ofOneName(rest):] {
		names++
	}
	j.mu.Lock()
	last := j.begun == len(j.chunks)
	j.mu.Unlock()
	each := names
	if last {
		each = max(names/runtime.GOMAXPROCS(0)+1, manyNames)
	}
	var made []job
	for len(hits) > 0 {
		n := 0
		for i := 0; i < each && n < len(hits); i++ {
			n += ofOneName(hits[n:])
		}
		made = append(made, job{of.at, of.chunk, hits[:n:n]})
		hits = hits[n:]
	}
	slices.Reverse(made) // the last is handed out first
	j.mu.Lock()
	j.scanning--
	j.waiting = append(j.waiting, made...)
	j.mu.Unlock()
	j.changed.Broadcast()
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
	j.waiting, j.begun = nil, len(j.chunks)
	j.mu.Unlock()
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
