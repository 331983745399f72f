package main

import "math"

// z is the normal quantile of a two-sided interval of 95 %.
const z = 1.959964

// share is a count among a number of trials.
type share struct{ got, of int }

func (s *share) add(right bool) {
	s.of++
	if right {
		s.got++
	}
}

func (s share) value() float64 {
	if s.of == 0 {
		return math.NaN()
	}
	return float64(s.got) / float64(s.of)
}

// wilson is the 95 % interval of a share, by Wilson's score method, which is
// sound at shares of 0 and 1 too.
func (s share) wilson() (low, high float64) {
	if s.of == 0 {
		return math.NaN(), math.NaN()
	}
	n, p := float64(s.of), s.value()
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (centre-half)/(1+z*z/n)), min(1, (centre+half)/(1+z*z/n))
}

// confusion counts answers to yes-or-no questions.
type confusion struct{ truePos, falsePos, falseNeg, trueNeg int }

func (c *confusion) add(expected, answered bool) {
	switch {
	case expected && answered:
		c.truePos++
	case expected:
		c.falseNeg++
	case answered:
		c.falsePos++
	default:
		c.trueNeg++
	}
}

func (c *confusion) precision() share   { return share{c.truePos, c.truePos + c.falsePos} }
func (c *confusion) recall() share      { return share{c.truePos, c.truePos + c.falseNeg} }
func (c *confusion) specificity() share { return share{c.trueNeg, c.trueNeg + c.falsePos} }

// jaccard is the share of which F1 is a function.
func (c *confusion) jaccard() share {
	return share{c.truePos, c.truePos + c.falsePos + c.falseNeg}
}

func f1(jaccard float64) float64 { return 2 * jaccard / (1 + jaccard) }

func (c *confusion) f1() (value, low, high float64) {
	low, high = c.jaccard().wilson()
	return f1(c.jaccard().value()), f1(low), f1(high)
}

// balanced is the mean of recall and specificity.
func (c *confusion) balanced() (value, low, high float64) {
	r, s := c.recall(), c.specificity()
	rl, rh := r.wilson()
	sl, sh := s.wilson()
	value = (r.value() + s.value()) / 2
	return value, value - math.Hypot(r.value()-rl, s.value()-sl)/2, value + math.Hypot(rh-r.value(), sh-s.value())/2
}
