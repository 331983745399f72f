package monitor

// SkipCanaries runs without canaries, where a test is about something else and
// runs often.
func (m *Monitor) SkipCanaries() { m.passed = true }
