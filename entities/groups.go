package entities

// groups are the listings that belong together so far.
type groups struct {
	roots   []int
	members [][]int // of a root; nil for one that is alone or no longer a root
}

func newGroups(n int) groups {
	g := groups{make([]int, n), make([][]int, n)}
	for i := range g.roots {
		g.roots[i] = i
	}
	return g
}

// root is the listing by which the group of i is known.
func (g *groups) root(i int) int {
	for g.roots[i] != i {
		g.roots[i] = g.roots[g.roots[i]]
		i = g.roots[i]
	}
	return i
}

// of are all listings of i's group.
func (g *groups) of(i int) []int {
	r := g.root(i)
	if g.members[r] == nil {
		g.members[r] = []int{r}
	}
	return g.members[r]
}

// join makes one group of two.
func (g *groups) join(a, b int) {
	ra, rb := g.root(a), g.root(b)
	if ra == rb {
		return
	}
	keep, drop := min(ra, rb), max(ra, rb)
	g.members[keep] = append(g.of(keep), g.of(drop)...)
	g.roots[drop], g.members[drop] = keep, nil
}
